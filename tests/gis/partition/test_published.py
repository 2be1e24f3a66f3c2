"""Cells as a city publishes them become an exact division, and all that was wrong is told."""

from collections import Counter
from pathlib import Path

import geopandas
import pytest

from gis.boundaries import CellFile, RepairKind, read_cell_file, report_lines
from gis.checking import Wording, check_cell_file, checked_lines, closing_lines
from gis.coverage import check_coverage
from gis.partition.imported import CellsRefused, Imported, imported
from gis.texts import LOCALES
from tests.gis import published
from tests.gis.published import published_cells


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("published") / "grid.geojson"
    published_cells().to_file(path, driver="GeoJSON")
    return path


@pytest.fixture(scope="module")
def read(file: Path) -> CellFile:
    return read_cell_file(file, generate_codes=True)


@pytest.fixture(scope="module")
def done(read: CellFile) -> Imported:
    return imported(read)


def test_every_fault_of_the_attributes_is_mended_and_told(read: CellFile) -> None:
    cells = read.cells
    assert len(cells) == published.CELLS
    assert cells["community"].nunique() == published.COMMUNITIES
    assert (cells["code"].str.len() == 15).all()
    told = Counter(repair.kind for repair in read.report)
    assert told[RepairKind.CODE_GENERATED] == published.BLANK + published.NAMELESS
    assert told[RepairKind.COMMUNITY_ASSUMED] == published.NAMELESS
    assert told[RepairKind.PARTS_REJOINED] == published.MULTIPART
    assert told[RepairKind.TOTALS_ONCE] == published.MULTIPART


def test_a_total_that_every_part_repeats_is_counted_once(read: CellFile) -> None:
    features = published_cells()
    whole = features[features["网格编码"].notna()].drop_duplicates("网格编码")["户数"].sum()
    blank = features[features["网格编码"].isna()]["户数"].dropna().sum()
    assert read.cells["households"].sum() == whole + blank


def test_hairlines_are_closed_to_an_exact_division_and_lakes_stay(done: Imported) -> None:
    division = done.division
    assert check_coverage(division.cells, division.communities).exact
    assert len(division.cells) == published.CELLS
    overlaps = [c for c in done.closing.closures if c.kind == "overlap"]
    assert sum(c.area_m2 for c in overlaps) == pytest.approx(published.OVERLAP_M2, rel=0.01)
    assert len(done.closing.holes) == published.HOLES
    assert sum(h.area_m2 for h in done.closing.holes) == pytest.approx(published.HOLES_M2, rel=0.01)


def test_the_names_of_the_file_are_the_cells_names(done: Imported, file: Path) -> None:
    features = geopandas.read_file(file).dropna(subset="网格编码").drop_duplicates("网格编码")
    cells = done.division.cells.set_index("code")["name"]
    assert cells[features["网格编码"]].tolist() == features["网格名称"].tolist()


def test_a_short_report_tells_the_largest_of_each_sort_the_rest_by_number_and_all_sums(
    done: Imported, read: CellFile
) -> None:
    for locale in LOCALES:
        words = Wording.of(read, None, locale)
        short = [
            *report_lines(read, locale=locale, most=5),
            *closing_lines(done.closing, words, most=5),
        ]
        whole = [*report_lines(read, locale=locale), *closing_lines(done.closing, words)]
        assert len(short) < 60 < len(whole)
        assert set(whole) > {line for line in short if not line.startswith("    …")}
        assert any(str(len(done.closing.closures) - 5) in line for line in short)
        assert "社区（" not in "".join(short)
        assert "communities" not in "".join(short)


def test_cells_that_overlap_too_widely_are_refused_as_cells(tmp_path: Path) -> None:
    published_cells(reach_m=3.0).to_file(tmp_path / "wide.geojson", driver="GeoJSON")
    checked = check_cell_file(tmp_path / "wide.geojson", generate_codes=True)
    assert isinstance(checked.refusal, CellsRefused)
    assert checked.refusal.needed_m is not None
    assert str(checked.refusal).startswith("cells overlap by ")
    assert "communit" not in str(checked.refusal)
    told = "\n".join(checked_lines(checked))
    assert "pairs of cells" in told
    assert f"at least {checked.refusal.needed_m:g} m by tolerance_m" in told
    again = check_cell_file(
        tmp_path / "wide.geojson", generate_codes=True, tolerance_m=checked.refusal.needed_m
    )
    assert again.refusal is None
