"""One layer: cells without overlaps, as a raster of blocks with small trees."""

from collections.abc import Iterator

import numpy as np

from gis.lattice import Ints
from gis.router import blocks, proof
from gis.router.edges import Edges, Ints32
from gis.router.errors import RouterError
from gis.router.grid import crossings_by_shift, edges_by_block
from gis.router.index import TILE, Grid, Layer
from gis.router.nodes import FIRST_GRID, GRIDS_END, MOST_NODES
from gis.router.noding import meetings

BYTES_PER_EDGE = 104
"""What an index may take for each edge of the cells, if that is more than `LEAST_BYTES`."""

LEAST_BYTES = 6_000_000
"""What any index may take: about what the processor keeps near."""

_FINEST, _COARSEST = 4, 24
_BLOCK_BYTES, _NODE_BYTES = 4, 16
_DEEPEST = 1000
_DENSE, _DENSE_IF_DEAR = 6, 10
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
    grid, dense = grid_for(edges, memory_bytes)
    bands = list(_bands(grid))
    lists = None
    cuts: list[tuple[Ints, Ints, Ints]] = []
    for band in bands:
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
    return _grown(edges, grid, dense, bands, lists, where, name), edges


def grid_for(edges: Edges, memory_bytes: int | None) -> tuple[Grid, int]:
    """Choose blocks so fine that most points in cells need no test, and so coarse that they fit.

    Returns
    -------
    Grid
        The blocks.
    int
        Blocks that more edges meet are to be divided further: few where memory allows blocks as
        fine as points would have them, but not everywhere alike.
    """
    limit = memory_bytes
    if limit is None:
        limit = max(LEAST_BYTES, BYTES_PER_EDGE * len(edges))
    west, south = (int(edges.xy[:, k::2].min()) for k in range(2))
    east, north = (int(edges.xy[:, k::2].max()) for k in range(2))
    met = crossings_by_shift(edges.xy)
    area = _area(edges)
    grid, affordable = Grid.over((west, south, east, north), _COARSEST), True
    for shift in range(_COARSEST - 1, _FINEST - 1, -1):
        finer = Grid.over((west, south, east, north), shift)
        covered = area / 4.0**shift
        tests = _NODE_BYTES * int(met[shift])
        if affordable and _BLOCK_BYTES * finer.blocks + tests <= limit:
            grid = finer
        else:
            affordable = False
        if _BLOCK_BYTES * covered + tests > limit:
            return grid, _DENSE_IF_DEAR
        if int(met[shift]) <= blocks.TESTS_PER_POINT * covered:
            break
    return grid, _DENSE


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
        yield Grid(grid.west, grid.south + (row << grid.shift), grid.shift, grid.columns, rows)


def _lists(edges: Edges, band: Grid) -> tuple[Ints32, Ints32]:
    north = band.south + (band.rows << band.shift)
    low, high = (f(edges.xy[:, 1], edges.xy[:, 3]) for f in (np.minimum, np.maximum))
    some = np.flatnonzero((low < north) & (high >= band.south)).astype(np.int32)
    return edges_by_block(
        edges.xy, some, band.west, band.south, band.shift, band.columns, band.rows
    )


def _grown(
    edges: Edges,
    grid: Grid,
    dense: int,
    bands: list[Grid],
    lists: tuple[Ints32, Ints32] | None,
    where: Ints,
    name: Ints,
) -> Layer:
    nodes, wide = np.empty((2 * len(edges) + 64, 2), np.int64), np.empty((16, 3), np.int64)
    grids, raster = np.empty((16, 3), np.int64), np.empty(grid.blocks, np.int32)
    count = wides = grid_count = base = 0
    filled = grid.blocks
    for band in bands:
        first, items = lists if lists is not None and len(bands) == 1 else _lists(edges, band)
        place = (band.west, band.south, band.shift, band.columns, band.rows)
        if not proof.surroundings_agree(edges.xy, edges.sides, first, items, where, name, *place):
            raise NotPlanarError
        before = grid_count
        nodes, count, wide, wides, grids, grid_count, raster, filled, depth = blocks.grow(
            edges.xy, edges.sides, first, items, *place,
            nodes, count, wide, wides, grids, grid_count, raster, base, filled, dense,
        )  # fmt: skip
        if depth > _DEEPEST or count > MOST_NODES or grid_count > GRIDS_END - FIRST_GRID:
            raise RouterError(
                "more edges meet at one place than an index can hold; thin out the cells' outlines",
                kind="cells",
            )
        blocks.fill_grids(grids, before, grid_count, nodes, wide, raster)
        blocks.fill_rows(base, band.columns, band.rows, band.shift, nodes, wide, grids, raster)
        base += band.columns * band.rows
    return Layer(
        grid, np.append(raster[:filled], np.int32(-1)), nodes[:count].copy(), wide[:wides].copy(),
        grids[:grid_count].copy(),
    )  # fmt: skip
