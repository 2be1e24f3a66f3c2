"""Make the demo district: illustrative community boundaries inside the published outline.

Usage: ``python data/boundaries/make_jianghai.py [FOLDER]``. Every run writes the same bytes.

The outline, the names and the codes are published; every line inside is invented. Two designed
borders, a river and a main road, part the three streets; `curved_division` divides each street;
a smooth warp bends what is left of straight lines; ``sources/jianghai_places.csv`` says which
plot is which community.
"""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import shapely
from curved_division import (
    UNITS_PER_DEGREE,
    Cut,
    Lattice,
    Metres,
    Plot,
    Style,
    Survey,
    Texture,
    displaced,
    divide,
    rounded,
    spaced,
    split,
    to_lattice,
    to_metres,
)
from shapely.geometry import LineString, Point, Polygon
from shapely.geometry.base import BaseGeometry
from town import town

FOLDER = Path(__file__).parent
SOURCES = FOLDER / "sources"
TITLE = "示意边界 / illustrative boundaries"
DISTRICT_CODE = "440704"
JIANGNAN, WAIHAI, LILE = "440704001", "440704004", "440704005"
SIMPLIFY_M = 2.8

# The designed borders (lon, lat): their ends move to the nearest vertex already drawn.
RIVER = (
    *((113.0795, 22.5720), (113.0865, 22.5655), (113.0945, 22.5665), (113.1015, 22.5585)),
    *((113.1085, 22.5590), (113.1165, 22.5505), (113.1185, 22.5430), (113.1285, 22.5405)),
    *((113.1355, 22.5335), (113.1445, 22.5315), (113.1475, 22.5255), (113.1557, 22.5225)),
)
MAIN_ROAD = (
    *((113.1262, 22.6065), (113.1245, 22.5970), (113.1268, 22.5880), (113.1212, 22.5790)),
    *((113.1150, 22.5695), (113.1130, 22.5640), (113.1055, 22.5575)),
)
# Town centres (lon, lat), how much denser than the country, and how far the town reaches.
TOWNS = (
    ((113.110, 22.588), 1.2, 1650.0),
    ((113.139, 22.584), 3.6, 1125.0),
    ((113.104, 22.546), 5.0, 750.0),
)
TEXTURES = {
    JIANGNAN: Texture(((Style.ROAD, 6), (Style.CANAL, 1), (Style.FIELD, 1.5)), 110.0, seed=12),
    WAIHAI: Texture(
        ((Style.ROAD, 3), (Style.CANAL, 3), (Style.FIELD, 2), (Style.RIVER, 1)), 170.0, seed=13
    ),
    LILE: Texture(
        ((Style.CANAL, 4), (Style.FIELD, 2), (Style.ROAD, 2), (Style.RIVER, 1.5)), 200.0, seed=14
    ),
}
COUNTS = {JIANGNAN: 14, WAIHAI: 21, LILE: 28}


@dataclass(frozen=True)
class Community:
    """A village or community of the published list, with the place it is given here."""

    code: str
    name: str
    short_name: str
    name_en: str
    street_code: str
    street: str
    street_en: str
    kind: str
    place: Point


@dataclass(frozen=True)
class Warp:
    """A smooth displacement of the plane that fades to nothing at the district's outline."""

    edge: shapely.LinearRing
    seed: int

    def __call__(self, line: Lattice) -> Lattice:
        """Move lattice vertices; equal vertices move equally, so a coverage stays one."""
        rng = np.random.default_rng(self.seed)
        points_m = to_metres(line)
        moved = np.zeros_like(points_m)
        for length_m, amplitude_m in ((2600.0, 75.0), (1300.0, 34.0), (640.0, 15.0)):
            for _ in range(5):
                turn = rng.random() * 2 * np.pi
                direction = np.array([np.cos(turn), np.sin(turn)])
                wave = direction * 2 * np.pi / length_m / rng.uniform(0.8, 1.25)
                phase = rng.random() * 2 * np.pi
                reach = rng.normal(size=2) * amplitude_m / np.sqrt(5)
                moved += np.sin(points_m @ wave + phase)[:, None] * reach
        fade = np.clip(shapely.distance(self.edge, shapely.points(points_m)) / 450.0, 0.0, 1.0)
        return to_lattice(points_m + moved * fade[:, None])


