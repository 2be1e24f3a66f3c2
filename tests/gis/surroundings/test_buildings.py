"""Buildings, and who lives in them: told, estimated, and what is said of either."""

import json
import zipfile
from pathlib import Path

import geopandas
import pandas as pd
import pytest
import shapely

from gis.boundaries import Limits
from gis.datums import from_wgs84
from gis.surroundings import Buildings, SurroundingsError, read_buildings, report_lines
from tests.gis.surroundings.towns import EXTRACT, Town

BOX = shapely.box(113.1, 22.5, 113.1002, 22.5001)


def written(path: Path, crs: int = 4326, shapes: object = None, **columns: object) -> Path:
    rows = len(next(iter(columns.values()))) if columns else 1  # type: ignore[arg-type]
    given = [BOX] * rows if shapes is None else shapes
    frame = geopandas.GeoDataFrame(columns, geometry=given, crs=4326).to_crs(crs)
    frame.to_file(path) if path.suffix != ".parquet" else frame.to_parquet(path)
    return path


def said(buildings: Buildings) -> dict[str, object]:
    return {remark.what: dict(remark.facts) for remark in buildings.report.remarks}


@pytest.mark.parametrize("name", ["a.gpkg", "a.fgb", "a.parquet", "a.geojson", "a.shp"])
def test_buildings_are_read_from_any_format_of_boundaries(tmp_path: Path, name: str) -> None:
    found = read_buildings(written(tmp_path / name, households=[12, 30]))

    assert found.frame["households"].tolist() == [12, 30]
    assert found.frame.crs.to_epsg() == 4326
    assert said(found)["households-column"] == {"column": "households", "count": 2}


def test_a_projection_is_brought_to_degrees(tmp_path: Path) -> None:
    found = read_buildings(written(tmp_path / "a.gpkg", crs=4547, households=[1]))

    assert found.frame.geometry[0].hausdorff_distance(BOX) < 1e-7


def test_a_shifted_datum_is_undone(tmp_path: Path) -> None:
    shifted = shapely.transform(
        BOX, lambda xy: [from_wgs84(lon, lat, "gcj02") for lon, lat in xy.tolist()]
    )
    path = written(tmp_path / "a.gpkg", shapes=[shifted], households=[1])

    assert read_buildings(path, datum="GCJ-02").frame.geometry[0].hausdorff_distance(BOX) < 1e-7


def test_households_are_floors_times_footprint_where_no_column_tells_them(tmp_path: Path) -> None:
    found = read_buildings(written(tmp_path / "a.gpkg", levels=["6", "2"]))

    area = found.frame["area_m2"]
    assert found.frame["households"].tolist() == [*(area * [6, 2] / 120).round()]
    assert said(found)["households-estimated"] == {"area": "120"}


def test_floors_come_from_floors_then_from_heights_then_from_the_assumption(tmp_path: Path) -> None:
    path = written(
        tmp_path / "a.gpkg",
        **{
            "building:levels": ["5", "3;4", None, None, "0", None],
            "height": ["99", "99", "18 m", "30 ft", None, None],
        },
    )

    found = read_buildings(path, default_floors=2)

    assert found.frame["floors"].tolist() == [5, 4, 6, 3, 2, 2]
    assert said(found)["floors-column"] == {"column": "building:levels", "count": 2}
    assert said(found)["floors-height"] == {"column": "height", "count": 2, "height": "3"}
    assert said(found)["floors-assumed"] == {"count": 2, "of": 6, "floors": "2"}


def test_nobody_lives_in_schools_and_garages(tmp_path: Path) -> None:
    kinds = ["apartments", "school", "garage", "yes", "小学教学楼", "商住楼", "Retail", None]

    found = read_buildings(written(tmp_path / "a.gpkg", building=kinds))

    lived = (found.frame["households"] > 0).tolist()
    assert lived == [True, False, False, True, False, True, False, True]
    assert said(found)["kinds-empty"]["count"] == 4  # type: ignore[index]


