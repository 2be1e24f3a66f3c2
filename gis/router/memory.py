"""Memory as compiled code sees it: asked for before it is needed, or found by its address."""

from typing import Any

from llvmlite import ir  # type: ignore[import-untyped]
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic


@intrinsic
def _prefetch(typing_context: Any, array: Any, place: Any) -> Any:
    """Begin to load the line of cache with ``array.ravel()[place]``; compiled code only.

    A hint: nothing is read, so a place beyond the array does no harm.
    """
    signature = types.void(array, place)

    def generate(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        start = context.make_array(sig.args[0])(context, builder, args[0]).data
        pointer = builder.gep(start, [args[1]])
        byte = ir.IntType(8).as_pointer()
        flag = ir.IntType(32)
        kind = ir.FunctionType(ir.VoidType(), [byte, flag, flag, flag])
        name = "llvm.prefetch.p0"
        hint = cgutils.get_or_insert_function(  # type: ignore[no-untyped-call]
            builder.module, kind, name
        )
        # For reading, to be kept in all caches, data.
        builder.call(hint, [builder.bitcast(pointer, byte), flag(0), flag(3), flag(1)])
        return context.get_dummy_value()

    return signature, generate


@intrinsic
def _pointer(typing_context: Any, address: Any) -> Any:
    """Turn an address into a pointer; compiled code only."""
    signature = types.voidptr(address)

    def generate(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        return builder.inttoptr(args[0], cgutils.voidptr_t)

    return signature, generate


@intrinsic
def _bits_of(typing_context: Any, number: Any) -> Any:
    """Return the bits of a double as an int64; compiled code only."""
    signature = types.int64(types.float64)

    def generate(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        return builder.bitcast(args[0], ir.IntType(64))

    return signature, generate


# To the type checker: what compiled code calls them with.
prefetch: Any = _prefetch
pointer: Any = _pointer
bits_of: Any = _bits_of