def main(folder: Path) -> None:
    """Write the demo district's files to a folder."""
    published_m = _published_outline_m()
    whole = _roughened(published_m, np.random.default_rng(1))
    survey = _surveyed(published_m)
    streets = _streets(whole, survey)
    plots = [
        plot
        for code, street in streets.items()
        for plot in divide(street, COUNTS[code], TEXTURES[code], survey)
    ]
    warp = Warp(shapely.LinearRing(to_metres(whole.ring)), seed=5)
    shapely.prepare(warp.edge)
    # In lattice units, so that every vertex stays an integer.
    coverage = np.array([Polygon(warp(plot.ring)) for plot in plots])
    coverage = shapely.coverage_simplify(coverage, SIMPLIFY_M / 111_000 * UNITS_PER_DEGREE)
    coverage = shapely.orient_polygons(coverage)
    communities = _communities()
    ordered = [_only_one_around(community, coverage) for community in communities]

    named = [(_properties(c), shape) for c, shape in zip(communities, ordered, strict=True)]
    _write(folder / "jianghai_communities.geojson", named)
    district = shapely.orient_polygons(shapely.coverage_union_all(ordered))
    _write(folder / "jianghai_district.geojson", [(_district_properties(), district)])
    cuts = [Cut(cut.style, warp(cut.line)) for cut in survey.cuts]
    water = _water(cuts, district)
    _write(folder / "jianghai_water.geojson", water)
    _write(folder / "jianghai_roads.geojson", _roads(cuts))
    made = town(named, water)
    _write(folder / "jianghai_streets.geojson", made.streets)
    _write(folder / "jianghai_buildings.geojson", made.buildings)
    _write(folder / "jianghai_specials.geojson", made.specials)


def _lattice(degrees: Sequence[tuple[float, float]]) -> Lattice:
    return np.asarray(np.rint(np.array(degrees) * UNITS_PER_DEGREE), dtype=np.int64)


def _published_outline_m() -> Metres:
    """Read the published coarse outline, counter-clockwise and open; CGCS2000 as WGS84."""
    text = (SOURCES / "jianghai_district_cgcs2000.geojson").read_text("utf-8")
    corners = json.loads(text)["features"][0]["geometry"]["coordinates"][0]
    corners_m = to_metres(_lattice(corners[:-1]))
    return corners_m if Polygon(corners_m).exterior.is_ccw else corners_m[::-1]


def _roughened(corners_m: Metres, rng: np.random.Generator) -> Plot:
    """Bend the coarse outline: long reaches along the great river, small ones elsewhere."""
    sides: list[Metres] = []
    for start, end in zip(corners_m, np.roll(corners_m, -1, axis=0), strict=True):
        length = float(np.hypot(*(end - start)))
        along_great_river = (start[0] + end[0]) / 2 > 2500.0
        amplitude_m = min(90.0, 0.05 * length) if along_great_river else min(110.0, 0.09 * length)
        step_m = 420.0 if along_great_river else 190.0
        sides.append(displaced(start, end, amplitude_m, step_m, 0.62, rng)[:-1])
    ring = rounded(np.concatenate(sides), 1000.0, closed=True)
    return Plot(to_lattice(spaced(np.concatenate([ring, ring[:1]]))[:-1]))


def _surveyed(published_m: Metres) -> Survey:
    """Lay the density of settlement over the district: towns are dense, so their plots small."""
    low, high = published_m.min(axis=0) - 200.0, published_m.max(axis=0) + 200.0
    columns, rows = np.meshgrid(np.arange(low[0], high[0], 60.0), np.arange(low[1], high[1], 60.0))
    samples = np.column_stack([columns.ravel(), rows.ravel()])
    density = np.ones(len(samples))
    for centre, gain, reach_m in TOWNS:
        squares = ((samples - to_metres(_lattice([centre]))) ** 2).sum(axis=1)
        density += gain * np.exp(-squares / (2 * reach_m**2))
    return Survey(samples, density)


def _streets(whole: Plot, survey: Survey) -> dict[str, Plot]:
    """Part the district into its three streets by the designed river and main road."""
    lile, north = sorted(
        _cut_along(whole, RIVER, Style.RIVER, 1000.0, survey), key=_middle_latitude
    )
    jiangnan, waihai = sorted(
        _cut_along(north, MAIN_ROAD, Style.ROAD, 260.0, survey), key=_middle_longitude
    )
    return {JIANGNAN: jiangnan, WAIHAI: waihai, LILE: lile}


def _middle_longitude(plot: Plot) -> float:
    return float(plot.ring[:, 0].mean())


def _middle_latitude(plot: Plot) -> float:
    return float(plot.ring[:, 1].mean())


def _cut_along(
    plot: Plot,
    path: Sequence[tuple[float, float]],
    style: Style,
    radius_m: float,
    survey: Survey,
) -> tuple[Plot, Plot]:
    points_m, ring_m = to_metres(_lattice(path)), to_metres(plot.ring)
    first, second = (
        int(np.argmin(np.hypot(*(ring_m - end).T))) for end in (points_m[0], points_m[-1])
    )
    points_m[0], points_m[-1] = ring_m[first], ring_m[second]
    line = to_lattice(spaced(rounded(points_m, radius_m)))
    line[0], line[-1] = plot.ring[first], plot.ring[second]
    survey.record(Cut(style, line))
    if first > second:
        first, second, line = second, first, line[::-1]
    return split(plot, first, second, line)


