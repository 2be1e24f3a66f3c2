"""Options of households and streets: points, counts, plans, holes, several parts; refusals."""

from typing import Any

import geopandas
import numpy as np
import pytest
import shapely

import gis
from gis.partition import Chosen, PartitionError
from gis.texts import own_texts
from tests.gis.partition.townscape.made_town import made_town
from tests.gis.partition.townscape.measures import cut_buildings

TOWN = made_town(5, 4, 11)


def _proven(cells: geopandas.GeoDataFrame, communities: geopandas.GeoDataFrame) -> None:
    report = gis.check_coverage(cells, communities)
    assert report.exact, report.faults


def _addresses() -> geopandas.GeoDataFrame:
    places = TOWN.buildings.representative_point()
    return geopandas.GeoDataFrame(TOWN.buildings[["households"]], geometry=places, crs=4326)


def test_addresses_serve_instead_of_buildings() -> None:
    points = _addresses()
    cells = gis.partition(TOWN.community, "households", points=points, streets=TOWN.streets)
    _proven(cells, TOWN.community)
    assert cells["households"].sum() == points["households"].sum()
    assert cells["households"].between(300, 500).mean() >= 0.9


def test_each_address_is_a_household_unless_a_column_tells() -> None:
    points = _addresses()[["geometry"]]
    cells = gis.partition(TOWN.community, "households", points=points, minimum=20, maximum=40)
    assert cells["households"].sum() == len(points)
    assert cells["households"].between(20, 40).mean() >= 0.9


@pytest.mark.parametrize("count", [1, 2, 7, 20])
def test_a_count_of_cells_is_kept(count: int) -> None:
    by_households = gis.partition(
        TOWN.community, "households", buildings=TOWN.buildings, streets=TOWN.streets, count=count
    )
    by_streets = gis.partition(
        TOWN.community, "streets", lines=TOWN.streets, buildings=TOWN.buildings, count=count
    )
    for cells in (by_households, by_streets):
        assert len(cells) == count
        _proven(cells, TOWN.community)


def test_streets_without_buildings_are_parted_by_straight_lines() -> None:
    cells = gis.partition(TOWN.community, "streets", lines=TOWN.streets)
    _proven(cells, TOWN.community)
    assert cells["area_m2"].between(20_000, 60_000).mean() >= 0.9
    nothing = TOWN.streets.iloc[:0]
    cells = gis.partition(TOWN.community, "streets", lines=nothing)
    _proven(cells, TOWN.community)
    assert cells["area_m2"].between(20_000, 60_000).all()


@pytest.mark.parametrize("buildings", [TOWN.buildings, None])
def test_straight_cuts_are_told_where_no_buildings_are_given(
    buildings: geopandas.GeoDataFrame | None,
) -> None:
    division = gis.divide(TOWN.community, "streets", lines=TOWN.streets, buildings=buildings)
    assert any("straight lines" in str(note) for note in division.notes) == (buildings is None)
    assert any("直线" in note.text("zh") for note in division.notes) == (buildings is None)


def _bitten() -> geopandas.GeoDataFrame:
    """A lake in the middle of the town, and an island beside it."""
    outline = TOWN.community.geometry.iloc[0]
    middle = outline.centroid
    lake = shapely.Point(middle.x, middle.y).buffer(0.0006, quad_segs=8)
    island = shapely.box(
        outline.bounds[2] + 0.001, middle.y, outline.bounds[2] + 0.002, middle.y + 0.001
    )
    ground = shapely.MultiPolygon([outline.difference(lake), island])
    return TOWN.community.set_geometry([ground], crs=4326)


@pytest.mark.parametrize("strategy", ["households", "streets"])
def test_holes_and_parts_of_a_community_stay(strategy: str) -> None:
    communities = _bitten()
    options: dict[str, Any] = {"buildings": TOWN.buildings}
    options["streets" if strategy == "households" else "lines"] = TOWN.streets
    cells = gis.partition(communities, strategy, **options)
    _proven(cells, communities)
    assert cut_buildings(cells, communities, TOWN.buildings) == []
    island = cells.iloc[[cells.geometry.bounds["minx"].to_numpy().argmax()]]
    why = "nobody lives here" if strategy == "households" else "a part of the community by itself"
    assert why in island["note"].iloc[0]


@pytest.mark.parametrize("count", [2, 5, 9])
def test_a_count_of_cells_counts_islands(count: int) -> None:
    communities = _bitten()
    cells = gis.partition(communities, "households", buildings=TOWN.buildings, count=count)
    assert len(cells) == count
    _proven(cells, communities)


