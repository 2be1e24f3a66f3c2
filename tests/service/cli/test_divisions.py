"""A clerk's year on the command line: draft, compare, activate, plan, roll back."""

from datetime import UTC, datetime
from pathlib import Path

import geopandas
import pytest
import shapely

from gis.cells import write_cells
from gis.partition import divide
from service.areas.active import Divisions
from service.database import Executor, open_engine
from service.settings import Settings
from tests.service.cli.conftest import Gridward
from tests.service.conftest import YINQUAN, communities_frame


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, gridward: Gridward) -> Settings:
    for name, value in {
        "DATABASE_URL": f"sqlite:///{tmp_path / 'gridward.db'}",
        "VAR_DIR": str(tmp_path / "var"),
        "MEDIA_URL": str(tmp_path / "media"),
    }.items():
        monkeypatch.setenv(f"GRIDWARD_{name}", value)
    assert gridward("migrate").status == 0
    return Settings()


@pytest.fixture
def boundaries(tmp_path: Path) -> Path:
    path = tmp_path / "communities.geojson"
    communities_frame().to_file(path, driver="GeoJSON")
    return path


def cells_of(settings: Settings, division_id: int) -> geopandas.GeoDataFrame:
    executor = Executor(open_engine(settings.database_url))
    return Divisions(executor, settings.var_dir / "index").get(division_id).cells


def number_of(told: str) -> int:
    return int(told.rsplit(" ", 1)[-1])


def test_a_redraw_keeps_codes_and_can_be_taken_back(
    gridward: Gridward, settings: Settings, boundaries: Path, tmp_path: Path
) -> None:
    place = ("--district", "440704", "--district-name", "江海区")
    first = gridward("division", "draft", boundaries, "--title", "2026", "--size", 500, *place)
    assert first.status == 0, first.err
    one = number_of(first.out)
    assert gridward("division", "activate", one).status == 0

    plan = tmp_path / "plan.csv"
    plan.write_text(f"code,strategy,size_m\n{YINQUAN},squares,300\n", encoding="utf-8")
    second = gridward(
        "division", "draft", boundaries, "--title", "2027", "--size", 500, "--plan", plan
    )
    assert second.status == 0, second.err
    two = number_of(second.out)
    old, new = cells_of(settings, one), cells_of(settings, two)
    elsewhere = old[old["community"] != YINQUAN]["code"]
    assert set(elsewhere) < set(new["code"])
    redrawn = new[new["community"] == YINQUAN]["code"]
    assert set(redrawn).isdisjoint(old["code"])

    table, page = tmp_path / "changes.csv", tmp_path / "changes.html"
    told = gridward("division", "diff", one, two, "--out", table, "--html", page)
    assert told.status == 0, told.err
    assert "Split" in told.out
    assert table.read_bytes().startswith(b"\xef\xbb\xbf")
    assert page.stat().st_size > 10_000

    assert gridward("division", "activate", two).status == 0
    back = gridward("division", "rollback")
    assert back.out.strip().endswith(f"in place of {two}")
    shown = gridward("division", "show", one).out
    assert "rolled back" in shown
    assert f"superseded by {two}" in shown
    nothing = gridward("division", "rollback")
    assert nothing.status == 1
    assert "No generation was in force before" in nothing.err

    third = gridward("division", "draft", boundaries, "--title", "2028", "--size", 250)
    codes = set(cells_of(settings, number_of(third.out))["code"])
    assert codes.isdisjoint(set(redrawn))


