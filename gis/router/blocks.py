"""Give every block its reference: an answer, a tree, or a finer grid where edges are dense."""

import numpy as np

from gis.lattice import Ints
from gis.lattice.compiled import compiled, inlined
from gis.router.edges import Ints32
from gis.router.grid import edges_by_block, met
from gis.router.index import TILE
from gis.router.nodes import (
    BLOCK_BYTES,
    FIRST_GRID,
    GRID_BYTES,
    GRIDS_END,
    NODE_BYTES,
    WIDE_BYTES,
    left_of,
    right_of,
    value,
)
from gis.router.trees import plant
from gis.router.words import int64

TESTS_PER_POINT = 0.8
"""How many line tests a point should cost on average; finer blocks cost more memory than they
save time."""

_WIDEST_GRID = 8
"""A finer grid has at most ``2**8`` blocks a side."""

TOO_LARGE = -1
"""Instead of a depth: the layer would take more memory than it may."""

UNSET = np.iinfo(np.int32).max
"""A block that no edge meets, before `fill_rows` or `fill_grids` names it."""

OFF_BLOCK = UNSET - 1
"""A finer grid's block beyond the block which the grid divides, before `fill_grids`: never read."""


@inlined
def tiled(column: int, row: int, columns: int) -> int:
    """Return the place of a block in the raster."""
    side = (1 << TILE) - 1
    # Factors of 32 bits: vector processors have no quick product of longer ones.
    tile = ((row >> TILE) & 0xFFFFFFFF) * ((columns >> TILE) & 0xFFFFFFFF) + (column >> TILE)
    return (tile << (2 * TILE)) | ((row & side) << TILE) | (column & side)


@compiled
def finer_power(xy: Ints32, some: Ints32, shift: int) -> int:
    """Choose how often a block with some edges is halved for a point to need few tests."""
    size = int64(1) << shift
    length = int64(0)
    for e in some:
        length += min(int64(xy[e, 2]) - xy[e, 0], size)
        length += min(abs(int64(xy[e, 3]) - xy[e, 1]), size)
    power = 1
    while power < min(_WIDEST_GRID, shift) and len(some) + (
        length >> (shift - power)
    ) > TESTS_PER_POINT * (1 << (2 * power)):
        power += 1
    return power


@compiled
def sole_answer(
    xy: Ints32, sides: Ints32, some: Ints32, x: int, y: int, width: int, height: int
) -> tuple[int, int]:
    """Look for the answer of a block that edges pass along its first or last units only.

    A place on an edge is in the cells on both its sides, and the smaller is the answer: where
    that is the block's own, the edge parts nothing. So blocks laid along a lattice's sides need
    no test.

    Returns
    -------
    tuple of int
        The answer, and the name east of the block at its first row; `UNSET` twice for none.
    """
    # Edges run north or east: to the left of those is the west, of these the north.
    last_x, last_y = x + width - 1, y + height - 1
    none = int64(UNSET)
    own, least, east = none, none, none
    for e in some:
        ax, ay, bx, by = int64(xy[e, 0]), int64(xy[e, 1]), int64(xy[e, 2]), int64(xy[e, 3])
        left, right = int64(sides[e, 0]), int64(sides[e, 1])
        if ax == bx and ax in (x, last_x):
            inner = left if ax == last_x else right
            inside = min(by, last_y) > max(ay, y)
            if ax == last_x and ay <= y <= by:
                east = right
        elif ay == by and ay in (y, last_y):
            inner = left if ay == y else right
            inside = min(bx, last_x) > max(ax, x)
        else:
            return none, none
        if inside:
            if own != none and own != inner:
                return none, none
            own = inner
        for name in (left, right):
            if name >= 0:
                least = min(least, name)
    if own == none or own < 0 or least < own:
        return none, none
    return own, own if east == none else east


@compiled
def meeting(xy: Ints32, some: Ints32, x: int, y: int, width: int, height: int) -> Ints32:
    """Return those of some edges that pass through a block's region."""
    kept = np.empty(len(some), np.int32)
    n = 0
    for e in some:
        ax, ay, bx, by = int64(xy[e, 0]), int64(xy[e, 1]), int64(xy[e, 2]), int64(xy[e, 3])
        if bx < x or ax >= x + width or max(ay, by) < y or min(ay, by) >= y + height:
            continue
        if met(ax, ay, bx, by, x, y, width, height):
            kept[n] = e
            n += 1
    return kept[:n]


