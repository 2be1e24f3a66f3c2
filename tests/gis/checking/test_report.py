from pathlib import Path

import geopandas
import pytest
import shapely
from shapely import box

from gis.boundaries import BoundaryError
from gis.checking import (
    Checked,
    MarkKind,
    Wording,
    check_cell_file,
    check_file,
    checked_lines,
    marks_of,
)
from gis.coverage.closing_findings import NeighboursRefused
from tests.gis.partition.test_imported import drawn, nested

DIRTY = Path(__file__).parents[2] / "data" / "dirty"


@pytest.fixture(scope="module")
def closed() -> Checked:
    return check_file(DIRTY / "small_overlaps_gaps.geojson", tolerance_m=5)


@pytest.fixture(scope="module")
def refused() -> Checked:
    return check_file(DIRTY / "big_overlap.geojson")


def wording(checked: Checked) -> Wording:
    return Wording.of(checked.boundaries, None, "en")


def test_the_report_goes_from_reading_to_closing_to_the_verdict(closed: Checked) -> None:
    lines = list(checked_lines(closed))
    assert lines[0].startswith("small_overlaps_gaps.geojson: GeoJSON, EPSG:4326; features: 53")
    assert lines[1].startswith("layer: ")
    assert lines[2].startswith("columns: code = VILLCODE, name = VILLNAME")
    assert "overlaps and gaps between neighbours narrower than 5 m are closed" in lines
    assert lines[-1].startswith("fine: 53 communities form one exact coverage")
    assert f"area moved: {closed.moved_m2:,.0f} m²" in lines[-1]


def test_every_closure_and_every_community_that_moved_has_its_line(closed: Checked) -> None:
    assert closed.closing is not None
    told = "\n".join(checked_lines(closed))
    for closure in closed.closing.closures:
        assert f"at {closure.place[0]:.6f}, {closure.place[1]:.6f}: " in told
    for moved in closed.closing.moved:
        assert f"  {moved.community} " in told
    assert told.count("gained ") == len(closed.closing.moved)


def test_a_hole_between_communities_of_endless_names_is_told_with_their_beginnings(
    tmp_path: Path,
) -> None:
    ring = box(113.0, 22.5, 113.003, 22.503) - box(113.001, 22.501, 113.002, 22.502)
    west, east = (ring & box(x, 22.5, x + 0.0015, 22.503) for x in (113.0, 113.0015))
    frame = geopandas.GeoDataFrame(
        {"code": ["440704001001", "440704001002"], "name": ["西" * 3_000, "东" * 3_000]},
        geometry=[west, east],
        crs=4326,
    )
    frame.to_file(tmp_path / "long.geojson", driver="GeoJSON")
    told = "\n".join(checked_lines(check_file(tmp_path / "long.geojson")))
    cut = f"440704001001 {'西' * 47}… and 440704001002 {'东' * 47}…"
    assert f"hole between {cut}, up to" in told


def test_a_refused_overlap_is_told_with_polygons_areas_and_what_to_do(refused: Checked) -> None:
    lines = list(checked_lines(refused))
    assert isinstance(refused.refusal, NeighboursRefused)
    assert any("106,218 m²" in line and "63000030041 龍門里" in line for line in lines)
    assert "refused: overlaps wider than 0.5 m between 7 pairs of communities" in "\n".join(lines)
    assert lines[-1] == "refused; nothing was changed; area moved: 0.0 m²"
    assert refused.moved_m2 == 0.0


def test_a_refused_gap_is_told_in_both_languages_with_place_and_mend(tmp_path: Path) -> None:
    west, south = 113.1, 22.5
    shapes = [
        shapely.box(west, south, west + 0.001, south + 0.001),
        shapely.box(west + 0.001015, south, west + 0.002, south + 0.001),
    ]
    frame = geopandas.GeoDataFrame({"code": ["1", "2"]}, geometry=shapes, crs=4326)
    frame.to_file(tmp_path / "slit.geojson", driver="GeoJSON")
    checked = check_file(tmp_path / "slit.geojson")
    english = "\n".join(checked_lines(checked))
    assert "gap between 1 and 2, up to 1.5 m wide, at 113.10100" in english
    assert "refused: 1 gap wider than 0.5 m (17" in english
    assert "at least 1.6 m by tolerance_m=… (--tolerance" in english
    chinese = "\n".join(checked_lines(checked, locale="zh"))
    assert "1 与 2 之间有缝隙，最宽 1.5 米" in chinese
    assert "拒绝：有 1 处宽于 0.5 米的缝隙" in chinese
    (mark,) = [m for m in marks_of(checked, wording(checked)) if m.kind is MarkKind.REFUSED]
    assert mark.geometry is not None


