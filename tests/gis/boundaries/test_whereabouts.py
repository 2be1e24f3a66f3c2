"""Where data lies: declared wrongly, swapped, shifted, astray, or far from the rest."""

from pathlib import Path

import geopandas
import numpy as np
import pytest
import shapely

from gis.boundaries import ErrorKind, RepairKind, read_boundaries
from gis.datums import convert_geometries
from tests.gis.boundaries.asking import kinds, refusal, same_places

EXTENT = (113.0, 22.4, 113.3, 22.7)


def _written(frame: geopandas.GeoDataFrame, folder: Path, epsg: int | None = None) -> Path:
    if epsg is not None:
        frame = frame.set_crs(epsg, allow_override=True)
    frame.to_file(folder / "a.gpkg")
    return folder / "a.gpkg"


@pytest.mark.parametrize("epsg", [4490, 4547, 4526, 3857])
def test_the_usual_crs_of_china_come_to_the_same_place(
    epsg: int, frame: geopandas.GeoDataFrame, tmp_path: Path
) -> None:
    boundaries = read_boundaries(_written(frame.to_crs(epsg), tmp_path), extent=EXTENT)
    moved = shapely.hausdorff_distance(
        boundaries.communities.geometry.to_numpy(), frame.geometry.to_numpy()
    )
    assert moved.max() < 1e-8
    assert kinds(boundaries) == []


def test_metres_declared_as_degrees_are_refused_with_the_crs_that_fits(
    frame: geopandas.GeoDataFrame, tmp_path: Path
) -> None:
    path = _written(frame.to_crs(4526), tmp_path, 4326)
    # The zone's number leads the eastings: no extent is needed to tell it.
    assert "4526" in refusal(path, ErrorKind.METRES_AS_DEGREES).mend
    path = _written(frame.to_crs(4547), tmp_path, 4326)
    assert "4547" in refusal(path, ErrorKind.METRES_AS_DEGREES, extent=EXTENT).mend


def test_degrees_declared_as_metres_are_refused_with_the_mend(
    frame: geopandas.GeoDataFrame, tmp_path: Path
) -> None:
    path = _written(frame, tmp_path, 3857)
    assert "4326" in refusal(path, ErrorKind.DEGREES_AS_METRES).mend
    assert same_places(read_boundaries(path, crs=4326), frame)


def test_a_projection_of_another_zone_is_refused_with_the_one_that_fits(
    frame: geopandas.GeoDataFrame, tmp_path: Path
) -> None:
    path = _written(frame.to_crs(4547), tmp_path, 4549)
    fault = refusal(path, ErrorKind.WRONG_CRS, extent=EXTENT)
    assert "4547" in fault.mend
    assert "EPSG:4549" in str(fault)


@pytest.mark.parametrize(("true", "declared"), [(4547, 4526), (4526, 4547)])
def test_a_zone_number_too_many_or_missing_is_refused_with_the_crs_that_fits(
    true: int, declared: int, frame: geopandas.GeoDataFrame, tmp_path: Path
) -> None:
    path = _written(frame.to_crs(true), tmp_path, declared)
    for extent in (None, EXTENT):
        fault = refusal(path, ErrorKind.WRONG_CRS, extent=extent)
        assert str(true) in fault.mend
        assert "inf" not in str(fault)


@pytest.mark.parametrize("extent", [None, EXTENT])
def test_a_zone_declared_as_web_mercator_never_passes_in_silence(
    extent: tuple[float, float, float, float] | None, frame: geopandas.GeoDataFrame, tmp_path: Path
) -> None:
    beyond = refusal(
        _written(frame.to_crs(4526), tmp_path, 3857), ErrorKind.WRONG_CRS, extent=extent
    )
    assert "4526" in beyond.mend
    path = _written(frame.to_crs(4547), tmp_path, 3857)
    if extent is None:
        boundaries = read_boundaries(path)
        (note,) = [r for r in boundaries.report if r.kind is RepairKind.CRS_SUSPECTED]
        assert "EPSG:3857, which puts it at " in note.what
    else:
        assert "4547" in refusal(path, ErrorKind.WRONG_CRS, extent=extent).mend


def test_eastings_beyond_the_edge_of_a_map_of_the_world_are_off_it(
    frame: geopandas.GeoDataFrame, tmp_path: Path
) -> None:
    turned = frame.to_crs(3857).translate(xoff=2 * 20_037_508.342789244)
    path = _written(frame.to_crs(3857).set_geometry(turned), tmp_path)
    refusal(path, ErrorKind.OFF_THE_PROJECTION)


def test_a_vertex_out_of_a_projections_reach_is_shown_as_the_file_has_it(
    frame: geopandas.GeoDataFrame, tmp_path: Path
) -> None:
    metres = frame.to_crs(4547)
    metres.loc[2, "geometry"] = shapely.box(38_500_000, 2_490_000, 38_501_000, 2_491_000)
    fault = refusal(_written(metres, tmp_path), ErrorKind.OFF_THE_PROJECTION)
    assert "38501000.0" in str(fault) or "38500000.0" in str(fault)
    assert [place.code for place in fault.places] == ["440704001003"]


