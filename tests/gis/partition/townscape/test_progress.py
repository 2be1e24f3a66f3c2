"""How far a drawing is, and how it is ended early."""

import geopandas
import pytest
import shapely

import gis
from tests.gis.partition.townscape.made_town import made_town

TOWN = made_town(5, 4, 11)


def _halves() -> geopandas.GeoDataFrame:
    outline = TOWN.community.geometry.iloc[0]
    west, south, east, north = outline.bounds
    middle = (west + east) / 2
    boxes = [shapely.box(west, south, middle, north), shapely.box(middle, south, east, north)]
    shapes = [outline.intersection(box) for box in boxes]
    codes = ["440704001001", "440704001002"]
    return geopandas.GeoDataFrame({"code": codes}, geometry=shapes, crs=4326)


@pytest.mark.parametrize("communities", [TOWN.community, _halves()])
def test_shares_that_are_told_rise_to_the_whole(communities: geopandas.GeoDataFrame) -> None:
    told: list[float] = []
    gis.divide(
        communities, "households", buildings=TOWN.buildings, streets=TOWN.streets, tell=told.append
    )
    assert told == sorted(told)
    assert len(told) > 5
    assert told[-1] == 1.0


def test_what_is_raised_where_it_is_told_ends_the_work_and_changes_nothing() -> None:
    before = TOWN.community.to_wkb()

    def stop(share: float) -> None:
        if share > 0.4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        gis.divide(TOWN.community, "households", buildings=TOWN.buildings, tell=stop)
    assert TOWN.community.to_wkb().equals(before)
