"""Divide a region into plots along curved lines, as rivers, roads and field edges divide land.

A plot is a closed ring of vertices on the lattice of 1e-7 degrees. A cut runs from one vertex of
the ring to another, so the neighbour across the ring has that vertex already: the plots are an
exact coverage by construction, never by repair.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from enum import Enum

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry import LineString, Polygon

Metres = npt.NDArray[np.float64]
Lattice = npt.NDArray[np.int64]

UNITS_PER_DEGREE = 10_000_000
SPACING_M = 20.0

# Local flat frame about the district's middle: true to 0.3 % over 15 km, enough for drawing.
_MIDDLE_LON, _MIDDLE_LAT = 113.127, 22.546
_M_PER_DEGREE = np.array([111_320.0 * math.cos(math.radians(_MIDDLE_LAT)), 110_750.0])


class Style(Enum):
    """How a line bends."""

    RIVER = "river"
    ROAD = "road"
    CANAL = "canal"
    FIELD = "field"


@dataclass(frozen=True)
class Cut:
    """A line that divides one plot from another."""

    style: Style
    line: Lattice


@dataclass(frozen=True)
class Plot:
    """One region: an open ring of lattice vertices, counter-clockwise."""

    ring: Lattice


@dataclass(frozen=True)
class Texture:
    """What the land of one region looks like.

    Parameters
    ----------
    styles
        The styles of its lines with their weights.
    join_m
        A cut that would end this near to an existing junction ends in it.
    seed
        Of the region's random numbers.
    """

    styles: tuple[tuple[Style, float], ...]
    join_m: float
    seed: int


@dataclass
class Survey:
    """The junctions and lines drawn so far, shared by all regions of a district."""

    samples_m: Metres
    density: Metres
    junctions: set[tuple[int, int]] = field(default_factory=set)
    cuts: list[Cut] = field(default_factory=list)

    def record(self, cut: Cut) -> None:
        """Keep a cut and the junctions at its ends."""
        self.cuts.append(cut)
        for lon, lat in (cut.line[0], cut.line[-1]):
            self.junctions.add((int(lon), int(lat)))


def to_metres(lattice: Lattice) -> Metres:
    """Lattice vertices as metres in the local flat frame."""
    degrees = lattice / UNITS_PER_DEGREE - np.array([_MIDDLE_LON, _MIDDLE_LAT])
    return np.asarray(degrees * _M_PER_DEGREE, dtype=np.float64)


def to_lattice(points_m: Metres) -> Lattice:
    """Local metres as the nearest lattice vertices."""
    degrees = points_m / _M_PER_DEGREE + np.array([_MIDDLE_LON, _MIDDLE_LAT])
    return np.asarray(np.rint(degrees * UNITS_PER_DEGREE), dtype=np.int64)


def rounded(points_m: Metres, radius_m: float, *, closed: bool = False) -> Metres:
    """Round the corners of a line within ``radius_m`` of each, keeping its straights."""
    if closed:
        corners = points_m
        befores, afters = np.roll(points_m, 1, axis=0), np.roll(points_m, -1, axis=0)
    else:
        befores, corners, afters = points_m[:-2], points_m[1:-1], points_m[2:]
    starts, ends = (
        corners
        + (others - corners)
        * np.minimum(0.5, radius_m / np.hypot(*(others - corners).T).clip(1e-9))[:, None]
        for others in (befores, afters)
    )
    share = np.linspace(0.0, 1.0, 9)[None, :, None]
    curves = (
        (1 - share) ** 2 * starts[:, None]
        + 2 * share * (1 - share) * corners[:, None]
        + share**2 * ends[:, None]
    ).reshape(-1, 2)
    if closed:
        return np.asarray(curves)
    return np.concatenate([points_m[:1], curves, points_m[-1:]])


def spaced(points_m: Metres, spacing_m: float = SPACING_M) -> Metres:
    """Place vertices evenly along a line, both ends kept."""
    lengths = np.hypot(*np.diff(points_m, axis=0).T)
    along = np.concatenate([[0.0], np.cumsum(lengths)])
    count = max(2, round(float(along[-1]) / spacing_m) + 1)
    wanted = np.linspace(0.0, float(along[-1]), count)
    return np.column_stack([np.interp(wanted, along, points_m[:, axis]) for axis in (0, 1)])


def displaced(
    start_m: Metres,
    end_m: Metres,
    amplitude_m: float,
    step_m: float,
    roughness: float,
    rng: np.random.Generator,
) -> Metres:
    """Bend a straight by midpoint displacement until its steps are about ``step_m``."""
    chord = end_m - start_m
    length = float(np.hypot(*chord))
    normal = np.array([-chord[1], chord[0]]) / length
    offsets = np.zeros(2)
    while length / (len(offsets) - 1) > 1.5 * step_m:
        middles = (offsets[:-1] + offsets[1:]) / 2 + amplitude_m * rng.normal(
            size=len(offsets) - 1
        ).clip(-1.6, 1.6)
        offsets = np.insert(offsets, np.arange(1, len(offsets)), middles)
        amplitude_m *= roughness
    shares = np.linspace(0.0, 1.0, len(offsets))
    # Uneven steps, or the bends keep a beat that no landscape has.
    shares[1:-1] += rng.uniform(-0.3, 0.3, len(shares) - 2) / (len(shares) - 1)
    return np.asarray(start_m + shares[:, None] * chord + offsets[:, None] * normal)


def drawn(style: Style, start_m: Metres, end_m: Metres, rng: np.random.Generator) -> Metres:
    """Draw a line of a style between two points, with vertices every ``SPACING_M``."""
    length = float(np.hypot(*(end_m - start_m)))
    if style is Style.RIVER:
        bent = displaced(start_m, end_m, 0.085 * length, 380.0, 0.55, rng)
        line = rounded(bent, 1000.0)
    elif style is Style.CANAL:
        bent = displaced(start_m, end_m, 0.075 * length, 190.0, 0.58, rng)
        line = rounded(bent, 70.0)
    elif style is Style.ROAD:
        bent = displaced(start_m, end_m, 0.08 * length, max(300.0, length / 5), 0.5, rng)
        line = rounded(bent, 110.0)
    else:
        line = rounded(_stepped(start_m, end_m, rng), 45.0)
    return spaced(line)


def _stepped(start_m: Metres, end_m: Metres, rng: np.random.Generator) -> Metres:
    """Go round fields: along the way, aside, along again, never quite on the square."""
    chord = end_m - start_m
    length = float(np.hypot(*chord))
    normal = np.array([-chord[1], chord[0]]) / length
    jogs = 1 if length < 900.0 else 2 if length < 1900.0 else 3
    shares = (np.arange(jogs) + rng.uniform(0.35, 0.65, jogs)) / jogs
    side, points = 0.0, [start_m]
    turn = float(rng.choice([-1.0, 1.0]))
    for share in shares:
        lean = np.sort(rng.normal(size=2)) * 0.012 * length
        points.append(start_m + (share * length + lean[0]) * chord / length + normal * side)
        side += turn * float(rng.uniform(0.07, 0.13)) * min(length, 1800.0)
        points.append(start_m + (share * length + lean[1]) * chord / length + normal * side)
        turn = -turn
    bends: list[Metres] = []
    for near, far in zip([*points], [*points[1:], end_m], strict=True):
        reach = float(np.hypot(*(far - near)))
        bends.append(displaced(near, far, 0.05 * reach, max(200.0, reach / 3), 0.5, rng)[:-1])
    return np.concatenate([*bends, end_m[None, :]])


def split(plot: Plot, first: int, second: int, line: Lattice) -> tuple[Plot, Plot]:
    """Cut a plot along a line from ring vertex ``first`` to ``second`` (``first < second``)."""
    ring = plot.ring
    inner = line[1:-1]
    one = np.concatenate([ring[first : second + 1], inner[::-1]])
    other = np.concatenate([ring[second:], ring[: first + 1], inner])
    return Plot(one), Plot(other)


def divide(plot: Plot, count: int, texture: Texture, survey: Survey) -> list[Plot]:
    """Divide a plot into ``count`` plots of about equal mass (density times area)."""
    rng = np.random.default_rng(texture.seed)
    done: list[Plot] = []
    waiting = [(plot, count)]
    while waiting:
        piece, share = waiting.pop()
        if share == 1:
            done.append(piece)
            continue
        best = _best_cut(piece, share, texture, survey, rng)
        survey.record(best.cut)
        waiting += [(best.plots[0], best.shares[0]), (best.plots[1], best.shares[1])]
    return done


@dataclass(frozen=True)
class _Trial:
    cut: Cut
    plots: tuple[Plot, Plot]
    shares: tuple[int, int]
    score: float


def _best_cut(
    plot: Plot, count: int, texture: Texture, survey: Survey, rng: np.random.Generator
) -> _Trial:
    """Try many cuts; keep the one that leaves the roundest and fairest plots."""
    ring_m = to_metres(plot.ring)
    shape = Polygon(ring_m)
    shapely.prepare(shape)
    inside = shapely.contains_xy(shape, survey.samples_m)
    samples, masses = survey.samples_m[inside], survey.density[inside]
    best: _Trial | None = None
    for _ in range(70):
        trial = _tried(plot, ring_m, count, samples, masses, texture, survey, rng)
        if trial is not None and (best is None or trial.score > best.score):
            best = trial
    if best is None:
        raise ValueError(f"no cut found for a plot near {ring_m.mean(axis=0)}; change its seed")
    return best


def _tried(
    plot: Plot,
    ring_m: Metres,
    count: int,
    samples: Metres,
    masses: Metres,
    texture: Texture,
    survey: Survey,
    rng: np.random.Generator,
) -> _Trial | None:
    share = count // 2 if count < 4 else int(rng.integers(math.ceil(count * 0.36), count // 2 + 1))
    if rng.random() < 0.5:
        share = count - share
    centred = samples - np.average(samples, axis=0, weights=masses)
    values, axes = np.linalg.eigh(centred.T @ centred)
    long_axis = axes[:, 1]
    # A long plot is cut across; a round one in any direction.
    spread = 0.25 if values[1] > 2.2 * values[0] else 0.8
    turn = rng.normal() * spread + math.atan2(long_axis[1], long_axis[0])
    axis = np.array([math.cos(turn), math.sin(turn)])
    along = samples @ axis
    order = np.argsort(along)
    mass_up_to = np.cumsum(masses[order]) / masses.sum()
    level = along[order][int(np.searchsorted(mass_up_to, share / count))]
    signs = ring_m @ axis > level
    crossings = np.flatnonzero(signs != np.roll(signs, 1))
    if len(crossings) != 2:
        return None
    ends = sorted(_joined(int(at), plot.ring, ring_m, texture.join_m, survey) for at in crossings)
    first, second = ends
    if second - first < 5 or len(ring_m) - second + first < 5:
        return None
    styles, weights = zip(*texture.styles, strict=True)
    style = styles[int(np.searchsorted(np.cumsum(weights) / sum(weights), rng.random()))]
    line_m = _drawn_between(style, ring_m, first, second, rng)
    if not _keeps_clear(line_m, ring_m):
        return None
    line = to_lattice(line_m)
    line[0], line[-1] = plot.ring[first], plot.ring[second]
    plots = split(plot, first, second, line)
    shapes = [Polygon(to_metres(part.ring)) for part in plots]
    if not all(shape.is_valid for shape in shapes):
        return None
    on_low_side = [float(np.mean(~(to_metres(p.ring) @ axis > level))) for p in plots]
    shares = (share, count - share) if on_low_side[0] > on_low_side[1] else (count - share, share)
    shapely.prepare(shapes[0])
    in_first = shapely.contains_xy(shapes[0], samples)
    miss = abs(float(masses[in_first].sum() / masses.sum()) - shares[0] / count) * count
    roundness = [4 * math.pi * shape.area / shape.length**2 for shape in shapes]
    boxes = [shape.area / shape.minimum_rotated_rectangle.area for shape in shapes]
    score = min(roundness) + 0.5 * min(boxes) - 0.35 * miss + 0.06 * float(rng.normal())
    return _Trial(Cut(style, line), plots, shares, score)


def _joined(at: int, ring: Lattice, ring_m: Metres, join_m: float, survey: Survey) -> int:
    """Find the nearest junction on the ring within ``join_m``, else the vertex itself."""
    distances = np.hypot(*(ring_m - ring_m[at]).T)
    for near in np.argsort(distances, kind="stable"):
        if distances[near] > join_m:
            break
        if (int(ring[near][0]), int(ring[near][1])) in survey.junctions:
            return int(near)
    return at


def _drawn_between(
    style: Style, ring_m: Metres, first: int, second: int, rng: np.random.Generator
) -> Metres:
    """Draw a line that leaves the ring squarely at both ends."""
    start, end = ring_m[first], ring_m[second]
    reach = min(110.0, 0.12 * float(np.hypot(*(end - start))))
    near, far = (
        point + reach * _inward(ring_m, at) for point, at in ((start, first), (end, second))
    )
    middle = drawn(style, near, far, rng)
    whole = np.concatenate([[start], middle, [end]])
    return spaced(rounded(whole, reach))


def _inward(ring_m: Metres, at: int) -> Metres:
    """Point into the ring at a vertex, squarely to its wide neighbourhood; a unit vector."""
    count = len(ring_m)
    chord = ring_m[(at + 3) % count] - ring_m[at - 3]
    return np.asarray(np.array([-chord[1], chord[0]]) / max(float(np.hypot(*chord)), 1e-9))


def _keeps_clear(line_m: Metres, ring_m: Metres) -> bool:
    """Whether a line stays inside the ring and, away from its ends, well off it."""
    shape = Polygon(ring_m)
    shapely.prepare(shape)
    body = LineString(line_m[1:-1])
    if len(line_m) < 8 or not shape.contains(body):
        return False
    ends = shapely.union_all([shapely.buffer(shapely.Point(line_m[i]), 190.0) for i in (0, -1)])
    rest = body.difference(ends)
    if rest.is_empty or rest.distance(shape.exterior) < 110.0:
        return False
    # Near its ends the line must leave at a wide angle: no needles.
    ahead = min(7, len(line_m) // 3)
    tips = shapely.points(np.array([line_m[ahead], line_m[-1 - ahead]]))
    clear = shapely.distance(tips, shape.exterior)
    return bool(np.all(clear > 0.6 * ahead * SPACING_M))
