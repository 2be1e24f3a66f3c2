"""What the strategies that draw by a town have in common: frames in, tiles and notes out."""

from dataclasses import dataclass, field
from typing import ClassVar

import geopandas
import numpy as np
import shapely

from gis.lattice import Bools, Floats, Ints, Tessellation
from gis.partition.contract import Ground
from gis.partition.errors import PartitionError
from gis.partition.numbers import number_in, whole_in
from gis.partition.subdivision import reading_order, sliver_bounds, tessellation, usual_height
from gis.partition.townscape.arrays import Shapes
from gis.partition.townscape.buildings import Buildings, joined
from gis.partition.townscape.dealing import Aim
from gis.partition.townscape.drawing import draw
from gis.partition.townscape.given import GivenBuildings, GivenLines, footprints
from gis.partition.townscape.plane import Plane
from gis.partition.townscape.roads import Roads, roads

LEAST_M2 = 1.0
"""What is smaller, and nobody lives in, is no building."""

_SPLINTER_M2 = 0.01
_NEAR_M = 60.0
_METRES_A_DEGREE = 100_000.0


@dataclass(frozen=True, eq=False)
class Town:
    """Buildings and lines of a district, in degrees.

    Attributes
    ----------
    buildings, lines
        Either may have no rows.
    places
        A place within each building: it belongs where that lies.
    """

    buildings: GivenBuildings
    lines: GivenLines
    places: Shapes = field(init=False)
    _tree: shapely.STRtree = field(init=False)
    _ways: shapely.STRtree = field(init=False)
    nobody: ClassVar[GivenBuildings] = GivenBuildings(
        np.empty(0, dtype=object), np.empty(0, dtype=np.float64)
    )
    nothing: ClassVar[GivenLines] = GivenLines(
        np.empty(0, dtype=object), np.empty(0, dtype=np.bool_)
    )

    def __post_init__(self) -> None:
        object.__setattr__(self, "_tree", shapely.STRtree(self.buildings.shapes))
        object.__setattr__(self, "_ways", shapely.STRtree(self.lines.shapes))
        object.__setattr__(self, "places", places_of(self.buildings.shapes))

    def within(self, polygon: shapely.Geometry) -> Floats:
        """Return the households of each building whose place lies in a polygon, else 0."""
        shapely.prepare(polygon)
        return np.where(shapely.intersects(polygon, self.places), self.buildings.households, 0.0)

    def built(
        self, plane: Plane, polygon: shapely.Geometry, ground: shapely.Geometry, most: float
    ) -> Buildings:
        """Return the buildings on a community's ground, as far as they stand on it, in metres.

        A building counts where its place lies; what reaches into another community only bars
        borders there.
        """
        near = np.sort(self._tree.query(polygon, predicate="intersects"))
        shapes = footprints(plane.metres(self.buildings.shapes[near]))
        parts, row = shapely.get_parts(shapes, return_index=True)
        solid = shapely.get_type_id(parts) == shapely.GeometryType.POLYGON
        parts, row = parts[solid], row[solid]
        shapely.prepare(polygon)
        here = shapely.intersects(polygon, self.places[near])
        weight = np.where(here, self.buildings.households[near], 0.0)
        centres = plane.metres(self.places[near])
        kept = shapely.area(parts) >= LEAST_M2
        kept |= (weight[row] > 0) & _nearest_of_each(parts, row, centres)
        parts, row = parts[kept], row[kept]
        pieces, part = shapely.get_parts(shapely.intersection(parts, ground), return_index=True)
        solid = shapely.get_type_id(pieces) == shapely.GeometryType.POLYGON
        solid &= shapely.area(pieces) > _SPLINTER_M2
        pieces, row = pieces[solid], row[part[solid]]
        # A building in several pieces counts once, in that which has its place: cells are counted
        # by places, and the pieces may be in different cells.
        counted = _nearest_of_each(pieces, row, centres)
        return joined(pieces, np.where(counted, weight[row], 0.0), most)

    def ways(
        self, plane: Plane, polygon: shapely.Geometry, ground: shapely.Geometry, guards: Shapes
    ) -> Roads:
        """Return the lines on a community's ground, in metres."""
        near = np.sort(
            self._ways.query(shapely.buffer(polygon, _NEAR_M / _METRES_A_DEGREE), "intersects")
        )
        lines = plane.metres(self.lines.shapes[near])
        return roads(lines, lines[self.lines.main[near]], ground, guards)


