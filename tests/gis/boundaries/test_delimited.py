"""CSV with geometries: any delimiter and encoding, WKT, PostGIS's WKB, GeoJSON."""

from collections.abc import Callable
from pathlib import Path

import geopandas
import pytest
import shapely

from gis.boundaries import ErrorKind, Limits, RepairKind, read_boundaries
from tests.gis.boundaries.asking import kinds, refusal, same_places


def _lines(frame: geopandas.GeoDataFrame, shapes: list[str], mark: str, column: str) -> str:
    rows = [["编码", "名称", column]]
    for code, name, shape in zip(frame["code"], frame["name"], shapes, strict=True):
        quoted = '"' + shape.replace('"', '""') + '"'
        rows.append([code, name, quoted])
    return "\r\n".join(mark.join(row) for row in rows) + "\r\n"


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_any_delimiter_and_encoding_is_understood(
    mark: str, encoding: str, frame: geopandas.GeoDataFrame, tmp_path: Path
) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(_lines(frame, frame.to_wkt()["geometry"], mark, "WKT").encode(encoding))
    boundaries = read_boundaries(path, crs=4326)
    assert same_places(boundaries, frame)
    assert boundaries.communities["name"].tolist() == frame["name"].tolist()
    expected = [RepairKind.ENCODING_DETECTED] if encoding in {"gb18030", "utf-16"} else []
    assert kinds(boundaries) == expected


def test_postgis_says_its_crs_in_extended_wkt(
    frame: geopandas.GeoDataFrame, tmp_path: Path
) -> None:
    path = tmp_path / "a.csv"
    metres = frame.to_crs(4526)
    words = [f"SRID=4526;{text}" for text in metres.to_wkt()["geometry"]]
    path.write_text(_lines(frame, words, ",", "geom"), encoding="utf-8")
    boundaries = read_boundaries(path)
    assert boundaries.crs == "EPSG:4526"
    moved = shapely.hausdorff_distance(
        boundaries.communities.geometry.to_numpy(), frame.geometry.to_numpy()
    )
    assert moved.max() < 1e-8


def test_hexadecimal_wkb_and_geojson_are_read(
    frame: geopandas.GeoDataFrame, tmp_path: Path
) -> None:
    path = tmp_path / "a.csv"
    for shapes in (
        shapely.to_wkb(frame.geometry.to_numpy(), hex=True).tolist(),
        shapely.to_geojson(frame.geometry.to_numpy()).tolist(),
    ):
        path.write_text(_lines(frame, shapes, ",", "the_geom"), encoding="utf-8")
        assert same_places(read_boundaries(path, crs=4326), frame)


