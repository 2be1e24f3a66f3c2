"""Buildings that an outline cuts into pieces: their households are where they are counted."""

import geopandas
import pytest
import shapely
from shapely.affinity import translate

import gis
from gis.partition.townscape.given import given_buildings
from gis.partition.townscape.plane import Plane
from gis.partition.townscape.town import Town
from tests.gis.partition.townscape.test_real_towns import helsinki, read_town

METRES = "EPSG:32649"
WEST, SOUTH = 700_000.0, 2_500_000.0


def _in_degrees(shapes: list[shapely.Geometry]) -> geopandas.GeoSeries:
    there = [translate(shape, WEST, SOUTH) for shape in shapes]
    return geopandas.GeoSeries(there, crs=METRES).to_crs(4326)


@pytest.mark.parametrize("wide_arm_east", [True, False])
def test_of_a_building_in_pieces_that_with_its_place_has_the_households(
    wide_arm_east: bool,
) -> None:
    wide, thin = ((100, 140), (20, 40)) if wide_arm_east else ((20, 60), (120, 140))
    arms = [shapely.box(west, 10, east, 200) for west, east in (wide, thin)]
    bar = shapely.box(20, 0, 140, 10)
    [house, outline] = _in_degrees([shapely.union_all([*arms, bar]), shapely.box(0, 12, 300, 400)])
    frame = geopandas.GeoDataFrame({"households": [90]}, geometry=[house], crs=4326)
    town = Town(given_buildings(frame, points=False, counted=True), Town.nothing)
    plane = Plane.of(outline)
    ground = plane.metres(geopandas.GeoSeries([outline]).to_numpy())[0]
    built = town.built(plane, outline, ground, 500.0)
    [wider] = [w for g, w in zip(built.guards, built.weight, strict=True) if g.area > 6_000]
    assert (wider, built.weight.sum(), len(built)) == (90, 90, 2)


def test_each_community_that_a_real_town_is_cut_into_is_in_range() -> None:
    communities = helsinki(2)
    cells = gis.partition(
        communities,
        "households",
        buildings=read_town("helsinki_buildings"),
        streets=read_town("helsinki_streets"),
    )
    within = cells["households"].between(300, 500)
    assert (within.groupby(cells["community"]).mean() >= 0.9).all()