def _nearest_of_each(pieces: Shapes, row: Ints, places: Shapes) -> Bools:
    """Tell which piece of each building is nearest to the building's place; of equals the largest.

    Parameters
    ----------
    row
        The building that each piece is of: its place's index.
    """
    far = shapely.distance(pieces, places[row])
    order = np.lexsort((np.arange(len(pieces)), -shapely.area(pieces), far, row))
    _, first = np.unique(row[order], return_index=True)
    nearest = np.zeros(len(pieces), dtype=np.bool_)
    nearest[order[first]] = True
    return nearest


def places_of(shapes: Shapes) -> Shapes:
    """Return a place within each shape that stays the same however rows are ordered."""
    return np.asarray(shapely.point_on_surface(shapes), dtype=object)


def drawn_tiling(ground: Ground, town: Town, aim: Aim, seed: int, *, by_area: bool) -> Tessellation:
    """Draw the one community of a ground and lay its cells out as tiles."""
    polygon = ground.polygons[0]
    plane = Plane.of(polygon)
    area = plane.metres(np.array([polygon], dtype=object))[0]
    if not shapely.is_valid(area):
        area = shapely.make_valid(area, method="structure")
    buildings = town.built(plane, polygon, area, np.inf if by_area else aim.maximum)
    ways = town.ways(plane, polygon, area, buildings.guards)
    tell = ground.district.tell
    tell(0.1)
    drawn = draw(plane, area, buildings, ways, aim, seed, by_area=by_area, tell=tell)
    tell(1.0)
    count = int(drawn.cell.max()) + 1
    area2 = np.zeros(count)
    np.add.at(area2, drawn.cell, 2 * shapely.area(drawn.polygons))
    centres = np.rint(shapely.get_coordinates(shapely.centroid(drawn.polygons))).astype(np.int64)
    place = np.zeros((count, 2), dtype=np.int64)
    place[drawn.cell] = centres
    order = reading_order(place, usual_height(ground.area_m2, count, ground.unit_m[1]))
    bounds = sliver_bounds(area2, float(area2.mean()))
    return tessellation(drawn.polygons, drawn.cell, order, bounds)


def checked_range(low: object, high: object, names: tuple[str, str]) -> tuple[float, float]:
    """Return a range of what a cell is to have.

    Raises
    ------
    PartitionError
        Its ends are no positive numbers, or the lower is not the lower.
    """
    ends = []
    for name, given in zip(names, (low, high), strict=True):
        number = number_in(given)
        if number is None or not 0 < number < np.inf:
            raise PartitionError("range-number", kind="options", option=name, given=repr(given))
        ends.append(number)
    if ends[0] >= ends[1]:
        raise PartitionError(
            "range-order", kind="options", low=names[0], high=names[1], given=f"{low}, {high}"
        )
    return ends[0], ends[1]


def checked_seed(given: object) -> int:
    """Return a seed.

    Raises
    ------
    PartitionError
        It is no whole number from 0 to 2³².
    """
    seed = whole_in(given)
    if seed is None or not 0 <= seed <= 2**32:
        raise PartitionError("seed", kind="options", given=repr(given))
    return seed


def with_columns(cells: geopandas.GeoDataFrame, **columns: object) -> geopandas.GeoDataFrame:
    """Return cells with further columns before their geometry."""
    wider = cells.assign(**columns)
    wider = wider[[c for c in wider.columns if c != "geometry"] + ["geometry"]]
    wider.attrs = dict(cells.attrs)
    return wider
