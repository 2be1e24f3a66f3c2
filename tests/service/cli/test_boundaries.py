"""`gridward boundaries check`: its report, its map, its file, its exit status."""

from pathlib import Path

import geopandas
import pytest

from gis.boundaries import read_boundaries
from gis.coverage import check_coverage
from tests.service.cli.conftest import Gridward

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
    assert "106,218 m²" in done.out
    assert done.out.splitlines()[-1].startswith("refused")
    assert "63000030028 and 63000030041 by 106,218 m²" in done.err
    assert [path.name for path in tmp_path.iterdir()] == ["where.html"]


def test_a_file_refused_in_reading_is_mapped_too(tmp_path: Path, gridward: Gridward) -> None:
    html = tmp_path / "why.html"
    done = gridward("boundaries", "check", DIRTY / "null_empty_point.geojson", "--html", html)
    assert done.status == 1
    assert "no polygon" in done.err
    assert html.is_file()
    skipped = gridward("boundaries", "check", DIRTY / "null_empty_point.geojson", "--skip")
    assert skipped.status == 0


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
        assert note.what in told.out


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
