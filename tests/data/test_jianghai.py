"""The demo district's files: real names and codes, an exact coverage, honest about its lines."""

import csv
import json
import subprocess
import sys
from collections import Counter
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import shapely
from shapely.geometry import Polygon, shape

BOUNDARIES = Path(__file__).parents[2] / "data" / "boundaries"
SOURCES = BOUNDARIES / "sources"
MADE = sorted(path.name for path in BOUNDARIES.glob("jianghai_*.geojson"))
METRES_PER_DEGREE = 111_000.0

Vertex = tuple[int, int]


def read(path: Path) -> dict:
    return json.loads(path.read_text("utf-8"))


def edges(ring: list[list[float]]) -> list[frozenset[Vertex]]:
    vertices = [(round(lon * 1e7), round(lat * 1e7)) for lon, lat in ring]
    return [frozenset(edge) for edge in pairwise(vertices)]


@pytest.fixture(scope="module")
def communities() -> list[dict]:
    return read(BOUNDARIES / "jianghai_communities.geojson")["features"]


@pytest.fixture(scope="module")
def polygons(communities: list[dict]) -> np.ndarray:
    return np.array([shape(feature["geometry"]) for feature in communities])


def test_the_published_communities_are_all_there_with_their_codes_and_names(
    communities: list[dict],
) -> None:
    with (SOURCES / "jianghai_communities.csv").open(encoding="utf-8", newline="") as file:
        listed = {row["code"]: row for row in csv.DictReader(file)}
    made = {feature["properties"]["code"]: feature["properties"] for feature in communities}
    assert len(communities) == 63
    assert made.keys() == listed.keys()
    for code, row in listed.items():
        assert {key: made[code][key] for key in row} == row
        assert made[code]["parent"] == row["street_code"]
        assert made[code]["name_en"].endswith((" Community", " Village"))


def test_every_community_is_one_valid_polygon_without_holes(polygons: np.ndarray) -> None:
    assert all(isinstance(polygon, Polygon) for polygon in polygons)
    assert shapely.is_valid(polygons).all()
    assert not shapely.get_num_interior_rings(polygons).any()


def test_every_inner_edge_is_shared_by_two_communities_and_every_outer_one_is_the_districts(
    communities: list[dict], polygons: np.ndarray
) -> None:
    counts = Counter(
        edge for feature in communities for edge in edges(feature["geometry"]["coordinates"][0])
    )
    district = read(BOUNDARIES / "jianghai_district.geojson")["features"][0]
    outline = edges(district["geometry"]["coordinates"][0])
    assert max(counts.values()) == 2
    assert {edge for edge, count in counts.items() if count == 1} == set(outline)
    assert district["properties"]["adcode"] == "440704"
    assert shapely.coverage_is_valid(polygons)


def test_each_street_is_one_piece(communities: list[dict], polygons: np.ndarray) -> None:
    streets = np.array([feature["properties"]["street_code"] for feature in communities])
    assert set(streets) == {"440704001", "440704004", "440704005"}
    for street in set(streets):
        assert isinstance(shapely.coverage_union_all(polygons[streets == street]), Polygon)


def test_town_communities_are_smaller_than_the_villages_of_their_street(
    communities: list[dict], polygons: np.ndarray
) -> None:
    areas: dict[tuple[str, str], list[float]] = {}
    for feature, polygon in zip(communities, polygons, strict=True):
        properties = feature["properties"]
        areas.setdefault((properties["street_code"], properties["kind"]), []).append(polygon.area)
    for street in ("440704004", "440704005"):
        assert max(areas[street, "community"]) < min(areas[street, "village"])


def test_the_streets_lie_where_they_should(communities: list[dict], polygons: np.ndarray) -> None:
    streets = np.array([feature["properties"]["street_code"] for feature in communities])
    middle = {
        street: shapely.coverage_union_all(polygons[streets == street]).centroid
        for street in set(streets)
    }
    jiangnan, waihai, lile = (middle[code] for code in ("440704001", "440704004", "440704005"))
    assert jiangnan.y > waihai.y > lile.y
    assert waihai.x > jiangnan.x
    assert waihai.x > lile.x


def test_the_outline_keeps_near_the_published_one() -> None:
    published = shape(
        read(SOURCES / "jianghai_district_cgcs2000.geojson")["features"][0]["geometry"]
    )
    made = shape(read(BOUNDARIES / "jianghai_district.geojson")["features"][0]["geometry"])
    assert made.intersection(published).area / made.union(published).area > 0.97
    assert made.exterior.hausdorff_distance(published.exterior) * METRES_PER_DEGREE < 220


def test_no_border_between_communities_is_a_straight_line(polygons: np.ndarray) -> None:
    for index, polygon in enumerate(polygons):
        for other in polygons[index + 1 :]:
            border = shapely.line_merge(polygon.exterior & other.exterior)
            if border.length * METRES_PER_DEGREE < 400:
                continue
            chord = border.minimum_rotated_rectangle
            assert len(shapely.get_coordinates(border)) >= 5
            assert chord.area > 0


def test_no_community_is_thin(polygons: np.ndarray) -> None:
    compactness = 4 * np.pi * shapely.area(polygons) / shapely.length(polygons) ** 2
    assert compactness.min() > 0.4
    eroded = shapely.buffer(polygons, -60 / METRES_PER_DEGREE)
    assert (shapely.get_num_geometries(eroded) == 1).all()


def test_the_files_are_small_and_of_sensible_detail(polygons: np.ndarray) -> None:
    assert 6_000 <= shapely.get_num_coordinates(polygons).sum() <= 15_000
    assert all((BOUNDARIES / name).stat().st_size < 1_000_000 for name in MADE)


@pytest.mark.parametrize("name", MADE)
def test_every_file_and_feature_says_that_it_is_illustrative(name: str) -> None:
    document = read(BOUNDARIES / name)
    assert document["illustrative"] is True
    assert document["title"].startswith("示意边界")
    assert all(feature["properties"]["illustrative"] is True for feature in document["features"])
    assert shapely.is_valid([shape(feature["geometry"]) for feature in document["features"]]).all()


def test_making_the_district_again_gives_the_same_bytes(tmp_path: Path) -> None:
    subprocess.run([sys.executable, BOUNDARIES / "make_jianghai.py", tmp_path], check=True)
    assert sorted(path.name for path in tmp_path.iterdir()) == MADE
    for name in MADE:
        assert (tmp_path / name).read_bytes() == (BOUNDARIES / name).read_bytes()