@compiled
def grow(
    xy: Ints32,
    sides: Ints32,
    first: Ints32,
    items: Ints32,
    west: int,
    south: int,
    width: int,
    height: int,
    shift: int,
    columns: int,
    rows: int,
    nodes: Ints,
    count: int,
    wide: Ints,
    wides: int,
    grids: Ints,
    grid_count: int,
    raster: Ints32,
    base: int,
    filled: int,
    dense: int,
    most: int,
    shared: Ints32,
    beyond: Ints32,
) -> tuple[Ints, int, Ints, int, Ints, int, Ints32, int, int]:
    """Divide or plant every block of some rows.

    Parameters
    ----------
    first, items
        The edges of each block, from `edges_by_block`.
    west, south, width, height, shift, columns, rows
        The blocks; a square of ``2**shift`` a side holds one.
    nodes, count, wide, wides, grids, grid_count
        What stands so far, with room behind; all grow as needed. A grid is its blocks' shift,
        the number of its blocks a side as a power of two, and the place of its blocks in the
        raster.
    raster, base, filled
        All blocks; where these rows start; where the next finer grid goes.
    dense
        Blocks that more edges meet are divided into a finer grid.
    most
        How many bytes all blocks and nodes may take.
    shared
        The node of each edge that runs along a meridian or parallel, −1 for none yet; filled. In
        all blocks that such an edge alone passes, its line reads the same: they have one node.
    beyond
        Filled for blocks that have one answer though edges pass: the name east of them. Empty
        where blocks are not laid along the cells' sides.

    Returns
    -------
    tuple
        The arrays and their numbers again, and the depth of the deepest tree, or `TOO_LARGE`.
    """
    item, part = np.empty(1024, np.int32), np.empty((1024, 4), np.int64)
    tasks = np.empty((256, 5), np.int64)
    # Blocks waiting: x, y, shift, place in the raster, and the piece of `held` with its edges.
    waiting = np.empty((256, 6), np.int64)
    held = np.empty(1024, np.int32)
    depth = 0
    side = 1 << TILE
    for tile in range((columns >> TILE) * (rows >> TILE)):
        tile_row, tile_column = divmod(tile, columns >> TILE)
        for inner in range(side * side):
            row, column = tile_row * side + (inner >> TILE), tile_column * side + (inner & side - 1)
            block = row * columns + column
            place = base + (tile << 2 * TILE) + inner
            n = first[block + 1] - first[block]
            if n == 0:
                raster[place] = UNSET
                continue
            if n > len(held):
                held = np.empty(2 * n, np.int32)
            lone = items[first[block]]
            x, y = west + column * width, south + row * height
            if len(beyond):
                some = items[first[block] : first[block + 1]]
                answer, beyond[place] = sole_answer(xy, sides, some, x, y, width, height)
                if answer != UNSET:
                    raster[place] = answer
                    continue
            straight = n == 1 and (xy[lone, 0] == xy[lone, 2] or xy[lone, 1] == xy[lone, 3])
            if straight and shared[lone] >= 0:
                raster[place] = -2 - shared[lone]
                continue
            if straight:
                shared[lone] = count
            held[:n] = items[first[block] : first[block + 1]]
            waiting[0, 0], waiting[0, 1] = x, y
            waiting[0, 2], waiting[0, 3], waiting[0, 4], waiting[0, 5] = shift, place, 0, n
            left = 1
            while left:
                left -= 1
                taken = NODE_BYTES * count + WIDE_BYTES * wides
                taken += GRID_BYTES * grid_count + BLOCK_BYTES * filled
                if taken > most:
                    return (
                        nodes, count, wide, wides, grids, grid_count, raster, filled, int(TOO_LARGE)
                    )  # fmt: skip
                x, y, own_shift = waiting[left, 0], waiting[left, 1], waiting[left, 2]
                place, start, n = waiting[left, 3], waiting[left, 4], waiting[left, 5]
                own_width = min(int64(1) << own_shift, west + (column + 1) * width - x)
                own_height = min(int64(1) << own_shift, south + (row + 1) * height - y)
                some = held[start : start + n]
                if own_shift < shift and min(own_width, own_height) < int64(1) << own_shift:
                    # What meets a finer grid's block beyond the block that the grid divides tells
                    # nothing here: of the edges there, only some are known.
                    some = meeting(xy, some, x, y, own_width, own_height)
                    n = len(some)
                    if n == 0:
                        continue
                if n > dense and own_shift > 0:
                    power = finer_power(xy, some, own_shift)
                    many = 1 << power
                    inner_first, inner_items = edges_by_block(
                        xy, some, x, y, 1 << own_shift - power, 1 << own_shift - power, many, many
                    )
                    if grid_count == len(grids):
                        grids = np.concatenate((grids, np.empty_like(grids)))
                    grids[grid_count, 0], grids[grid_count, 1] = own_shift - power, power
                    grids[grid_count, 2] = filled
                    raster[place] = FIRST_GRID + grid_count
                    grid_count += 1
                    if filled + many * many > len(raster):
                        room = max(len(raster) // 2 + 4096, many * many)
                        raster = np.concatenate((raster, np.empty(room, np.int32)))
                    need = start + n + len(inner_items)
                    if need > len(held):
                        held = np.concatenate((held, np.empty(need, np.int32)))
                    held[start + n : need] = inner_items
                    for k in range(many * many):
                        own = inner_first[k + 1] - inner_first[k]
                        across = (k & many - 1) << own_shift - power
                        up = (k >> power) << own_shift - power
                        if across >= own_width or up >= own_height:
                            raster[filled + k] = OFF_BLOCK
                            continue
                        raster[filled + k] = UNSET
                        if own == 0:
                            continue
                        if left == len(waiting):
                            waiting = np.concatenate((waiting, np.empty_like(waiting)))
                        waiting[left, 0], waiting[left, 1] = x + across, y + up
                        waiting[left, 2], waiting[left, 3] = own_shift - power, filled + k
                        waiting[left, 4], waiting[left, 5] = start + n + inner_first[k], own
                        left += 1
                    filled += many * many
                    continue
                while True:
                    after, wides_after, own_depth = plant(
                        xy, sides, some, x, y, own_width, own_height,
                        nodes, count, wide, wides, item, part, tasks,
                    )  # fmt: skip
                    if own_depth >= 0:
                        break
                    # Not room enough: twice as much of what can have run out.
                    if after + n >= len(nodes):
                        nodes = np.concatenate(
                            (nodes, np.empty((len(nodes) // 2 + n, 2), np.int64))
                        )
                    elif wides_after + n >= len(wide):
                        wide = np.concatenate((wide, np.empty((len(wide) + n, 3), np.int64)))
                    else:
                        item = np.empty(2 * len(item) + n, np.int32)
                        part = np.empty((len(item), 4), np.int64)
                        tasks = np.empty((2 * len(tasks), 5), np.int64)
                raster[place] = -2 - count
                count, wides, depth = after, wides_after, max(depth, own_depth)
    return nodes, count, wide, wides, grids, grid_count, raster, filled, depth


@compiled
def name_at(
    reference: int, x: int, y: int, nodes: Ints, wide: Ints, grids: Ints, raster: Ints32
) -> int:
    """Return the answer at a place given in half units from a block's first unit.

    The place lies on no edge; on another node's line both sides have the same answer.
    """
    while reference < GRIDS_END:
        g = reference - FIRST_GRID
        # Half a unit beyond the last unit still belongs to the last block.
        size = 2 << grids[g, 0]
        last = (1 << grids[g, 1]) - 1
        column, row = min(max(x // size, 0), last), min(max(y // size, 0), last)
        reference = raster[grids[g, 2] + (row << grids[g, 1]) + column]
        x, y = x - column * size, y - row * size
    while reference < -1:
        node = -2 - reference
        v = value(nodes, wide, node, x, y, 2)
        reference = left_of(nodes[node, 1]) if v >= 0 else right_of(nodes[node, 1])
    return reference


@compiled
def fill_grids(grids: Ints, start: int, stop: int, nodes: Ints, wide: Ints, raster: Ints32) -> None:
    """Name the blocks of finer grids that no edge meets after a neighbour.

    Grids are filled from the last to the first: those within others come later in the list.
    """
    for g in range(stop - 1, start - 1, -1):
        power, offset = grids[g, 1], grids[g, 2]
        many, size = 1 << power, 1 << grids[g, 0]
        missing = True
        while missing:
            missing = False
            for k in range(many * many):
                if raster[offset + k] != UNSET:
                    continue
                column, row = k & many - 1, k >> power
                # A neighbour, and the common border's place in half units from the neighbour's
                # first unit: a whole unit along it, so that it is on no finer grid's border.
                end = 2 * size - 1
                beside, x, y = int64(UNSET), int64(0), int64(0)
                if column > 0 and raster[offset + k - 1] < OFF_BLOCK:
                    beside, x = int64(raster[offset + k - 1]), end
                elif column < many - 1 and raster[offset + k + 1] < OFF_BLOCK:
                    beside, x = int64(raster[offset + k + 1]), int64(-1)
                elif row > 0 and raster[offset + k - many] < OFF_BLOCK:
                    beside, y = int64(raster[offset + k - many]), end
                elif row < many - 1 and raster[offset + k + many] < OFF_BLOCK:
                    beside, y = int64(raster[offset + k + many]), int64(-1)
                name = beside
                if beside != UNSET:
                    name = name_at(beside, x, y, nodes, wide, grids, raster)
                if name == UNSET:
                    missing = True
                else:
                    raster[offset + k] = name
        for k in range(many * many):
            if raster[offset + k] == OFF_BLOCK:
                raster[offset + k] = -1


@compiled
def fill_rows(
    base: int, columns: int, rows: int, width: int,
    nodes: Ints, wide: Ints, grids: Ints, raster: Ints32, beyond: Ints32,
) -> None:  # fmt: skip
    """Name the blocks that no edge meets after their neighbour to the west; nobody at first."""
    for row in range(rows):
        name = before = east = int64(-1)
        for column in range(columns):
            place = base + tiled(column, row, columns)
            if raster[place] == UNSET:
                if before < -1:
                    name = name_at(before, 2 * width - 1, 0, nodes, wide, grids, raster)
                elif east != UNSET:
                    name = east
                raster[place] = name
            before = name = int64(raster[place])
            east = int64(beyond[place]) if len(beyond) else int64(UNSET)
