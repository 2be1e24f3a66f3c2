"""A clerk drafts cells by buildings and streets: by the form, its API, and the command line."""

from tests.service.generations.making import Maker, buildings_file, communities_file, streets_file


def test_cells_by_households_are_drafted_from_files_of_buildings_and_streets(maker: Maker) -> None:
    job = maker.given(
        communities_file(),
        title="by households",
        strategy="households",
        minimum="200",
        maximum="400",
        size="",
        files={
            "buildings": ("b.geojson", buildings_file()),
            "streets": ("s.geojson", streets_file()),
        },
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
        files={"streets": ("s.geojson", streets_file())},
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
        files={"buildings": ("b.geojson", buildings_file())},
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