def test_naming_the_floors_asks_for_an_estimate_beside_told_households(tmp_path: Path) -> None:
    path = written(tmp_path / "a.gpkg", households=[7], n=["4"])

    assert read_buildings(path).frame["households"].tolist() == [7]
    assert read_buildings(path, floors="n").frame["floors"].tolist() == [4]


def test_counts_are_read_as_people_write_them_and_blank_ones_are_none(tmp_path: Path) -> None:
    path = written(tmp_path / "a.gpkg", 户数=["12", "1,024", "约30户", "2.5", None])

    found = read_buildings(path)

    assert found.frame["households"].tolist() == [12, 1024, 30, 2.5, 0]
    assert said(found)["households-blank"]["count"] == 1  # type: ignore[index]


@pytest.mark.parametrize("value", ["many", "-3"])
def test_a_count_that_is_none_is_refused_with_its_row(tmp_path: Path, value: str) -> None:
    path = written(tmp_path / "a.gpkg", households=["3", value])

    with pytest.raises(SurroundingsError, match="feature 2") as refused:
        read_buildings(path)

    assert value in str(refused.value)
    assert "第 2 个要素" in refused.value.text("zh")


def test_a_named_column_that_is_not_there_is_refused_with_those_there(tmp_path: Path) -> None:
    with pytest.raises(SurroundingsError, match="The columns are: n"):
        read_buildings(written(tmp_path / "a.gpkg", n=[1]), households="hh")


def test_lines_among_buildings_are_left_out_and_a_file_of_them_is_refused(tmp_path: Path) -> None:
    line = shapely.LineString([(113.1, 22.5), (113.2, 22.5)])
    some = written(tmp_path / "a.geojson", shapes=[BOX, line, None], n=[1, 2, 3])
    none = written(tmp_path / "b.geojson", shapes=[line], n=[1])

    found = read_buildings(some)

    assert (len(found.frame), found.report.features_read) == (1, 3)
    assert said(found)["other-shape"] == {"count": 2}
    with pytest.raises(SurroundingsError, match="no buildings"):
        read_buildings(none)


def test_an_outline_that_crosses_itself_is_mended_and_told(tmp_path: Path) -> None:
    bow = shapely.Polygon([(113.1, 22.5), (113.1001, 22.5001), (113.1001, 22.5), (113.1, 22.5001)])

    found = read_buildings(written(tmp_path / "a.gpkg", shapes=[bow], n=[1]))

    assert found.frame.geometry.is_valid.all()
    assert any("crossed" in line and "#1" in line for line in report_lines(found.report))


def test_what_lies_outside_of_the_extent_is_left_out(tmp_path: Path) -> None:
    far = shapely.transform(BOX, lambda xy: xy + 0.1)
    path = written(tmp_path / "a.gpkg", shapes=[BOX, far], households=[1, 2])

    found = read_buildings(path, extent=(113.0, 22.4, 113.15, 22.55))

    assert found.frame["households"].tolist() == [1]
    assert said(found)["outside"] == {"count": 1}
    with pytest.raises(SurroundingsError, match="lies within the communities"):
        read_buildings(path, extent=(113.0, 22.4, 113.05, 22.45))


def test_the_layer_is_chosen_by_its_name_and_that_is_said(tmp_path: Path) -> None:
    path = tmp_path / "a.gpkg"
    frame = geopandas.GeoDataFrame({"households": [1]}, geometry=[BOX], crs=4326)
    for layer in ("plots", "Buildings_2024", "streets"):
        frame.to_file(path, layer=layer)

    found = read_buildings(path)

    assert said(found)["layer"] == {"layer": "Buildings_2024"}
    assert read_buildings(path, layer="plots").report.layers == ("plots",)


def test_layers_that_no_name_tells_apart_are_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "a.gpkg"
    frame = geopandas.GeoDataFrame({"households": [1]}, geometry=[BOX], crs=4326)
    for layer in ("one", "two"):
        frame.to_file(path, layer=layer)

    with pytest.raises(SurroundingsError, match="one and two"):
        read_buildings(path)


def test_a_file_without_a_crs_is_refused_until_it_is_said(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f'households,WKT\n3,"{BOX.wkt}"\n', encoding="utf-8")

    with pytest.raises(SurroundingsError, match="town-crs"):
        read_buildings(path)

    assert read_buildings(path, crs=4326).frame["households"].tolist() == [3]


