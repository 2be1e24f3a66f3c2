from pathlib import Path
from typing import Any

import geopandas
import numpy as np
import pytest
import shapely
from numpy.typing import NDArray

from gis.boundaries.suspicions import (
    Extent,
    guess_crs,
    inside_share,
    suspected_datum,
    swapped_axes,
    zone_by_prefix,
)
from gis.datums import Datum, convert_geometries
from tests.gis.districts import taipei

DATA = Path(__file__).parents[3] / "data" / "boundaries"
JIANGHAI: Extent = (112.9, 22.4, 113.3, 22.7)
TAIPEI: Extent = (121.4, 24.9, 121.7, 25.3)


@pytest.fixture(scope="module")
def jianghai() -> geopandas.GeoDataFrame:
    return geopandas.read_file(DATA / "jianghai_communities.geojson")


def swapped(frame: geopandas.GeoDataFrame) -> NDArray[np.object_]:
    return np.asarray(shapely.transform(frame.geometry.to_numpy(), lambda xy: xy[:, ::-1]))


def test_axes_as_they_should_be_raise_no_suspicion(jianghai: geopandas.GeoDataFrame) -> None:
    assert swapped_axes(jianghai.geometry.to_numpy()) is None
    assert swapped_axes(jianghai.geometry.to_numpy(), JIANGHAI) is None


def test_swapped_axes_are_suspected_against_the_stated_extent(
    jianghai: geopandas.GeoDataFrame,
) -> None:
    suspicion = swapped_axes(swapped(jianghai), JIANGHAI)
    assert suspicion is not None
    assert suspicion.stated
    assert (suspicion.inside_as_given, suspicion.inside_swapped) == (0.0, 1.0)


def test_without_an_extent_the_bounds_of_china_give_a_hint_only(
    jianghai: geopandas.GeoDataFrame,
) -> None:
    suspicion = swapped_axes(swapped(jianghai))
    assert suspicion is not None
    assert not suspicion.stated


def test_swapped_axes_whose_latitudes_are_possible_are_suspected_too() -> None:
    # Urumqi, 43.8° N 87.6° E: swapped, it is still a place on the globe.
    urumqi = np.array([shapely.box(43.7, 87.5, 43.9, 87.7)])
    assert swapped_axes(urumqi) is not None
    assert swapped_axes(urumqi, (87.0, 43.0, 88.0, 44.0)) is not None


def test_a_place_outside_the_extent_in_either_order_is_no_suspicion_of_axes() -> None:
    assert swapped_axes(taipei().geometry.to_numpy(), JIANGHAI) is None
    assert swapped_axes(np.array([shapely.box(2.3, 48.8, 2.4, 48.9)])) is None


@pytest.mark.parametrize("code", [4490, 4547, 4526, 3857, 32649])
def test_the_crs_that_was_meant_is_among_those_that_land_in_the_extent(
    jianghai: geopandas.GeoDataFrame, code: int
) -> None:
    guesses = guess_crs(jianghai.to_crs(code).geometry.to_numpy(), JIANGHAI)
    named = {guess.crs for guess in guesses}
    assert ("EPSG:4326" if code == 4490 else f"EPSG:{code}") in named
    assert all(guess.inside >= 0.9 and guess.name for guess in guesses)


def test_taiwans_own_projection_is_named_in_taipei() -> None:
    (first, *_) = guess_crs(taipei().to_crs(3826).geometry.to_numpy(), TAIPEI)
    assert first.crs == "EPSG:3826"


def test_no_crs_is_guessed_for_another_place(jianghai: geopandas.GeoDataFrame) -> None:
    assert guess_crs(jianghai.geometry.to_numpy(), TAIPEI) == ()
    assert guess_crs(np.array([shapely.box(1e9, 1e9, 2e9, 2e9)]), TAIPEI) == ()


@pytest.mark.parametrize(("code", "named"), [(4526, "EPSG:4526"), (4497, "EPSG:4497")])
def test_eastings_that_carry_their_zone_name_it_without_an_extent(
    jianghai: geopandas.GeoDataFrame, code: int, named: str
) -> None:
    guess = zone_by_prefix(jianghai.to_crs(code).geometry.to_numpy())
    assert guess is not None
    assert guess.crs == named
    assert guess.inside == 1.0


@pytest.mark.parametrize("code", [4547, 3857, 4326])
def test_eastings_without_a_zone_name_none(jianghai: geopandas.GeoDataFrame, code: int) -> None:
    assert zone_by_prefix(jianghai.to_crs(code).geometry.to_numpy()) is None


DATUMS: tuple[Datum, ...] = ("wgs84", "gcj02", "bd09")


@pytest.mark.parametrize("said", DATUMS)
@pytest.mark.parametrize("true", DATUMS)
def test_the_datum_that_fits_a_coarse_reference_outline_is_found(
    jianghai: geopandas.GeoDataFrame, true: Datum, said: Datum
) -> None:
    outline: Any = shapely.coverage_union_all(jianghai.geometry.to_numpy())
    reference = shapely.simplify(outline, 0.002)
    own, suspicion, _ = suspected_datum(
        convert_geometries(np.array([outline]), "wgs84", true), reference, said
    )
    assert own.datum == said
    if said == true:
        assert suspicion is None
        assert own.overlap > 0.94
    else:
        assert suspicion is not None
        assert suspicion.best.datum == true
        assert suspicion.best.distance_m < 150 < suspicion.said.distance_m
        assert suspicion.fits[0].datum == true
        assert len(suspicion.fits) == 3


def test_cgcs2000_is_measured_as_what_it_is(jianghai: geopandas.GeoDataFrame) -> None:
    outline = shapely.coverage_union_all(jianghai.geometry.to_numpy())
    own, suspicion, _ = suspected_datum(np.array([outline]), outline, "cgcs2000")
    assert suspicion is None
    assert own.overlap == pytest.approx(1.0)
    assert own.distance_m == pytest.approx(0.0, abs=1e-3)


def test_a_reference_of_another_place_raises_no_suspicion(jianghai: geopandas.GeoDataFrame) -> None:
    own, suspicion, _ = suspected_datum(
        jianghai.geometry.to_numpy(), shapely.box(121, 25, 121.1, 25.1)
    )
    assert suspicion is None
    assert own.overlap == 0.0


def test_a_share_of_no_points_is_nothing() -> None:
    assert inside_share(np.empty((0, 2)), JIANGHAI) == 0.0