def test_a_draft_made_before_a_roll_back_renumbers_no_unchanged_cell_in_silence(
    gridward: Gridward, settings: Settings, boundaries: Path, tmp_path: Path
) -> None:
    place = ("--district", "440704", "--district-name", "江海区")
    drafted = [gridward("division", "draft", boundaries, "--title", "a", "--size", 500, *place)]
    one = number_of(drafted[-1].out)
    assert gridward("division", "activate", one).status == 0
    plan = tmp_path / "plan.csv"
    plan.write_text(f"code,strategy,size_m\n{YINQUAN},squares,300\n", encoding="utf-8")
    again = ("division", "draft", boundaries, "--title", "b", "--size", 500)
    other = f"code,strategy,size_m\n{YINQUAN},hexagons,300\n"
    (tmp_path / "other.csv").write_text(other, encoding="utf-8")
    two = number_of(gridward(*again, "--plan", plan).out)
    assert gridward("division", "activate", two).status == 0
    stale = number_of(gridward(*again).out)
    assert gridward("division", "rollback", one).status == 0

    refused = gridward("division", "activate", stale)
    assert refused.status != 0
    assert "unchanged cells would get other codes" in refused.err
    later = gridward("division", "activate", stale, "--at", "2027-01-01T00:00")
    assert "draft it again" in later.err
    renamed = gridward("division", "diff", one, stale)
    assert "under another code" in renamed.out

    fresh = number_of(gridward(*again).out)
    assert cells_of(settings, fresh)["code"].tolist() == cells_of(settings, one)["code"].tolist()
    assert gridward("division", "activate", fresh).status == 0
    assert gridward("division", "activate", stale, "--renumber").status == 0
    # A draft with codes that were given out elsewhere meanwhile is told apart in the list.
    left = number_of(gridward(*again, "--plan", plan).out)
    rival = number_of(gridward(*again, "--plan", tmp_path / "other.csv").out)
    assert gridward("division", "activate", left).status == 0
    listed = gridward("division", "list").out.splitlines()
    (row,) = [line for line in listed if line.startswith(f"{rival}\t")]
    assert "cannot come into force" in row


def test_a_citys_own_cells_keep_their_codes_but_not_those_of_retired_cells(
    gridward: Gridward, settings: Settings, tmp_path: Path
) -> None:
    made = divide(communities_frame(), "squares", size_m=500.0)
    own = made.cells.assign(code=[f"{c[:12]}{800 + int(c[12:])}" for c in made.cells["code"]])
    file = tmp_path / "cells.geojson"
    write_cells(own[["code", "community", "kind", "geometry"]], file)
    place = ("--district", "440704", "--district-name", "江海区")
    first = gridward("division", "draft", file, "--title", "own", "--from-cells", *place)
    assert first.status == 0, first.err
    one = number_of(first.out)
    assert set(cells_of(settings, one)["code"]) == set(own["code"])
    assert gridward("division", "activate", one).status == 0

    # Codes of two cells changed places: each would denote the other's ground.
    codes = own["code"].tolist()
    codes[0], codes[1] = codes[1], codes[0]
    write_cells(own.assign(code=codes)[["code", "community", "kind", "geometry"]], file)
    refused = gridward("division", "draft", file, "--title", "mixed", "--from-cells")
    assert refused.status == 1
    assert codes[0] in refused.err
    taken = gridward("division", "draft", file, "--title", "mixed", "--from-cells", "--new-codes")
    assert taken.status == 0, taken.err
    assert set(cells_of(settings, number_of(taken.out))["code"]) == set(own["code"])


@pytest.mark.parametrize("digits", [4, 6])
def test_longer_serials_come_into_force(
    gridward: Gridward, boundaries: Path, settings: Settings, digits: int
) -> None:
    place = ("--district", "440704", "--district-name", "江海区")
    first = gridward(
        "division", "draft", boundaries, "--title", "long", "--size", 60,
        "--serial-digits", digits, *place,
    )  # fmt: skip
    assert first.status == 0, first.err
    one = number_of(first.out)
    assert gridward("division", "activate", one).status == 0
    assert cells_of(settings, one)["code"].str.len().eq(12 + digits).all()


def test_a_citys_own_codes_of_any_form_come_into_force_and_are_compared(
    gridward: Gridward, settings: Settings, tmp_path: Path
) -> None:
    made = divide(communities_frame(), "squares", size_m=500.0)
    own = made.cells.assign(code=[f"网格{n}-000" for n in range(len(made.cells))])
    file = tmp_path / "cells.geojson"
    write_cells(own[["code", "community", "kind", "geometry"]], file)
    place = ("--district", "440704", "--district-name", "江海区")
    first = gridward("division", "draft", file, "--title", "own", "--from-cells", *place)
    assert first.status == 0, first.err
    one = number_of(first.out)
    assert gridward("division", "activate", one).status == 0
    again = gridward("division", "draft", file, "--title", "again", "--from-cells")
    assert again.status == 0, again.err
    assert set(cells_of(settings, number_of(again.out))["code"]) == set(own["code"])
    assert gridward("division", "diff", one, number_of(again.out)).status == 0
    assert gridward("division", "activate", number_of(again.out)).status == 0