def test_an_archive_that_points_outside_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("../a.geojson", "{}")

    with pytest.raises(SurroundingsError, match="points outside"):
        read_buildings(path)


def test_an_archive_of_one_file_is_read(tmp_path: Path) -> None:
    inner = written(tmp_path / "a.geojson", households=[4])
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.write(inner, "folder/a.geojson")

    assert read_buildings(tmp_path / "a.zip").frame["households"].tolist() == [4]


def test_too_many_buildings_are_refused(tmp_path: Path) -> None:
    path = written(tmp_path / "a.gpkg", households=[1, 2, 3])

    with pytest.raises(SurroundingsError, match="The limit is 2: cut the file"):
        read_buildings(path, limits=Limits(max_features=2))


@pytest.mark.parametrize("content", [b"", b"rubbish", json.dumps({"type": "Pipeline"}).encode()])
def test_a_file_of_no_known_format_is_told_which_are(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.bin"
    path.write_bytes(content)

    with pytest.raises(SurroundingsError, match=r"\.osm\.pbf") as refused:
        read_buildings(path)

    assert "boundar" not in str(refused.value)
    assert "边界" not in refused.value.text("zh")


def test_a_missing_file_is_told_so(tmp_path: Path) -> None:
    with pytest.raises(SurroundingsError, match="no such file"):
        read_buildings(tmp_path / "none.gpkg")


def test_buildings_are_read_from_an_extract(tmp_path: Path) -> None:
    town = Town()
    town.square(0, 0, building="apartments", building__levels="6", note='a, b => "c"')
    town.square(2, 0, building="yes", amenity="school")
    town.square(4, 0, building="no")
    town.square(6, 0, landuse="grass")
    town.square(8, 0, building="residential", building__flats="24")

    found = read_buildings(town.write(tmp_path / "a.osm"))

    assert found.frame["kind"].tolist() == ["apartments", "school", "residential"]
    assert found.frame["households"].tolist() == [6, 0, 24]
    assert said(found)["no-buildings"] == {"count": 1}
    assert said(found)["flats"] == {"count": 1, "column": "building:flats"}


def test_an_extract_is_read_within_the_extent_alone() -> None:
    whole = read_buildings(EXTRACT)
    part = read_buildings(EXTRACT, extent=(26.93, 60.52, 26.94, 60.53))

    assert len(whole.frame) == 2193
    assert 0 < len(part.frame) < len(whole.frame)
    assert part.report.features_read < whole.report.features_read
    assert part.report.format == "OpenStreetMap PBF"


def test_an_extract_is_on_wgs84_whatever_other_files_are_on() -> None:
    plain, said_otherwise = read_buildings(EXTRACT), read_buildings(EXTRACT, datum="bd09", crs=4547)

    assert said_otherwise.frame.geometry.geom_equals(plain.frame.geometry).all()


def test_an_extract_that_is_cut_off_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.osm.pbf"
    path.write_bytes(EXTRACT.read_bytes()[:60_000])

    with pytest.raises(SurroundingsError) as refused:
        read_buildings(path)

    assert refused.value.what in {"unreadable", "no-buildings"}


def test_an_extract_of_openstreetmap_may_be_zipped(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.write(EXTRACT, "town.osm.pbf")

    assert len(read_buildings(tmp_path / "a.zip").frame) == 2193


def test_a_report_is_told_in_both_languages() -> None:
    report = read_buildings(EXTRACT).report

    english, chinese = ([*report_lines(report, locale=one, most=2)] for one in ("en", "zh"))

    assert len(english) == len(chinese)
    assert "2,193" in english[0]
    assert "建筑物" in chinese[0]


def test_the_frame_is_what_the_strategies_ask_for() -> None:
    from gis.partition.townscape.given import given_buildings

    frame = read_buildings(EXTRACT).frame

    assert len(given_buildings(frame, points=False, counted=True).shapes) == len(frame)
    assert isinstance(frame["households"], pd.Series)
