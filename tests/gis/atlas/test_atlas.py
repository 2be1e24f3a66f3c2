import subprocess
from datetime import date
from pathlib import Path

import numpy as np
import pytest
import shapely
from pyproj import Geod

from gis.atlas import Atlas, DivisionNote, Responsible, UnknownSheetError
from gis.atlas.qr import qr_outlines
from gis.atlas.scales import largest_scale, scale_bar
from tests.gis.atlas.frames import made_district

CODE = "440704001015001"
POSTS = (
    Responsible("department", "区市场监督管理局", "陈志强", "000-0000 0101"),
    Responsible("street", "江南街道办事处", "李婉仪", "000-0000 0102"),
    Responsible("community", "桥南社区居委会", "黄健文", "000-0000 0103"),
)


def text_of(pdf: bytes) -> str:
    return subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True
    ).stdout.decode()


def test_a_sheet_has_the_code_in_groups_and_the_three_persons() -> None:
    text = text_of(Atlas(*made_district(), people={CODE: POSTS}).page(CODE))
    for wanted in ("440704 001 015 001", "陈志强", "李婉仪", "黄健文", "000-0000 0103"):
        assert wanted in text
    assert "未落实" not in text


@pytest.mark.parametrize(("locale", "vacant"), [("zh", "未落实"), ("en", "Vacant")])
def test_a_missing_tier_is_shown_as_a_gap(locale: str, vacant: str) -> None:
    atlas = Atlas(*made_district(), people={CODE: POSTS[:2]}, locale=locale)  # type: ignore[arg-type]
    assert text_of(atlas.page(CODE)).count(vacant) == 1


@pytest.mark.parametrize("locale", ["zh", "en"])
def test_illustrative_boundaries_are_told_in_both_languages(locale: str) -> None:
    atlas = Atlas(*made_district(), locale=locale, illustrative=True)  # type: ignore[arg-type]
    assert "示意边界 / illustrative boundaries" in text_of(atlas.page(CODE))


def test_a_sheet_of_a_superseded_division_says_so_and_asks_nobody_to_report() -> None:
    past = DivisionNote("2025 版划分", date(2025, 1, 1), date(2026, 11, 26))
    url = "https://example.org/report?cell={code}"
    text = text_of(Atlas(*made_district(), division=past, report_url=url).page(CODE))
    assert "本图已停用" in text
    assert "2025-01-01 至 2026-11-26" in text
    assert "扫码上报" not in text


def test_names_with_markup_are_printed_as_they_are() -> None:
    name = "#panic(1) *b* <i>$x$"
    post = Responsible("community", "#read(1)", "_n_ [x]", None)
    text = text_of(Atlas(*made_district(name), people={CODE: (post,)}).page(CODE))
    assert name in text
    assert "#read(1)" in text
    assert "_n_ [x]" in text


def test_an_atlas_has_a_page_for_each_cell(tmp_path: Path) -> None:
    path = tmp_path / "atlas.pdf"
    assert Atlas(*made_district()).write(path) == 8
    assert text_of(path.read_bytes()).count("\f") == 8
    assert [file.name for file in tmp_path.iterdir()] == ["atlas.pdf"]


def test_the_same_date_prints_the_same_bytes() -> None:
    pages = [Atlas(*made_district(), printed_on=date(2026, 11, 24)).page(CODE) for _ in range(2)]
    assert pages[0] == pages[1]


def test_an_unknown_cell_is_refused_and_nothing_written(tmp_path: Path) -> None:
    with pytest.raises(UnknownSheetError):
        Atlas(*made_district()).write(tmp_path / "a.pdf", ["440704001015999"])
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("typed", ["WG 1", "WG1", " W G1 "])
def test_a_sheet_is_found_under_a_citys_own_code_with_a_blank_in_it(typed: str) -> None:
    cells, communities = made_district()
    own = cells.assign(code=[f"WG {row}" for row in range(len(cells))], community="440704001015")
    assert "WG 1" in text_of(Atlas(own, communities).page(typed))


def test_the_qr_code_of_a_citys_own_code_holds_it_escaped() -> None:
    cells, communities = made_district()
    own = cells.assign(code=[f"W&G {row}" for row in range(len(cells))], community="440704001015")
    url = "https://example.org/report?cell={code}"
    sheet = Atlas(own, communities, report_url=url)._sheet(1, 1, 1)
    first, second = (url.replace("{code}", f"W%26G%20{row}") for row in (0, 1))
    assert (sheet.qr, sheet.qr_modules) == qr_outlines(second, like=first)


def test_the_scale_is_true_on_the_ground_within_half_a_millimetre_in_a_hundred() -> None:
    cells, communities = made_district()
    sheet = Atlas(cells, communities, scale=1_000)._sheet(0, 1, 1)
    drawn = np.array(sheet.drawing.cell[0][0])
    corners = shapely.get_coordinates(cells.geometry.iloc[0])
    ground_m = Geod(ellps="WGS84").line_lengths(corners[:, 0], corners[:, 1])
    paper_mm = np.hypot(*np.diff(drawn, axis=0).T)
    assert np.sort(paper_mm) == pytest.approx(np.sort(ground_m[:4]), rel=0.005)
    assert sheet.bar_mm == 100.0


def test_labels_never_touch_one_another() -> None:
    labels = Atlas(*made_district())._sheet(0, 1, 1).drawing.labels
    boxes = [
        shapely.box(
            label.x_mm - label.width_mm / 2,
            label.y_mm - label.height_mm / 2,
            label.x_mm + label.width_mm / 2,
            label.y_mm + label.height_mm / 2,
        )
        for label in labels
    ]
    assert len(labels) >= 4
    assert shapely.area(shapely.union_all(boxes)) == pytest.approx(sum(b.area for b in boxes))


def test_the_largest_fitting_standard_scale_is_chosen() -> None:
    assert largest_scale(100, 100, (152, 125)) == 1_000
    assert largest_scale(310, 100, (152, 125)) == 2_500
    assert scale_bar(2_500).length_m == 200
