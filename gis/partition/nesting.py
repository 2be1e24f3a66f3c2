"""Fit micro-cells that a city has drawn into their cells, so that they cover them exactly."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NoReturn

import geopandas
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from gis.coverage.closing import close
from gis.coverage.closing_findings import NeighboursRefused
from gis.coverage.closing_strips import ROUNDING_M, polygons_of, wider_than
from gis.datums import area_m2, metric_crs
from gis.lattice import Ints, Tessellation, to_units
from gis.partition.engine import cut
from gis.partition.errors import PartitionError
from gis.partition.fringes import fringes_of
from gis.partition.subdivision import tessellation


class MicroCellsRefused(NeighboursRefused):
    """Micro-cells that overlap or gape by more than the tolerance; see `NeighboursRefused`."""

    called = "micro-cells"


def nested(
    cells: Mapping[str, shapely.Geometry], drawn: geopandas.GeoDataFrame, tolerance_m: float
) -> geopandas.GeoDataFrame:
    """Return micro-cells as an exact coverage of their cells.

    All are cut at once, so that micro-cells of neighbouring cells share their vertices too.

    Parameters
    ----------
    cells
        Polygons of an exact coverage, by code; those that have micro-cells at least.
    drawn
        Micro-cells: code, parent, geometry and any other columns, EPSG:4326.
    tolerance_m
        So far they may overlap, and leave or overstep their cell.

    Raises
    ------
    MicroCellsRefused
        Micro-cells overlap in places wider than the tolerance.
    PartitionError
        They leave ground of their cell, or go beyond it, in places wider than the tolerance.
    """
    nests = [
        _Nest.of(str(parent), cells[str(parent)], group, tolerance_m)
        for parent, group in drawn.groupby("parent", sort=True)
    ]
    return _cut_at_once(nests, tolerance_m)


def noded(
    cells: Mapping[str, shapely.Geometry], micro_cells: geopandas.GeoDataFrame
) -> geopandas.GeoDataFrame:
    """Do as `nested` does with micro-cells that cover their cells exactly, each for itself."""
    nests = [
        _Nest(str(parent), cells[str(parent)], group.sort_values("code", ignore_index=True))
        for parent, group in micro_cells.groupby("parent", sort=True)
    ]
    return _cut_at_once(nests, ROUNDING_M)


def _cut_at_once(nests: "list[_Nest]", tolerance_m: float) -> geopandas.GeoDataFrame:
    ground = geopandas.GeoDataFrame(
        {"code": [nest.parent for nest in nests]}, geometry=[nest.cell for nest in nests], crs=4326
    )
    done = cut(ground, {nest.parent: nest.tiling() for nest in nests})
    pieces, _ = done.drawn()
    parents = np.asarray(done.covered.codes, dtype=object)[done.community]
    fitted = [nest.fitted(pieces[parents == nest.parent], tolerance_m) for nest in nests]
    return geopandas.GeoDataFrame(pd.concat(fitted, ignore_index=True), crs=4326)


@dataclass(frozen=True)
class _Nest:
    """A cell and its micro-cells, which overlap no more, and the fringe around them."""

    parent: str
    cell: shapely.Geometry
    micro_cells: geopandas.GeoDataFrame
    fringes: tuple[NDArray[np.object_], Ints] | None = None
    """As `fringes_of` gives them; None where micro-cells cover their cell exactly."""

    @classmethod
    def of(
        cls, parent: str, cell: shapely.Geometry, drawn: geopandas.GeoDataFrame, tolerance_m: float
    ) -> "_Nest":
        """Close the micro-cells' overlaps and gaps; refuse what leaves or oversteps the cell."""
        ordered = drawn.sort_values("code", kind="stable", ignore_index=True)
        try:
            closed = close(ordered, tolerance_m=tolerance_m).communities
        except NeighboursRefused as refused:
            raise MicroCellsRefused(refused.refused, refused.holes, tolerance_m) from refused
        together = shapely.coverage_union_all(closed.geometry.to_numpy())
        _refuse_wide(shapely.difference(cell, together), parent, "left", tolerance_m)
        _refuse_wide(shapely.difference(together, cell), parent, "beyond", tolerance_m)
        return cls(parent, cell, closed, fringes_of(cell, closed.geometry.to_numpy()))

    def tiling(self) -> Tessellation:
        """Return the micro-cells, each with its fringe, as tiles, and all around them as one."""
        shapes = self.micro_cells.geometry.to_numpy()
        fringes, owner = self.fringes or (shapes[:0], np.empty(0, dtype=np.int64))
        rest = shapely.envelope(self.cell).buffer(0.001, join_style="mitre")
        tiles = np.asarray([*shapes, *fringes, rest], dtype=object)
        units = np.asarray(
            shapely.transform(tiles, lambda xy: to_units(xy).astype(np.float64)), dtype=object
        )
        number = np.arange(len(shapes) + 1, dtype=np.int64)
        # What is left beside the fringe is a crumb and goes to a neighbour, if it is less than
        # half of any micro-cell. Not less than the whole: fitted into its cell, the smallest can
        # be smaller than it was drawn, and would be merged on.
        half_area2 = int(shapely.area(units[: len(shapes)]).min())
        least = np.where(number < len(shapes), 0, half_area2).astype(np.int64)
        tile = np.concatenate([number[:-1], owner, number[-1:]])
        # The order of serials is that of their codes, which are given.
        return tessellation(units, tile, np.stack([number, number], axis=1), least)

    def fitted(self, pieces: NDArray[np.object_], tolerance_m: float) -> geopandas.GeoDataFrame:
        """Return the micro-cells made up of the cell's pieces."""
        shapes = self.micro_cells.geometry.to_numpy()
        owner = _owners(pieces, shapes)
        left = np.flatnonzero(owner < 0)
        small = shapely.area(pieces[left]) < shapely.area(shapes).min() / 2
        for piece in pieces[left[~small]]:
            _refuse(piece, self.parent, "left", tolerance_m)
        # A corner that the lattice has cut off from its cell borders no micro-cell.
        owner[left] = shapely.STRtree(shapes).nearest(pieces[left])
        bare = sorted(set(range(len(shapes))) - set(owner.tolist()))
        if bare:
            raise PartitionError(
                "micro-bare",
                kind="options",
                community=self.parent,
                cell=str(self.micro_cells["code"].iloc[bare[0]]),
            )
        by_owner = np.argsort(owner, kind="stable")
        fitted = self.micro_cells.copy()
        fitted["geometry"] = _united(pieces[by_owner], owner[by_owner], len(shapes))
        fitted["area_m2"] = area_m2(fitted.geometry.to_numpy())
        return fitted


