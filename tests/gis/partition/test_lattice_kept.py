"""Squares and hexagons stay where they were when the district's border, or a plan, changes."""

import geopandas
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from gis.coverage import check_coverage
from gis.lattice import HexLattice, Lattice, SquareLattice
from gis.partition import Chosen, divide, partition
from gis.partition.hexagons import Hexagons
from gis.partition.recovering import CutLines
from gis.partition.renumbering import renumber
from gis.partition.squares import Squares
from tests.gis.districts import blocks, jianghai

OPTIONS = [
    ("squares", {"size_m": 250}),
    ("hexagons", {"size_m": 250}),
    ("squares", {"count": 900}),
    ("hexagons", {"count": 900}),
    ("squares", {"size_m": 5000}),
]


def without_its_north(
    communities: geopandas.GeoDataFrame, share: float = 0.2
) -> geopandas.GeoDataFrame:
    """Cut off what lies north of a share of the district's height."""
    west, south, east, north = communities.total_bounds
    rest = communities.clip(shapely.box(west, south, east, north - share * (north - south)))
    rest = rest[rest.geom_type.isin(["Polygon", "MultiPolygon"])]
    return rest.sort_values("code", ignore_index=True)


@pytest.mark.parametrize(("strategy", "options"), OPTIONS)
def test_a_border_that_moved_leaves_the_lattice_where_it_was(
    strategy: str, options: dict[str, int]
) -> None:
    before = partition(jianghai(), strategy, **options)
    now = without_its_north(jianghai(), 0.01 if "count" in options else 0.2)
    done = divide(now, strategy, previous=before, **options)
    assert check_coverage(done.cells, done.communities).exact
    after = renumber(done.cells, before)
    kept = after["code"].isin(set(before["code"])).sum()
    assert kept >= 0.8 * len(after)
    if "count" in options:
        assert len(after) == pytest.approx(options["count"], rel=0.02)


def test_without_the_division_before_such_a_border_shifts_the_lattice() -> None:
    # Else the test above would hold of itself.
    before, now = jianghai(), without_its_north(jianghai())
    assert (
        divide(before, size_m=250).lattices[-1].lattice
        != divide(now, size_m=250).lattices[-1].lattice
    )


def test_a_community_with_a_strategy_of_its_own_shifts_no_other() -> None:
    communities = jianghai()
    outer = str(communities["code"][communities.bounds["miny"].idxmin()])
    usual = divide(communities, size_m=250)
    planned = divide(communities, size_m=250, plan={outer: Chosen("hexagons", {"size_m": 300})})
    lattices = {each.community: each.lattice for each in planned.lattices}
    assert isinstance(lattices.pop(outer), HexLattice)
    assert set(lattices.values()) == {usual.lattices[0].lattice}


def test_another_size_is_not_taken_for_the_one_before() -> None:
    before = partition(jianghai(), size_m=250)
    for strategy, size_m in (("squares", 251), ("squares", 249.5), ("hexagons", 250)):
        done = divide(jianghai(), strategy, size_m=size_m, previous=before)
        assert done.lattices == divide(jianghai(), strategy, size_m=size_m).lattices


@given(
    st.lists(st.lists(st.integers(0, 3), min_size=6, max_size=6), min_size=6, max_size=6).filter(
        lambda owners: sum(owner > 0 for row in owners for owner in row) > 12
    ),
    st.sampled_from([Squares(), Hexagons()]),
    st.floats(30, 70),
    st.floats(-0.4, 0.4),
    st.integers(0, 2**32),
)
@settings(max_examples=60, deadline=None)
def test_cells_tell_the_lattice_that_they_were_cut_on(
    owners: list[list[int]],
    strategy: Squares | Hexagons,
    size_m: float,
    moved: float,
    seed: int,
) -> None:
    jitter = np.random.default_rng(seed).integers(-3000, 3001, (7, 7, 2))
    name = "squares" if isinstance(strategy, Squares) else "hexagons"
    done = divide(blocks(owners, jitter), name, size_m=size_m)

    def at(latitude: float) -> Lattice:
        return strategy.lattice(size_m, latitude)

    middle = float(np.mean(done.communities.total_bounds[[1, 3]])) + moved
    found = CutLines.between(done.cells).lattice(at(middle - 0.5), at(middle), at(middle + 0.5))
    assert found == done.lattices[0].lattice


def test_cells_that_lie_on_no_lattice_tell_none() -> None:
    cells = partition(jianghai(), "voronoi", count=300)
    bounds = [SquareLattice(24304 + d, 22581) for d in (-150, 0, 150)]
    assert CutLines.between(cells).lattice(*bounds) is None


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize(
    ("strategy", "options"),
    [
        ("squares", {"size_m": 77}),
        ("squares", {"size_m": 200}),
        ("hexagons", {"size_m": 130}),
        ("squares", {"count": 20}),
        ("hexagons", {"count": 20}),
    ],
)
def test_what_divides_others_moves_no_community_of_a_plan(
    seed: int, strategy: str, options: dict[str, float]
) -> None:
    jitter = np.random.default_rng(seed).integers(-3000, 3001, (7, 7, 2))
    communities = blocks([[1, 1, 1, 2, 2, 2]] * 6, jitter)
    code = str(communities["code"].iloc[0])
    plan = {code: Chosen(strategy, options)}
    others = "hexagons" if strategy == "squares" else "squares"
    first = divide(communities, others, size_m=80, plan=plan)
    again = divide(communities, others, size_m=80, plan=plan, previous=first.cells)
    assert again.cells["geometry"].geom_equals(first.cells["geometry"]).all()

    # Another community's outline grows southward: this one's cells stay, by size and by count.
    grown = communities.copy()
    west, south, east, _ = communities.geometry.iloc[1].bounds
    part = shapely.box(west + (east - west) / 3, south - 0.02, east, south - 0.015)
    grown.loc[1, "geometry"] = shapely.MultiPolygon(
        [*shapely.get_parts(communities.geometry.iloc[1]), part]
    )
    later = divide(grown, others, size_m=80, plan=plan, previous=first.cells)
    kept = renumber(later.cells, first.cells)
    before = first.cells[first.cells["community"] == code]
    assert set(before["code"]) == set(kept[kept["community"] == code]["code"])
