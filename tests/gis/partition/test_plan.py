import json
from pathlib import Path

import geopandas
import pytest
import shapely

from gis.partition import OPTIONS
from gis.partition.contract import Chosen
from gis.partition.plan import PlanError, read_plan

KNOWN = {
    "squares": frozenset({"size_m", "count"}),
    "hexagons": frozenset({"size_m", "count", "h3_resolution"}),
}


def test_a_csv_gives_each_community_its_strategy(tmp_path: Path) -> None:
    file = tmp_path / "plan.csv"
    file.write_text(
        "code,strategy,size_m,count\n440704001001,hexagons,200,\n440704001002,squares,,7\n",
        encoding="utf-8-sig",
    )
    assert read_plan(file, KNOWN) == {
        "440704001001": Chosen("hexagons", {"size_m": 200.0}),
        "440704001002": Chosen("squares", {"count": 7}),
    }


def test_ranges_go_with_the_frames_that_no_plan_can_hold(tmp_path: Path) -> None:
    file = tmp_path / "plan.csv"
    file.write_text(
        "社区代码,方法,最少户数,最多户数,种子\n440704001001,households,200,400,7\n",
        encoding="utf-8",
    )
    houses = geopandas.GeoDataFrame(
        {"households": [3]}, geometry=[shapely.box(0, 0, 1, 1)], crs=4326
    )

    plan = read_plan(file, OPTIONS, {"households": {"buildings": houses}})

    chosen = plan["440704001001"]
    assert chosen.options["buildings"] is houses
    assert {name: chosen.options[name] for name in ("minimum", "maximum", "seed")} == {
        "minimum": 200.0,
        "maximum": 400.0,
        "seed": 7,
    }


def test_a_plan_by_households_wants_buildings_and_says_where(tmp_path: Path) -> None:
    file = tmp_path / "plan.csv"
    file.write_text("code,strategy\n440704001001,households\n", encoding="utf-8")

    with pytest.raises(PlanError, match="row 2: give households buildings or points"):
        read_plan(file, OPTIONS)


def test_a_chinese_header_in_gbk_is_read(tmp_path: Path) -> None:
    file = tmp_path / "plan.csv"
    file.write_bytes("社区代码,方法,边长\n440704001001,squares,80\n".encode("gbk"))
    assert read_plan(file, KNOWN) == {"440704001001": Chosen("squares", {"size_m": 80.0})}


@pytest.mark.parametrize(
    "told",
    [
        [{"code": "A1", "strategy": "hexagons", "h3": 10}],
        {"A1": {"strategy": "hexagons", "h3_resolution": 10}},
    ],
)
def test_json_is_a_list_or_keyed_by_code(tmp_path: Path, told: object) -> None:
    file = tmp_path / "plan.json"
    file.write_text(json.dumps(told), encoding="utf-8")
    assert read_plan(file, KNOWN) == {"A1": Chosen("hexagons", {"h3_resolution": 10})}


def test_every_fault_is_told_by_row_and_column(tmp_path: Path) -> None:
    file = tmp_path / "plan.csv"
    file.write_text(
        "code,strategy,size_m,count,h3\n"
        "A1,squares,100,,\n"
        ",squares,100,,\n"
        "4.40704E+11,squares,,,\n"
        "A2,circles,,,\n"
        "A3,squares,wide,,\n"
        "A4,squares,,1.5,\n"
        "A5,squares,,,9\n"
        "A1,squares,50,,\n"
        "A6,squares,0.1,,\n"
        "A7,squares,300,5,\n"
        "A8,hexagons,,,77\n",
        encoding="utf-8",
    )
    with pytest.raises(PlanError) as refused:
        read_plan(file, KNOWN)
    assert [(fault.row, fault.column) for fault in refused.value.faults] == [
        (3, "code"), (4, "code"), (5, "strategy"), (6, "size_m"), (7, "count"),
        (8, "h3_resolution"), (9, "code"), (10, ""), (11, ""), (12, ""),
    ]  # fmt: skip
    assert "row 6, size_m: 'wide' is no number" in str(refused.value)
    assert "row 10: cells of 0.1 m cannot be cut" in str(refused.value)
    assert "plan.csv" in str(refused.value)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("plan.csv", "community\nA1\n", "lacks strategy"),
        ("plan.csv", "code,strategy\n", "names no community"),
        ("plan.json", "{", "no JSON"),
        ("plan.json", "[1]", "row 1: is no object"),
        ("plan.txt", "", ".csv or .json"),
    ],
)
def test_a_file_that_is_no_plan_is_refused(
    tmp_path: Path, name: str, content: str, said: str
) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8")
    with pytest.raises(PlanError, match=said):
        read_plan(tmp_path / name, KNOWN)


def test_a_plan_that_is_not_there_is_refused_by_its_path(tmp_path: Path) -> None:
    with pytest.raises(PlanError, match=r"gone\.csv: cannot be read"):
        read_plan(tmp_path / "gone.csv", KNOWN)


def test_one_fault_of_a_row_hides_no_other(tmp_path: Path) -> None:
    path = tmp_path / "plan.csv"
    path.write_text(
        "code,strategy,size_m\nA1,squares,abc\nA1,squares,100\n,squares,-5\nA2,circles,80\n",
        encoding="utf-8",
    )
    with pytest.raises(PlanError) as refused:
        read_plan(path, KNOWN)
    told = [(fault.row, fault.column) for fault in refused.value.faults]
    assert told == [(2, "size_m"), (3, "code"), (4, "code"), (4, ""), (5, "strategy")]
    assert "cells of -5 m cannot be cut" in str(refused.value)
