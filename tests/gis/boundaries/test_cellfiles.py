"""A city's own cells: codes of 15, 14 and 17 digits, kinds, nesting, exploded parts."""

import json
from pathlib import Path
from typing import Any

import geopandas
import pandas as pd
import pytest
import shapely

from gis.boundaries import (
    BoundaryError,
    CellFile,
    ErrorKind,
    RepairKind,
    read_cell_file,
    report_lines,
)
from gis.boundaries.cellcolumns import community_names
from gis.cells import read_cells


def _box(column: int, row: int = 0, size: float = 0.01) -> shapely.Polygon:
    west, south = 120.1 + column * 0.01, 30.2 + row * 0.01
    return shapely.box(west, south, west + size, south + size)


def _written(folder: Path, columns: dict[str, Any], shapes: list[Any] | None = None) -> Path:
    count = len(next(iter(columns.values())))
    shapes = shapes or [_box(n) for n in range(count)]
    frame = geopandas.GeoDataFrame(columns, geometry=shapes, crs=4490)
    frame.to_file(folder / "cells.gpkg")
    return folder / "cells.gpkg"


def _refusal(path: Path, kind: ErrorKind, **options: Any) -> BoundaryError:
    with pytest.raises(BoundaryError) as caught:
        read_cell_file(path, **options)
    assert caught.value.kind is kind, str(caught.value)
    return caught.value


def _kinds(read: CellFile) -> list[RepairKind]:
    return [repair.kind for repair in read.report]


def test_codes_names_kinds_and_households_of_a_city_are_kept(tmp_path: Path) -> None:
    path = _written(
        tmp_path,
        {
            "网格编码": ["330106012003002", "330106012003901", "330106012004001"],
            "网格名称": ["东山弄社区第二网格", "浙江大学专属网格", "求是社区第1网格"],
            "户数": ["412", "", "3,050户"],
        },
    )
    read = read_cell_file(path)
    cells = read.cells
    assert cells["code"].tolist() == ["330106012003002", "330106012003901", "330106012004001"]
    assert cells["community"].tolist() == ["330106012003", "330106012003", "330106012004"]
    assert cells["community_name"].tolist() == ["东山弄社区", "", "求是社区"]
    assert cells["kind"].tolist() == ["general", "special", "general"]
    assert cells["households"].tolist() == [412, pd.NA, 3050]
    assert cells["parent"].tolist() == [None, None, None]
    assert "code_before" not in cells.columns
    assert _kinds(read) == []
    lines = list(report_lines(read))
    assert lines[0].endswith("features: 3, cells: 3")
    assert lines[-1] == "every feature by itself: nothing to repair"


def test_older_codes_get_todays_form_and_both_are_kept(tmp_path: Path) -> None:
    path = _written(tmp_path, {"code": ["33010601200302", "33010601200311"], "name": ["a", "b"]})
    read = read_cell_file(path)
    assert read.cells["code"].tolist() == ["330106012003002", "330106012003011"]
    assert read.cells["code_before"].tolist() == ["33010601200302", "33010601200311"]
    assert _kinds(read) == [RepairKind.CODE_MAPPED] * 2


def test_a_community_column_decides_what_fourteen_digits_mean(tmp_path: Path) -> None:
    path = _written(tmp_path, {"code": ["63000010002001"], "community": ["63000010002"]})
    read = read_cell_file(path)
    assert read.cells["code"].tolist() == ["63000010002001"]
    assert _kinds(read) == []


def test_serials_alone_are_put_behind_their_community(tmp_path: Path) -> None:
    path = _written(tmp_path, {"网格编号": ["1", "02", "003"], "社区代码": ["330106012003"] * 3})
    cells = read_cell_file(path).cells
    assert cells["code"].tolist() == [f"330106012003{n:03d}" for n in (1, 2, 3)]


def test_micro_cells_are_nested_by_code_by_column_and_by_an_older_code(tmp_path: Path) -> None:
    path = _written(
        tmp_path,
        {
            "code": ["330106012003002", "33010601200300201", "330106012003003", "77"],
            "上级网格": ["", "", "", "330106012003003"],
            "社区代码": ["", "", "", "330106012003"],
            "类型": ["网格", "微网格", "网格", "微网格"],
        },
        [_box(0), _box(0, size=0.004), _box(1), _box(1, size=0.004)],
    )
    cells = read_cell_file(path).cells
    assert cells["parent"].tolist() == [None, "330106012003002", None, "330106012003003"]


