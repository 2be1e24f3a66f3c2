"""`gridward boundaries check`: its report, its map, its file, its exit status."""

import re
from pathlib import Path

import geopandas
import pyogrio
import pytest

from gis.boundaries import describe, read_boundaries
from gis.coverage import check_coverage
from service.web.i18n import catalogue
from tests.service.cli.conftest import Gridward
from tests.service.conftest import communities_frame

DIRTY = Path(__file__).parents[2] / "data" / "dirty"


def test_a_mendable_file_is_written_repaired_with_a_map_and_status_0(
    tmp_path: Path, gridward: Gridward
) -> None:
    out, html = tmp_path / "closed.gpkg", tmp_path / "closed.html"
    done = gridward(
        "boundaries", "check", DIRTY / "small_overlaps_gaps.geojson", "--tolerance", 5,
        "--out", out, "--html", html,
    )  # fmt: skip
    assert done.status == 0, done.err
    last = done.out.splitlines()[-1]
    assert last.startswith("fine: 53 communities form one exact coverage")
    assert "area moved: 51,6" in last
    assert pyogrio.list_layers(out)[:, 0].tolist() == ["communities"]
    repaired = geopandas.read_file(out)
    assert check_coverage(repaired.assign(community=repaired["code"]), repaired).exact
    assert html.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    again = gridward("boundaries", "check", out)
    assert again.status == 0
    assert "no overlaps or gaps to close" in again.out


def test_a_refused_file_has_status_1_a_map_of_where_and_no_repaired_file(
    tmp_path: Path, gridward: Gridward
) -> None:
    html = tmp_path / "where.html"
    done = gridward(
        "boundaries", "check", DIRTY / "big_overlap.geojson",
        "--html", html, "--out", tmp_path / "closed.gpkg",
    )  # fmt: skip
    assert done.status == 1
    assert done.out.splitlines()[-1].startswith("refused")
    # Why stands once, where errors go.
    assert "106,218 m²  overlap of 63000030028" in done.err
    assert "106,218 m²" not in done.out
    assert "Redraw these borders" in done.err
    assert [path.name for path in tmp_path.iterdir()] == ["where.html"]


def test_a_file_refused_in_reading_is_mapped_too(tmp_path: Path, gridward: Gridward) -> None:
    html = tmp_path / "why.html"
    done = gridward("boundaries", "check", DIRTY / "null_empty_point.geojson", "--html", html)
    assert done.status == 1
    assert "no polygon" in done.err
    assert "no polygon" not in done.out
    assert html.is_file()
    skipped = gridward("boundaries", "check", DIRTY / "null_empty_point.geojson", "--skip")
    assert skipped.status == 0


def test_columns_that_are_not_kept_are_named(tmp_path: Path, gridward: Gridward) -> None:
    own = tmp_path / "own.geojson"
    frame = communities_frame()
    frame.assign(**{f"extra_{n}": "x" for n in range(14)}, empty="").to_file(own)
    told = gridward("boundaries", "check", own).out
    assert "columns that are not kept: extra_0, extra_1," in told
    assert "and 2 more" in told
    assert "empty" not in told
    cells = tmp_path / "cells.geojson"
    assert gridward("partition", own, "--size", 500, "--out", cells).status == 0
    told = gridward("boundaries", "check", "--cells", cells).out
    assert "area_m2" not in told
    assert "keep to a lattice is not checked" in told


def test_swapped_axes_are_read_only_when_asked(gridward: Gridward) -> None:
    assert gridward("boundaries", "check", DIRTY / "swapped_axes.geojson").status == 1
    asked = gridward("boundaries", "check", DIRTY / "swapped_axes.geojson", "--swap-axes")
    assert asked.status == 0
    assert "swapped, as asked" in asked.out


def test_what_lies_outside_the_stated_extent_is_refused(gridward: Gridward) -> None:
    inside = gridward(
        "boundaries", "check", DIRTY / "bom.geojson", "--extent", "121.4,24.9,121.7,25.2"
    )
    assert inside.status == 0, inside.err
    outside = gridward("boundaries", "check", DIRTY / "bom.geojson", "--extent", "112,22,114,23")
    assert outside.status == 1


def test_a_reference_outline_tells_how_the_datum_fits(tmp_path: Path, gridward: Gridward) -> None:
    told = gridward(
        "boundaries", "check", DIRTY / "bom.geojson", "--datum", "gcj02",
        "--reference", DIRTY / "missing_village.geojson",
    )  # fmt: skip
    found = read_boundaries(
        DIRTY / "bom.geojson", datum="gcj02", reference=DIRTY / "missing_village.geojson"
    )
    assert told.status == 0
    for note in found.report:
        assert describe(note, catalogue()) in told.out