def test_extended_wkb_says_its_crs(frame: geopandas.GeoDataFrame, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    for srid in (4326, 4490):
        shapes = shapely.set_srid(frame.geometry.to_numpy(), srid)
        words = shapely.to_wkb(shapes, hex=True, include_srid=True).tolist()
        path.write_text(_lines(frame, words, ",", "geom"), encoding="utf-8")
        assert read_boundaries(path).crs == f"EPSG:{srid}"


def test_extended_wkb_of_several_crs_is_refused(
    frame: geopandas.GeoDataFrame, tmp_path: Path
) -> None:
    shapes = shapely.set_srid(frame.geometry.to_numpy(), [4326, 4490, 4490])
    words = shapely.to_wkb(shapes, hex=True, include_srid=True).tolist()
    path = tmp_path / "a.csv"
    path.write_text(_lines(frame, words, ",", "geom"), encoding="utf-8")
    assert "4326, 4490" in str(refusal(path, ErrorKind.UNREADABLE))


@pytest.mark.parametrize("first", ["sep=;", '"sep=;"'])
def test_excels_line_of_the_delimiter_is_no_header(
    first: str, frame: geopandas.GeoDataFrame, tmp_path: Path
) -> None:
    path = tmp_path / "a.csv"
    lines = _lines(frame, frame.to_wkt()["geometry"].tolist(), ";", "WKT")
    path.write_text(f"{first}\r\n{lines}", encoding="utf-8")
    assert same_places(read_boundaries(path, crs=4326), frame)


@pytest.mark.parametrize("form", ['="{}"', '"=""{}"""'])
def test_a_code_that_excel_was_made_to_keep_as_text_is_read_without_its_marks(
    form: str, frame: geopandas.GeoDataFrame, tmp_path: Path
) -> None:
    path = tmp_path / "a.csv"
    marked = frame.assign(code=[form.format(code) for code in frame["code"]])
    path.write_text(_lines(marked, frame.to_wkt()["geometry"], ",", "WKT"), encoding="utf-8")
    codes = read_boundaries(path, crs=4326).communities["code"]
    assert codes.tolist() == frame["code"].tolist()


def test_open_rings_heights_and_blank_geometries_are_told(
    frame: geopandas.GeoDataFrame, tmp_path: Path
) -> None:
    words = [
        "POLYGON ((113.1 22.5, 113.11 22.5, 113.11 22.51, 113.1 22.51))",
        "POLYGON Z ((113.1 22.5 1, 113.11 22.5 1, 113.11 22.51 1, 113.1 22.5 1))",
        "",
    ]
    path = tmp_path / "a.csv"
    path.write_text(_lines(frame, words, ",", "wkt"), encoding="utf-8")
    assert refusal(path, ErrorKind.NO_AREA, crs=4326).places[0].number == 3
    boundaries = read_boundaries(path, crs=4326, skip_unusable=True)
    assert set(kinds(boundaries)) == {
        RepairKind.HEIGHTS_DROPPED,
        RepairKind.RING_CLOSED,
        RepairKind.SKIPPED,
    }


def test_a_word_that_is_no_geometry_is_refused_with_its_row(
    frame: geopandas.GeoDataFrame, tmp_path: Path
) -> None:
    words = [*frame.to_wkt()["geometry"][:2], "见附图"]
    path = tmp_path / "a.csv"
    path.write_text(_lines(frame, words, ",", "wkt"), encoding="utf-8")
    assert refusal(path, ErrorKind.UNREADABLE, crs=4326).places[0].number == 3


def test_a_table_without_geometries_says_which_column_it_misses(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("编码,名称\n1,a\n", encoding="utf-8")
    assert "WKT" in refusal(path, ErrorKind.NO_GEOMETRY_COLUMN).mend


def test_a_table_of_too_many_columns_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("wkt," + ",".join(f"c{n}" for n in range(3_000)) + "\n1\n")
    refusal(path, ErrorKind.UNREADABLE, limits=Limits(max_columns=100))


@pytest.mark.parametrize(
    "changed",
    [
        lambda text: text.replace("\r\n", "\r"),
        lambda text: "\r\n\r\n" + text,
        lambda text: ",,\r\n" + text,
    ],
)
def test_old_line_ends_and_blank_lines_above_the_table_are_understood(
    changed: Callable[[str], str], frame: geopandas.GeoDataFrame, tmp_path: Path
) -> None:
    path = tmp_path / "a.csv"
    text = changed(_lines(frame, frame.to_wkt()["geometry"], ",", "WKT"))
    path.write_bytes(text.encode())
    assert same_places(read_boundaries(path, crs=4326), frame)


@pytest.mark.parametrize("column", ["geojson", "ST_AsGeoJSON", "geom_json"])
def test_a_column_named_for_geojson_is_read(
    column: str, frame: geopandas.GeoDataFrame, tmp_path: Path
) -> None:
    path = tmp_path / "a.csv"
    shapes = shapely.to_geojson(frame.geometry.to_numpy()).tolist()
    path.write_text(_lines(frame, shapes, ",", column), encoding="utf-8")
    assert same_places(read_boundaries(path, crs=4326), frame)


@pytest.mark.parametrize("columns", ["lng,lat", "经度,纬度", "Longitude,Latitude"])
def test_a_table_of_points_is_refused_as_that(columns: str, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"code,name,{columns}\n440704001001,a,113.1,22.5\n", encoding="utf-8")
    told = str(refusal(path, ErrorKind.ONLY_POINTS))
    assert columns.replace(",", ", ") in told
    assert "named WKT or geojson" in told


@pytest.mark.parametrize(
    "row", ["440704001001,甲,{}", '440704001001,甲,"{}",more', '440704001001,甲,乙,"{}"']
)
def test_rows_longer_than_the_first_line_are_refused_not_cut(row: str, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    shape = shapely.box(113, 22, 113.01, 22.01).wkt
    path.write_text(f"code,name,wkt\n{row.format(shape)}\n", encoding="utf-8")
    told = refusal(path, ErrorKind.LONG_ROWS, crs=4326)
    assert [place.number for place in told.places] == [1]
    row = f'{row}\n440704001002,乙,"{{}}",,,,,,,,more'
    path.write_text(f"code,name,wkt\n{row.format(shape, shape)}\n", encoding="utf-8")
    told = refusal(path, ErrorKind.LONG_ROWS, crs=4326)
    assert [place.number for place in told.places] == [2]
    path.write_text(f'code,name,wkt\n440704001001,甲,"{shape}",,\n', encoding="utf-8")
    assert len(read_boundaries(path, crs=4326).communities) == 1