def test_a_draft_reads_as_a_check_does_and_keeps_the_names_of_cells(
    gridward: Gridward, settings: Settings, tmp_path: Path
) -> None:
    made = divide(communities_frame(), "squares", size_m=500.0).cells
    names = [f"第一中学第{n}网格" for n in range(len(made))]
    own = made[["code", "community", "geometry"]].assign(name=names)
    own.loc[0, "code"] = ""
    file = tmp_path / "cells.geojson"
    own.to_file(file, driver="GeoJSON")
    draft = (
        "division", "draft", file, "--title", "own", "--from-cells",
        "--district", "440704", "--district-name", "江海区",
    )  # fmt: skip
    assert gridward(*draft).status == 1
    done = gridward(*draft, "--generate-codes")
    assert done.status == 0, done.err
    kept = cells_of(settings, number_of(done.out))
    assert sorted(kept["name"]) == sorted(names)
    skipped = gridward(*draft, "--skip")
    assert skipped.status == 0, skipped.err
    assert len(cells_of(settings, number_of(skipped.out))) == len(made) - 1


@pytest.mark.parametrize(
    "idle",
    [
        ("--from-cells", "--size", "300"),
        ("--from-cells", "--special", "special.geojson"),
        ("--communities", "communities.geojson"),
        ("--community", "所属社区"),
        ("--new-codes",),
    ],
)
def test_a_draft_refuses_options_that_would_do_nothing(
    gridward: Gridward, settings: Settings, boundaries: Path, idle: tuple[str, ...]
) -> None:
    draft = ("division", "draft", boundaries, "--title", "2026", *idle)
    done = gridward(*draft, "--district", "440704", "--district-name", "江海区")
    assert done.status == 2
    assert "would do nothing" in " ".join(done.err.split())


def test_an_activation_is_planned_and_cancelled(
    gridward: Gridward, settings: Settings, boundaries: Path
) -> None:
    drafted = gridward(
        "division", "draft", boundaries, "--title", "2026", "--size", 500,
        "--district", "440704", "--district-name", "江海区",
    )  # fmt: skip
    number = number_of(drafted.out)
    year = datetime.now(UTC).year + 2
    assert gridward("division", "activate", number, "--at", f"{year}-12-01T00:00").status == 0
    assert f"planned for {year}-12-01 00:00" in gridward("division", "list").out
    far = gridward("division", "activate", number, "--at", "9999-12-31T23:59")
    assert far.status == 1
    assert "correct the year" in far.err
    assert f"planned for {year}-12-01 00:00" in gridward("division", "list").out
    assert gridward("division", "cancel", number).status == 0
    assert gridward("division", "cancel", number).status == 1
    assert gridward("division", "activate", number, "--at", "soon").status == 1
    assert gridward("division", "activate", number, "--at", "2020-01-01T00:00").status == 1


def test_a_file_that_is_no_division_is_named_once(tmp_path: Path, gridward: Gridward) -> None:
    (tmp_path / "communities.geojson").write_text('{"type": "FeatureCollection"}')
    refused = gridward("division", "diff", tmp_path / "communities.geojson", tmp_path / "x.gpkg")
    assert refused.status == 1
    assert refused.err.count("communities.geojson") == 1


def test_areas_that_lie_in_no_communities_are_compared_by_the_column_of_their_codes(
    gridward: Gridward, tmp_path: Path
) -> None:
    was = [shapely.box(113.1 + n / 100, 22.5, 113.11 + n / 100, 22.51) for n in range(3)]
    becomes = [was[0], shapely.union(was[1], was[2])]
    for name, column, shapes in (
        ("old", "CounDist", was), ("new", "CounDist", becomes),
        ("old-coded", "code", was), ("new-coded", "code", becomes),
    ):  # fmt: skip
        codes = [str(n) for n in range(1, len(shapes) + 1)]
        frame = geopandas.GeoDataFrame({column: codes}, geometry=shapes, crs=4326)
        frame.to_file(tmp_path / f"{name}.geojson", driver="GeoJSON")
    old, new = tmp_path / "old.geojson", tmp_path / "new.geojson"
    named = gridward("division", "diff", old, new)
    assert named.status == 1
    assert "--code" in named.err
    coded = (tmp_path / "old-coded.geojson", tmp_path / "new-coded.geojson")
    for asked in ((old, new, "--code", "CounDist"), coded):
        done = gridward("division", "diff", *asked)
        assert done.status == 0, done.err
        assert "Merged            1 cell" in done.out
        assert "Kept              1 cell" in done.out
