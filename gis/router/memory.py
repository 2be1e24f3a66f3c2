"""What compiled code does with memory that Python cannot say: ask for it early, find it by address."""

from typing import Any

from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic


@intrinsic
def prefetch(typing_context: Any, array: Any, place: Any) -> Any:
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
        hint = cgutils.get_or_insert_function(builder.module, kind, "llvm.prefetch.p0")
        # For reading, to be kept in all caches, data.
        builder.call(hint, [builder.bitcast(pointer, byte), flag(0), flag(3), flag(1)])
        return context.get_dummy_value()

    return signature, generate


@intrinsic
def pointer(typing_context: Any, address: Any) -> Any:
    """Turn an address into a pointer; compiled code only."""
    signature = types.voidptr(address)

    def generate(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        return builder.inttoptr(args[0], cgutils.voidptr_t)

    return signature, generate
