"""Towns made up at random: exact cells in one piece, no building cut, the same each time."""

import geopandas
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

import gis
from tests.gis.partition.townscape.made_town import Town, made_town
from tests.gis.partition.townscape.measures import cut_buildings, measured

towns = st.builds(
    made_town,
    columns=st.integers(1, 6),
    rows=st.integers(1, 5),
    seed=st.integers(0, 10_000),
    turned=st.floats(0, 90),
    empty=st.sampled_from([0.0, 0.2, 0.6]),
    row_houses=st.sampled_from([0.0, 0.3, 1.0]),
    flats=st.sampled_from([(0, 3), (4, 30), (40, 160), (300, 900)]),
)


def _divided(town: Town, strategy: str, seed: int = 0) -> geopandas.GeoDataFrame:
    if strategy == "households":
        return gis.partition(
            town.community, strategy, buildings=town.buildings, streets=town.streets, seed=seed
        )
    return gis.partition(
        town.community, strategy, lines=town.streets, buildings=town.buildings, seed=seed
    )


@pytest.mark.parametrize("strategy", ["households", "streets"])
@settings(max_examples=25, deadline=None)
@given(town=towns)
def test_cells_cover_exactly_in_one_piece_and_cut_no_building(town: Town, strategy: str) -> None:
    cells = _divided(town, strategy)
    report = gis.check_coverage(cells, town.community)
    assert report.exact, report.faults
    assert not len(report.multipart)
    assert cut_buildings(cells, town.community, town.buildings) == []
    if strategy == "households":
        assert cells["households"].sum() == town.buildings["households"].sum()


@pytest.mark.parametrize("strategy", ["households", "streets"])
def test_rows_in_any_order_give_the_same_bytes(strategy: str) -> None:
    town = made_town(5, 4, 3)
    random = np.random.default_rng(5)
    shuffled = Town(
        town.community,
        town.buildings.iloc[random.permutation(len(town.buildings))],
        town.streets.iloc[random.permutation(len(town.streets))],
    )
    one, two = _divided(town, strategy), _divided(shuffled, strategy)
    assert _bytes(one) == _bytes(two)


def test_another_seed_gives_another_division() -> None:
    town = made_town(12, 10, 3)
    one, two = _divided(town, "households"), _divided(town, "households", seed=1)
    assert _bytes(one) != _bytes(two)


def _bytes(cells: geopandas.GeoDataFrame) -> bytes:
    told = cells.drop(columns="geometry").to_csv().encode()
    return b"".join([told, *shapely.to_wkb(cells.geometry.to_numpy())])


@pytest.mark.parametrize("seed", range(4))
def test_households_of_a_usual_town_are_in_range(seed: int) -> None:
    town = made_town(6, 5, seed, row_houses=0.1)
    cells = _divided(town, "households")
    told = measured(cells, town.community, town.buildings, town.streets, 300, 500)
    assert told.within >= 0.9 * told.counted
    assert told.compactness >= 0.53
    assert told.least_compact >= 0.2
    assert told.on_street >= 0.5
    assert told.corners_100_m <= 2.1
    assert told.corners <= 20


@pytest.mark.parametrize("seed", range(4))
def test_street_blocks_of_a_usual_town_are_in_range(seed: int) -> None:
    town = made_town(6, 5, seed, row_houses=0.1)
    cells = _divided(town, "streets")
    told = measured(
        cells, town.community, town.buildings, town.streets, 20_000, 60_000, by_area=True
    )
    assert told.within >= 0.95 * told.counted
    assert told.compactness >= 0.55
