"""Streets, buildings and special areas of the demo's town communities: invented, as all its lines.

A bent grid of streets runs through each community along its longer side. Blocks are built over
from the middle outwards until about as many households live there as an urban community has;
around them stand halls, and some ground is left open.
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import shapely
from curved_division import Metres, to_lattice, to_metres
from shapely.affinity import rotate
from shapely.geometry import LineString, Polygon
from shapely.geometry.base import BaseGeometry

HOUSEHOLDS = (2_300, 4_600)
"""From how many to how many households a community gets: 6 to 12 cells of 400."""

HOUSEHOLD_M2 = 120.0
_ALONG_M, _ACROSS_M = (150.0, 230.0), (110.0, 170.0)
_STREET_M, _RIM_M = 9.0, 10.0
_BEND_M, _WAVE_M = 26.0, 420.0
_STEP_M = 45.0
_SPECIALS = (("示意中学", "Illustrative middle school"), ("示意市场", "Illustrative market"),
             ("示意工厂", "Illustrative works"))  # fmt: skip
_SPECIAL_EVERY = 4

Feature = tuple[dict[str, object], BaseGeometry]


@dataclass
class Town:
    """What is made, feature by feature."""

    streets: list[Feature] = field(default_factory=list)
    buildings: list[Feature] = field(default_factory=list)
    specials: list[Feature] = field(default_factory=list)


def town(communities: list[Feature], water: list[Feature]) -> Town:
    """Make the town of all communities that are no villages."""
    made = Town()
    wet = shapely.union_all([_metric(shape) for _, shape in water])
    urban = [one for one in communities if one[0]["kind"] == "community"]
    for number, (properties, shape) in enumerate(urban):
        special = _SPECIALS[number // _SPECIAL_EVERY % 3] if number % _SPECIAL_EVERY == 1 else None
        _Community(str(properties["code"]), _metric(shape), wet).make(made, special)
    return made


class _Community:
    def __init__(self, code: str, ground: Polygon, wet: BaseGeometry) -> None:
        self.ground = ground
        self.dry = ground.buffer(-_RIM_M).difference(wet.buffer(_RIM_M))
        self.chance = random.Random(int(code))  # noqa: S311 - invented houses, no secret
        corners = np.asarray(shapely.oriented_envelope(ground).exterior.coords)
        sides = np.diff(corners[:3], axis=0)
        longer = sides[0] if np.hypot(*sides[0]) > np.hypot(*sides[1]) else sides[1]
        self.turned = math.degrees(math.atan2(longer[1], longer[0]))
        self.middle = np.asarray(ground.centroid.coords[0])
        self.phase = self.chance.uniform(0, 2 * math.pi), self.chance.uniform(0, 2 * math.pi)

    def make(self, made: Town, special: tuple[str, str] | None) -> None:
        lines = list(self._streets())
        for kind, line in lines:
            properties = {"class": kind, "illustrative": True}
            made.streets.append((properties, _stored(line)))
        blocks = self._blocks([line for _, line in lines])
        middle = shapely.Point(self.middle)
        blocks.sort(key=lambda block: (block.centroid.distance(middle), block.centroid.x))
        wanted = self.chance.randint(*HOUSEHOLDS)
        open_block = next((n for n, block in enumerate(blocks[2:], 2) if block.area > 9_000), None)
        for number, block in enumerate(blocks):
            if special is not None and number == open_block:
                properties = {"name": special[0], "name_en": special[1], "illustrative": True}
                made.specials.append((properties, _stored(block)))
                continue
            if self.chance.random() < 0.08:
                continue
            if wanted > 0:
                wanted -= self._homes(block, made)
            elif self.chance.random() < 0.5:
                self._halls(block, made)

    def _streets(self) -> Iterator[tuple[str, LineString]]:
        flat = rotate(self.ground, -self.turned, origin=tuple(self.middle))
        west, south, east, north = flat.bounds
        for number, y in enumerate(_spaced(south, north, _ACROSS_M, self.chance)):
            line = [(x, y) for x in np.arange(west - 60, east + 60, _STEP_M)]
            yield from self._laid(line, "tertiary" if number % 3 == 1 else "residential")
        for x in _spaced(west, east, _ALONG_M, self.chance):
            line = [(x, y) for y in np.arange(south - 60, north + 60, _STEP_M)]
            yield from self._laid(line, "residential")

    def _laid(
        self, points: list[tuple[float, float]], kind: str
    ) -> Iterator[tuple[str, LineString]]:
        bent = [
            (
                x + _BEND_M * math.sin(y / _WAVE_M * 2 + x / _WAVE_M + self.phase[0]),
                y + _BEND_M * math.sin(x / _WAVE_M * 2 - y / _WAVE_M + self.phase[1]),
            )
            for x, y in points
        ]
        line = rotate(LineString(bent), self.turned, origin=tuple(self.middle))
        for part in shapely.get_parts(shapely.intersection(line, self.ground)):
            if part.geom_type == "LineString" and part.length > 80:
                yield kind, shapely.simplify(part, 0.6)

    def _blocks(self, streets: list[LineString]) -> list[Polygon]:
        lines = shapely.union_all([self.ground.exterior, *streets])
        found = []
        for face in shapely.get_parts(shapely.polygonize(shapely.get_parts(lines))):
            dry = face.buffer(-_STREET_M, join_style="mitre").intersection(self.dry)
            found += [
                part
                for part in shapely.get_parts(dry)
                if part.geom_type == "Polygon" and part.area > 1_500 and not part.interiors
            ]
        return found

    def _homes(self, block: Polygon, made: Town) -> int:
        """Set slabs in rows, or towers; return how many households live there."""
        towers = self.chance.random() < 0.2
        floors = self.chance.randint(16, 26) if towers else self.chance.randint(4, 7)
        long, deep, gap = (24.0, 22.0, 30.0) if towers else (46.0, 12.5, 17.0)
        total = 0
        for house in self._rows(block, long, deep, gap):
            households = round(house.area * floors / HOUSEHOLD_M2)
            properties = {"households": households, "illustrative": True}
            made.buildings.append((properties, _stored(house)))
            total += households
        return total

    def _halls(self, block: Polygon, made: Town) -> None:
        for hall in self._rows(block, 58.0, 34.0, 16.0):
            if self.chance.random() < 0.7:
                properties = {"households": 0, "illustrative": True}
                made.buildings.append((properties, _stored(hall)))

    def _rows(self, block: Polygon, long: float, deep: float, gap: float) -> Iterator[Polygon]:
        corners = np.asarray(shapely.oriented_envelope(block).exterior.coords)
        side = corners[1] - corners[0]
        turned = math.degrees(math.atan2(side[1], side[0]))
        middle = tuple(block.centroid.coords[0])
        flat = rotate(block, -turned, origin=middle)
        west, south, east, north = flat.bounds
        y = south + self.chance.uniform(1, 5)
        while y + deep < north:
            x = west + self.chance.uniform(1, 8)
            while x + 14 < east:
                wide = long * self.chance.uniform(0.7, 1.25)
                house = shapely.box(x, y, x + wide, y + deep)
                if flat.contains(house):
                    yield rotate(house, turned, origin=middle)
                    x += wide + self.chance.uniform(7, 14)
                else:
                    x += 9
            y += deep + gap * self.chance.uniform(0.85, 1.2)


def _spaced(
    low: float, high: float, steps: tuple[float, float], chance: random.Random
) -> Iterator[float]:
    at = low + chance.uniform(0.4, 0.9) * steps[1]
    while at < high - 0.4 * steps[0]:
        yield at
        at += chance.uniform(*steps)


def _metric(shape: BaseGeometry) -> BaseGeometry:
    return shapely.transform(shape, to_metres)


def _stored(shape: BaseGeometry) -> BaseGeometry:
    """Return a shape on the lattice."""

    def there(xy: Metres) -> Metres:
        return np.asarray(to_lattice(xy), dtype=np.float64)

    return shapely.transform(shape, there)
