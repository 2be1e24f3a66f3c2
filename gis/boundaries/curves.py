"""Esri JSON's curved rings as chains of straight edges."""

import math
from collections.abc import Sequence

from gis.boundaries.documents import Json
from gis.boundaries.shaping import Shaping

_STEPS = 32
Point = tuple[float, float]


def straightened(rings: Json, shaping: Shaping) -> list[Json]:
    """Return curved rings as lists of points.

    Circular arcs and Bézier curves get 32 edges each; of an elliptic arc only the two-point
    circle form is known.

    Raises
    ------
    BoundaryError
        A curve of another kind, or no curve at all.
    """
    if not isinstance(rings, list):
        raise shaping.fault("curved rings are no list")
    return [_ring(ring, shaping) for ring in rings]


def _ring(ring: Json, shaping: Shaping) -> list[Json]:
    if not isinstance(ring, list):
        raise shaping.fault("a curved ring is no list")
    points: list[Json] = []
    for part in ring:
        if isinstance(part, dict):
            if not points:
                raise shaping.fault("a ring begins with a curve")
            points.extend(_curve(part, _point(points[-1], shaping), shaping))
        else:
            points.append(part)
    return points


def _curve(part: dict[str, Json], start: Point, shaping: Shaping) -> Sequence[Point]:
    if len(part) == 1:
        kind, value = next(iter(part.items()))
        if isinstance(value, list):
            if kind == "c" and len(value) == 2:
                return _arc(start, _point(value[1], shaping), _point(value[0], shaping))
            if kind == "b" and len(value) == 3:
                end, first, second = (_point(one, shaping) for one in value)
                return [
                    _bezier(start, first, second, end, n / _STEPS) for n in range(1, _STEPS + 1)
                ]
    raise shaping.fault("a curve that is neither a circle's arc nor a Bézier curve")


def _point(value: Json, shaping: Shaping) -> Point:
    try:
        return float(value[0]), float(value[1])  # type: ignore[index]
    except (TypeError, ValueError, LookupError, OverflowError) as fault:
        raise shaping.fault("a point is no pair of numbers") from fault


def _arc(start: Point, middle: Point, end: Point) -> Sequence[Point]:
    """Return points of the circle from `start` through `middle` to `end`, the start left out."""
    ax, ay = middle[0] - start[0], middle[1] - start[1]
    bx, by = end[0] - start[0], end[1] - start[1]
    twice = 2 * (ax * by - ay * bx)
    if twice == 0 or not math.isfinite(twice):
        return [middle, end]
    x = (by * (ax * ax + ay * ay) - ay * (bx * bx + by * by)) / twice
    y = (ax * (bx * bx + by * by) - bx * (ax * ax + ay * ay)) / twice
    radius = math.hypot(x, y)
    first = math.atan2(-y, -x)
    turn = math.atan2(by - y, bx - x) - first
    # Turning left at the middle is going round anticlockwise.
    turn = turn % (2 * math.pi) if twice > 0 else -((-turn) % (2 * math.pi))
    angles = [first + turn * n / _STEPS for n in range(1, _STEPS)]
    centre = start[0] + x, start[1] + y
    on_circle = [
        (centre[0] + radius * math.cos(angle), centre[1] + radius * math.sin(angle))
        for angle in angles
    ]
    return [*on_circle, end]


def _bezier(start: Point, first: Point, second: Point, end: Point, at: float) -> Point:
    weights = ((1 - at) ** 3, 3 * at * (1 - at) ** 2, 3 * at * at * (1 - at), at**3)
    corners = (start, first, second, end)
    x, y = (
        sum(weight * corner[axis] for weight, corner in zip(weights, corners, strict=True))
        for axis in (0, 1)
    )
    return x, y
