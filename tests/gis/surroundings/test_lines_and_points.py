"""Streets and waters with their classes, addresses with their households."""

from pathlib import Path

import geopandas
import pytest
import shapely

from gis.surroundings import (
    SurroundingsError,
    read_addresses,
    read_lines,
    read_water,
    report_lines,
)
from gis.surroundings.report import Report
from tests.gis.surroundings.towns import EXTRACT, Town

LINE = shapely.LineString([(113.1, 22.5), (113.101, 22.5)])


def said(report: Report) -> dict[str, object]:
    return {remark.what: dict(remark.facts) for remark in report.remarks}


def lines(path: Path, **columns: list[str]) -> Path:
    rows = len(next(iter(columns.values())))
    geopandas.GeoDataFrame(columns, geometry=[LINE] * rows, crs=4326).to_file(path)
    return path


def town(path: Path) -> Path:
    drawn = Town()
    for number, highway in enumerate(("primary", "trunk_link", "footway", "residential")):
        drawn.line([(0, number), (9, number)], highway=highway)
    drawn.line([(0, 20), (9, 20)], highway="primary", tunnel="yes")
    drawn.line([(0, 21), (9, 21)], railway="rail")
    drawn.line([(0, 30), (9, 30)], waterway="river")
    drawn.line([(0, 31), (9, 31)], waterway="drain")
    drawn.square(0, 40, side=10, natural="water")
    drawn.square(20, 40, side=1, natural="water", water="pond")
    drawn.node(1, 50, addr__street="North", addr__housenumber="1")
    drawn.node(2, 50, addr__street="North", addr__housenumber="1", shop="kiosk")
    drawn.node(3, 50, addr__street="North", addr__housenumber="2")
    drawn.square(5, 50, building="yes", addr__street="North", addr__housenumber="3")
    return drawn.write(path)


def test_streets_are_read_by_their_classes_with_links(tmp_path: Path) -> None:
    found = read_lines(town(tmp_path / "a.osm"))

    kinds = ["primary", "trunk_link", "residential", "rail", "river"]
    assert found.frame["class"].tolist() == kinds
    assert said(found.report)["tunnels"] == {"count": 1}
    assert said(found.report)["classes-left"]["count"] == 2  # type: ignore[index]


def test_classes_are_chosen_railways_too(tmp_path: Path) -> None:
    found = read_lines(town(tmp_path / "a.osm"), classes=("trunk", "rail", "footway"))

    assert found.frame["class"].tolist() == ["trunk_link", "footway", "rail"]


def test_a_class_that_there_is_not_is_refused_with_those_there_are(tmp_path: Path) -> None:
    with pytest.raises(SurroundingsError, match="motorway"):
        read_lines(town(tmp_path / "a.osm"), classes=("avenue",))


def test_no_street_of_the_wanted_classes_is_refused_with_the_classes_there(tmp_path: Path) -> None:
    with pytest.raises(SurroundingsError, match="residential 1"):
        read_lines(town(tmp_path / "a.osm"), classes=("motorway",))


def test_classes_of_chinese_surveys_are_known(tmp_path: Path) -> None:
    path = lines(tmp_path / "a.gpkg", 道路等级=["主干路", "次干道", "支路", "人行道", "快速路"])

    found = read_lines(path)

    assert found.frame["class"].tolist() == ["primary", "secondary", "residential", "trunk"]


def test_lines_without_a_class_are_all_read_and_that_is_said(tmp_path: Path) -> None:
    bare = read_lines(lines(tmp_path / "a.gpkg", n=["1", "2"]))
    strange = read_lines(lines(tmp_path / "b.gpkg", kind=["x", "y"]))

    assert (len(bare.frame), len(strange.frame)) == (2, 2)
    assert "classes-none" in said(bare.report)
    assert said(strange.report)["classes-unknown"] == {"column": "kind"}


def test_waters_are_lines_and_areas_and_pools_are_left_out(tmp_path: Path) -> None:
    found = read_water(town(tmp_path / "a.osm"))

    assert found.frame["class"].tolist() == ["river", "water"]
    assert found.frame.geom_type.tolist() == ["LineString", "Polygon"]
    assert said(found.report)["water-small"] == {"count": 1, "least": "1000"}


def test_an_address_is_told_once_however_many_carry_its_number(tmp_path: Path) -> None:
    found = read_addresses(town(tmp_path / "a.osm"))

    assert found.frame["households"].tolist() == [1, 1, 1]
    assert found.frame.geom_type.unique().tolist() == ["Point"]
    assert said(found.report)["addresses-repeated"] == {"count": 1}
    assert "addresses-one-each" in said(found.report)


def test_addresses_are_read_from_a_table_with_their_households(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("门牌,经度,纬度,户数\n1,113.1,22.5,12\n2,113.2,22.5,\n", encoding="gb18030")

    found = read_addresses(path)

    assert found.frame["households"].tolist() == [12, 0]
    assert any("GBK" in line for line in report_lines(found.report))


def test_a_file_of_polygons_holds_no_streets(tmp_path: Path) -> None:
    path = tmp_path / "a.gpkg"
    geopandas.GeoDataFrame({"n": [1]}, geometry=[LINE.buffer(0.001)], crs=4326).to_file(path)

    with pytest.raises(SurroundingsError, match="Streets are read as lines"):
        read_lines(path)


@pytest.mark.parametrize("read", [read_lines, read_water, read_addresses])
def test_an_extract_without_any_is_refused(tmp_path: Path, read: object) -> None:
    drawn = Town()
    drawn.square(0, 0, building="yes")

    with pytest.raises(SurroundingsError, match="Give a file that holds them"):
        read(drawn.write(tmp_path / "a.osm"))  # type: ignore[operator]


def test_streets_and_waters_of_a_real_extract() -> None:
    assert len(read_lines(EXTRACT).frame) == 173
    assert len(read_water(EXTRACT).frame) == 1
    assert len(read_addresses(EXTRACT).frame) == 7
