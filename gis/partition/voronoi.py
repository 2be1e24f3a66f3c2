"""Cells around points: each point of the ground belongs to the nearest of them."""

import math
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache

import geopandas
import numpy as np
import shapely
from pyproj import CRS, Transformer
from pyproj.enums import TransformDirection

from gis.datums import metric_crs
from gis.lattice import Bools, Floats, Ints, Tessellation, from_units, to_units
from gis.partition.contract import Ground
from gis.partition.errors import PartitionError
from gis.partition.notes import Note, NoteKind
from gis.partition.sizes import checked_count
from gis.partition.spreading import dealt_by_area, spread
from gis.partition.subdivision import (
    MOST_LATITUDE,
    reading_order,
    sliver_bounds,
    tessellation,
    usual_height,
)

LEAST_DISTANCE_M = 0.5
"""Points nearer to each other than this are taken for one."""

# Straight in the metric CRS is bowed in lon/lat: 3 cm in the middle of a kilometre at 60 degrees.
_LONGEST_SIDE_M = 1_000.0
_GUARDS = 16
_COUNT_ROUNDS = 6


@dataclass(frozen=True, eq=False)
class Voronoi:
    """Divide by the nearest of given points, or of points spread evenly.

    Attributes
    ----------
    points
        Points with a CRS. Rows without a point, those outside all communities and those within
        half a metre of another are left out; `notes` says which.
    count
        Cells wanted in all: that many points are spread over the communities, by area, at
        least one in each.
    """

    points: geopandas.GeoDataFrame | None = None
    count: int | None = None

    def __post_init__(self) -> None:
        if (self.points is None) == (self.count is None):
            raise PartitionError("points-or-count", kind="options")
        if self.count is not None:
            object.__setattr__(self, "count", checked_count(self.count))

    def tiling(self, ground: Ground) -> Tessellation:
        """Return the points' Voronoi diagram; for a count, that which comes nearest to it."""
        if self.count is None:
            return around(ground, self._seeds(ground).at)
        best = around(ground, spread(ground, self.count))
        cells = ground.cells(best)
        tried, points = {self.count}, self.count
        off = abs(cells - self.count)
        for _ in range(_COUNT_ROUNDS):
            # Where the ground is bent, a point's cell falls into pieces: then take fewer points.
            points = max(1, points + self.count - cells)
            if off == 0 or points in tried:
                break
            tried.add(points)
            tiles = around(ground, spread(ground, points))
            cells = ground.cells(tiles)
            if abs(cells - self.count) < off:
                best, off = tiles, abs(cells - self.count)
        return best

    def dealt(self, ground: Ground) -> dict[str, "Voronoi"] | None:
        """Return each community's own share of a count; None if all share the same points."""
        if self.count is None:
            return None
        shares = dealt_by_area(ground.communities, self.count)
        return {code: Voronoi(count=share) for code, share in shares.items()}

    def noted(
        self, cells: geopandas.GeoDataFrame, codes: Collection[str]
    ) -> geopandas.GeoDataFrame:
        """Write the names of the points, where they have any, into the cells they lie in."""
        if self.points is None or "name" not in self.points.columns:
            return cells
        there, lonlat = _lonlat(self.points)
        named = self.points["name"].notna().to_numpy()
        places = shapely.points(from_units(to_units(lonlat[named[there]])))
        named = named & there
        row, cell = shapely.STRtree(cells.geometry.to_numpy()).query(places, "intersects")
        here = cells["community"].astype(str).isin(list(codes)).to_numpy()
        row, cell = row[here[cell]], cell[here[cell]]
        names = self.points["name"].to_numpy()[named]
        told: dict[int, set[str]] = {}
        for r, c in zip(row.tolist(), cell.tolist(), strict=True):
            told.setdefault(c, set()).add(str(names[r]))
        notes = cells["note"].tolist() if "note" in cells.columns else [None] * len(cells)
        for c, some in told.items():
            notes[c] = ", ".join(sorted(some))
        noted = cells.assign(note=notes)
        noted = noted[[c for c in noted.columns if c != "geometry"] + ["geometry"]]
        noted.attrs = dict(cells.attrs)
        return noted

    def notes(self, ground: Ground) -> tuple[Note, ...]:
        """Say which points were left out, by their row, and why."""
        if self.points is None:
            return ()
        seeds = self._seeds(ground)
        said = []
        if seeds.blank:
            said.append(Note.of_rows(NoteKind.POINTS_BLANK, seeds.blank))
        if seeds.outside:
            said.append(Note.of_rows(NoteKind.POINTS_OUTSIDE, seeds.outside))
        if seeds.repeated:
            distance = f"{LEAST_DISTANCE_M:g}"
            said.append(Note.of_rows(NoteKind.POINTS_REPEATED, seeds.repeated, distance_m=distance))
        return tuple(said)

    def _seeds(self, ground: Ground) -> "_Seeds":
        if self.points is None:
            raise AssertionError("seeds are asked for where a count was given")
        return _Seeds.of(self.points, ground)