def test_the_report_speaks_chinese_when_asked(gridward: Gridward) -> None:
    done = gridward("boundaries", "check", DIRTY / "missing_village.geojson", "--locale", "zh")
    assert done.status == 0
    assert "128,924 m²" in done.out
    assert done.out.splitlines()[-1].startswith("通过")


@pytest.mark.parametrize(
    "wrong",
    [("--tolerance", "-1"), ("--tolerance", "101"), ("--extent", "1,2,3"), ("--fly",)],
)
def test_wrong_usage_of_a_check_has_status_2(gridward: Gridward, wrong: tuple[str, ...]) -> None:
    assert gridward("boundaries", "check", DIRTY / "bom.geojson", *wrong).status == 2


def test_a_map_into_no_folder_is_refused_in_words(tmp_path: Path, gridward: Gridward) -> None:
    done = gridward(
        "boundaries", "check", DIRTY / "bom.geojson", "--html", tmp_path / "no" / "map.html"
    )
    assert done.status == 1
    assert "the folder does not exist" in done.err


def test_a_refusal_speaks_the_language_of_the_report(gridward: Gridward) -> None:
    for name in ("null_empty_point.geojson", "big_overlap.geojson", "bomb.zip"):
        done = gridward("boundaries", "check", DIRTY / name, "--locale", "zh")
        assert done.status == 1
        assert re.search("[一-鿿]", done.err), done.err
        words = set(re.findall(r"\b[a-z]{4,}\b", done.err.replace(name, "")))
        assert words <= {"gridward", "skip", "unusable", "skip_unusable", "geojson"}, words


@pytest.mark.parametrize(
    "target",
    [
        ("--out", "closed.doc"),
        ("--out", "no/closed.gpkg"),
        ("--html", "."),
        ("--html", "no/a.html"),
    ],
)
def test_a_target_that_cannot_be_written_is_refused_before_the_work(
    target: tuple[str, str], tmp_path: Path, gridward: Gridward
) -> None:
    done = gridward("boundaries", "check", DIRTY / "bom.geojson", target[0], tmp_path / target[1])
    assert done.status == 1
    assert done.err.startswith("gridward: ")
    assert done.out == ""


def test_a_citys_own_codes_are_checked_against_its_communities(
    tmp_path: Path, gridward: Gridward
) -> None:
    communities = geopandas.read_file(DIRTY / "bom.geojson")
    communities.to_file(tmp_path / "communities.geojson")
    own = communities[["geometry"]].assign(code=[f"G-{n}" for n in range(len(communities))])
    own.to_file(tmp_path / "own.geojson")
    check = ("boundaries", "check", tmp_path / "own.geojson", "--cells")
    refused = gridward(*check)
    assert refused.status == 1
    assert "--communities" in refused.err
    done = gridward(*check, "--communities", tmp_path / "communities.geojson")
    assert done.status == 0, done.err
    assert "each taken into the one that most of it lies in" in done.out


def test_more_vertices_than_the_limit_are_read_when_asked(gridward: Gridward) -> None:
    check = ("boundaries", "check", DIRTY / "bom.geojson", "--max-vertices")
    refused = gridward(*check, 100)
    assert refused.status == 1
    assert "--max-vertices" in refused.err
    assert gridward(*check, 100_000).status == 0


@pytest.mark.parametrize("options", [("--out",), ("--html",), ("--out", "--html")])
def test_nothing_is_written_over_what_is_read_or_twice(
    options: tuple[str, ...], tmp_path: Path, gridward: Gridward
) -> None:
    given = tmp_path / "given.geojson"
    communities_frame().to_file(given)
    before = given.read_bytes()
    target = given if len(options) == 1 else tmp_path / "both.geojson"
    asked = [part for option in options for part in (option, target)]
    done = gridward("boundaries", "check", given, *asked)
    assert done.status == 1
    assert target.name in done.err
    assert given.read_bytes() == before
    assert not (tmp_path / "both.geojson").exists()


@pytest.mark.parametrize(("locale", "field"), [("en", "“Leave out"), ("zh", "“略去")])
def test_a_refusal_speaks_of_flags_on_the_command_line_and_of_fields_on_its_map(
    locale: str, field: str, gridward: Gridward, tmp_path: Path
) -> None:
    page = tmp_path / "map.html"
    file = DIRTY / "null_empty_point.geojson"
    done = gridward("boundaries", "check", file, "--html", page, "--locale", locale)
    assert " --skip" in done.err
    assert "skip_unusable" not in done.err
    drawn = page.read_text(encoding="utf-8")
    assert field in drawn
    assert "--skip" not in drawn
    assert "skip_unusable" not in drawn
