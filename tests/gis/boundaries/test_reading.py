"""Formats, CRSs, columns, datums and words of the boundary reader."""

import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import geopandas
import pytest
import shapely

from gis.boundaries import (
    BoundaryError,
    ErrorKind,
    Repair,
    RepairKind,
    describe,
    read_boundaries,
    report_lines,
)
from gis.datums import area_m2, convert_geometries
from gis.texts import GIS_TEXTS, LOCALES, Catalogue

TAIPEI = Path(__file__).parents[3] / "data" / "boundaries" / "taipei_villages.geojson"
SQUARES = [shapely.box(113.10 + n / 100, 22.5, 113.11 + n / 100, 22.51) for n in range(3)]


@pytest.fixture
def frame() -> geopandas.GeoDataFrame:
    return geopandas.GeoDataFrame(
        {
            "code": ["440704001001", "440704001002", "440704001003"],
            "name": ["江南社区", "外海村", "礼乐社区"],
            "parent": ["440704001"] * 3,
        },
        geometry=SQUARES,
        crs=4326,
    )


def _zipped_shapefile(frame: geopandas.GeoDataFrame, folder: Path) -> Path:
    frame.to_file(folder / "区.shp", encoding="GB18030")
    with zipfile.ZipFile(folder / "deep.zip", "w") as archive:
        for part in folder.glob("区.*"):
            archive.write(part, f"数据/2026/{part.name}")
    return folder / "deep.zip"


def _written(driver: str, name: str) -> Callable[[geopandas.GeoDataFrame, Path], Path]:
    def write(frame: geopandas.GeoDataFrame, folder: Path) -> Path:
        frame.to_file(folder / name, driver=driver)
        return folder / name

    return write


def _parquet(frame: geopandas.GeoDataFrame, folder: Path) -> Path:
    frame.to_parquet(folder / "a.parquet")
    return folder / "a.parquet"


@pytest.mark.parametrize(
    "write",
    [
        _written("GeoJSON", "a.geojson"),
        _written("GeoJSON", "no_suffix"),
        _written("ESRI Shapefile", "a.shp"),
        _written("GPKG", "a.gpkg"),
        _written("FlatGeobuf", "a.fgb"),
        _written("KML", "a.kml"),
        _parquet,
        _zipped_shapefile,
    ],
)
def test_what_is_written_comes_back(
    write: Callable[[geopandas.GeoDataFrame, Path], Path],
    frame: geopandas.GeoDataFrame,
    tmp_path: Path,
) -> None:
    communities = read_boundaries(write(frame, tmp_path)).communities.sort_values("code")
    assert list(communities.columns) == ["code", "name", "parent", "geometry"]
    assert communities["code"].tolist() == frame["code"].tolist()
    assert communities["name"].tolist() == frame["name"].tolist()
    assert communities["parent"].tolist() == frame["parent"].tolist()
    read, written = communities.normalize().array, frame.normalize().array
    assert shapely.equals_exact(read, written, 1e-7).all()


@pytest.mark.parametrize("epsg", [4490, 3857, 4547, 4526, 32649])
def test_any_declared_crs_comes_to_the_same_place(
    epsg: int, frame: geopandas.GeoDataFrame, tmp_path: Path
) -> None:
    frame.to_crs(epsg).to_file(tmp_path / "a.gpkg")
    boundaries = read_boundaries(tmp_path / "a.gpkg")
    moved = shapely.hausdorff_distance(boundaries.communities.geometry.array, frame.geometry.array)
    assert moved.max() < 1e-6
    assert boundaries.report == []


@pytest.mark.parametrize("datum", ["gcj02", "bd09"])
def test_a_shifted_datum_is_undone_and_told(
    datum: str, frame: geopandas.GeoDataFrame, tmp_path: Path
) -> None:
    shifted = convert_geometries(frame.geometry, "wgs84", datum)  # type: ignore[arg-type]
    frame.set_geometry(geopandas.GeoSeries(shifted, crs=4326)).to_file(tmp_path / "a.fgb")
    boundaries = read_boundaries(tmp_path / "a.fgb", datum=datum)
    read = boundaries.communities.sort_values("code").geometry.array
    assert shapely.hausdorff_distance(read, frame.geometry.array).max() < 1e-8
    assert [repair.kind for repair in boundaries.report] == [RepairKind.DATUM_CONVERTED]


def test_a_wrong_declaration_yields_to_the_caller_and_is_told(
    frame: geopandas.GeoDataFrame, tmp_path: Path
) -> None:
    frame.set_crs(3857, allow_override=True).to_file(tmp_path / "a.gpkg")
    boundaries = read_boundaries(tmp_path / "a.gpkg", crs=4326)
    assert [repair.kind for repair in boundaries.report] == [RepairKind.CRS_OVERRIDDEN]
    assert boundaries.communities.total_bounds.tolist() == frame.total_bounds.tolist()


def test_columns_are_named_by_the_caller_and_a_wrong_name_lists_them(
    frame: geopandas.GeoDataFrame, tmp_path: Path
) -> None:
    frame.rename(columns={"code": "nr", "name": "label"}).to_file(tmp_path / "a.gpkg")
    communities = read_boundaries(tmp_path / "a.gpkg", code="nr", name="label").communities
    assert communities["name"].tolist() == frame["name"].tolist()
    with pytest.raises(BoundaryError, match="nr, label, parent"):
        read_boundaries(tmp_path / "a.gpkg", code="number")
    with pytest.raises(BoundaryError) as caught:
        read_boundaries(tmp_path / "a.gpkg")
    assert caught.value.kind is ErrorKind.NO_CODE_COLUMN


