"""Split a cell by drawn lines, or into a number of parts of equal area."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import shapely
from shapely.affinity import rotate, scale

from gis.editing.applying import Deal, applied, part_of
from gis.editing.choosing import chosen
from gis.editing.codes import NewCodes
from gis.editing.edited import Edited
from gis.editing.refusals import EditRefused, RefusalKind, refuse_wild
from gis.lattice import unit_size_m
from gis.partition.contract import Division
from gis.partition.numbers import whole_in

PROLONGED_M = 2.0
"""So far a line may end before the border that it is meant to reach."""

MOST_PARTS = 50
_DIRECTIONS = 24
_HALVINGS = 60


def split(
    division: Division,
    code: str,
    lines: shapely.LineString | Sequence[shapely.LineString],
    *,
    retired: Iterable[str] = (),
) -> Edited:
    """Split a cell along lines that cross it from border to border.

    The largest part keeps the code.

    Parameters
    ----------
    division
        What is changed; stays as it is.
    code
        The cell.
    lines
        One or several, EPSG:4326; ends within `PROLONGED_M` of the border are prolonged to it.
    retired
        Codes of earlier divisions, which no part may get.

    Raises
    ------
    EditRefused
        There is no such cell, or no line crosses it.
    """
    cell = chosen(division.cells, [code]).iloc[0]
    several = list(lines) if isinstance(lines, Iterable) else [lines]
    pieces = crossed(cell.geometry, several, (code,))
    return _in_pieces(division, cell, pieces, retired)


def split_in(division: Division, code: str, parts: int, *, retired: Iterable[str] = ()) -> Edited:
    """Split a cell into parts of about equal area by straight cuts, each as short as can be.

    Parameters
    ----------
    parts
        2 to `MOST_PARTS`.

    Raises
    ------
    EditRefused
        There is no such cell, or it cannot be split in so many.
    """
    cell = chosen(division.cells, [code]).iloc[0]
    wanted = whole_in(parts)
    if wanted is None or not 2 <= wanted <= MOST_PARTS:
        raise EditRefused(RefusalKind.PARTS_COUNT, (code,), parts=str(parts), most=MOST_PARTS)
    east_m, north_m = unit_size_m(shapely.get_y(shapely.centroid(cell.geometry)))
    # Lengths and angles are the ground's: degrees of longitude are drawn narrower.
    level = scale(cell.geometry, east_m / north_m, 1.0, origin=(0, 0))
    pieces = [scale(p, north_m / east_m, 1.0, origin=(0, 0)) for p in _halved(level, wanted)]
    if len(pieces) < 2:
        raise EditRefused(RefusalKind.PARTS_COUNT, (code,), parts=str(wanted), most=1)
    return _in_pieces(division, cell, pieces, retired)


def crossed(
    ground: shapely.Geometry, lines: Sequence[shapely.LineString], cells: tuple[str, ...]
) -> list[shapely.Geometry]:
    """Return the pieces that lines divide ground into.

    Raises
    ------
    EditRefused
        There is no line, one has fewer than two places, or does not cross the ground.
    """
    if not lines or not all(isinstance(line, shapely.LineString) for line in lines):
        raise EditRefused(RefusalKind.UNFIT_SHAPE, cells, why="no-line")
    for line in lines:
        refuse_wild(line, cells)
        if line.is_empty or line.length == 0:
            raise EditRefused(RefusalKind.UNFIT_SHAPE, cells, why="short")
    drawn = [_prolonged(line, ground) for line in lines]
    noded = shapely.union_all([shapely.boundary(ground), *drawn])
    faces = shapely.get_parts(shapely.polygonize(shapely.get_parts(noded)))
    inside = shapely.intersects(ground, shapely.point_on_surface(faces))
    pieces = [face for face, mine in zip(faces.tolist(), inside.tolist(), strict=True) if mine]
    if len(pieces) <= shapely.get_num_geometries(ground):
        ends = [shapely.Point(line.coords[k]) for line in lines for k in (0, -1)]
        place = next((e for e in ends if shapely.contains(ground, e)), ends[0])
        raise EditRefused(RefusalKind.NOT_ACROSS, cells, (place.x, place.y))
    return sorted(pieces, key=lambda piece: (-shapely.area(piece), shapely.bounds(piece).tolist()))


def _prolonged(line: shapely.LineString, ground: shapely.Geometry) -> shapely.LineString:
    """Lead the ends of a line that stop just before the border over it."""
    reach = PROLONGED_M / 111_000
    places = [*line.coords]
    for end, inner in ((0, 1), (-1, -2)):
        tip, before = np.asarray(places[end]), np.asarray(places[inner])
        point = shapely.Point(tip)
        if shapely.distance(point, shapely.boundary(ground)) > reach or not shapely.intersects(
            ground, point
        ):
            continue
        step = (tip - before) / math.hypot(*(tip - before))
        beyond = tuple((tip + 2 * reach * step).tolist())
        places = [beyond, *places] if end == 0 else [*places, beyond]
    return shapely.LineString(places)


def _in_pieces(
    division: Division,
    cell: "pd.Series[Any]",
    pieces: Sequence[shapely.Geometry],
    retired: Iterable[str],
) -> Edited:
    codes = NewCodes(division.cells, retired)
    row = {str(column): value for column, value in cell.items()}
    code = str(row["code"])
    largest = max(range(len(pieces)), key=lambda k: shapely.area(pieces[k]))
    others = [piece for k, piece in enumerate(pieces) if k != largest]
    new = codes.take(str(row["community"]), len(others))
    deal = Deal(
        givers=(code,),
        areas=others,
        goes=lambda _, area: code if area < 0 else new[area],
        rows={each: part_of(row) for each in new},
    )
    return applied(division, deal, codes)


def _halved(ground: shapely.Geometry, parts: int) -> list[shapely.Geometry]:
    """Cut ground in two again and again, areas in proportion, each cut the shortest found."""
    if parts == 1:
        return [ground]
    few = parts // 2
    cuts = [_cut_at(ground, 180.0 * k / _DIRECTIONS, few / parts) for k in range(_DIRECTIONS)]
    best = min(cuts, key=lambda cut: (len(cut.parts) > 2, cut.length))
    return [*_halved(best.one, few), *_halved(best.two, parts - few)]


@dataclass(frozen=True)
class _Cut:
    """Ground cut in two by a straight line of some length."""

    one: shapely.Geometry
    two: shapely.Geometry
    length: float

    @property
    def parts(self) -> list[shapely.Geometry]:
        """All polygons of both sides."""
        return [*shapely.get_parts(self.one), *shapely.get_parts(self.two)]


def _cut_at(ground: shapely.Geometry, angle: float, share: float) -> _Cut:
    """Cut off a share of the area by a straight line in a direction."""
    centre = shapely.centroid(ground)
    turned = rotate(ground, angle, origin=centre)
    west, south, east, north = shapely.bounds(turned).tolist()
    wanted = share * shapely.area(ground)
    low, high = south, north
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        below = shapely.clip_by_rect(turned, west, south, east, middle)
        low, high = (middle, high) if shapely.area(below) < wanted else (low, middle)
    line = shapely.LineString([(west, low), (east, low)])
    beyond = (east - west) + (north - south)
    box = shapely.box(west - beyond, south - beyond, east + beyond, low)
    one, two = shapely.intersection(turned, box), shapely.difference(turned, box)
    return _Cut(
        rotate(one, -angle, origin=centre),
        rotate(two, -angle, origin=centre),
        float(shapely.length(shapely.intersection(turned, line))),
    )
