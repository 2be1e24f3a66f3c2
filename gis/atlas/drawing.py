"""Draw the map of one cell: what the window shows, clipped and in millimetres."""

import math
from dataclasses import dataclass

import numpy as np
import shapely

from gis.atlas.ground import MapView
from gis.atlas.labels import LabelPlacer, Wording
from gis.atlas.sheet import BLEED_MM, Line, MapDrawing, Rings, Tick

_FINEST_MM = 0.01
_CELL_SIZES_PT = (40, 32, 26, 20, 16, 13, 10, 8)
_LEAST_OUTSIDE_MM2 = 300.0
_CROSS_MM = 2.0
# The corners of the coordinate band stay empty, so no two coordinates meet there.
_CORNER_MM = 9.0


@dataclass(frozen=True)
class District:
    """A district's geometry in its metric CRS, with the lines that are drawn."""

    cells: np.ndarray
    cell_tree: shapely.STRtree
    area: shapely.Geometry
    community_lines: np.ndarray
    district_lines: np.ndarray

    @classmethod
    def of(cls, cells: np.ndarray, communities: np.ndarray) -> "District":
        """Prepare a district; each border line is kept once, so that its dashes stay clean."""
        communities = np.array([_polygonal(shape) for shape in communities], dtype=object)
        area = _polygonal(shapely.union_all(communities))
        outer = shapely.boundary(area)
        inner = shapely.difference(shapely.union_all(shapely.boundary(communities)), outer)
        return cls(
            cells=cells,
            cell_tree=shapely.STRtree(cells),
            area=area,
            community_lines=shapely.get_parts(shapely.line_merge(inner)),
            district_lines=shapely.get_parts(shapely.line_merge(outer)),
        )


@dataclass(frozen=True)
class NeighbourNames:
    """The wordings of cells on the map, the fullest first."""

    full: str
    short: str


def draw_map(
    district: District,
    row: int,
    view: MapView,
    *,
    serial: str,
    names: dict[int, NeighbourNames],
    bordering: set[int],
    outside_name: str,
    step_m: float,
) -> MapDrawing:
    """Draw the map of a cell.

    Parameters
    ----------
    district
        The prepared district.
    row
        The cell's row.
    view
        The window.
    serial
        The cell's own label.
    names
        Names of the cells in view by row, see `rows_in_view`.
    bordering
        Rows of the cells that share an edge with the cell: they are labelled first, and even
        where the label has to cross a line.
    outside_name
        Label of the ground outside the district.
    step_m
        Distance between grid lines.
    """
    window = _window(view)
    rows = [other for other in names if other != row]
    shapes = dict(zip(rows, _clipped(district.cells[rows], view), strict=True))
    cell = _clipped(district.cells[[row]], view)[0]
    paper = shapely.box(0, 0, view.width_mm, view.height_mm)
    outside = shapely.difference(window, _clipped(np.array([district.area]), view)[0])
    outside = shapely.union_all(
        [part for part in shapely.get_parts(outside) if shapely.area(part) > _FINEST_MM]
    )

    placer = LabelPlacer(paper, shapely.intersection(cell, paper))
    placer.name_cell(serial, _CELL_SIZES_PT)
    if shapely.area(outside) > _LEAST_OUTSIDE_MM2:
        placer.name_area(outside, [(outside_name, 9), (outside_name, 7)], "outside", must=False)
    for other in sorted(rows, key=lambda r: (r not in bordering, -shapely.area(shapes[r]), r)):
        placer.name_area(
            shapes[other], _wordings(names[other]), "neighbour", must=other in bordering
        )

    eastings, northings = _grid(view, step_m)
    return MapDrawing(
        height_mm=view.height_mm,
        cells=polygons_of(np.array(list(shapes.values()), dtype=object)),
        cell=polygons(cell),
        community_lines=_lines(district.community_lines, view),
        district_lines=_lines(district.district_lines, view),
        outside=polygons(outside),
        crosses=_crosses(eastings, northings, placer, cell, view),
        eastings=[t for t in eastings if _CORNER_MM < t.at_mm < view.width_mm - _CORNER_MM],
        northings=[t for t in northings if _CORNER_MM < t.at_mm < view.height_mm - _CORNER_MM],
        labels=placer.labels,
    )


def rows_in_view(district: District, view: MapView) -> list[int]:
    """Return the rows of the cells that the window shows, in order."""
    return sorted(
        district.cell_tree.query(shapely.box(*view.bounds_m), predicate="intersects").tolist()
    )