def test_a_blank_code_is_refused_with_its_feature(
    frame: geopandas.GeoDataFrame, tmp_path: Path
) -> None:
    frame.loc[1, "code"] = " "
    frame.to_file(tmp_path / "a.gpkg")
    with pytest.raises(BoundaryError) as caught:
        read_boundaries(tmp_path / "a.gpkg")
    assert caught.value.kind is ErrorKind.BLANK_CODE
    assert caught.value.place == "feature 2"


def test_exploded_parts_of_one_community_are_rejoined_and_told(
    frame: geopandas.GeoDataFrame, tmp_path: Path
) -> None:
    frame.loc[2, ["code", "name"]] = frame.loc[0, ["code", "name"]].tolist()
    frame.to_file(tmp_path / "a.gpkg")
    boundaries = read_boundaries(tmp_path / "a.gpkg")
    assert [repair.kind for repair in boundaries.report] == [RepairKind.PARTS_REJOINED]
    first = boundaries.communities.geometry.iloc[0]
    assert first.geom_type == "MultiPolygon"
    assert area_m2(first)[0] == pytest.approx(area_m2([SQUARES[0], SQUARES[2]]).sum())


def test_illustrative_boundaries_say_so(frame: geopandas.GeoDataFrame, tmp_path: Path) -> None:
    document = json.loads(frame.to_json())
    (tmp_path / "plain.geojson").write_text(json.dumps(document))
    (tmp_path / "made.geojson").write_text(json.dumps({"illustrative": True, **document}))
    frame.assign(illustrative=True).to_file(tmp_path / "column.gpkg")
    assert not read_boundaries(tmp_path / "plain.geojson").illustrative
    assert read_boundaries(tmp_path / "made.geojson").illustrative
    assert read_boundaries(tmp_path / "column.gpkg").communities.attrs["illustrative"]


def test_numeric_codes_lose_their_point(frame: geopandas.GeoDataFrame, tmp_path: Path) -> None:
    frame.assign(code=frame["code"].astype(float)).to_file(tmp_path / "a.gpkg")
    assert read_boundaries(tmp_path / "a.gpkg").communities["code"].tolist() == list(frame["code"])


@pytest.mark.parametrize(
    "text", ["", "{}", '{"a": [1, 2]}', "[" * 5000, "{" * 5000, "<a/>", "<kml"]
)
def test_text_that_is_no_map_is_refused(text: str, tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(text)
    with pytest.raises(BoundaryError):
        read_boundaries(tmp_path / "a.json")


def test_a_missing_file_an_unknown_datum_and_crs_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BoundaryError, match="no such file"):
        read_boundaries(tmp_path / "a.geojson")
    with pytest.raises(BoundaryError, match="gcj02, bd09"):
        read_boundaries(TAIPEI, datum="mars")
    with pytest.raises(BoundaryError, match="EPSG"):
        read_boundaries(TAIPEI, crs="no such thing")


def test_a_coordinate_off_the_globe_is_refused_with_its_place(tmp_path: Path) -> None:
    off = geopandas.GeoDataFrame(
        {"code": ["1"]}, geometry=[shapely.box(200, 94, 201, 95)], crs=4326
    )
    off.to_file(tmp_path / "a.gpkg")
    with pytest.raises(BoundaryError) as caught:
        read_boundaries(tmp_path / "a.gpkg")
    assert caught.value.kind is ErrorKind.OFF_THE_GLOBE
    assert "feature 1 (code 1)" in str(caught.value)


def test_the_real_taipei_set_loads_with_every_repair_told() -> None:
    boundaries = read_boundaries(TAIPEI)
    source = geopandas.read_file(TAIPEI, on_invalid="ignore").set_index("VILLCODE")
    read = boundaries.communities.set_index("code")
    assert len(read) == 456
    assert shapely.is_valid(read.geometry).all()
    told = {repair.feature for repair in boundaries.report}
    differ = ~shapely.equals_exact(source.geometry.array, read.loc[source.index].geometry.array, 0)
    assert set(source.index[differ]) == told
    assert set(source.index[~source.is_valid]) <= told
    assert read["parent"].nunique() == 12


@pytest.mark.parametrize("locale", LOCALES)
def test_every_error_and_repair_has_words_in_both_languages(locale: str) -> None:
    catalogue = Catalogue([GIS_TEXTS])
    for error in ErrorKind:
        assert catalogue.has(locale, f"boundaries-error-{error}")  # type: ignore[arg-type]
        assert catalogue.has(locale, f"boundaries-mend-{error}")  # type: ignore[arg-type]
    for repair in RepairKind:
        assert catalogue.has(locale, f"boundaries-repair-{repair}")  # type: ignore[arg-type]


def test_an_error_is_told_in_chinese_too() -> None:
    error = BoundaryError(ErrorKind.NO_CRS, Path("some/folder/区.zip"))
    assert describe(error, Catalogue([GIS_TEXTS]), "zh").startswith(
        "区.zip：文件未声明坐标参考系。"
    )
    assert "crs=… (--crs on the command line): 4326" in str(error)
    assert "folder" not in str(error)


def test_the_report_lines_tell_source_repairs_and_area() -> None:
    lines = list(report_lines(read_boundaries(TAIPEI)))
    assert (
        lines[0] == "taipei_villages.geojson: GeoJSON, EPSG:4326; features: 456, communities: 456"
    )
    assert lines[1] == "columns: code = VILLCODE, name = VILLNAME, parent = TOWNCODE"
    assert any(line.startswith("63000080037") for line in lines)
    assert lines[-1].startswith("repairs: ")


def test_a_repair_says_what_it_did() -> None:
    repair = Repair("440704001001", RepairKind.SPIKE_CUT, 0.0, {"count": 2})
    assert repair.what == "spikes without width cut off, vertices: 2"
