"""How deep collections lie within collections, found before a reader follows them down.

GEOS reads a collection within a collection by calling itself: some ten thousand levels, a file of
a few kilobytes, end the process.
"""

import struct
from collections.abc import Iterator

import numpy as np

MOST_LEVELS = 32
"""Collections within collections that are read; what people draw has one or two."""

_BRACKETS_A_LEVEL = 4
# What holds geometries of its own: multi-parts, collections, compound curves and surfaces.
_HOLDERS = frozenset({4, 5, 6, 7, 9, 10, 11, 12, 15, 16})
_POINT, _POLYGON, _TRIANGLE = 1, 3, 17
_LINES = frozenset({2, 8, 13})
_HAS_Z, _HAS_M, _HAS_SRID = 0x80000000, 0x40000000, 0x20000000


class NestedTooDeepError(RecursionError):
    """Collections lie within collections beyond `MOST_LEVELS`."""

    def __init__(self) -> None:
        super().__init__("nested too deep")


def refuse_deep_wkb(item: bytes) -> None:
    """Refuse well-known binary (ISO, or extended as PostGIS writes it) that is nested too deep.

    Raises
    ------
    NestedTooDeepError
        It is.
    """
    try:
        for _ in heads(item):
            pass
    except (struct.error, IndexError):
        return  # cut off or damaged: the reader says so


def refuse_deep_text(word: str) -> None:
    """Refuse WKT or GeoJSON with brackets within brackets beyond what `MOST_LEVELS` need.

    Raises
    ------
    NestedTooDeepError
        It is nested too deep.
    """
    most = _BRACKETS_A_LEVEL * MOST_LEVELS
    if word.count("(") + word.count("[") + word.count("{") <= most:
        return
    marks = np.frombuffer(word.encode(), dtype=np.uint8)
    opening = np.isin(marks, np.frombuffer(b"([{", dtype=np.uint8))
    closing = np.isin(marks, np.frombuffer(b")]}", dtype=np.uint8))
    if np.cumsum(opening.astype(np.int64) - closing).max() > most:
        raise NestedTooDeepError


def heads(item: bytes) -> Iterator[tuple[int, str, int]]:
    """Give where the kind of each geometry stands, one after another, its byte order, and itself.

    Raises
    ------
    NestedTooDeepError
        Geometries lie too deep within others.
    """
    at, order = 0, "<"
    left = [1]
    """Geometries still to come, on each level."""
    while left:
        if left[-1] == 0:
            left.pop()
            continue
        left[-1] -= 1
        # As GEOS has it: another byte than 0 and 1 keeps the order, and high bits are no kind.
        order = {0: ">", 1: "<"}.get(item[at], order)
        (kind,) = struct.unpack_from(f"{order}I", item, at + 1)
        yield at + 1, order, kind
        at += 5 + (4 if kind & _HAS_SRID else 0)
        plain = kind & 0xFFFF
        sort = plain % 1000
        axes = 2 + (plain // 1000 in (1, 2, 3)) + (plain // 1000 == 3)
        axes += bool(kind & _HAS_Z) + bool(kind & _HAS_M)
        if sort == _POINT:
            at += 8 * axes
        elif sort in _LINES:
            at = _past_points(item, at, order, axes)
        elif sort in (_POLYGON, _TRIANGLE):
            (rings,) = struct.unpack_from(f"{order}I", item, at)
            at += 4
            for _ in range(rings):
                at = _past_points(item, at, order, axes)
        elif sort in _HOLDERS:
            (count,) = struct.unpack_from(f"{order}I", item, at)
            at += 4
            left.append(count)
            if len(left) > MOST_LEVELS:
                raise NestedTooDeepError
        else:
            return  # of no known kind: the reader says so


def _past_points(item: bytes, at: int, order: str, axes: int) -> int:
    (count,) = struct.unpack_from(f"{order}I", item, at)
    return at + 4 + 8 * axes * int(count)