def _owners(pieces: NDArray[np.object_], shapes: NDArray[np.object_]) -> Ints:
    """Return the micro-cell that has most of each piece; −1 for none."""
    piece, shape = shapely.STRtree(shapes).query(pieces, predicate="intersects")
    shared = shapely.area(shapely.intersection(pieces[piece], shapes[shape]))
    piece, shape, shared = piece[shared > 0], shape[shared > 0], shared[shared > 0]
    order = np.lexsort((shape, -shared, piece))
    found, first = np.unique(piece[order], return_index=True)
    owner = np.full(len(pieces), -1, dtype=np.int64)
    owner[found] = shape[order][first]
    return owner


def _united(pieces: NDArray[np.object_], owner: Ints, count: int) -> NDArray[np.object_]:
    shapes = np.empty(count, dtype=object)
    for number in range(count):
        shapes[number] = shapely.coverage_union_all(pieces[owner == number])
    return np.asarray(shapely.orient_polygons(shapes), dtype=object)


def _refuse_wide(difference: shapely.Geometry, parent: str, what: str, tolerance_m: float) -> None:
    polygons, _ = polygons_of(np.array([difference], dtype=object))
    if not len(polygons):
        return
    parts = geopandas.GeoSeries(polygons, crs=4326)
    metres = parts.to_crs(metric_crs(parts)).to_numpy()
    wide = wider_than(metres, max(tolerance_m, ROUNDING_M))
    if wide.any():
        _refuse(shapely.MultiPolygon(polygons[wide].tolist()), parent, what, tolerance_m)


def _refuse(ground: shapely.Geometry, parent: str, what: str, tolerance_m: float) -> NoReturn:
    place = shapely.point_on_surface(ground)
    raise PartitionError(
        f"micro-{what}",
        kind="options",
        community=parent,
        area=f"{area_m2(ground)[0]:,.0f}",
        lon=f"{place.x:.6f}",
        lat=f"{place.y:.6f}",
        tolerance=f"{tolerance_m:g}",
    )
