"""Shapefiles with the wrong encoding, without an index, with cut names."""

import shutil
import struct
from pathlib import Path

import geopandas
import pytest
import shapely

from gis.boundaries import ErrorKind, RepairKind, read_boundaries
from tests.gis.boundaries.asking import kinds, refusal, same_places


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


@pytest.mark.parametrize(
    ("encoding", "names", "said"),
    [
        ("GB18030", ["江南社区", "外海村", "礼乐社区"], "GBK (GB18030)"),
        ("GB18030", ["䶮家湾社区", "𠮷祥里", "㙟头村"], "GBK (GB18030)"),
        ("Big5", ["莊敬里", "東榮里", "龍山里"], "Big5"),
        ("UTF-8", ["江南社区", "外海村", "礼乐社区"], "UTF-8"),
    ],
)
def test_a_dbf_that_does_not_say_its_encoding_is_read_and_the_encoding_said(
    encoding: str, names: list[str], said: str, frame: geopandas.GeoDataFrame, folder: Path
) -> None:
    frame.assign(name=names).to_file(folder / "a.shp", encoding=encoding)
    (folder / "a.cpg").unlink()
    boundaries = read_boundaries(folder / "a.shp")
    assert boundaries.communities.sort_values("code")["name"].tolist() == names
    assert [repair.facts["encoding"] for repair in boundaries.report] == [said]


@pytest.mark.parametrize("declared", ["GBK", "936", "CP936", "GB2312", "ANSI 936", "gb18030"])
def test_any_spelling_of_gbk_in_a_cpg_is_believed_in_silence(
    declared: str, frame: geopandas.GeoDataFrame, folder: Path
) -> None:
    frame.to_file(folder / "a.shp", encoding="GB18030")
    (folder / "a.cpg").write_text(declared)
    boundaries = read_boundaries(folder / "a.shp")
    assert kinds(boundaries) == []
    assert boundaries.communities["name"].tolist() == frame["name"].tolist()


def test_a_cpg_that_the_texts_contradict_is_overridden_and_told(
    frame: geopandas.GeoDataFrame, folder: Path
) -> None:
    frame.to_file(folder / "a.shp", encoding="GB18030")
    (folder / "a.cpg").write_text("UTF-8")
    boundaries = read_boundaries(folder / "a.shp")
    assert boundaries.communities["name"].tolist() == frame["name"].tolist()
    assert kinds(boundaries) == [RepairKind.ENCODING_OVERRIDDEN]


@pytest.mark.parametrize("encoding", ["UTF-8", "GB18030"])
def test_names_that_a_dbf_cut_to_ten_bytes_are_known(
    encoding: str, frame: geopandas.GeoDataFrame, folder: Path
) -> None:
    renamed = frame.rename(columns={"code": "社区代码", "name": "村社区名称", "parent": "街道"})
    renamed.assign(户数=["100", "200", "约300户"]).to_file(folder / "a.shp", encoding=encoding)
    communities = read_boundaries(folder / "a.shp").communities
    assert communities["code"].tolist() == frame["code"].tolist()
    assert communities["name"].tolist() == frame["name"].tolist()
    assert communities["parent"].tolist() == frame["parent"].tolist()
    assert communities["households"].tolist() == [100, 200, 300]


def test_two_names_cut_to_the_same_are_told_apart_by_their_values(
    frame: geopandas.GeoDataFrame, folder: Path
) -> None:
    renamed = {"name": "community_name", "code": "community_code"}
    frame[["name", "code", "geometry"]].rename(columns=renamed).to_file(
        folder / "a.shp", encoding="UTF-8"
    )
    communities = read_boundaries(folder / "a.shp").communities
    assert communities["code"].tolist() == frame["code"].tolist()
    assert communities["name"].tolist() == frame["name"].tolist()


def test_a_missing_index_is_made_again_and_told(
    frame: geopandas.GeoDataFrame, folder: Path
) -> None:
    frame.to_file(folder / "a.shp", encoding="UTF-8")
    (folder / "a.shx").unlink()
    boundaries = read_boundaries(folder / "a.shp")
    assert kinds(boundaries) == [RepairKind.INDEX_REBUILT]
    assert same_places(boundaries, frame)
    assert not (folder / "a.shx").exists()