def test_neighbours_in_a_plan_share_their_border() -> None:
    outline = TOWN.community.geometry.iloc[0]
    west, south, east, north = outline.bounds
    middle = (west + east) / 2
    halves = [shapely.box(west, south, middle, north), shapely.box(middle, south, east, north)]
    shapes = [outline.intersection(half) for half in halves] + [
        shapely.box(west, north + 0.01, east, north + 0.02)
    ]
    communities = geopandas.GeoDataFrame(
        {"code": ["440704001001", "440704001002", "440704001003"]}, geometry=shapes, crs=4326
    )
    town = {"buildings": TOWN.buildings, "streets": TOWN.streets}
    plan = {
        "440704001002": Chosen("streets", {"lines": TOWN.streets, "buildings": TOWN.buildings}),
        "440704001003": Chosen("hexagons", {"size_m": 300.0}),
    }
    cells = gis.partition(communities, "households", plan=plan, **town)
    _proven(cells, communities)
    assert cut_buildings(cells, communities, TOWN.buildings) == []
    here = cells["community"] == "440704001001"
    assert cells["households"].notna().tolist() == here.tolist()


def test_a_special_cell_is_carved_out_of_cells_by_households() -> None:
    middle = TOWN.community.geometry.iloc[0].centroid
    school = geopandas.GeoDataFrame(
        {"name": ["一中"]}, geometry=[shapely.box(*middle.buffer(0.0004).bounds)], crs=4326
    )
    cells = gis.partition(
        TOWN.community, "households", special=school, buildings=TOWN.buildings, streets=TOWN.streets
    )
    _proven(cells, TOWN.community)
    assert (cells["kind"] == "special").sum() == 1


def test_a_community_where_nobody_lives_is_one_cell_and_says_so() -> None:
    nobody = TOWN.buildings.assign(households=0)
    cells = gis.partition(TOWN.community, "households", buildings=nobody, streets=TOWN.streets)
    assert len(cells) == 1
    assert cells["note"].tolist() == ["nobody lives here"]
    zh = gis.partition(TOWN.community, "households", buildings=TOWN.buildings.iloc[:0], locale="zh")
    assert zh["note"].tolist() == ["无住户"]


def test_a_building_above_the_maximum_is_a_cell_of_its_own_and_named() -> None:
    buildings = TOWN.buildings.copy()
    buildings.loc[20, "households"] = 1_234
    cells = gis.partition(TOWN.community, "households", buildings=buildings, streets=TOWN.streets)
    (large,) = cells.loc[cells["households"] > 500, "note"].tolist()
    assert "one building of 1,234 households" in large


def test_rows_outside_all_communities_are_counted() -> None:
    moved = TOWN.buildings.copy()
    moved.geometry = moved.geometry.translate(xoff=np.where(np.arange(len(moved)) < 3, 1.0, 0.0)[0])
    division = gis.partition.divide(TOWN.community, "households", buildings=moved)
    assert [str(note) for note in division.notes] == [
        f"{len(moved):,} buildings or addresses lie in none of the communities and are left out"
        if len(moved) >= 1_000
        else f"{len(moved)} buildings or addresses lie in none of the communities and are left out"
    ]


REFUSED = [
    ("households", {}, "buildings or points"),
    ("households", {"buildings": 7}, "no GeoDataFrame"),
    ("households", {"buildings": TOWN.buildings[["geometry"]]}, "no column “households”"),
    ("households", {"buildings": TOWN.buildings.set_crs(None, allow_override=True)}, "no CRS"),
    ("households", {"buildings": TOWN.buildings, "points": _addresses()}, "one of them"),
    ("households", {"buildings": _addresses()}, "row 1 is a Point"),
    ("households", {"points": TOWN.buildings}, "row 1 is a Polygon"),
    ("households", {"buildings": TOWN.buildings.assign(households="many")}, "row 1 has 'many'"),
    ("households", {"buildings": TOWN.buildings.assign(households=-1)}, "row 1 has"),
    ("households", {"points": _addresses(), "streets": _addresses()}, "row 1 is a Point"),
    ("households", {"points": _addresses(), "minimum": 0}, "minimum is 0"),
    ("households", {"points": _addresses(), "minimum": 500, "maximum": 300}, "the smaller first"),
    ("households", {"points": _addresses(), "seed": -1}, "seed is -1"),
    ("households", {"points": _addresses(), "count": 0}, "count is 0"),
    ("streets", {}, "streets needs lines"),
    ("streets", {"lines": TOWN.streets, "maximum_m2": "wide"}, "maximum_m2 is 'wide'"),
]


@pytest.mark.parametrize(("strategy", "options", "told"), REFUSED)
def test_options_that_do_not_fit_are_refused_in_words(
    strategy: str, options: dict[str, Any], told: str
) -> None:
    with pytest.raises(PartitionError) as refused:
        gis.partition(TOWN.community, strategy, **options)
    assert told in str(refused.value)
    assert refused.value.text("zh", own_texts())
