"""Make tessellations of polygons: sides that stand once, with the tile on either hand."""

import math

import numpy as np
import shapely
from numpy.typing import NDArray

from gis.lattice import Bools, Floats, Ints, Tessellation, side

SLIVER_SHARE = 0.2
"""A piece below this share of its tile, or of a usual tile if that is smaller, is a sliver."""

MOST_LATITUDE = 89.0
"""About a pole no tiles whose sides run straight in lon/lat cover the ground."""

Polygons = NDArray[np.object_]


def tessellation(polygons: Polygons, tile: Ints, order: Ints, sliver_area2: Ints) -> Tessellation:
    """Make the tessellation of tiles given as polygons.

    Parameters
    ----------
    polygons
        Polygons and multipolygons whose coordinates are lattice units, whole or not. Where
        several lie on one point the lowest row has it.
    tile
        The tile that each belongs to.
    order, sliver_area2
        As in `gis.lattice.Tessellation`; their length is the number of tiles.
    """
    parts, row = shapely.get_parts(polygons, return_index=True)
    sides = _sides_as_drawn(parts, tile[row])
    if sides is None:
        sides = _sides_noded(polygons, tile)
    tail, head, left, right = sides
    return Tessellation(tail, head, left, right, len(order), order, sliver_area2)


def reading_order(centres: Ints, height: float) -> Ints:
    """Return row from the north and column from the west of tiles, rows being bands.

    Parameters
    ----------
    centres
        A point of each tile, in units, shape (n, 2).
    height
        Height of a band in units: about that of a tile.
    """
    if not len(centres):
        return np.empty((0, 2), dtype=np.int64)
    step = max(1, round(height))
    row = (centres[:, 1].max() - centres[:, 1]) // step
    return np.stack([row, centres[:, 0]], axis=1).astype(np.int64)


def sliver_bounds(tile_area2: Floats, usual_area2: float) -> Ints:
    """Return twice the area below which pieces of tiles are slivers.

    Parameters
    ----------
    tile_area2
        Twice the area of each tile in square units.
    usual_area2
        The same of a usual tile: one that reaches far beyond the ground counts as one of these.
    """
    bound = SLIVER_SHARE * np.minimum(tile_area2, usual_area2)
    return np.ceil(bound).astype(np.int64)


def _sides_as_drawn(parts: Polygons, tile: Ints) -> tuple[Ints, Ints, Ints, Ints] | None:
    """Return the sides of polygons that already share whole sides once rounded, else None."""
    if not len(parts):
        none = np.empty(0, dtype=np.int64)
        return none.reshape(0, 2), none.reshape(0, 2), none, none
    oriented = shapely.orient_polygons(parts, exterior_cw=False)
    rings, part = shapely.get_rings(oriented, return_index=True)
    degrees, ring = shapely.get_coordinates(rings, return_index=True)
    xy = np.rint(degrees).astype(np.int64)
    again = (ring[1:] == ring[:-1]) & (xy[1:] != xy[:-1]).any(axis=1)
    tails, heads, owner = xy[:-1][again], xy[1:][again], tile[part[ring[:-1][again]]]
    sides = _matched(tails, heads, owner)
    if sides is None or _cross(sides[0], sides[1]):
        return None
    return sides


def _matched(tails: Ints, heads: Ints, owner: Ints) -> tuple[Ints, Ints, Ints, Ints] | None:
    """Bring directed edges, the owner on their left, to sides; None if two have one hand."""
    forward = (tails[:, 0] < heads[:, 0]) | (
        (tails[:, 0] == heads[:, 0]) & (tails[:, 1] < heads[:, 1])
    )
    low = np.where(forward[:, None], tails, heads)
    high = np.where(forward[:, None], heads, tails)
    pairs = np.concatenate([low, high], axis=1)
    unique, number = np.unique(pairs, axis=0, return_inverse=True)
    number = number.reshape(-1)
    hands = np.full((2, len(unique)), -1, dtype=np.int64)
    for hand, mine in enumerate((forward, ~forward)):
        if np.bincount(number[mine], minlength=1).max(initial=0) > 1:
            return None
        hands[hand, number[mine]] = owner[mine]
    apart = hands[0] != hands[1]
    unique, hands = unique[apart], hands[:, apart]
    return unique[:, :2], unique[:, 2:], hands[0], hands[1]


def _cross(tail: Ints, head: Ints) -> bool:
    """Tell whether two sides meet elsewhere than in common ends."""
    ends = np.stack([tail, head], axis=1).astype(np.float64)
    lines = np.asarray(shapely.linestrings(ends), dtype=object)
    one, two = shapely.STRtree(lines).query(lines)
    later = one < two
    one, two = one[later], two[later]
    a, b, c, d = tail[one], head[one], tail[two], head[two]
    of_ab = (side(a, b, c), side(a, b, d))
    of_cd = (side(c, d, a), side(c, d, b))
    wrong = (of_ab[0] * of_ab[1] < 0) & (of_cd[0] * of_cd[1] < 0)
    for on, point, u, v in (
        (of_ab[0], c, a, b), (of_ab[1], d, a, b), (of_cd[0], a, c, d), (of_cd[1], b, c, d),
    ):  # fmt: skip
        wrong |= (on == 0) & _between(point, u, v)
    return bool(wrong.any())


def _between(point: Ints, a: Ints, b: Ints) -> Bools:
    return np.asarray(((point - a) * (point - b)).sum(axis=1) < 0, dtype=np.bool_)


def _sides_noded(polygons: Polygons, tile: Ints) -> tuple[Ints, Ints, Ints, Ints]:
    """Node the outlines on whole units and ask each face which polygon it lies in."""
    origin = np.floor(shapely.get_coordinates(polygons)[0])
    moved = shapely.transform(polygons, lambda xy: xy - origin)
    drawn = shapely.union_all(shapely.boundary(moved), grid_size=1.0)
    faces = shapely.get_parts(shapely.polygonize(shapely.get_parts(drawn)))
    inner = shapely.point_on_surface(faces)
    face, holder = shapely.STRtree(moved).query(inner, predicate="intersects")
    first = np.full(len(faces), len(polygons), dtype=np.int64)
    np.minimum.at(first, face, holder)
    owner = np.append(tile, -1)[first]
    sides = _sides_as_drawn(faces, owner)
    if sides is None:
        raise AssertionError("noded outlines meet elsewhere than in common ends")
    tail, head, left, right = sides
    shift = origin.astype(np.int64)
    return tail + shift, head + shift, left, right


def usual_height(area_m2: float, tiles: int, unit_north_m: float) -> float:
    """Return the height, in units, of a square tile if so many share an area alike."""
    return math.sqrt(area_m2 / max(tiles, 1)) / unit_north_m
