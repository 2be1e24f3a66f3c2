"""Cut communities by tilings into cells, and merge what is too small."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

import geopandas
import numpy as np
from numpy.typing import NDArray

from gis.arrangement import Cells, Plane, merged_slivers
from gis.coverage.covering import OVERLAP_TOLERANCE_M2, Covered, Part, cover
from gis.coverage.drawing import drawn, shapes
from gis.datums import ring_areas_m2
from gis.lattice import Floats, Ints, Tessellation, Tiling, unit_size_m
from gis.lattice.corners import lonlat

SLIVER_SHARE = 0.2
"""A cell below this share of a full tile is a sliver."""


@dataclass(frozen=True, eq=False)
class Block:
    """The cells of the communities that one tiling divides.

    Attributes
    ----------
    part
        Their ground.
    label
        The cell of each cycle of the part's plane, −1 for none; cells by community and rank.
    community, area, rank
        Of each cell: its community, its carved area or −1, and its place among the cells of
        its community: the tile's, rows from the north and columns from the west; carved areas
        follow.
    whole
        Tiles that lie whole in a community and are cells as well, after the others.
    """

    part: Part
    label: Ints
    community: Ints
    area: Ints
    rank: Ints
    whole: Ints

    def drawn(self) -> tuple[NDArray[np.object_], Floats]:
        """Return the cells' polygons in degrees and their areas in square metres."""
        count = len(self.community) - len(self.whole)
        polygons, areas_m2 = drawn(self.part.plane.outlines(self.label, count))
        window = self.part.window
        if window is None or not len(self.whole):
            return polygons, areas_m2
        corners = lonlat(*window.outlines(self.whole))
        tile = np.arange(len(self.whole) + 1, dtype=np.int64)
        rings = tile * (len(corners) // len(self.whole))
        tiles_m2 = ring_areas_m2(corners[:, 0], corners[:, 1], rings)
        tiles = shapes(corners, rings, tile)
        return np.concatenate([polygons, tiles]), np.concatenate([areas_m2, tiles_m2])


@dataclass(frozen=True, eq=False)
class Cut:
    """Communities cut into cells.

    Attributes
    ----------
    covered
        The communities, noded.
    blocks
        The cells of each tiling.
    order
        The order of codes: indices into the cells of all blocks, one block after another.
    community
        The index in ``covered.codes`` of each cell's community, ascending.
    area
        The carved area of each cell, −1 for none.
    """

    covered: Covered
    blocks: tuple[Block, ...]
    order: Ints
    community: Ints
    area: Ints

    def __len__(self) -> int:
        """Return the number of cells."""
        return len(self.community)

    @property
    def counts(self) -> Ints:
        """The number of cells of each community."""
        return np.bincount(self.community, minlength=len(self.covered.codes)).astype(np.int64)

    def drawn(self) -> tuple[NDArray[np.object_], Floats]:
        """Return the cells' polygons in degrees and their areas in square metres."""
        every = [block.drawn() for block in self.blocks]
        polygons, areas_m2 = every[0]
        if len(every) > 1:
            polygons = np.concatenate([p for p, _ in every])
            areas_m2 = np.concatenate([a for _, a in every])
        return polygons[self.order], areas_m2[self.order]


def cut(
    communities: geopandas.GeoDataFrame,
    tilings: Mapping[str, Tiling | None] | Tiling | None,
    *,
    carved: NDArray[np.object_] | None = None,
    merge: bool = True,
    overlap_tolerance_m2: float = OVERLAP_TOLERANCE_M2,
) -> Cut:
    """Cut communities into cells.

    Parameters
    ----------
    communities
        Columns code and geometry (polygons), EPSG:4326.
    tilings
        One for all communities, or that of each code; None leaves a community whole. An edge
        of a community is cut by the tilings of the communities beside it only.
    carved
        Valid polygons, EPSG:4326, that become cells of their own: one for each part of each
        in each community. Where two share ground it goes to the first.
    merge
        False leaves slivers as they are.
    overlap_tolerance_m2
        Overlap of two communities up to this goes to the smaller code; above it is refused.

    Returns
    -------
    Cut
        The cells: pieces of tiles that hang together by sides. Slivers are joined to the cell
        of their community with which they share the longest side.

    Raises
    ------
    CoverageError
        The communities are no coverage.
    """
    covered = cover(communities, tilings, carved, overlap_tolerance_m2=overlap_tolerance_m2)
    blocks = tuple(_block(part, merge) for part in covered.parts)
    community = np.concatenate([b.community for b in blocks])
    rank = np.concatenate([b.rank for b in blocks])
    order = np.argsort(_key(community, rank), kind="stable")
    area = np.concatenate([b.area for b in blocks])
    return Cut(covered, blocks, order, community[order], area[order])


def _block(part: Part, merge: bool) -> Block:
    plane, tiling = part.plane, part.tiling
    divided = part.member & (tiling is not None)
    cells = plane.cells(divided)
    ranks = _tile_ranks(part)
    rank = _cell_ranks(cells, ranks)
    order = _canonical(plane, cells, rank)
    cells, rank = cells.ordered(order), rank[order]
    into = np.arange(len(cells), dtype=np.int32)
    if merge and tiling is not None:
        into, largest = merged_slivers(
            plane.x,
            plane.y,
            plane.origin,
            plane.after,
            plane.cycle,
            plane.lead,
            cells.of_cycle,
            cells.area2,
            _least_area2(tiling, cells),
            cells.community,
            cells.area >= 0,
            _east_by_north(plane),
        )
        # A joined cell is named by its largest piece.
        rank = rank[largest]
    kept = np.flatnonzero(into == np.arange(len(into)))
    kept = kept[np.argsort(_key(cells.community[kept], rank[kept]), kind="stable")]
    number = np.full(len(into) + 1, -1, dtype=np.int64)
    number[kept] = np.arange(len(kept))
    label = number[np.append(into, -1)[cells.of_cycle]]
    whole = np.flatnonzero(part.whole >= 0)
    community = np.concatenate([cells.community[kept], part.whole[whole]])
    area = np.concatenate([cells.area[kept], np.full(len(whole), -1, dtype=np.int64)])
    rank = np.concatenate([rank[kept], ranks[whole]])
    return Block(part, label, community, area, rank, whole)


def _tile_ranks(part: Part) -> Ints:
    """Return each tile's place among all; tiles of one row and column have the same."""
    if isinstance(part.tiling, Tessellation):
        _, rank = np.unique(part.tiling.order, axis=0, return_inverse=True)
        return np.asarray(rank.reshape(-1), dtype=np.int64)
    return np.arange(0 if part.window is None else len(part.window), dtype=np.int64)


def _cell_ranks(cells: Cells, ranks: Ints) -> Ints:
    rank = np.zeros(len(cells), dtype=np.int64)
    of_tile = (cells.tile >= 0) & (cells.area < 0)
    rank[of_tile] = ranks[cells.tile[of_tile]]
    carved = cells.area >= 0
    rank[carved] = len(ranks) + 1 + cells.area[carved]
    return rank


def _key(community: Ints, rank: Ints) -> Ints:
    return np.asarray(community * (int(rank.max(initial=0)) + 1) + rank, dtype=np.int64)


def _canonical(plane: Plane, cells: Cells, rank: Ints) -> Ints:
    """Order cells by community and rank; cells of one tile by their lowest vertex."""
    key = _key(cells.community, rank)
    order = np.argsort(key, kind="stable")
    same = key[order][1:] == key[order][:-1]
    tied = np.flatnonzero(np.append(same, False) | np.append(False, same))
    if len(tied):
        some = order[tied]
        order[tied] = some[np.lexsort((*plane.lowest(cells.lead[some])[::-1], key[some]))]
    return np.asarray(order, dtype=np.int64)


def _least_area2(tiling: Tiling, cells: Cells) -> Ints:
    if isinstance(tiling, Tessellation):
        least = np.append(tiling.sliver_area2, 0)[cells.tile]
        return np.asarray(least, dtype=np.int64)
    return np.full(len(cells), math.ceil(SLIVER_SHARE * tiling.tile_area2), dtype=np.int64)


def _east_by_north(plane: Plane) -> float:
    y = plane.y
    if not len(y):
        return 1.0
    east, north = unit_size_m((int(y.min()) + int(y.max())) / 2e7)
    return east / north
