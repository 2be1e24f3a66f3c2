"""A clerk drafts cells by buildings and streets: by the form, its API, and the command line."""

import geopandas as gpd
from shapely import LineString, box

from tests.service.conftest import SOUTH, WEST
from tests.service.generations.making import Maker, communities_file, geojson

_STEP = 0.0009


def _buildings(**columns: object) -> bytes:
    """Rows of houses over the three communities, about 90 m apart."""
    shapes = [
        box(west, south, west + _STEP / 3, south + _STEP / 5)
        for row in range(11)
        for column in range(22)
        for west, south in [(WEST + (column + 0.3) * _STEP, SOUTH + (row + 0.3) * _STEP)]
    ]
    told = columns or {"floors": [9] * len(shapes)}
    return geojson(gpd.GeoDataFrame(told, geometry=shapes, crs=4326))


def _streets() -> bytes:
    lines = [
        LineString([(WEST - 0.01, SOUTH + y * _STEP), (WEST + 0.04, SOUTH + y * _STEP)])
        for y in (3, 6, 9)
    ]
    lines += [
        LineString([(WEST + x * _STEP, SOUTH - 0.01), (WEST + x * _STEP, SOUTH + 0.03)])
        for x in range(2, 22, 4)
    ]
    kinds = ["tertiary"] * 3 + ["residential"] * 5
    return geojson(gpd.GeoDataFrame({"highway": kinds}, geometry=lines, crs=4326))


def test_cells_by_households_are_drafted_from_files_of_buildings_and_streets(maker: Maker) -> None:
    job = maker.given(
        communities_file(),
        title="by households",
        strategy="households",
        minimum="200",
        maximum="400",
        size="",
        files={"buildings": ("b.geojson", _buildings()), "streets": ("s.geojson", _streets())},
    )
    told = maker.done(job)
    assert told["state"] == "made", str(told)
    division = maker.client.get(f"/api/v1/divisions/{told['division']}").json()
    assert division["strategy"].startswith("households, buildings 242, streets 8")
    assert division["proof"]["exact"] is True
    assert any("floors × footprint" in note for note in told["notes"])
    page = maker.client.get(f"/divisions/{told['division']}?lang=zh").text
    assert "按户数" in page
    assert "不少于 200 户" in page
    figures = maker.client.get(f"/divisions/{told['division']}/figures?lang=en").text
    assert "households" in figures.lower()


def test_street_blocks_are_drafted_and_may_go_without_buildings(maker: Maker) -> None:
    job = maker.given(
        communities_file(),
        title="by streets",
        strategy="streets",
        size="",
        files={"streets": ("s.geojson", _streets())},
    )
    told = maker.done(job)
    assert told["state"] == "made", str(told)
    division = maker.client.get(f"/api/v1/divisions/{told['division']}").json()
    assert division["strategy"] == "streets, lines 8"


def test_what_a_strategy_draws_by_must_be_given(maker: Maker) -> None:
    for strategy, field in (("households", "buildings"), ("streets", "streets")):
        answer = maker.give(communities_file(), title="none", strategy=strategy, size="")
        assert answer.status_code == 422
        assert [fault["field"] for fault in answer.json()["errors"]] == [field]
    answer = maker.give(
        communities_file(),
        title="upside down",
        strategy="households",
        minimum="500",
        maximum="300",
        size="",
        files={"buildings": ("b.geojson", _buildings())},
    )
    assert answer.status_code == 422
    assert [fault["field"] for fault in answer.json()["errors"]] == ["maximum"]


def test_buildings_that_cannot_be_read_are_refused_with_the_file(maker: Maker) -> None:
    job = maker.given(
        communities_file(),
        title="broken",
        strategy="households",
        size="",
        files={"buildings": ("b.geojson", b'{"type": "FeatureCollection", "features": [')},
    )
    told = maker.done(job)
    assert told["state"] == "refused"
    assert "b.geojson" in str(told)