@pytest.mark.parametrize(
    ("cell", "community"),
    [
        ("东山弄社区第二网格", "东山弄社区"),
        ("八一社区第三网格", "八一社区"),
        ("和平二村第二网格", "和平二村"),
        ("建设路第三社区第一网格", "建设路第三社区"),
        ("第二社区第一网格", "第二社区"),
        ("五一社区专属网格", "五一社区"),
        ("东山弄社区第一中学专属网格", "东山弄社区"),
        ("新村社区12号网格", "新村社区"),
        ("东升村第十二网格第三微网格", "东升村"),
        ("江滨第二网格", "江滨"),
        ("江滨第２网格", "江滨"),
        ("東昇社區第二網格", "東昇社區"),
        ("江濱第二網格", "江濱"),
        ("第一网格", ""),
        ("学校专属网格", ""),
    ],
)
def test_a_communitys_name_is_read_out_of_its_cells_whatever_numerals_it_has(
    cell: str, community: str
) -> None:
    assert community_names([cell], [""]) == [community]
    assert community_names([cell], ["told"]) == ["told"]


def test_a_micro_cell_without_its_cell_is_refused(tmp_path: Path) -> None:
    path = _written(tmp_path, {"code": ["330106012003002", "33010601200400101"]})
    assert [place.number for place in _refusal(path, ErrorKind.UNKNOWN_PARENT).places] == [2]


def _two_codes(*rows: tuple[str, str]) -> dict[str, list[str]]:
    cells, micro = zip(*rows, strict=True)
    return {"网格编码": list(cells), "微网格编码": list(micro)}


def test_micro_cells_codes_beside_those_of_their_cells_are_told_apart(tmp_path: Path) -> None:
    cell = "330106012003002"
    path = _written(
        tmp_path,
        _two_codes((cell, ""), (cell, f"{cell}01"), (cell, f"{cell}02"), ("330106012003003", "")),
        [_box(0), _box(0, size=0.005), _box(0.5, size=0.005), _box(1)],
    )
    read = read_cell_file(path)
    assert read.cells["code"].tolist() == [cell, f"{cell}01", f"{cell}02", "330106012003003"]
    assert read.cells["parent"].tolist() == [None, cell, cell, None]
    assert read.columns.unread == ()
    (told,) = [one for one in read.report if one.kind is RepairKind.TWO_CODES]
    assert dict(told.facts) == {"code": "微网格编码", "parent": "网格编码"}


def test_a_file_of_micro_cells_only_is_read_by_their_own_codes_and_says_so(tmp_path: Path) -> None:
    cell = "330106012003002"
    path = _written(tmp_path, _two_codes((cell, f"{cell}01"), (cell, f"{cell}02")))
    read = read_cell_file(path)
    assert read.cells["code"].tolist() == [f"{cell}01", f"{cell}02"]
    assert read.cells["parent"].tolist() == [None, None]
    assert _kinds(read) == [RepairKind.TWO_CODES, RepairKind.CELLS_NOT_THERE]


def test_a_column_of_codes_that_repeats_them_tells_no_micro_cells(tmp_path: Path) -> None:
    cells = ("330106012003002", "330106012003003")
    path = _written(tmp_path, _two_codes((cells[0], "1"), (cells[1], "1")))
    assert read_cell_file(path).cells["code"].tolist() == list(cells)


def test_cells_named_as_parents_that_are_not_in_the_file_are_asked_for(tmp_path: Path) -> None:
    cell = "330106012003002"
    path = _written(tmp_path, _two_codes((cell, f"{cell}01"), (cell, f"{cell}02")))
    options = {"code": "微网格编码", "parent": "网格编码"}
    error = _refusal(path, ErrorKind.CELLS_MISSING, **options)
    assert [place.number for place in error.places] == [1, 2]
    assert cell in str(error)


def test_a_micro_cell_that_only_its_name_tells_is_nested_where_it_lies(tmp_path: Path) -> None:
    names = ["东山弄社区第一网格", "东山弄社区第二网格", "东山弄社区第二网格第1微网格"]
    codes = ["330106012003001", "330106012003002", "330106012003003"]
    path = _written(
        tmp_path, {"gridCode": codes, "gridName": names}, [_box(0), _box(1), _box(1, size=0.005)]
    )
    read = read_cell_file(path)
    assert read.cells["parent"].tolist() == [None, None, "330106012003002"]
    assert _kinds(read) == [RepairKind.PARENT_FOUND]


def test_a_file_of_micro_cells_only_has_no_parents(tmp_path: Path) -> None:
    path = _written(tmp_path, {"code": ["33010601200300201", "33010601200300202"]})
    assert read_cell_file(path).cells["parent"].tolist() == [None, None]


def test_exploded_parts_take_the_households_once(tmp_path: Path) -> None:
    path = _written(
        tmp_path,
        {
            "编码": ["330106012003002", "330106012003003", "330106012003002"],
            "名称": ["第二网格", "第三网格", "第二网格"],
            "户数": [400, 300, 400],
        },
    )
    read = read_cell_file(path)
    assert read.cells["households"].tolist() == [400, 300]
    assert read.cells.geometry.geom_type.tolist() == ["MultiPolygon", "Polygon"]
    assert _kinds(read) == [RepairKind.PARTS_REJOINED, RepairKind.TOTALS_ONCE]


