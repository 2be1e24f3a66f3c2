"""Check that no number of an index leads astray, before compiled code follows it.

A checksum tells that a file is as it was written, not who wrote it. After this check every
reference lies within its array, points forward, and is the only one to its target, but that blocks
may share a tree. So whatever the file says, an answer is a row of the index and comes after
finitely many steps.
"""

import numpy as np

from gis.lattice import Bools, Ints
from gis.lattice.compiled import compiled
from gis.router.edges import Ints32
from gis.router.index import TILE, Index, Layer, Loose
from gis.router.nodes import FIRST_GRID, GRIDS_END, MOST_NODES, NO_LINE, left_of, line_c, right_of
from gis.router.rim import GROUP, Rim
from gis.router.words import int64

_GLOBE = 1_800_000_000
_COARSEST = 31
_WIDEST = 15


def sound(index: Index) -> bool:
    """Tell whether an index can be followed safely."""
    cells = len(index.codes)
    first = index.codes.first
    return (
        _ascends(first, len(index.codes.text))
        and all(_layer(layer, cells) for layer in index.layers)
        and _loose(index.loose, cells)
        and _rim(index.rim, cells)
    )


def _layer(layer: Layer, cells: int) -> bool:
    grid = layer.grid
    side = 1 << TILE
    if not (
        abs(grid.west) <= 2 * _GLOBE
        and abs(grid.south) <= 2 * _GLOBE
        and 0 < grid.width <= 1 << _COARSEST
        and 0 < grid.height <= 1 << _COARSEST
        and 0 < grid.columns <= 1 << 31
        and 0 < grid.rows <= 1 << 31
        and grid.columns % side == 0
        and grid.rows % side == 0
        and grid.quick
        and grid.blocks < len(layer.raster)
        and layer.raster[-1] == -1
        and len(layer.nodes) <= MOST_NODES
        and len(layer.grids) <= GRIDS_END - FIRST_GRID
    ):
        return False
    # Within trees a node is named once: shared ones would let a walk take ever more ways.
    named = np.zeros(len(layer.nodes), np.bool_)
    return bool(
        _grids_sound(grid.blocks, grid.shift, layer.raster, layer.grids, named, cells)
        and _nodes_sound(layer.nodes, named, len(layer.wide), cells)
    )


@compiled
def _grids_sound(
    blocks: int, shift: int, raster: Ints32, grids: Ints, named: Bools, cells: int
) -> bool:
    """Check every block's reference; grids lie one behind the other and nest forward."""
    above = np.full(len(grids), -1, np.int64)  # the shift of the block that each grid divides
    start, stop = int64(0), int64(blocks)
    own_shift = int64(shift)
    for g in range(-1, len(grids)):
        if g >= 0:
            own_shift, power = grids[g, 0], grids[g, 1]
            if not (0 <= own_shift <= _COARSEST and 0 <= power <= _WIDEST):
                return False
            if grids[g, 2] != stop or own_shift + power != above[g]:
                return False
            start, stop = stop, stop + (int64(1) << (2 * power))
            if stop >= len(raster):
                return False
        for block in range(start, stop):
            reference = int64(raster[block])
            if reference < GRIDS_END:
                inner = reference - FIRST_GRID
                if inner >= len(grids) or inner <= g or above[inner] >= 0:
                    return False
                above[inner] = own_shift
            elif reference >= cells:
                return False
            elif reference < -1:
                node = -2 - reference
                if node >= len(named):
                    return False
                named[node] = True
    return bool(stop == len(raster) - 1)


@compiled
def _nodes_sound(nodes: Ints, named: Bools, wide: int, cells: int) -> bool:
    for node in range(len(nodes)):
        line = nodes[node, 0]
        if not line & int64(NO_LINE) and not 0 <= line_c(line) < wide:
            return False
        for reference in (left_of(nodes[node, 1]), right_of(nodes[node, 1])):
            if reference >= cells:
                return False
            if reference < -1:
                below = -2 - reference
                if below <= node or below >= len(nodes) or named[below]:
                    return False
                named[below] = True
    return True


def _loose(loose: Loose, cells: int) -> bool:
    _, _, shift, columns, rows = loose.place.tolist()
    return (
        0 <= shift <= _COARSEST
        and 0 <= columns <= 1 << 31
        and 0 <= rows <= 1 << 31
        and bool((np.abs(loose.place[:2]) <= _GLOBE).all())
        and columns * rows == len(loose.first) - 1
        and _ascends(loose.first, len(loose.items))
        and _within(loose.items, 0, len(loose.row))
        and _within(loose.row, 0, cells)
        and len(loose.cells) == len(loose.row) + 1
        and _ascends(loose.cells, len(loose.rings) - 1)
        and _ascends(loose.rings, len(loose.xy))
        and _within(loose.xy, -_GLOBE, _GLOBE + 1)
    )


def _rim(rim: Rim, cells: int) -> bool:
    return (
        len(rim.row) == len(rim.xy)
        and len(rim.boxes) == -(-len(rim.xy) // GROUP)
        and _within(rim.row, 0, cells)
        and _within(rim.xy, -_GLOBE, _GLOBE + 1)
    )


def _ascends(starts: Ints | Ints32, end: int) -> bool:
    return (
        len(starts) > 0
        and int(starts[0]) == 0
        and int(starts[-1]) == end
        and bool((starts[1:] >= starts[:-1]).all())
    )


def _within(values: Ints32, low: int, stop: int) -> bool:
    return not len(values) or bool(low <= values.min() and values.max() < stop)