def _rows(name: str) -> list[dict[str, str]]:
    with (SOURCES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _communities() -> list[Community]:
    """Read the published list with pinyin and places, in the order of codes."""
    pinyin = {row["chinese"]: row["pinyin"] for row in _rows("jianghai_pinyin.csv")}
    places = {row["code"]: row for row in _rows("jianghai_places.csv")}
    communities = []
    for row in sorted(_rows("jianghai_communities.csv"), key=lambda row: row["code"]):
        stem = row["short_name"].removesuffix("社区").removesuffix("村")
        place = places[row["code"]]
        communities.append(
            Community(
                code=row["code"],
                name=row["name"],
                short_name=row["short_name"],
                name_en=f"{pinyin[stem]} {row['kind'].capitalize()}",
                street_code=row["street_code"],
                street=row["street"],
                street_en=pinyin[row["street"]],
                kind=row["kind"],
                place=Point(_lattice([(float(place["lon"]), float(place["lat"]))])[0]),
            )
        )
    return communities


def _only_one_around(community: Community, coverage: np.typing.NDArray[np.object_]) -> Polygon:
    around = coverage[shapely.contains(coverage, community.place)]
    if len(around) != 1 or not isinstance(around[0], Polygon):
        raise ValueError(
            f"{community.code} {community.short_name} lies in {len(around)} plots; "
            "move it in sources/jianghai_places.csv"
        )
    return around[0]


def _properties(community: Community) -> dict[str, str | bool]:
    return {
        "code": community.code,
        "name": community.name,
        "short_name": community.short_name,
        "name_en": community.name_en,
        "street_code": community.street_code,
        "street": community.street,
        "street_en": community.street_en,
        "kind": community.kind,
        "parent": community.street_code,
        "illustrative": True,
    }


def _district_properties() -> dict[str, str | bool]:
    return {
        "code": DISTRICT_CODE,
        "adcode": DISTRICT_CODE,
        "name": "江海区",
        "name_en": "Jianghai District",
        "kind": "district",
        "illustrative": True,
    }


Feature = tuple[dict[str, str | bool], BaseGeometry]


def _water(cuts: list[Cut], district: BaseGeometry) -> list[Feature]:
    """Draw the great river outside the east, the river between the streets, and the canals."""
    outline_m = to_metres(np.array(shapely.get_coordinates(district), dtype=np.int64))
    inside = Polygon(outline_m)
    # The east bank, from the district's north-east corner to its easternmost south cape.
    bank = inside.exterior.intersection(shapely.box(3500.0, -1400.0, 9000.0, 6450.0))
    great = bank.buffer(620.0, cap_style="flat").difference(inside.buffer(4.0))
    widest = max(shapely.get_parts(great), key=lambda part: float(part.area))
    features = [_named(_smoothed(widest), "示意大江", "Illustrative great river", "river")]
    river_m = LineString(to_metres(cuts[0].line))
    river = river_m.buffer(42.0).intersection(inside)
    features.append(_named(_smoothed(river), "示意河流", "Illustrative river", "river"))
    canals = [c for c in cuts[1:] if c.style in (Style.RIVER, Style.CANAL) and len(c.line) > 70]
    for serial, canal in enumerate(canals, start=1):
        strip = LineString(to_metres(canal.line)).buffer(11.0).intersection(inside)
        names = f"示意河涌 {serial}", f"Illustrative canal {serial}"
        features.append(_named(_smoothed(strip), *names, "canal"))
    return features


def _roads(cuts: list[Cut]) -> list[Feature]:
    main, *others = [c for c in cuts if c.style is Style.ROAD and len(c.line) > 55]
    features = [_named(_line(main), "示意主干道", "Illustrative main road", "main")]
    for serial, road in enumerate(others, start=1):
        names = f"示意道路 {serial}", f"Illustrative road {serial}"
        features.append(_named(_line(road), *names, "minor"))
    return features


def _line(cut: Cut) -> BaseGeometry:
    return LineString(cut.line).simplify(SIMPLIFY_M * 90.0)


def _smoothed(shape_m: BaseGeometry) -> BaseGeometry:
    whole = max(shapely.get_parts(shapely.simplify(shape_m, 1.5)), key=lambda part: part.area)
    return Polygon(to_lattice(shapely.get_coordinates(whole.exterior)))


def _named(shape: BaseGeometry, name: str, name_en: str, kind: str) -> Feature:
    return {"name": name, "name_en": name_en, "kind": kind, "illustrative": True}, shape


def _write(path: Path, features: list[Feature]) -> None:
    """Write GeoJSON, a feature a line, each coordinate with all its seven decimals."""
    head = json.dumps(
        {"type": "FeatureCollection", "name": path.stem, "title": TITLE, "illustrative": True},
        ensure_ascii=False,
    )
    lines = [
        f'{{"type": "Feature", "properties": {json.dumps(properties, ensure_ascii=False)}, '
        f'"geometry": {{"type": "{shape.geom_type}", "coordinates": {_coordinates(shape)}}}}}'
        for properties, shape in features
    ]
    body = ",\n".join(lines)
    path.write_text(f'{head[:-1]}, "features": [\n{body}\n]}}\n', encoding="utf-8", newline="\n")


def _coordinates(shape: BaseGeometry) -> str:
    if isinstance(shape, Polygon):
        return f"[{_coordinates(shape.exterior)}]"
    pairs = (
        f"[{lon / UNITS_PER_DEGREE:.7f}, {lat / UNITS_PER_DEGREE:.7f}]"
        for lon, lat in shapely.get_coordinates(shape)
    )
    return f"[{', '.join(pairs)}]"


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