def test_cells_without_code_are_refused_or_given_the_next_serial_of_their_community(
    tmp_path: Path,
) -> None:
    path = _written(
        tmp_path,
        {
            "code": ["330106012003002", None, None, "330106012004007"],
            "community_code": ["330106012003", "330106012003", None, "330106012004"],
        },
    )
    fault = _refusal(path, ErrorKind.BLANK_CODE)
    assert [place.number for place in fault.places] == [2, 3]
    read = read_cell_file(path, generate_codes=True)
    # The third lies between both communities; that of the smaller code takes it.
    assert read.cells["code"].tolist() == [
        "330106012003002",
        "330106012003003",
        "330106012003004",
        "330106012004007",
    ]
    assert RepairKind.COMMUNITY_ASSUMED in _kinds(read)
    assert len(read_cell_file(path, skip_unusable=True).cells) == 2


def test_the_name_of_its_community_tells_where_a_cell_without_code_belongs(
    tmp_path: Path,
) -> None:
    path = _written(
        tmp_path,
        {
            "code": ["330106012003002", "", "330106012004007"],
            "name": ["东山弄社区第二网格", "求是社区第九网格", "求是社区第七网格"],
        },
        [_box(0), _box(1), _box(5)],
    )
    read = read_cell_file(path, generate_codes=True)
    assert read.cells["code"].tolist()[1] == "330106012004008"
    assert _kinds(read) == [RepairKind.CODE_GENERATED]


def test_a_code_that_tells_no_community_is_refused(tmp_path: Path) -> None:
    path = _written(tmp_path, {"code": ["A-1", "330106012003002"]})
    fault = _refusal(path, ErrorKind.NO_COMMUNITY)
    assert [place.code for place in fault.places] == ["A-1"]


def test_esri_json_under_the_name_json_is_read_as_cells(tmp_path: Path) -> None:
    rings = [[[120.1, 30.2], [120.1, 30.21], [120.11, 30.21], [120.11, 30.2], [120.1, 30.2]]]
    document = {
        "geometryType": "esriGeometryPolygon",
        "spatialReference": {"wkid": 4326},
        "features": [
            {"attributes": {"WGBM": "330106012003002", "WGMC": "a"}, "geometry": {"rings": rings}}
        ],
    }
    path = tmp_path / "grid.json"
    path.write_text(json.dumps(document))
    assert read_cell_file(path).cells["code"].tolist() == ["330106012003002"]
    assert read_cells(path)["community"].tolist() == ["330106012003"]


def test_what_a_citys_file_lacks_is_said_by_the_reader_of_cells_too(tmp_path: Path) -> None:
    path = _written(tmp_path, {"code": ["330106012003002", None]})
    with pytest.raises(ValueError, match="feature 2"):
        read_cells(path)


def _homes() -> geopandas.GeoDataFrame:
    codes = ["330106012003", "330106012004"]
    shapes = [shapely.box(120.09, 30.2, 120.114, 30.21), shapely.box(120.114, 30.2, 120.14, 30.21)]
    return geopandas.GeoDataFrame({"code": codes}, geometry=shapes, crs=4326)


def test_a_citys_own_codes_stay_when_the_communities_are_given(tmp_path: Path) -> None:
    path = _written(tmp_path, {"code": ["G-1", "G-2", "G-3"]})
    fault = _refusal(path, ErrorKind.NO_COMMUNITY)
    assert "--communities" in fault.mend
    assert "--community" in fault.mend
    read = read_cell_file(path, communities=_homes())
    assert read.cells["code"].tolist() == ["G-1", "G-2", "G-3"]
    # The second lies in both, and most of it in the other.
    assert read.cells["community"].tolist() == ["330106012003", "330106012004", "330106012004"]
    assert RepairKind.COMMUNITIES_LOCATED in _kinds(read)


def test_a_cell_that_lies_in_none_of_the_communities_is_refused(tmp_path: Path) -> None:
    path = _written(tmp_path, {"code": ["G-1", "G-9"]}, [_box(0), _box(50)])
    fault = _refusal(path, ErrorKind.NO_COMMUNITY, communities=_homes())
    assert "G-9" in str(fault)
    assert "G-1 " not in str(fault)


def test_unknown_words_of_kinds_are_said_and_usual_ones_are_not(tmp_path: Path) -> None:
    codes = ["330106012003001", "330106012003002", "330106012003003"]
    path = _written(tmp_path, {"code": codes, "网格类型": ["一般网格", "专属网格", "weird"]})
    read = read_cell_file(path)
    assert read.cells["kind"].tolist() == ["general", "special", "general"]
    (told,) = [one for one in read.report if one.kind is RepairKind.KINDS_UNKNOWN]
    assert told.what.endswith(": weird")


def test_words_for_none_in_the_column_of_communities_name_none(tmp_path: Path) -> None:
    path = _written(
        tmp_path,
        {
            "gridCode": ["WG01", "WG02", "440704001004003", "440704001004004"],
            "community": ["440704001004", "440704001004", "无", "0"],
        },
        [_box(k) for k in range(4)],
    )
    assert set(read_cell_file(path).cells["community"]) == {"440704001004"}
