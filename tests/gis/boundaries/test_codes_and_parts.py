"""Codes that are blank, spoiled or repeated, and parts that were exploded."""

from pathlib import Path
from typing import Any

import geopandas
import pandas as pd
import pytest
import shapely

from gis.boundaries import ErrorKind, RepairKind, read_boundaries
from gis.datums import area_m2
from tests.gis.boundaries.asking import kinds, refusal, same_places


def _written(frame: geopandas.GeoDataFrame, folder: Path) -> Path:
    frame.to_file(folder / "a.gpkg")
    return folder / "a.gpkg"


def test_a_blank_code_is_refused_generated_or_left_out_as_asked(
    frame: geopandas.GeoDataFrame, tmp_path: Path
) -> None:
    frame.loc[1, ["code", "name"]] = [None, ""]
    path = _written(frame, tmp_path)
    fault = refusal(path, ErrorKind.BLANK_CODE)
    assert [place.number for place in fault.places] == [2]
    assert "generate_codes" in fault.mend

    generated = read_boundaries(path, generate_codes=True)
    assert generated.communities["code"].tolist() == [
        "440704001001",
        "440704001999",
        "440704001003",
    ]
    assert kinds(generated) == [RepairKind.CODE_GENERATED, RepairKind.BLANK_NAME]

    skipped = read_boundaries(path, skip_unusable=True)
    assert len(skipped.communities) == 2
    (repair,) = skipped.report
    assert (repair.feature, repair.kind) == ("#2", RepairKind.SKIPPED_UNCODED)
    assert repair.area_m2 == pytest.approx(float(area_m2(frame.geometry[1])[0]))


@pytest.mark.parametrize(
    "word",
    ["-", "－", "—", "无", "NULL", "null", "<空>", "N/A", "#N/A", "None", "0", "000000000000"],
)
def test_a_word_for_none_is_a_blank_code(
    word: str, frame: geopandas.GeoDataFrame, tmp_path: Path
) -> None:
    frame.loc[1, "code"] = word
    fault = refusal(_written(frame, tmp_path), ErrorKind.BLANK_CODE)
    assert [(place.number, place.code) for place in fault.places] == [(2, "")]


@pytest.mark.parametrize("codes", [["0", "1", "2"], ["000", "001", "120"], ["0", "10", "20"]])
def test_a_zero_is_a_code_where_codes_are_counted_from_it(
    codes: list[str], frame: geopandas.GeoDataFrame, tmp_path: Path
) -> None:
    frame["code"] = codes
    read = read_boundaries(_written(frame, tmp_path)).communities
    assert read["code"].tolist() == codes


def test_generated_codes_do_not_depend_on_the_order_of_features(
    frame: geopandas.GeoDataFrame, tmp_path: Path
) -> None:
    frame["code"] = ["", "440704001002", ""]
    by_place = []
    for order in ([0, 1, 2], [2, 1, 0]):
        path = _written(frame.iloc[order], tmp_path)
        read = read_boundaries(path, generate_codes=True).communities
        by_place.append(dict(zip(read.geometry.to_wkt(), read["code"], strict=True)))
    assert by_place[0] == by_place[1]


def test_a_file_of_shapes_without_any_attribute_gets_codes_when_asked(
    frame: geopandas.GeoDataFrame, tmp_path: Path
) -> None:
    path = _written(frame[["geometry"]], tmp_path)
    assert ".dbf" in refusal(path, ErrorKind.NO_COLUMNS).mend
    read = read_boundaries(path, generate_codes=True).communities
    assert read["code"].tolist() == ["000000000001", "000000000002", "000000000003"]
    assert read["name"].tolist() == read["code"].tolist()


@pytest.mark.parametrize(
    "codes",
    [
        ["440704 001 001", "440704001002", "440704001003"],
        ["'440704001001", "440704001002", "440704001003"],
        ["440704001001.0", "440704001002.00", "440704001003"],
    ],
)
def test_spaces_wide_digits_and_points_are_taken_out_of_codes_and_told(
    codes: list[str], frame: geopandas.GeoDataFrame, tmp_path: Path
) -> None:
    boundaries = read_boundaries(_written(frame.assign(code=codes), tmp_path))
    assert boundaries.communities["code"].tolist() == frame["code"].tolist()
    assert kinds(boundaries) == [RepairKind.CODES_TIDIED]


def test_hyphens_stay_in_a_citys_own_codes_and_go_out_of_grouped_ones(
    frame: geopandas.GeoDataFrame, tmp_path: Path
) -> None:
    own = ["1-11", "11-1", "001015-1"]
    assert (
        read_boundaries(_written(frame.assign(code=own), tmp_path)).communities["code"].tolist()
        == own
    )
    grouped = ["440704-001-001", "440704-001-002", "440704-001-003"]
    boundaries = read_boundaries(_written(frame.assign(code=grouped), tmp_path))
    assert boundaries.communities["code"].tolist() == frame["code"].tolist()
    assert kinds(boundaries) == [RepairKind.CODES_TIDIED]


