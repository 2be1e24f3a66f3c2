"""The same commands for the demo and for the real villages of Taipei, and for bad files."""

import shutil
import subprocess
from pathlib import Path

import pandas as pd
import pytest

import gis
from gis.boundaries import read_boundaries
from gis.cells import read_cells
from service.demo.load import workbook
from service.demo.people import roster
from tests.service.cli.conftest import Gridward

ROOT = Path(__file__).parents[3]
BOUNDARIES = ROOT / "data" / "boundaries"
DIRTY = ROOT / "tests" / "data" / "dirty"


@pytest.mark.parametrize(
    ("file", "size_m", "point", "illustrative"),
    [
        ("jianghai_communities.geojson", 450, (113.13, 22.55), True),
        ("taipei_villages.geojson", 300, (121.545, 25.03), False),
    ],
)
def test_a_boundary_file_is_checked_divided_routed_mapped_and_printed_by_the_same_commands(
    tmp_path: Path,
    gridward: Gridward,
    file: str,
    size_m: int,
    point: tuple[float, float],
    illustrative: bool,
) -> None:
    source = BOUNDARIES / file
    cells, index = tmp_path / "cells.geojson", tmp_path / "cells.gridx"

    checked = gridward("boundaries", "check", source)
    assert checked.status == 0, checked.err
    assert "form one exact coverage" in checked.out

    divided = gridward("partition", source, "--size", size_m, "--out", cells)
    assert divided.status == 0, divided.err
    assert "proven exact" in divided.out
    assert read_cells(cells).attrs["illustrative"] is illustrative

    assert gridward("index", cells, "--out", index).status == 0
    points = tmp_path / "points.csv"
    pd.DataFrame({"lon": [point[0], 0.0], "lat": [point[1], 0.0]}).to_csv(points, index=False)
    routed = gridward(
        "route", points.as_uri(), (tmp_path / "routed.csv").as_uri(), "--cells", index
    )
    assert "2 points, 1 in a cell, 1 outside" in routed.out
    code = str(pd.read_csv(tmp_path / "routed.csv", dtype={"cell": "str"})["cell"][0])
    assert code in set(read_cells(cells)["code"])

    page = tmp_path / "map.html"
    assert gridward("map", cells, "--out", page).status == 0
    html = page.read_text(encoding="utf-8")
    assert ('"illustrative":true' in html) is illustrative

    sheet = tmp_path / "sheet.pdf"
    printed = gridward("atlas", cells, "--cell", code, "--out", sheet)
    assert printed.status == 0, printed.err
    text = subprocess.run(
        [shutil.which("pdftotext") or "pdftotext", "-layout", sheet, "-"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert code in text.replace(" ", "")
    assert ("示意边界" in text) is illustrative


def test_every_repair_of_the_real_villages_is_told(gridward: Gridward) -> None:
    told = gridward("boundaries", "check", BOUNDARIES / "taipei_villages.geojson").out
    repairs = read_boundaries(BOUNDARIES / "taipei_villages.geojson").report
    assert repairs
    for repair in repairs:
        assert repair.feature in told
    assert f"repairs: {len(repairs)}" in told


def test_a_sheet_names_the_persons_of_a_people_file(tmp_path: Path, gridward: Gridward) -> None:
    found = gis.read_boundaries(BOUNDARIES / "jianghai_communities.geojson").communities
    cells = tmp_path / "cells.parquet"
    assert (
        gridward(
            "partition", BOUNDARIES / "jianghai_communities.geojson", "--size", 450, "--out", cells
        ).status
        == 0
    )
    named = found.assign(name=found["short_name"], street_code=found["parent"])
    people = roster(named, read_cells(cells))
    (tmp_path / "people.xlsx").write_bytes(workbook(people))
    code = "440704004007001"
    done = gridward(
        "atlas", cells, "--people", tmp_path / "people.xlsx", "--cell", code,
        "--out", tmp_path / "sheet.pdf",
    )  # fmt: skip
    assert done.status == 0, done.err
    text = subprocess.run(
        ["pdftotext", "-layout", tmp_path / "sheet.pdf", "-"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    persons = {row["number"]: row["name"] for row in people.sheets["persons"]}
    for number in ("D-market", "S-440704004007", "W-440704004007-01"):
        assert persons[number] in text


@pytest.mark.parametrize(
    ("file", "said"),
    [
        ("utf8_no_prj.zip", "--crs"),
        ("truncated.geojson", "truncated.geojson"),
        ("not_a_map.pdf", "not_a_map.pdf"),
        ("two_layers.gpkg", "layer"),
        ("duplicate_code.geojson", "63000"),
    ],
)
def test_a_refused_file_ends_with_status_1_its_name_and_no_output(
    tmp_path: Path, gridward: Gridward, file: str, said: str
) -> None:
    done = gridward("partition", DIRTY / file, "--out", tmp_path / "cells.geojson")
    assert done.status == 1
    assert done.err.startswith("gridward: ")
    assert file in done.err
    assert said in done.err
    assert list(tmp_path.iterdir()) == []


def test_a_people_file_with_a_missing_person_is_refused_by_sheet_and_row(
    tmp_path: Path, gridward: Gridward
) -> None:
    cells = tmp_path / "cells.geojson"
    gridward(
        "partition", BOUNDARIES / "jianghai_communities.geojson", "--size", 900, "--out", cells
    )
    people = tmp_path / "people.csv"
    people.write_text(
        "table,cell,tier,person,valid_from\n"
        "responsibilities,440704004007001,community,NOBODY,2026-11-01\n",
        encoding="utf-8",
    )
    sheet = tmp_path / "sheet.pdf"
    done = gridward("atlas", cells, "--people", people, "--locale", "en", "--out", sheet)
    assert done.status == 1
    assert "  csv, row 2, person: There is no person “NOBODY”." in done.err
    assert "SheetFault" not in done.err
    assert not (tmp_path / "sheet.pdf").exists()


@pytest.mark.parametrize(
    "arguments",
    [("partition",), ("partition", "x.geojson", "--size", "ten", "--out", "y.geojson"), ("fly",)],
)
def test_wrong_usage_ends_with_status_2(gridward: Gridward, arguments: tuple[str, ...]) -> None:
    assert gridward(*arguments).status == 2


def test_points_that_cannot_be_routed_end_with_status_1(tmp_path: Path, gridward: Gridward) -> None:
    cells = tmp_path / "cells.geojson"
    demo = BOUNDARIES / "jianghai_communities.geojson"
    assert gridward("partition", demo, "--size", 900, "--out", cells).status == 0
    done = gridward("route", tmp_path / "no.csv", tmp_path / "out.csv", "--cells", cells)
    assert done.status == 1
    assert "no.csv: does not exist" in done.err
    (tmp_path / "in.csv").write_text("lon,lat\n113.1,22.5\n")
    done = gridward(
        "route", tmp_path / "in.csv", tmp_path / "out.csv", "--cells", cells, "--lon", "bogus"
    )
    assert done.status == 1
    assert "name it with --lon" in done.err
    assert not (tmp_path / "out.csv").exists()
