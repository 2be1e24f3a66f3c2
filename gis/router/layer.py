"""One layer: cells without overlaps, as a raster of blocks with small trees."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from gis.lattice import Bools, Ints
from gis.router import blocks, proof
from gis.router.edges import Edges, Ints32
from gis.router.errors import RouterError
from gis.router.grid import crossings_by_shift, edges_by_block
from gis.router.index import TILE, Grid, Layer
from gis.router.nodes import (
    BLOCK_BYTES,
    FIRST_GRID,
    GRIDS_END,
    LONGEST,
    MOST_NODES,
    NODE_BYTES,
    WIDE_BYTES,
)
from gis.router.noding import meetings
from gis.router.pitch import pitch_of

BYTES_PER_EDGE = 104
"""What an index may take for each edge of the cells, if that is more than `LEAST_BYTES`."""

LEAST_BYTES = 6_000_000
"""What any index may take: about what the processor keeps near."""

_STRAIGHT_NODES = 3
"""How many nodes an edge along a meridian or parallel takes, about: its own, and at its ends."""

_FINEST, _COARSEST = 4, 24
_DEEPEST = 1000
_DENSE, _DENSE_IF_DEAR = 6, 10
_ANY_BYTES = 1 << 60
_CROWDED = 4
"""How many times its limit a layer may take where nobody set the limit: edges may crowd."""
_SPARING = (1, 4, 16, 64)
"""How many times more edges a block is left with until a layer fits."""
_BAND_BLOCKS = 1 << 25
"""Blocks whose lists of edges are made at once: bounds the memory of a build."""


class NotPlanarError(Exception):
    """Cells that overlap or cross themselves: no single layer."""


def layer_of(edges: Edges, memory_bytes: int | None) -> tuple[Layer, Edges]:
    """Prove that edges bound cells without overlaps, and index them.

    Parameters
    ----------
    edges
        At least one.
    memory_bytes
        What the layer should take at most; None for what answers fastest. Blocks get coarser
        until the estimate fits.

    Returns
    -------
    Layer, Edges
        The layer, and the edges cut where another's end lies on them.

    Raises
    ------
    NotPlanarError
        The cells overlap or cross themselves.
    """
    if edges.clashes:
        raise NotPlanarError
    limit = memory_bytes
    if limit is None:
        limit = max(LEAST_BYTES, BYTES_PER_EDGE * len(edges))
    grid, dense = along_sides(edges, limit) or grid_for(edges, limit)
    lists = None
    cuts: list[tuple[Ints, Ints, Ints]] = []
    for band in _bands(grid):
        lists = _lists(edges, band)
        crossings, *cut = meetings(edges.xy, *lists, 1)
        if crossings:
            raise NotPlanarError
        cuts.append((cut[0], cut[1], cut[2]))
    if any(len(edge) for edge, _, _ in cuts):
        edges = edges.split(*(np.concatenate(part) for part in zip(*cuts, strict=True)))
        lists = None
        if edges.clashes:
            raise NotPlanarError
    ends, sample = proof.ends_of(edges.xy)
    if not proof.turns_agree(edges.xy, edges.sides, ends, len(sample)):
        raise NotPlanarError
    where, name = proof.islands(edges.xy, edges.sides, ends, sample)
    del ends, sample
    most = limit if memory_bytes is not None else _CROWDED * limit
    return _fitted(edges, limit, most, grid, dense, lists, where, name), edges


def _fitted(
    edges: Edges,
    limit: int,
    most: int,
    grid: Grid,
    dense: int,
    lists: tuple[Ints32, Ints32] | None,
    where: Ints,
    name: Ints,
) -> Layer:
    """Fill the blocks, or others: leave dense ones undivided first, then take coarser ones.

    A layer too large is given up as soon as it is, so that trying takes no more memory either.
    What cannot fit at all gets twice as much, again and again.
    """
    while True:
        most = max(most, NODE_BYTES * len(edges) + BLOCK_BYTES * grid.blocks)
        most = min(most, _ANY_BYTES)
        for sparing in _SPARING:
            made = _grown(edges, grid, dense * sparing, most, lists, where, name)
            if made is not None:
                return made
        # A quarter: blocks twice as wide are a quarter as many.
        limit //= 4
        coarser, dense = grid_for(edges, limit)
        if coarser == grid:
            most *= 2
        else:
            grid, lists = coarser, None


def along_sides(edges: Edges, limit: int) -> tuple[Grid, int] | None:
    """Lay blocks along the lattice that most sides lie on, if points then need few tests.

    Parameters and returns as of `grid_for`; None where such blocks would not do.
    """
    pitch = pitch_of(edges)
    if pitch is None:
        return None
    grid = Grid.over(edges.bounds, pitch.size, pitch.start)
    width, height = pitch.size
    others = edges.xy[pitch.others].astype(np.int64)
    met = len(others) + int(
        (np.abs(others[:, 2] - others[:, 0]) // width).sum()
        + (np.abs(others[:, 3] - others[:, 1]) // height).sum()
    )
    covered = _area(edges) / (width * height)
    if met > blocks.TESTS_PER_POINT * covered or not grid.quick:
        return None
    # Where other edges pass, those of the lattice need nodes as well.
    if BLOCK_BYTES * grid.blocks + 3 * NODE_BYTES * met > limit:
        return None
    return grid, _DENSE


def grid_for(edges: Edges, limit: int) -> tuple[Grid, int]:
    """Choose blocks so fine that most points in cells need no test, and so coarse that they fit.

    Parameters
    ----------
    limit
        What the layer should take, in bytes. Blocks so coarse that ten edges meet each
        save nothing further.

    Returns
    -------
    Grid
        The blocks.
    int
        Blocks that more edges meet are to be divided further: few where memory allows blocks as
        fine as points would have them, but not everywhere alike.
    """
    bounds = edges.bounds
    met = crossings_by_shift(edges.xy)
    # The blocks that one edge along a meridian or parallel passes alone share a node.
    straight = (edges.xy[:, :2] == edges.xy[:, 2:]).any(axis=1)
    grown = crossings_by_shift(edges.xy[~straight]) + _STRAIGHT_NODES * np.count_nonzero(straight)
    tests_bytes = NODE_BYTES * grown + WIDE_BYTES * crossings_by_shift(edges.xy[_too_long(edges)])
    area = _area(edges)
    grid, affordable = Grid.over(bounds, (1 << _COARSEST, 1 << _COARSEST)), True
    for shift in range(_COARSEST - 1, _FINEST - 1, -1):
        finer = Grid.over(bounds, (1 << shift, 1 << shift))
        covered = area / 4.0**shift
        tests = int(tests_bytes[shift])
        crowded = int(
            met[shift + 1]
        ) > _DENSE_IF_DEAR * covered / 4 and BLOCK_BYTES * finer.blocks <= NODE_BYTES * len(edges)
        if affordable and (crowded or BLOCK_BYTES * finer.blocks + tests <= limit):
            grid = finer
        else:
            affordable = False
        if not crowded and BLOCK_BYTES * covered + tests > limit:
            return grid, _DENSE_IF_DEAR
        if int(met[shift]) <= blocks.TESTS_PER_POINT * covered:
            break
    return grid, _DENSE


def _too_long(edges: Edges) -> Bools:
    """Tell which edges hardly fit into a node."""
    low, high = edges.xy[:, :2].astype(np.int64), edges.xy[:, 2:]
    return np.asarray((np.abs(high - low) > LONGEST).any(axis=1))


def _area(edges: Edges) -> float:
    """Return the area of all cells in square units, about."""
    low = edges.xy.min(axis=0)
    ax, ay, bx, by = (edges.xy[:, k].astype(np.float64) - low[k % 2] for k in range(4))
    inward = (edges.sides[:, 0] >= 0).astype(np.int8) - (edges.sides[:, 1] >= 0)
    return abs(float(((ax * by - ay * bx) * inward).sum())) / 2


def _bands(grid: Grid) -> Iterator[Grid]:
    """Divide a grid into bands of whole rows of tiles."""
    side = 1 << TILE
    height = max(_BAND_BLOCKS // grid.columns // side * side, side)
    for row in range(0, grid.rows, height):
        rows = min(height, grid.rows - row)
        yield replace(grid, south=grid.south + row * grid.height, rows=rows)


def _lists(edges: Edges, band: Grid) -> tuple[Ints32, Ints32]:
    north = band.south + band.rows * band.height
    low, high = (f(edges.xy[:, 1], edges.xy[:, 3]) for f in (np.minimum, np.maximum))
    some = np.flatnonzero((low < north) & (high >= band.south)).astype(np.int32)
    return edges_by_block(
        edges.xy, some, band.west, band.south, band.width, band.height, band.columns, band.rows
    )


def _grown(
    edges: Edges,
    grid: Grid,
    dense: int,
    most: int,
    lists: tuple[Ints32, Ints32] | None,
    where: Ints,
    name: Ints,
) -> Layer | None:
    """Fill all blocks; None once they take more than ``most`` bytes."""
    nodes, wide = np.empty((2 * len(edges) + 64, 2), np.int64), np.empty((16, 3), np.int64)
    grids, raster = np.empty((16, 3), np.int64), np.empty(grid.blocks, np.int32)
    count = wides = grid_count = base = 0
    filled, shared = grid.blocks, np.full(len(edges), -1, np.int32)
    beyond = np.full(0 if grid.of_powers else grid.blocks, blocks.UNSET, np.int32)
    bands = list(_bands(grid))
    for band in bands:
        first, items = lists if lists is not None and len(bands) == 1 else _lists(edges, band)
        corner, size = (band.west, band.south), (band.width, band.height)
        counts = (band.columns, band.rows)
        if not proof.surroundings_agree(
            edges.xy, edges.sides, first, items, where, name, *corner, *size, *counts
        ):
            raise NotPlanarError
        before = grid_count
        nodes, count, wide, wides, grids, grid_count, raster, filled, depth = blocks.grow(
            edges.xy, edges.sides, first, items, *corner, *size, band.shift, *counts,
            nodes, count, wide, wides, grids, grid_count, raster, base, filled, dense, most,
            shared, beyond,
        )  # fmt: skip
        if depth == blocks.TOO_LARGE:
            return None
        if depth > _DEEPEST or count > MOST_NODES or grid_count > GRIDS_END - FIRST_GRID:
            raise RouterError(
                "more edges meet at one place than an index can hold; thin out the cells' outlines",
                kind="cells",
            )
        blocks.fill_grids(grids, before, grid_count, nodes, wide, raster)
        blocks.fill_rows(base, *counts, band.width, nodes, wide, grids, raster, beyond)
        base += band.columns * band.rows
    return Layer(
        grid, np.append(raster[:filled], np.int32(-1)), nodes[:count].copy(), wide[:wides].copy(),
        grids[:grid_count].copy(),
    )  # fmt: skip
