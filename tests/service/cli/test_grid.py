"""``gridward grid report``."""

import csv
import io
import json
from pathlib import Path

import pytest

from gis.cells import write_cells
from gis.partition import divide
from service.settings import Settings
from tests.service.cli.conftest import Gridward
from tests.service.conftest import communities_frame


@pytest.fixture
def drafted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, gridward: Gridward) -> int:
    """Draft cells with households of their own, and return the division's id."""
    for name, value in {
        "DATABASE_URL": f"sqlite:///{tmp_path / 'gridward.db'}",
        "VAR_DIR": str(tmp_path / "var"),
    }.items():
        monkeypatch.setenv(f"GRIDWARD_{name}", value)
    assert gridward("migrate").status == 0
    assert Settings().households_minimum == 300
    made = divide(communities_frame(), "squares", size_m=500.0)
    cells = made.cells.copy()
    cells["households"] = [250, 501, *([400] * (len(cells) - 2))]
    path = tmp_path / "cells.geojson"
    write_cells(cells, path)
    place = ("--district", "440704", "--district-name", "江海区")
    told = gridward("division", "draft", path, "--from-cells", "--title", "2026", *place)
    assert told.status == 0, told.err
    return int(told.out.rsplit(" ", 1)[-1])


def test_it_tells_what_is_out_of_range_and_ends_with_1(gridward: Gridward, drafted: int) -> None:
    told = gridward("grid", "report", "--division", drafted)
    assert told.status == 1, told.err
    assert "250 households, fewer than 300" in told.out
    assert "501 households, more than 500" in told.out
    zh = gridward("grid", "report", "--division", drafted, "--locale", "zh")
    assert "250 户，少于 300 户" in zh.out


def test_it_ends_with_0_where_nothing_is_to_mend(gridward: Gridward, drafted: int) -> None:
    wide = ("--minimum", 200, "--maximum", 600)
    told = gridward("grid", "report", "--division", drafted, *wide)
    assert (told.status, told.err) == (0, "")
    assert "Nothing to mend." in told.out


def test_json_and_csv_have_every_cell(gridward: Gridward, drafted: int) -> None:
    told = json.loads(gridward("grid", "report", "--division", drafted, "--format", "json").out)
    assert {one["kind"] for one in told["findings"]} == {"above", "below"}
    assert all("/cells/" in one["mend"] for one in told["findings"])
    out = gridward("grid", "report", "--division", drafted, "--format", "csv").out
    rows = list(csv.DictReader(io.StringIO(out)))
    assert len(rows) == len(told["cells"])
    assert sorted(row["findings"] for row in rows if row["findings"]) == ["above", "below"]


def test_wrong_usage_is_refused(gridward: Gridward, drafted: int) -> None:
    assert gridward("grid", "report", "--format", "xml").status == 2
    assert gridward("grid", "report", "--minimum", 600).status == 2
    none_active = gridward("grid", "report")
    assert none_active.status == 1
    assert none_active.err.startswith("gridward: ")
