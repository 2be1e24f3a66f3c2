"""How far edges are from a place, at any distance.

Edges are straight in lon/lat, distances geodesic: the two agree on short pieces only. So long edges
are cut into pieces; a sphere tells which can be the nearest, a plane around the place where on them
to look, and a search along each piece finds the place itself.
"""

import numpy as np
from pyproj import Geod

from gis.lattice import UNITS_PER_DEGREE, Floats, Ints

_GEOD = Geod(ellps="WGS84")
_PIECE_UNITS = 500_000
"""The longest piece: half a tenth of a degree, on which a curve strays less than `_ASTRAY_M`."""
_ASTRAY_M = 5.0
_ROUNDING_M = 1e-6
_RADIUS_M = 6_371_000.0
_SPHERE_ERROR = 0.01
"""What a sphere's distances may be wrong by; half of it, really."""
_NARROWINGS = 28
"""From a piece's length to a centimetre along it, and far less in distance."""
_KEPT_SHARE = (5**0.5 - 1) / 2


def distances_m(px: int, py: int, ends: Ints) -> tuple[Ints, Floats]:
    """Return the edges that can be nearest to a place, and how far they are.

    Parameters
    ----------
    px, py
        The place in units.
    ends
        ``ax, ay, bx, by`` of each edge, one at least. Turned alike for both cells along an edge,
        so that both get the same doubles.

    Returns
    -------
    ndarray of int64, ndarray of float64
        Places in ``ends``, one perhaps several times, and metres.
    """
    owner, a, b = _pieces(ends)
    some = _perhaps_nearest(px, py, a, b)
    owner, a, b = owner[some], a[some], b[some]
    (at_a, a_m), (at_b, b_m) = _in_plane(px, py, a), _in_plane(px, py, b)
    along = at_b - at_a
    square = np.maximum((along**2).sum(axis=1), 1e-30)
    share = np.clip(-(at_a * along).sum(axis=1) / square, 0.0, 1.0)
    away = np.hypot(*(at_a + share[:, None] * along).T)
    some = np.flatnonzero(away <= away.min() + _ASTRAY_M)
    ends_m = np.minimum(a_m, b_m)[some]
    between_m = _searched(px, py, a[some], b[some])
    # A corner is as far from each edge at it, whatever a search beside it rounds to.
    return owner[some], np.where(between_m < ends_m - _ROUNDING_M, between_m, ends_m)


def _pieces(ends: Ints) -> tuple[Ints, Floats, Floats]:
    """Cut long edges: the edge of each piece, and the piece's ends."""
    a, d = ends[:, :2], ends[:, 2:] - ends[:, :2]
    number = np.maximum(-(-np.abs(d).max(axis=1) // _PIECE_UNITS), 1)
    owner = np.repeat(np.arange(len(ends)), number)
    k = np.arange(len(owner)) - np.repeat(np.cumsum(number) - number, number)
    low, high = (step[:, None] / number[owner, None] for step in (k, k + 1))
    return owner, a[owner] + low * d[owner], a[owner] + high * d[owner]


def _perhaps_nearest(px: int, py: int, a: Floats, b: Floats) -> Ints:
    here = _on_sphere(np.array([[px, py]], np.float64))
    ends = _on_sphere(a), _on_sphere(b)
    half = np.linalg.norm(ends[1] - ends[0], axis=1) / 2
    chord = np.linalg.norm((ends[0] + ends[1]) / 2 - here, axis=1)
    middle = 2 * _RADIUS_M * np.arcsin(np.minimum(chord / 2, 1.0))
    margin = _SPHERE_ERROR * middle + 1.1 * _RADIUS_M * half + _ASTRAY_M
    return np.flatnonzero(middle - margin <= (middle + margin).min())


def _on_sphere(xy: Floats) -> Floats:
    lon, lat = np.radians(xy / UNITS_PER_DEGREE).T
    return np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)], axis=1)


def _in_plane(px: int, py: int, xy: Floats) -> tuple[Floats, Floats]:
    """Return places as metres east and north, and away: a plane true as seen from the first."""
    azimuth, metres = _seen(px, py, xy)
    angle = np.radians(azimuth)
    return np.stack([metres * np.sin(angle), metres * np.cos(angle)], axis=1), metres


def _seen(px: int, py: int, xy: Floats) -> tuple[Floats, Floats]:
    lon, lat = (np.full(len(xy), v / UNITS_PER_DEGREE) for v in (px, py))
    azimuth, _, metres = _GEOD.inv(lon, lat, *(xy / UNITS_PER_DEGREE).T)
    return np.asarray(azimuth), np.asarray(metres)


def _searched(px: int, py: int, a: Floats, b: Floats) -> Floats:
    """Return the least distance found on each piece by golden sections."""
    low, high = np.zeros(len(a)), np.ones(len(a))

    def away(share: Floats) -> Floats:
        return _seen(px, py, a + share[:, None] * (b - a))[1]

    left, right = high - _KEPT_SHARE * (high - low), low + _KEPT_SHARE * (high - low)
    at_left, at_right = away(left), away(right)
    for _ in range(_NARROWINGS):
        nearer_left = at_left < at_right
        low, high = np.where(nearer_left, low, left), np.where(nearer_left, right, high)
        probe = np.where(
            nearer_left, high - _KEPT_SHARE * (high - low), low + _KEPT_SHARE * (high - low)
        )
        found = away(probe)
        left, right, at_left, at_right = (
            np.where(nearer_left, probe, right),
            np.where(nearer_left, left, probe),
            np.where(nearer_left, found, at_right),
            np.where(nearer_left, at_left, found),
        )
    return np.minimum(at_left, at_right)
