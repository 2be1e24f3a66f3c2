"""Give away what closing cut off from its community."""

from dataclasses import dataclass, replace

import numpy as np
import shapely
from numpy.typing import NDArray

from gis.coverage.closing_accounts import Settled
from gis.coverage.closing_borders import Borders
from gis.coverage.closing_shares import Geometries, Ground, Piece
from gis.datums import area_m2


@dataclass(frozen=True)
class Crumb:
    """A part of a community that it had not before.

    Attributes
    ----------
    community
        Whose part it was.
    taker
        The neighbour that takes it: of those that may reach so far one that covers it as well,
        else the one that borders it longest. None where there is none: the part stays.
    polygon
        In degrees, on the lattice.
    """

    community: int
    taker: int | None
    polygon: shapely.Polygon


def crumbs_of(shapes: Geometries, drawn: Geometries, ground: Ground) -> list[Crumb]:
    """Find new parts of communities, and who may take each.

    Parameters
    ----------
    shapes
        The communities, an exact coverage on the lattice.
    drawn
        As drawn.
    ground
        How far each may reach.
    """
    rest, polygons, owners = shapes.copy(), [], []
    for community in np.flatnonzero(shapely.get_num_geometries(shapes) > 1).tolist():
        parts = shapely.get_parts(shapes[community])
        new = _new_parts(parts, drawn[community])
        polygons += parts[new].tolist()
        owners += [community] * int(new.sum())
        rest[community] = shapely.MultiPolygon(parts[~new].tolist())
    if not polygons:
        return []
    contacts = Borders.of(np.array(polygons, dtype=object), rest, ground.plane).contacts()
    crumbs = []
    for number, (community, polygon) in enumerate(zip(owners, polygons, strict=True)):
        runs = contacts.get(number, {})
        near = [one for one in runs if ground.reaches_over(one, polygon)]
        # Land that it covers itself is no third one's.
        point = shapely.point_on_surface(polygon)
        cover = [shapely.intersects(drawn[one], point) for one in near]
        ranked = [(not c, -runs[one], one) for c, one in zip(cover, near, strict=True)]
        taker = min(ranked)[-1] if ranked else None
        crumbs.append(Crumb(community, taker, polygon))
    return crumbs


def _new_parts(parts: Geometries, drawn: shapely.Geometry) -> NDArray[np.bool_]:
    """Tell the parts in which no drawn part lives on."""
    new = np.ones(len(parts), dtype=np.bool_)
    for part in shapely.get_parts(drawn):
        new[shapely.area(shapely.intersection(parts, part)).argmax()] = False
    return new


def given_on(crumb: Crumb, shapes: Geometries, pieces: list[Settled]) -> None:
    """Give a crumb to its taker; both lists are changed.

    What the crumb had received before is told as the taker's; the rest as an overlap, which is
    what cut it off.
    """
    if crumb.taker is None:
        return
    rest = crumb.polygon
    shapely.prepare(crumb.polygon)
    for number, settled in enumerate(pieces):
        piece = settled.piece
        if piece.owner == crumb.community and crumb.polygon.covers(piece.geometry):
            between = tuple(sorted({*piece.between, crumb.taker}))
            piece = replace(piece, between=between, owner=crumb.taker)
            pieces[number] = replace(settled, piece=piece)
            rest = shapely.difference(rest, piece.geometry)
    area = float(area_m2(rest)[0])
    if area > 0:
        between = tuple(sorted((crumb.community, crumb.taker)))
        pieces.append(Settled("overlap", Piece(between, crumb.taker, rest), area))
    left = shapely.get_parts(shapes[crumb.community])
    left = left[~shapely.equals(left, crumb.polygon)]
    shapes[crumb.community] = left[0] if len(left) == 1 else shapely.MultiPolygon(left.tolist())
    shapes[crumb.taker] = shapely.coverage_union_all([shapes[crumb.taker], crumb.polygon])


def rejoined(crumb: Crumb, shapes: Geometries, pieces: list[Settled]) -> bool:
    """Join a part to its community again by an overlap that went to the other one.

    Returns
    -------
    Whether it could be done, in place, without cutting the other one.
    """
    mine = shapes[crumb.community]
    for number, settled in enumerate(pieces):
        piece = settled.piece
        if settled.kind != "overlap" or piece.owner == crumb.community:
            continue
        if crumb.community not in piece.between or crumb.polygon.disjoint(piece.geometry):
            continue
        joined = shapely.coverage_union_all([mine, piece.geometry])
        left = shapely.difference(shapes[piece.owner], piece.geometry)
        if _parts(joined) < _parts(mine) and 0 < _parts(left) <= _parts(shapes[piece.owner]):
            shapes[crumb.community], shapes[piece.owner] = joined, left
            pieces[number] = replace(settled, piece=replace(piece, owner=crumb.community))
            return True
    return False


def _parts(geometry: shapely.Geometry) -> int:
    return 0 if shapely.is_empty(geometry) else int(shapely.get_num_geometries(geometry))