@dataclass(frozen=True)
class _Seeds:
    """Points that found cells, in units, by place; and the rows of those left out."""

    at: Ints
    blank: tuple[int, ...]
    outside: tuple[int, ...]
    repeated: tuple[int, ...]

    @classmethod
    def of(cls, points: geopandas.GeoDataFrame, ground: Ground) -> "_Seeds":
        there, lonlat = _lonlat(points)
        row_of, at = np.flatnonzero(there), to_units(lonlat)
        places = shapely.points(from_units(at))
        tree = shapely.STRtree(ground.polygons)
        inside = np.zeros(len(at), dtype=np.bool_)
        inside[tree.query(places, predicate="intersects")[0]] = True
        rows = np.flatnonzero(inside)
        # By place, so that the order of the rows does not decide which of two near points stays.
        rows = rows[np.lexsort((rows, at[rows, 0], at[rows, 1]))]
        metric = shapely.points(at[rows] * np.asarray(ground.unit_m))
        pairs = shapely.STRtree(metric).query(metric, "dwithin", LEAST_DISTANCE_M)
        near: dict[int, list[int]] = {}
        for later, earlier in pairs.T.tolist():
            if earlier < later:
                near.setdefault(later, []).append(earlier)
        dropped: set[int] = set()
        for k in range(len(rows)):
            if any(other not in dropped for other in near.get(k, ())):
                dropped.add(k)
        kept = rows[[k for k in range(len(rows)) if k not in dropped]]
        if not len(kept):
            raise PartitionError("points-outside", kind="options", points=str(len(points)))
        return cls(
            at[kept],
            tuple(np.flatnonzero(~there).tolist()),
            tuple(row_of[~inside].tolist()),
            tuple(sorted(int(row_of[rows[k]]) for k in dropped)),
        )


def _lonlat(points: geopandas.GeoDataFrame) -> tuple[Bools, Floats]:
    """Tell which rows have a geometry at all, and return the longitude and latitude of those."""
    if not isinstance(points, geopandas.GeoDataFrame):
        raise PartitionError("points-no-frame", kind="options")
    if points.crs is None:
        raise PartitionError("points-no-crs", kind="options")
    geometry = points.geometry.to_numpy()
    there = ~(shapely.is_missing(geometry) | shapely.is_empty(geometry))
    unfit = there & (shapely.get_type_id(geometry) != shapely.GeometryType.POINT)
    if unfit.any():
        row = int(unfit.argmax())
        raise PartitionError(
            "points-no-point",
            kind="options",
            row=str(row + 1),
            shape=shapely.to_wkt(geometry[row], 6),
        )
    lonlat: Floats = shapely.get_coordinates(points.to_crs(4326).geometry.to_numpy()[there])
    if not (np.isfinite(lonlat).all() and (np.abs(lonlat) <= [180, 90]).all()):
        raise PartitionError("points-no-place", kind="options")
    return there, lonlat


def around(ground: Ground, seeds: Ints) -> Tessellation:
    """Return the Voronoi diagram of distinct seeds, nearest by the district's metric CRS.

    Parameters
    ----------
    ground
        Is covered whole by the tiles.
    seeds
        In units, shape (n, 2), in the order of the tiles.

    Raises
    ------
    PartitionError
        The ground reaches beyond 89 degrees, where no plane shows it.
    """
    if from_units([-ground.south, ground.north]).max() > MOST_LATITUDE:
        raise PartitionError("points-pole", kind="options")
    crs = metric_crs(ground.communities)
    there = _to_metres(crs)
    sites = np.stack(there.transform(*from_units(seeds).T), axis=1)
    low, high = _extent(ground, there)
    centre = (low + high) / 2
    # Seeds may lie at the ground's edge; from farther than its width no guard is nearest there.
    reach = 3 * max(float(np.hypot(*(high - low))), 1_000.0)
    angle = 2 * math.pi * np.arange(_GUARDS) / _GUARDS
    guards = centre + reach * np.stack([np.cos(angle), np.sin(angle)], axis=1)
    frame = shapely.box(*(centre - 9 * reach), *(centre + 9 * reach))
    drawn = shapely.voronoi_polygons(
        shapely.multipoints(np.concatenate([sites, guards])), extend_to=frame, ordered=True
    )
    tiles = shapely.segmentize(shapely.get_parts(drawn)[: len(seeds)], _LONGEST_SIDE_M)

    def to_lattice(xy: Floats) -> Floats:
        x, y = xy.T
        lonlat = np.stack(there.transform(x, y, direction=TransformDirection.INVERSE), axis=1)
        # Far outside the ground, tiles may reach past the 180th meridian: no side turns back
        # from there around the world.
        lonlat[:, 0] += 360 * np.round((middle - lonlat[:, 0]) / 360)
        return to_units(lonlat).astype(np.float64)

    middle = float(from_units((ground.west + ground.east) // 2))
    polygons = shapely.transform(tiles, to_lattice)
    usual_area2 = 2 * ground.area_m2 / len(seeds) / (ground.unit_m[0] * ground.unit_m[1])
    order = reading_order(seeds, usual_height(ground.area_m2, len(seeds), ground.unit_m[1]))
    bounds = sliver_bounds(2 * shapely.area(polygons), usual_area2)
    return tessellation(polygons, np.arange(len(seeds), dtype=np.int64), order, bounds)


@cache
def _to_metres(crs: CRS) -> Transformer:
    # Looking one up takes longer than a diagram.
    return Transformer.from_crs(4326, crs, always_xy=True)


def _extent(ground: Ground, there: Transformer) -> tuple[Floats, Floats]:
    x = np.asarray([ground.west, ground.east, ground.west, ground.east])
    y = np.asarray([ground.south, ground.south, ground.north, ground.north])
    corners: Floats = np.stack(there.transform(from_units(x), from_units(y)), axis=1)
    return corners.min(axis=0), corners.max(axis=0)