@pytest.mark.parametrize(
    "codes", [["4.40704E+11"] * 3, [330106012003002001.0, 330106012003002002.0, 1.0]]
)
def test_codes_that_a_spreadsheet_or_a_double_spoiled_are_refused(
    codes: Any, frame: geopandas.GeoDataFrame, tmp_path: Path
) -> None:
    refusal(_written(frame.assign(code=codes), tmp_path), ErrorKind.SPOILED_CODE)


@pytest.mark.parametrize(
    ("code", "name", "parent"),
    [
        ("编码", "名称", "街道"),
        ("社区代码", "社区名称", "所属街道"),
        ("村社区代码", "村社区名称", "镇街"),
        ("XZQDM", "XZQMC", "乡镇"),
        ("communityCode", "communityName", "streetName"),
        ("COMMUNITY-CODE", "Community Name", "STREET_NAME"),
        ("网格编码", "网格名称", "所属街道"),
        ("统计用区划代码", "村(社区)名称", "街道代码"),
    ],
)
def test_usual_chinese_columns_are_found(
    code: str, name: str, parent: str, frame: geopandas.GeoDataFrame, tmp_path: Path
) -> None:
    renamed = frame.rename(columns={"code": code, "name": name, "parent": parent})
    renamed = renamed.assign(户数=[812, 1024, 3], 人口=["2,436", "3,072人", "未知"], OBJECTID=1)
    boundaries = read_boundaries(_written(renamed, tmp_path))
    communities = boundaries.communities
    assert same_places(boundaries, frame)
    assert communities["name"].tolist() == frame["name"].tolist()
    assert communities["parent"].tolist() == frame["parent"].tolist()
    assert communities["households"].tolist() == [812, 1024, 3]
    assert communities["population"].tolist() == [2436, 3072, pd.NA]
    assert kinds(boundaries) == [RepairKind.TOTAL_UNREADABLE]


def test_totals_that_each_part_repeats_are_taken_once_and_told(
    frame: geopandas.GeoDataFrame, tmp_path: Path
) -> None:
    frame = frame.assign(households=[850, 400, 850], population=[1000, 900, 1200])
    frame.loc[2, ["code", "name"]] = frame.loc[0, ["code", "name"]].tolist()
    boundaries = read_boundaries(_written(frame, tmp_path))
    assert boundaries.communities["households"].tolist() == [850, 400]
    assert boundaries.communities["population"].tolist() == [2200, 900]
    assert kinds(boundaries) == [
        RepairKind.PARTS_REJOINED,
        RepairKind.TOTALS_ONCE,
        RepairKind.TOTALS_SUMMED,
    ]
    assert "850" in boundaries.report[1].what


@pytest.mark.parametrize(
    ("told", "total", "kind"),
    [
        ([100, 100, 101], 100, RepairKind.TOTALS_ODD),
        ([40, 70, 100], 210, RepairKind.TOTALS_SUMMED),
        ([0, 0, 850], 850, RepairKind.TOTALS_SUMMED),
    ],
)
def test_a_total_that_most_parts_repeat_is_taken_once_and_the_odd_one_told(
    told: list[int], total: int, kind: RepairKind, frame: geopandas.GeoDataFrame, tmp_path: Path
) -> None:
    frame = frame.assign(households=told, code=frame.loc[0, "code"], name=frame.loc[0, "name"])
    read = read_boundaries(_written(frame, tmp_path))
    assert read.communities["households"].tolist() == [total]
    (note,) = [one for one in read.report if one.kind is not RepairKind.PARTS_REJOINED]
    assert (note.feature, note.kind) == (frame.loc[0, "code"], kind)
    if kind is RepairKind.TOTALS_ODD:
        assert "2 of 3 parts repeat 100, others tell 101; 100 taken" in note.what


def test_a_part_without_name_takes_that_of_the_others(
    frame: geopandas.GeoDataFrame, tmp_path: Path
) -> None:
    frame.loc[2, "code"] = frame.loc[0, "code"]
    frame.loc[0, "name"] = None
    boundaries = read_boundaries(_written(frame, tmp_path))
    assert boundaries.communities["name"].tolist() == ["礼乐社区", "外海村"]
    assert kinds(boundaries) == [RepairKind.PARTS_REJOINED]


def test_names_of_parts_that_are_typed_differently_are_one_name(
    frame: geopandas.GeoDataFrame, tmp_path: Path
) -> None:
    frame.loc[2, "code"] = frame.loc[0, "code"]
    frame.loc[[0, 2], "name"] = ["礼乐第１社区", "礼乐 第1社区"]
    boundaries = read_boundaries(_written(frame, tmp_path))
    assert boundaries.communities["name"].tolist() == ["礼乐第１社区", "外海村"]


def test_a_repeated_code_with_other_names_is_refused_with_both(
    frame: geopandas.GeoDataFrame, tmp_path: Path
) -> None:
    frame.loc[2, "code"] = frame.loc[0, "code"]
    fault = refusal(_written(frame, tmp_path), ErrorKind.REPEATED_CODE)
    assert "江南社区 and 礼乐社区" in str(fault)
    assert [place.number for place in fault.places] == [1, 3]


