"""Datums, areas and the metric CRS."""

import itertools

import geopandas
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Geod

from gis.datums import (
    DATUMS,
    Datum,
    DatumError,
    area_m2,
    convert_geometries,
    from_wgs84,
    metric_crs,
    to_wgs84,
)

GEOD = Geod(ellps="WGS84")
# The extent of the Jianghai demo, and a wider piece of China.
JIANGHAI_LON = st.floats(113.06, 113.19)
JIANGHAI_LAT = st.floats(22.48, 22.61)


def distance_m(a: tuple[float, float], b: tuple[float, float]) -> float:
    return float(GEOD.inv(*a, *b)[2])


@settings(max_examples=200, deadline=None)
@given(JIANGHAI_LON, JIANGHAI_LAT, st.sampled_from(DATUMS))
def test_there_and_back_on_the_demo_moves_a_point_less_than_a_millimetre(
    lon: float, lat: float, datum: Datum
) -> None:
    back = to_wgs84(*from_wgs84(lon, lat, datum), datum)
    assert distance_m((lon, lat), back) < 0.001


@settings(max_examples=100, deadline=None)
@given(st.floats(80, 130), st.floats(20, 50), st.sampled_from(["gcj02", "bd09"]))
def test_back_and_there_holds_all_over_china(lon: float, lat: float, datum: Datum) -> None:
    there = from_wgs84(*to_wgs84(lon, lat, datum), datum)
    assert distance_m((lon, lat), there) < 0.5


def test_gcj02_lies_hundreds_of_metres_from_wgs84_on_the_demo() -> None:
    shifted = from_wgs84(113.12, 22.55, "gcj02")
    assert 500 < distance_m((113.12, 22.55), shifted) < 800


def test_a_known_point_of_gcj02_comes_back_to_its_published_place() -> None:
    # Tiananmen, as published with both coordinates by several map providers' documents.
    lon, lat = from_wgs84(116.397_451_9, 39.909_186_5, "gcj02")
    assert distance_m((lon, lat), (116.403_694, 39.910_589)) < 5


def test_cgcs2000_is_taken_as_wgs84() -> None:
    assert to_wgs84(113.1, 22.5, "cgcs2000") == (113.1, 22.5)


@pytest.mark.parametrize("point", [(200.0, 95.0), (float("nan"), 22.0), (113.0, float("inf"))])
def test_a_point_off_the_globe_is_refused_with_its_facts(point: tuple[float, float]) -> None:
    with pytest.raises(DatumError) as caught:
        to_wgs84(*point, "gcj02")
    assert caught.value.datum == "gcj02"


def test_converted_neighbours_still_share_their_edge() -> None:
    left, right = shapely.box(113.10, 22.5, 113.11, 22.51), shapely.box(113.11, 22.5, 113.12, 22.51)
    moved = convert_geometries([left, right], "wgs84", "bd09")
    assert shapely.intersection(moved[0], moved[1]).length > 0
    assert shapely.coverage_is_valid(moved)


def test_converted_geometries_come_back() -> None:
    shape = shapely.box(113.10, 22.5, 113.11, 22.51).difference(
        shapely.Point(113.105, 22.505).buffer(0.001)
    )
    back = convert_geometries(convert_geometries(shape, "wgs84", "gcj02"), "gcj02", "wgs84")
    assert shapely.hausdorff_distance(back.item(), shape) < 1e-8


@settings(max_examples=50, deadline=None)
@given(st.floats(-179, 178), st.floats(-60, 59), st.floats(0.001, 0.02), st.floats(0.001, 0.02))
def test_area_agrees_with_the_geodesic_one_where_edges_are_short(
    lon: float, lat: float, width: float, height: float
) -> None:
    triangle = shapely.Polygon([(lon, lat), (lon + width, lat + height / 3), (lon, lat + height)])
    dense = shapely.segmentize(triangle, 0.0002)  # short edges: straight and geodesic are one
    geodesic_m2 = abs(GEOD.geometry_area_perimeter(dense)[0])
    assert area_m2(triangle)[0] == pytest.approx(geodesic_m2, rel=1e-6)


def test_areas_of_parts_add_up_to_the_whole() -> None:
    cuts = np.linspace(113.1, 113.12, 41)
    strips = [shapely.box(west, 22.5, east, 22.52) for west, east in itertools.pairwise(cuts)]
    whole = area_m2(shapely.box(113.1, 22.5, 113.12, 22.52))[0]
    assert area_m2(strips).sum() == pytest.approx(whole, abs=1e-4)


def test_a_missing_geometry_has_no_area_and_an_empty_one_none() -> None:
    areas = area_m2([None, shapely.Polygon(), shapely.Point(1, 2)])
    assert np.isnan(areas[0])
    assert areas[1:].tolist() == [0, 0]


def test_slanted_cuts_add_up_and_holes_do_not_count() -> None:
    square = shapely.box(113.1, 22.5, 113.14, 22.54)
    hole = shapely.box(113.11, 22.51, 113.12, 22.52)
    half = shapely.Polygon([(113.1, 22.5), (113.12, 22.52), (113.14, 22.54), (113.1, 22.54)])
    other = shapely.Polygon([(113.1, 22.5), (113.14, 22.5), (113.14, 22.54)])
    parts = area_m2([half, other, hole, shapely.MultiPolygon([hole])])
    assert parts[:2].sum() == pytest.approx(area_m2(square)[0], abs=1e-4)
    assert parts[2] == parts[3]
    assert area_m2(square - hole)[0] == pytest.approx(area_m2(square)[0] - parts[2], abs=1e-4)


@pytest.mark.parametrize(
    ("lon", "lat", "epsg"),
    [
        (113.12, 22.55, 4547),  # Jiangmen
        (116.4, 39.9, 4548),  # Beijing
        (121.47, 31.23, 4549),  # Shanghai
        (121.54, 25.03, 32651),  # Taipei
        (2.35, 48.85, 32631),
        (-70.6, -33.4, 32719),
    ],
)
def test_the_metric_crs_fits_the_place(lon: float, lat: float, epsg: int) -> None:
    frame = geopandas.GeoSeries([shapely.Point(lon, lat).buffer(0.01)], crs=4326)
    assert metric_crs(frame).to_epsg() == epsg