@pytest.mark.parametrize("codes", [("1", "2"), ("a", "b"), ("11", "12"), ("一", "二")])
def test_short_codes_are_as_good_as_long_ones(codes: tuple[str, str], tmp_path: Path) -> None:
    west, east = (
        shapely.box(113.1, 22.5, 113.101, 22.501),
        shapely.box(113.101, 22.5, 113.102, 22.501),
    )
    frame = geopandas.GeoDataFrame({"code": codes}, geometry=[west, east], crs=4326)
    frame.to_file(tmp_path / "short.geojson", driver="GeoJSON")
    frame.assign(town=codes[0]).to_file(tmp_path / "town.geojson", driver="GeoJSON")
    assert check_file(tmp_path / "short.geojson").refusal is None
    assert check_file(tmp_path / "town.geojson", parent="town").refusal is None


def test_a_missing_village_is_a_warning_not_a_refusal() -> None:
    checked = check_file(DIRTY / "missing_village.geojson")
    lines = list(checked_lines(checked))
    assert checked.refusal is None
    assert any("128,924 m²  hole between 63000030023" in line for line in lines)
    assert any(line.startswith("warning: holes and open gaps that stay: 1") for line in lines)


def test_a_file_refused_in_reading_is_told_and_what_can_be_read_of_it_kept() -> None:
    checked = check_file(DIRTY / "null_empty_point.geojson")
    assert isinstance(checked.refusal, BoundaryError)
    assert checked.boundaries is not None
    assert len(checked.boundaries.communities) == 50
    first, verdict = checked_lines(checked)
    assert "Some features have no polygon" in first
    assert verdict.startswith("refused")


def test_features_of_one_code_are_shown_each_in_its_place(tmp_path: Path) -> None:
    codes = ["440704001001", "440704001002", "440704001001"]
    drawn = [box(113 + n / 100, 22, 113.01 + n / 100, 22.01) for n in range(3)]
    frame = geopandas.GeoDataFrame(
        {"code": codes, "name": list("甲乙丙")}, geometry=drawn, crs=4490
    )
    frame.to_file(tmp_path / "a.gpkg")
    checked = check_file(tmp_path / "a.gpkg")
    whole, *marks = marks_of(checked, wording(checked))
    assert "440704001001" in whole.text
    assert [mark.text.split(" ")[1] for mark in marks] == ["1", "3"]
    for mark, shape in zip(marks, drawn[::2], strict=True):
        assert mark.place is not None
        assert shape.contains(shapely.Point(mark.place))