def test_a_crs_of_the_moon_is_refused(frame: geopandas.GeoDataFrame, tmp_path: Path) -> None:
    frame.set_crs("IAU_2015:30100", allow_override=True).to_file(tmp_path / "a.gpkg")
    refusal(tmp_path / "a.gpkg", ErrorKind.UNKNOWN_CRS)


def test_swapped_axes_are_refused_against_an_extent_and_suspected_without(
    frame: geopandas.GeoDataFrame, tmp_path: Path
) -> None:
    # Around 80° east, swapped coordinates are good degrees and lie in the Arctic.
    west = frame.set_geometry(frame.translate(xoff=-33.5, yoff=20))
    swapped = west.set_geometry(shapely.transform(west.geometry, lambda xy: xy[:, ::-1]))
    path = _written(swapped, tmp_path, 4326)
    assert kinds(read_boundaries(path)) == [RepairKind.AXES_SUSPECTED]
    extent = (79.0, 42.0, 80.0, 43.0)
    fault = refusal(path, ErrorKind.SWAPPED_AXES, extent=extent)
    assert "swap_axes" in fault.mend
    assert same_places(read_boundaries(path, extent=extent, swap_axes=True), west)


@pytest.mark.parametrize("datum", ["gcj02", "bd09"])
def test_the_datum_that_fits_a_reference_best_is_reported_never_applied(
    datum: str, frame: geopandas.GeoDataFrame, tmp_path: Path
) -> None:
    shifted = convert_geometries(frame.geometry.to_numpy(), "wgs84", datum)  # type: ignore[arg-type]
    path = _written(frame.set_geometry(shifted), tmp_path, 4326)
    frame.to_crs(4490).to_file(tmp_path / "outline.geojson")
    boundaries = read_boundaries(path, reference=tmp_path / "outline.geojson")
    assert kinds(boundaries) == [RepairKind.DATUM_SUSPECTED]
    assert f"say {datum.upper()} by datum=…" in boundaries.report[0].what
    read = boundaries.communities.geometry.to_numpy()
    assert shapely.hausdorff_distance(read, shifted).max() == 0.0
    again = read_boundaries(path, reference=frame, datum=datum)
    assert kinds(again) == [RepairKind.DATUM_FITS, RepairKind.DATUM_CONVERTED]


def test_features_outside_the_extent_are_refused_or_left_out_by_name(
    frame: geopandas.GeoDataFrame, tmp_path: Path
) -> None:
    frame.loc[2, "geometry"] = shapely.box(0, 0, 0.01, 0.01)
    path = _written(frame, tmp_path)
    fault = refusal(path, ErrorKind.OUTSIDE_EXTENT, extent=EXTENT)
    assert [place.code for place in fault.places] == ["440704001003"]
    boundaries = read_boundaries(path, extent=EXTENT, skip_unusable=True)
    assert len(boundaries.communities) == 2
    assert kinds(boundaries) == [RepairKind.SKIPPED_OUTSIDE]


def test_features_continents_apart_are_refused_with_the_stranger(
    frame: geopandas.GeoDataFrame, tmp_path: Path
) -> None:
    frame.loc[2, "geometry"] = shapely.box(0, 0, 0.01, 0.01)
    fault = refusal(_written(frame, tmp_path), ErrorKind.FAR_APART)
    assert [place.number for place in fault.places] == [3]


def test_a_feature_far_from_the_rest_is_told_with_its_distance(
    frame: geopandas.GeoDataFrame, tmp_path: Path
) -> None:
    frame.loc[2, "geometry"] = shapely.box(115.1, 22.5, 115.11, 22.51)
    boundaries = read_boundaries(_written(frame, tmp_path))
    assert [(r.feature, r.kind) for r in boundaries.report] == [
        ("440704001003", RepairKind.FAR_AWAY)
    ]


@pytest.mark.parametrize(
    "points",
    [
        [(113.1, 22.5), (0, 0), (113.11, 22.51)],
        [(179.9, 22.5), (-179.9, 22.5), (-179.9, 22.6), (179.9, 22.6)],
    ],
)
def test_a_vertex_astray_and_a_feature_round_the_world_are_refused(
    points: list[tuple[float, float]], frame: geopandas.GeoDataFrame, tmp_path: Path
) -> None:
    frame.loc[1, "geometry"] = shapely.Polygon(points)
    fault = refusal(_written(frame, tmp_path), ErrorKind.TOO_WIDE)
    assert [place.number for place in fault.places] == [2]


def test_longitudes_a_turn_too_far_are_off_the_globe(
    frame: geopandas.GeoDataFrame, tmp_path: Path
) -> None:
    path = _written(frame.set_geometry(frame.translate(xoff=360)), tmp_path)
    refusal(path, ErrorKind.OFF_THE_GLOBE)


@pytest.mark.parametrize("extent", [(113.3, 22.4, 113.0, 22.7), (0, 0, 0, 0), (0, 0, np.nan, 1)])
def test_an_extent_that_is_none_is_refused(
    extent: tuple[float, float, float, float], frame: geopandas.GeoDataFrame, tmp_path: Path
) -> None:
    refusal(_written(frame, tmp_path), ErrorKind.UNKNOWN_EXTENT, extent=extent)