def polygons(shape: shapely.Geometry) -> list[Rings]:
    """Return the rings of each part of one polygon, rounded to a micrometre."""
    return polygons_of(np.array([shape], dtype=object))


def polygons_of(shapes: np.ndarray) -> list[Rings]:
    """Return the rings of each part of many polygons at once, rounded to a micrometre."""
    parts = shapely.get_parts(shapes)
    parts = parts[shapely.get_type_id(parts) == shapely.GeometryType.POLYGON]
    rings, part_of_ring = shapely.get_rings(parts, return_index=True)
    found: dict[int, Rings] = {}
    for line, part in zip(_rounded(rings), part_of_ring.tolist(), strict=True):
        found.setdefault(part, []).append(line)
    return list(found.values())


def _polygonal(shape: shapely.Geometry) -> shapely.Geometry:
    """Return a shape without the stray lines and points that a repair may have left in it."""
    if shapely.get_type_id(shape) != shapely.GeometryType.GEOMETRYCOLLECTION:
        return shape
    parts = shapely.get_parts(shapely.get_parts(shape))
    return shapely.union_all(parts[shapely.get_dimensions(parts) == 2])


def _rounded(lines: np.ndarray) -> list[Line]:
    ends = np.cumsum(shapely.get_num_coordinates(lines)).tolist()
    points: Line = np.round(shapely.get_coordinates(lines), 3).tolist()
    return [points[start:end] for start, end in zip([0, *ends], ends, strict=False)]


def _wordings(names: NeighbourNames) -> list[Wording]:
    return [
        (names.full, 10),
        (names.full, 8),
        (names.full, 7),
        (names.short, 8),
        (names.short, 6.5),
    ]


def _window(view: MapView) -> shapely.Geometry:
    return shapely.box(-BLEED_MM, -BLEED_MM, view.width_mm + BLEED_MM, view.height_mm + BLEED_MM)


def _clipped(shapes: np.ndarray, view: MapView) -> np.ndarray:
    """Return polygons cut to the window, in paper millimetres."""
    west, south, east, north = view.bounds_m
    bleed_m = BLEED_MM * view.metres_per_mm
    cut = shapely.intersection(
        shapes,
        shapely.box(west - bleed_m, south - bleed_m, east + bleed_m, north + bleed_m),
    )
    return np.asarray(shapely.simplify(view.on_paper(np.atleast_1d(cut)), _FINEST_MM))


def _lines(lines: np.ndarray, view: MapView) -> list[Line]:
    parts = shapely.get_parts(_clipped(lines, view))
    kept = parts[shapely.get_type_id(parts) == shapely.GeometryType.LINESTRING]
    return _rounded(kept[~shapely.is_empty(kept)])


def _grid(view: MapView, step_m: float) -> tuple[list[Tick], list[Tick]]:
    west, south, east, north = view.bounds_m
    eastings = [
        Tick(round((e - west) / view.metres_per_mm, 3), f"{e:.0f}")
        for e in _multiples(west, east, step_m)
    ]
    northings = [
        Tick(round((north - n) / view.metres_per_mm, 3), f"{n:.0f}")
        for n in _multiples(south, north, step_m)
    ]
    return eastings, northings


def _multiples(least: float, most: float, step: float) -> list[float]:
    return [i * step for i in range(math.ceil(least / step), math.floor(most / step) + 1)]


def _crosses(
    eastings: list[Tick],
    northings: list[Tick],
    placer: LabelPlacer,
    cell: shapely.Geometry,
    view: MapView,
) -> list[list[float]]:
    """Return the grid's crosses that touch no label, no outline and not the frame."""
    boxes = [
        (
            label.x_mm - label.width_mm / 2 - _CROSS_MM,
            label.y_mm - label.height_mm / 2 - _CROSS_MM,
            label.x_mm + label.width_mm / 2 + _CROSS_MM,
            label.y_mm + label.height_mm / 2 + _CROSS_MM,
        )
        for label in placer.labels
    ]
    free = [
        [x.at_mm, y.at_mm]
        for x in eastings
        for y in northings
        if _CROSS_MM < x.at_mm < view.width_mm - _CROSS_MM
        and _CROSS_MM < y.at_mm < view.height_mm - _CROSS_MM
        and not any(w < x.at_mm < e and n < y.at_mm < s for w, n, e, s in boxes)
    ]
    if not free:
        return []
    outline = shapely.boundary(cell)
    clear = np.asarray(shapely.distance(shapely.points(np.array(free)), outline)) > _CROSS_MM
    return [cross for cross, kept in zip(free, clear.tolist(), strict=True) if kept]