def test_beside_a_feature_that_cannot_be_drawn_all_others_are(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(
        'code,wkt\n440704001001,"POLYGON ((113 22, nan 22, 113 23, 113 22))"\n'
        '440704001002,"POLYGON ((113 22, 113.01 22, 113 22.01, 113 22))"\n'
    )
    checked = check_file(tmp_path / "a.csv", crs=4326)
    assert isinstance(checked.refusal, BoundaryError)
    assert checked.sketch is not None
    assert checked.sketch["code"].tolist() == ["440704001002"]
    (mark,) = marks_of(checked, wording(checked))
    assert "feature 1" in mark.text


def test_a_file_of_which_nothing_can_be_read_has_no_shapes() -> None:
    checked = check_file(DIRTY / "not_a_map.pdf")
    assert checked.boundaries is None
    (mark,) = marks_of(checked, wording(checked))
    assert mark.kind is MarkKind.REFUSED
    assert mark.place is None


def test_both_languages_tell_the_same_lines(closed: Checked, refused: Checked) -> None:
    for checked in (closed, refused):
        english = list(checked_lines(checked, locale="en"))
        chinese = list(checked_lines(checked, locale="zh"))
        assert len(english) == len(chinese)
        assert "拒绝" in chinese[-1] or "通过" in chinese[-1]


def test_marks_come_by_weight_and_lie_on_what_they_tell(refused: Checked) -> None:
    marks = marks_of(refused, wording(refused))
    kinds = [mark.kind for mark in marks]
    assert kinds == sorted(kinds, key=list(MarkKind).index)
    assert kinds.count(MarkKind.REFUSED) == 7
    for mark in marks:
        assert mark.geometry is not None
        assert mark.place is not None
        assert shapely.dwithin(mark.geometry, shapely.Point(mark.place), 1e-7)


def test_a_self_intersection_is_marked_where_it_is() -> None:
    checked = check_file(DIRTY / "bow_tie.geojson")
    (repair,) = [
        mark for mark in marks_of(checked, wording(checked)) if mark.kind is MarkKind.REPAIR
    ]
    assert repair.place == pytest.approx((121.538975, 25.027840), abs=1e-6)


def test_a_feature_without_a_code_is_marked_where_it_lies(tmp_path: Path) -> None:
    frame = geopandas.GeoDataFrame(
        {"code": ["440704001001", ""], "name": ["甲", "乙"]},
        geometry=[
            shapely.box(113.1, 22.5, 113.11, 22.51),
            shapely.box(113.11, 22.5, 113.12, 22.51),
        ],
        crs=4326,
    )
    frame.to_file(tmp_path / "blank.geojson")
    checked = check_file(tmp_path / "blank.geojson")
    assert isinstance(checked.refusal, BoundaryError)
    whole, blank = marks_of(checked, wording(checked))
    assert whole.place is None
    assert blank.text == "feature 2"
    assert blank.place == pytest.approx((113.115, 22.505))


def test_a_community_that_others_cover_wholly_is_named_and_placed(tmp_path: Path) -> None:
    frame = geopandas.GeoDataFrame(
        {"code": ["440704001001", "440704001002"], "name": ["甲", "乙"]},
        geometry=[
            shapely.box(113.1, 22.5, 113.11, 22.51),
            shapely.box(113.102, 22.502, 113.103, 22.502002),
        ],
        crs=4326,
    )
    frame.to_file(tmp_path / "swallowed.geojson")
    checked = check_file(tmp_path / "swallowed.geojson")
    (mark,) = marks_of(checked, wording(checked))
    assert mark.text.startswith("440704001002 乙 (")
    assert "lies wholly in 440704001001 甲" in mark.text
    assert mark.area_m2 == pytest.approx(22.8, abs=0.5)
    assert mark.place == pytest.approx((113.1025, 22.502001), abs=1e-6)
    assert mark.text in list(checked_lines(checked))
    in_chinese = "\n".join(checked_lines(checked, locale="zh"))
    assert "440704001002 乙（" in in_chinese
    assert "完全在440704001001 甲之内" in in_chinese


def test_one_is_told_as_one(tmp_path: Path) -> None:
    frame = geopandas.GeoDataFrame(
        {"code": ["440704001001"], "name": ["甲"]},
        geometry=[shapely.Polygon([(113, 22), (113.01, 22.01), (113.01, 22), (113, 22.01)])],
        crs=4326,
    )
    frame.to_file(tmp_path / "one.geojson")
    *_, verdict = checked_lines(check_file(tmp_path / "one.geojson"))
    assert verdict.startswith("fine: 1 community forms one exact coverage")
    in_chinese = "\n".join(checked_lines(check_file(tmp_path / "one.geojson"), locale="zh"))
    assert "边界自相交或自相接，位于 113.005000, 22.005000，已修正" in in_chinese
    assert "Self-intersection" not in in_chinese


def test_what_fitting_micro_cells_moved_is_in_the_report_and_on_the_map(tmp_path: Path) -> None:
    drawn_apart = nested(drawn(), 4e-6)
    columns = ["code", "community", "parent", "households", "geometry"]
    drawn_apart[columns].to_file(tmp_path / "cells.gpkg")
    checked = check_cell_file(tmp_path / "cells.gpkg", tolerance_m=1.0)
    assert checked.refusal is None
    assert checked.imported is not None
    assert checked.moved_m2 == pytest.approx(sum(one.area_m2 for one in checked.imported.fitted))
    assert checked.moved_m2 > 1
    for locale, told in (("en", "micro-cell {}"), ("zh", "微网格 {}")):
        lines = list(checked_lines(checked, locale=locale))  # type: ignore[arg-type]
        marks = marks_of(checked, Wording.of(checked.boundaries, None, locale))  # type: ignore[arg-type]
        for one in checked.imported.fitted:
            assert any(told.format(one.code) in line for line in lines)
            (mark,) = [mark for mark in marks if told.format(one.code) in mark.text]
            assert mark.place == one.place
            assert mark.geometry is not None