def test_a_repeated_code_whose_parts_overlap_is_refused_with_both(
    frame: geopandas.GeoDataFrame, tmp_path: Path
) -> None:
    frame.loc[2, ["code", "name"]] = frame.loc[0, ["code", "name"]].tolist()
    frame.loc[2, "geometry"] = shapely.box(113.105, 22.5, 113.115, 22.505)
    fault = refusal(_written(frame, tmp_path), ErrorKind.OVERLAPPING_PARTS)
    assert [place.number for place in fault.places] == [1, 3]


def test_a_feature_that_is_there_twice_is_dropped_and_told(
    frame: geopandas.GeoDataFrame, tmp_path: Path
) -> None:
    twice = pd.concat([frame, frame.iloc[[1]]])
    boundaries = read_boundaries(_written(twice, tmp_path))
    assert kinds(boundaries) == [RepairKind.DUPLICATE_DROPPED]
    assert same_places(boundaries, frame)


def test_parts_that_touch_are_one_polygon(frame: geopandas.GeoDataFrame, tmp_path: Path) -> None:
    frame.loc[1, ["code", "name"]] = frame.loc[0, ["code", "name"]].tolist()
    boundaries = read_boundaries(_written(frame, tmp_path))
    assert boundaries.communities.geometry.geom_type.tolist() == ["Polygon", "Polygon"]
    assert boundaries.moved_m2 == pytest.approx(0.0, abs=1e-3)


def test_a_heap_of_features_under_one_code_is_refused(
    frame: geopandas.GeoDataFrame, tmp_path: Path
) -> None:
    heap = [shapely.box(113.1 + n / 1e6, 22.5, 113.11, 22.51) for n in range(600)]
    whole = geopandas.GeoDataFrame({"code": ["1"] * 600}, geometry=heap, crs=4326)
    refusal(_written(whole, tmp_path), ErrorKind.OVERLAPPING_PARTS)


def test_more_blank_codes_than_serials_are_refused(tmp_path: Path) -> None:
    strips = [shapely.box(113 + n / 1e4, 22.5, 113 + (n + 1) / 1e4, 22.51) for n in range(1_200)]
    codes = ["440704001001", *[""] * 1_199]
    whole = geopandas.GeoDataFrame({"code": codes}, geometry=strips, crs=4326)
    fault = refusal(_written(whole, tmp_path), ErrorKind.BLANK_CODE, generate_codes=True)
    assert len(fault.places) == 1_199 - 998


def test_signs_that_nobody_sees_are_taken_out_of_codes_and_said(
    frame: geopandas.GeoDataFrame, tmp_path: Path
) -> None:
    clean = frame["code"].tolist()
    frame.loc[0, "code"] = f"\u200b{clean[0]}\ufeff"
    read = read_boundaries(_written(frame, tmp_path))
    assert read.communities["code"].tolist() == clean
    assert kinds(read) == [RepairKind.CODES_TIDIED]


def test_a_code_of_another_length_than_all_others_is_said(tmp_path: Path) -> None:
    codes = [f"44070400100{n}" for n in range(1, 10)] + ["440704001"]
    whole = [shapely.box(113 + n / 100, 22, 113.01 + n / 100, 22.01) for n in range(10)]
    frame = geopandas.GeoDataFrame({"code": codes, "name": codes}, geometry=whole, crs=4490)
    (told,) = read_boundaries(_written(frame, tmp_path)).report
    assert told.kind is RepairKind.CODES_UNEQUAL
    assert told.what == "codes with other than 12 digits, unlike nearly all: 440704001"


def test_what_only_a_copy_of_a_feature_tells_is_kept_and_copies_that_differ_are_told(
    frame: geopandas.GeoDataFrame, tmp_path: Path
) -> None:
    twice = geopandas.GeoDataFrame(
        pd.concat([frame.assign(households=[None, 7, 5]), frame.assign(households=[447, 447, 5])]),
        crs=frame.crs,
    )
    twice.to_file(tmp_path / "twice.gpkg")
    read = read_boundaries(tmp_path / "twice.gpkg")
    assert read.communities["households"].tolist() == [447, 7, 5]
    told = [one for one in read.report if one.kind is RepairKind.TOTALS_DIFFER]
    assert [one.feature for one in told] == [frame["code"][1]]
    assert "7 and 447; 7 taken" in told[0].what


def test_blanks_about_codes_are_taken_out_and_told(
    frame: geopandas.GeoDataFrame, tmp_path: Path
) -> None:
    codes = [f" {frame['code'][0]}", f"{frame['code'][1]}\u3000", f"\u00a0{frame['code'][2]}"]
    frame.assign(code=codes).to_file(tmp_path / "a.gpkg")
    read = read_boundaries(tmp_path / "a.gpkg")
    assert read.communities["code"].tolist() == frame["code"].tolist()
    (told,) = [one for one in read.report if one.kind is RepairKind.CODES_TIDIED]
    assert told.facts["count"] == 3
