"""How an index is written in numbers: references, line tests and grids of blocks.

A reference is an int32. From −1 up it is an answer: a row, or −1 for outside. Below, it names a
node (−2 the first, −3 the second, and so on). From −2**31 up to `GRIDS_END` it names a finer grid
that the block is divided into.

A node is two int64. The first is a line ``v = dx*y − dy*x + c`` in units from the block's first
unit: c in 30 bits, dx in 17, dy in 17. The second holds two references: for v ≥ 0 in the low half,
for v < 0 in the high half. A line too long for that has dx = dy = 0 and its place in the table of
wide lines as c. References to nodes always point forward, so every walk ends.
"""

from gis.lattice import Ints
from gis.lattice.compiled import inlined
from gis.router.words import int64

LONGEST = (1 << 16) - 1
"""The longest dx or dy of a line that fits into a node."""

FARTHEST = (1 << 29) - 1
"""The largest c of a line that fits into a node."""

FIRST_GRID = -(1 << 31)
GRIDS_END = FIRST_GRID + (1 << 24)
"""References below this name grids."""

BLOCK_BYTES, NODE_BYTES, WIDE_BYTES, GRID_BYTES = 4, 16, 24, 24
"""What a block's reference, a node, a wide line and a grid take."""

MOST_NODES = (1 << 31) - (1 << 24) - 2

NO_LINE = (1 << 34) - 1
"""A node's bits for dx and dy: all 0 in a node whose line is wide."""


@inlined
def packed(dx: int, dy: int, c: int) -> int:
    """Pack a line into an int64."""
    return (c << 34) | ((dx & 0x1FFFF) << 17) | (dy & 0x1FFFF)


@inlined
def line_c(node: int) -> int:
    """Return c of a packed line."""
    return node >> 34


@inlined
def line_dx(node: int) -> int:
    """Return dx of a packed line."""
    return (node << 30) >> 47


@inlined
def line_dy(node: int) -> int:
    """Return dy of a packed line."""
    return (node << 47) >> 47


@inlined
def pair(left: int, right: int) -> int:
    """Pack the references for v ≥ 0 and for v < 0 into an int64."""
    return (left & 0xFFFFFFFF) | (right << 32)


@inlined
def left_of(references: int) -> int:
    """Return the reference for v ≥ 0."""
    return (references << 32) >> 32


@inlined
def right_of(references: int) -> int:
    """Return the reference for v < 0."""
    return references >> 32


@inlined
def value(nodes: Ints, wide: Ints, node: int, x: int, y: int, scale: int) -> int:
    """Return v of a node at a place in its block; with ``scale`` 2, x and y are half units."""
    line = nodes[node, 0]
    if line & int64(NO_LINE):
        return line_dx(line) * y - line_dy(line) * x + scale * line_c(line)
    w = line_c(line)
    return int(wide[w, 0] * y - wide[w, 1] * x + scale * wide[w, 2])