def test_a_shapefile_alone_has_shapes_but_no_attributes(
    frame: geopandas.GeoDataFrame, folder: Path
) -> None:
    frame.to_file(folder / "a.shp")
    for ending in (".dbf", ".shx"):
        (folder / f"a{ending}").unlink()
    boundaries = read_boundaries(folder / "a.shp", generate_codes=True)
    assert boundaries.communities["code"].tolist() == [f"{n:012d}" for n in (1, 2, 3)]


def test_neighbours_of_the_same_stem_in_capitals_belong_to_it(
    frame: geopandas.GeoDataFrame, folder: Path
) -> None:
    frame.to_file(folder / "a.shp", encoding="UTF-8")
    for ending in (".shp", ".dbf", ".shx", ".prj", ".cpg"):
        shutil.move(folder / f"a{ending}", folder / f"a{ending.upper()}")
    assert same_places(read_boundaries(folder / "a.SHP"), frame)


def test_heights_and_measures_are_dropped_and_told(
    frame: geopandas.GeoDataFrame, folder: Path
) -> None:
    with_z = frame.set_geometry(shapely.force_3d(frame.geometry, 12.0))
    with_z.to_file(folder / "z.shp", encoding="UTF-8")
    boundaries = read_boundaries(folder / "z.shp")
    assert kinds(boundaries) == [RepairKind.HEIGHTS_DROPPED]
    assert not shapely.has_z(boundaries.communities.geometry.to_numpy()).any()


@pytest.mark.parametrize("encoding", ["UTF-8", "GB18030"])
def test_a_value_that_a_full_field_cut_within_a_character_is_read_to_there(
    encoding: str, frame: geopandas.GeoDataFrame, folder: Path
) -> None:
    frame.to_file(folder / "a.shp", encoding=encoding)
    data = (folder / "a.dbf").read_bytes()
    long = "江南社区".encode(encoding)
    assert data.count(long) == 1
    (folder / "a.dbf").write_bytes(data.replace(long, long[:-1] + b" "))
    communities = read_boundaries(folder / "a.shp").communities
    assert communities["name"].tolist() == ["江南社", "外海村", "礼乐社区"]


def _of(frame: geopandas.GeoDataFrame, folder: Path, stem: str) -> Path:
    frame.to_file(folder / f"{stem}.shp", encoding="UTF-8")
    return folder / f"{stem}.shp"


@pytest.mark.parametrize(("shapes", "rows"), [(3, 2), (2, 3)])
def test_parts_that_differ_in_their_number_of_records_are_refused_with_both(
    shapes: int, rows: int, frame: geopandas.GeoDataFrame, folder: Path
) -> None:
    path = _of(frame.head(shapes), folder, "a")
    shutil.copy(_of(frame.head(rows), folder, "b").with_suffix(".dbf"), folder / "a.dbf")
    fault = refusal(path, ErrorKind.UNEQUAL_PARTS)
    assert f"{shapes} shapes in the .shp, {rows} rows in the .dbf" in str(fault)


def test_a_short_index_is_made_again_and_told(frame: geopandas.GeoDataFrame, folder: Path) -> None:
    path = _of(frame, folder, "a")
    shutil.copy(_of(frame.head(1), folder, "b").with_suffix(".shx"), folder / "a.shx")
    boundaries = read_boundaries(path)
    assert [repair.what for repair in boundaries.report] == [
        "the .shx lists 1 of 3 shapes; made again from the .shp"
    ]
    assert same_places(boundaries, frame)


def test_a_short_index_of_a_damaged_shp_is_refused(
    frame: geopandas.GeoDataFrame, folder: Path
) -> None:
    path = _of(frame, folder, "a")
    shutil.copy(_of(frame.head(1), folder, "b").with_suffix(".shx"), folder / "a.shx")
    path.write_bytes(path.read_bytes()[:-20])
    refusal(path, ErrorKind.UNREADABLE)


def test_rows_marked_as_deleted_are_left_out_and_told(
    frame: geopandas.GeoDataFrame, folder: Path
) -> None:
    path = _of(frame, folder, "a")
    table = bytearray((folder / "a.dbf").read_bytes())
    header, row = struct.unpack_from("<HH", table, 8)
    table[header + row] = ord("*")
    (folder / "a.dbf").write_bytes(table)
    boundaries = read_boundaries(path)
    assert boundaries.communities["name"].tolist() == ["江南社区", "礼乐社区"]
    assert [repair.what for repair in boundaries.report] == [
        "rows marked as deleted in the .dbf left out: 1"
    ]