def test_swapping_the_axes_of_a_correct_file_is_refused_with_leave_it_out(
    frame: geopandas.GeoDataFrame, tmp_path: Path
) -> None:
    fault = refusal(_written(frame, tmp_path), ErrorKind.SWAPPED_BY_OPTION, swap_axes=True)
    assert fault.mend == "Leave it out."


def test_a_wrong_zone_is_refused_by_a_reference_alone_with_the_one_that_fits(
    frame: geopandas.GeoDataFrame, tmp_path: Path
) -> None:
    path = _written(frame.to_crs(4547), tmp_path, 4549)
    fault = refusal(path, ErrorKind.WRONG_CRS, reference=frame)
    assert "4547" in fault.mend


def test_swapped_axes_are_refused_by_a_reference_alone(
    frame: geopandas.GeoDataFrame, tmp_path: Path
) -> None:
    # Far west, so that both orders lie in China's bounds and nothing else tells them apart.
    west = frame.set_geometry(
        shapely.transform(frame.geometry, lambda xy: xy - np.array([30.0, -7.0]))
    )
    swapped = west.set_geometry(shapely.transform(west.geometry, lambda xy: xy[:, ::-1]))
    refusal(_written(swapped, tmp_path, 4326), ErrorKind.SWAPPED_AXES, reference=west)


def test_a_file_of_another_place_than_its_reference_is_refused(
    frame: geopandas.GeoDataFrame, tmp_path: Path
) -> None:
    path = _written(frame, tmp_path)
    elsewhere = shapely.transform(frame.geometry, lambda xy: xy + np.array([0.5, 0.0]))
    reference = frame.set_geometry(np.asarray(elsewhere))
    fault = refusal(path, ErrorKind.OUTSIDE_REFERENCE, reference=reference)
    assert "km away" in str(fault)
    within = geopandas.GeoDataFrame(geometry=[shapely.box(112.9, 22.3, 113.4, 22.8)], crs=4326)
    told = read_boundaries(path, reference=within)
    assert RepairKind.DATUM_UNCLEAR in kinds(told)


@pytest.mark.parametrize("spelt", ["GCJ-02", "gcj_02", "GCJ02"])
def test_a_datum_is_known_however_it_is_spelt(
    spelt: str, frame: geopandas.GeoDataFrame, tmp_path: Path
) -> None:
    path = _written(frame, tmp_path)
    told, usual = read_boundaries(path, datum=spelt), read_boundaries(path, datum="gcj02")
    assert told.communities.geometry.geom_equals(usual.communities.geometry).all()


def test_a_crs_without_code_and_name_is_told_by_its_projection(
    frame: geopandas.GeoDataFrame, tmp_path: Path
) -> None:
    proj = "+proj=tmerc +lat_0=0 +lon_0=113.25 +k=1 +x_0=500000 +ellps=GRS80 +units=m"
    frame.to_crs(proj).to_file(tmp_path / "a.gpkg")
    assert read_boundaries(tmp_path / "a.gpkg", crs=proj).crs == "Transverse Mercator, 113.25°"


@pytest.mark.parametrize("crs", [4547, 4526])
def test_metres_with_the_northing_first_are_found_where_it_can_be_known(
    frame: geopandas.GeoDataFrame, tmp_path: Path, crs: int
) -> None:
    metres = frame.to_crs(crs)
    turned = shapely.transform(metres.geometry.to_numpy(), lambda xy: xy[:, ::-1])
    path = tmp_path / "turned.gpkg"
    metres.set_geometry(geopandas.GeoSeries(turned, index=frame.index, crs=crs)).to_file(path)
    fault = refusal(path, ErrorKind.SWAPPED_AXES, extent=EXTENT)
    assert "northing" in str(fault)
    read = read_boundaries(path, swap_axes=True, extent=EXTENT)
    read_back = read.communities.geometry.to_numpy()
    assert shapely.hausdorff_distance(read_back, frame.geometry.to_numpy()).max() < 1e-8
    if crs == 4526:  # with its zone before the metres, it lies nowhere on the Earth
        refusal(path, ErrorKind.SWAPPED_AXES)
    else:
        kinds = [one.kind for one in read_boundaries(path).report]
        assert RepairKind.AXES_SUSPECTED in kinds


def test_a_part_of_the_reference_is_told_no_datum_that_fits_best(
    frame: geopandas.GeoDataFrame, tmp_path: Path
) -> None:
    path = tmp_path / "part.gpkg"
    frame.iloc[:1].to_file(path)
    whole = shapely.union_all(frame.geometry.to_numpy()).buffer(0.02)
    found = read_boundaries(path, reference=whole).report
    assert [one.kind for one in found][-1] in {RepairKind.DATUM_UNCLEAR, RepairKind.DATUM_SUSPECTED}
    assert all("best" not in one.what for one in found if one.kind is RepairKind.DATUM_UNCLEAR)
