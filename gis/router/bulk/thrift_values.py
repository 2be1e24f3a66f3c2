"""Thrift structs as plain values, all their fields kept: also those that nobody here knows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from thrift.protocol.TCompactProtocol import TCompactProtocol
from thrift.protocol.TProtocol import TProtocolException
from thrift.Thrift import TType
from thrift.transport.TTransport import TMemoryBuffer

Struct = dict[int, tuple[int, Any]]
"""Fields by number: their Thrift type and value. Structs nest; lists are `Listed`."""


@dataclass
class Listed:
    """A list.

    Attributes
    ----------
    kind
        Thrift type of the items.
    """

    kind: int
    items: list[Any]


class MalformedError(ValueError):
    """Bytes that are no such struct."""


def read_struct(content: bytes) -> tuple[Struct, int]:
    """Read a struct in Thrift's compact protocol; return it and how many bytes it took.

    Raises
    ------
    MalformedError
        The bytes are no struct, or hold what Parquet does not use.
    """
    buffer = TMemoryBuffer(content)
    try:
        return _struct(TCompactProtocol(buffer)), buffer.cstringio_buf.tell()
    except (EOFError, TProtocolException, AssertionError, KeyError, IndexError) as error:
        raise MalformedError(str(error)) from error


def write_struct(struct: Struct) -> bytes:
    """Write a struct in Thrift's compact protocol."""
    buffer = TMemoryBuffer()
    _put_struct(TCompactProtocol(buffer), struct)
    written: bytes = buffer.getvalue()
    return written


def _struct(protocol: Any) -> Struct:
    struct: Struct = {}
    protocol.readStructBegin()
    while True:
        _, kind, number = protocol.readFieldBegin()
        if kind == TType.STOP:
            break
        if not 0 < number < 1 << 15:
            raise MalformedError(f"a field has number {number}")
        struct[number] = kind, _value(protocol, kind)
        protocol.readFieldEnd()
    protocol.readStructEnd()
    return struct


def _value(protocol: Any, kind: int) -> Any:
    if kind == TType.STRUCT:
        return _struct(protocol)
    if kind == TType.LIST:
        of, count = protocol.readListBegin()
        items = [_value(protocol, of) for _ in range(count)]
        protocol.readListEnd()
        return Listed(of, items)
    value = getattr(protocol, f"read{_SCALARS[kind]}")()
    if kind in _BITS and not -(1 << _BITS[kind] - 1) <= value < 1 << _BITS[kind] - 1:
        raise MalformedError(f"{value} has more than {_BITS[kind]} bits")
    return value


def _put_struct(protocol: Any, struct: Struct) -> None:
    protocol.writeStructBegin("")
    for number in sorted(struct):
        kind, value = struct[number]
        protocol.writeFieldBegin("", kind, number)
        _put(protocol, kind, value)
        protocol.writeFieldEnd()
    protocol.writeFieldStop()
    protocol.writeStructEnd()


def _put(protocol: Any, kind: int, value: Any) -> None:
    if kind == TType.STRUCT:
        _put_struct(protocol, value)
    elif kind == TType.LIST:
        protocol.writeListBegin(value.kind, len(value.items))
        for item in value.items:
            _put(protocol, value.kind, item)
        protocol.writeListEnd()
    else:
        getattr(protocol, f"write{_SCALARS[kind]}")(value)


_BITS = {TType.I16: 16, TType.I32: 32, TType.I64: 64}
_SCALARS = {
    TType.BOOL: "Bool",
    TType.BYTE: "Byte",
    TType.I16: "I16",
    TType.I32: "I32",
    TType.I64: "I64",
    TType.DOUBLE: "Double",
    TType.STRING: "Binary",
}