def test_a_byte_that_spoils_a_name_is_told_with_its_feature_and_column(
    frame: geopandas.GeoDataFrame, folder: Path
) -> None:
    frame.to_file(folder / "a.shp", encoding="GB18030")
    (folder / "a.cpg").unlink()
    table, name = (folder / "a.dbf").read_bytes(), "外海村".encode("gb18030")
    (folder / "a.dbf").write_bytes(table.replace(name, name[:2] + b"\xff\xff" + name[4:]))
    boundaries = read_boundaries(folder / "a.shp")
    (spoiled,) = (one for one in boundaries.report if one.kind is RepairKind.TEXT_SPOILED)
    assert spoiled.feature == "#2"
    assert spoiled.what == (
        "bytes in column “name” are not in GBK (GB18030); read as “外��村”: correct it"
    )


def test_a_shapefile_without_its_dbf_is_refused_with_the_mend(
    frame: geopandas.GeoDataFrame, folder: Path
) -> None:
    path = _of(frame, folder, "a")
    (folder / "a.dbf").unlink()
    assert "A Shapefile has its columns in the .dbf" in refusal(path, ErrorKind.NO_COLUMNS).mend


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_mark_before_the_words_of_a_prj_does_not_hide_them(
    encoding: str, frame: geopandas.GeoDataFrame, folder: Path
) -> None:
    path = _of(frame, folder, "a")
    words = (folder / "a.prj").read_text(encoding="utf-8")
    (folder / "a.prj").write_text(words, encoding=encoding)
    assert read_boundaries(path).crs == "EPSG:4326"


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_prj_that_cannot_be_read_is_told_and_overridden_when_asked(
    encoding: str, frame: geopandas.GeoDataFrame, folder: Path
) -> None:
    path = _of(frame, folder, "a")
    (folder / "a.prj").write_text("坐标系：2000国家大地坐标系", encoding=encoding)
    assert "“坐标系：2000国家大地坐标系”" in str(refusal(path, ErrorKind.UNREAD_CRS))
    assert read_boundaries(path, crs=4490).crs == "EPSG:4490"


@pytest.mark.parametrize("word", ["hex", "base64", "undefined", "rot13", "no such"])
def test_a_cpg_that_names_no_encoding_of_texts_is_not_followed(
    word: str, frame: geopandas.GeoDataFrame, folder: Path
) -> None:
    path = _of(frame, folder, "a")
    (folder / "a.cpg").write_text(word)
    names = read_boundaries(path).communities["name"]
    assert names.tolist() == ["江南社区", "外海村", "礼乐社区"]


def test_codes_of_17_digits_in_a_wide_column_of_numbers_keep_every_digit(
    frame: geopandas.GeoDataFrame, folder: Path
) -> None:
    codes = [44070400100100101 + 11 * row for row in range(len(frame))]
    path = _of(frame.assign(code=codes), folder, "a")
    _widen(folder / "a.dbf", "code", 20)
    assert read_boundaries(path, code="code").communities["code"].tolist() == [
        str(code) for code in codes
    ]


def _widen(file: Path, column: str, width: int) -> None:
    """Give a column of numbers in a .dbf more signs, as other programs do."""
    data = file.read_bytes()
    rows, header, row = struct.unpack_from("<IHH", data, 4)
    head, place = bytearray(data[:header]), 1
    for at in range(32, header - 1, 32):
        length = head[at + 16]
        if head[at : at + 11].rstrip(b"\0").decode() == column:
            head[at + 16], more = width, width - length
            break
        place += length
    struct.pack_into("<H", head, 10, row + more)
    body = b"".join(
        one[:place] + b" " * more + one[place:]
        for one in (data[header + k * row : header + (k + 1) * row] for k in range(rows))
    )
    file.write_bytes(bytes(head) + body + b"\x1a")


@pytest.mark.parametrize("part", [".shp", ".shx"])
def test_bytes_behind_what_a_part_says_of_its_length_are_no_records(
    part: str, frame: geopandas.GeoDataFrame, folder: Path
) -> None:
    path = _of(frame, folder, "a")
    file = folder / f"a{part}"
    file.write_bytes(file.read_bytes() + bytes(64))
    if part == ".shp":
        (folder / "a.shx").unlink()  # to be made again from what has such bytes
    assert same_places(read_boundaries(path), frame)
