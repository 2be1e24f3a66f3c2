import geopandas
import pytest
import shapely

from gis.coverage import check_coverage
from gis.partition import PartitionError, divide, partition
from gis.partition.micro import micro
from tests.gis.districts import frame, taipei


def nested_exactly(cells: geopandas.GeoDataFrame, parent: str) -> bool:
    """Hold micro-cells to their cell as cells are held to their community."""
    inner = cells[cells["parent"] == parent].assign(community=parent).drop(columns="parent")
    return check_coverage(inner, cells.loc[cells["code"] == parent, ["code", "geometry"]]).exact


@pytest.mark.parametrize(
    ("strategy", "options"),
    [("squares", {"size_m": 40}), ("hexagons", {"count": 12}), ("voronoi", {"count": 9})],
)
def test_a_cell_is_divided_into_micro_cells_that_cover_it(
    strategy: str, options: dict[str, float]
) -> None:
    cells = partition(taipei(), size_m=400)
    parent = cells["code"].iloc[100]
    nested = micro(cells, parent, strategy, **options)
    inner = nested[nested["parent"] == parent]
    assert len(inner) > 5
    assert inner["code"].tolist() == [f"{parent}{n:02d}" for n in range(1, len(inner) + 1)]
    assert set(inner["community"]) == {parent[:-3]}
    assert nested_exactly(nested, parent)


def test_cells_stay_as_they_are_around_micro_cells() -> None:
    cells = partition(taipei(), size_m=400)
    nested = micro(cells, cells["code"].iloc[7], size_m=60)
    ordinary = nested[nested["parent"].isna()].drop(columns="parent").reset_index(drop=True)
    assert ordinary.to_wkb().equals(cells.to_wkb())
    assert nested.attrs["lattices"] == cells.attrs["lattices"]


def test_micro_cells_replace_those_that_were_there() -> None:
    cells = partition(frame(c1=shapely.box(0, 0, 30_000, 30_000)), size_m=150)
    parent = cells["code"].iloc[0]
    once = micro(cells, parent, size_m=50)
    twice = micro(micro(cells, parent, size_m=30), parent, size_m=50)
    assert twice.to_wkb().equals(once.to_wkb())


def test_more_than_99_micro_cells_are_refused_with_a_size_that_fits() -> None:
    cells = partition(frame(c1=shapely.box(0, 0, 30_000, 30_000)), size_m=300)
    parent = cells["code"].iloc[0]
    with pytest.raises(PartitionError) as refused:
        micro(cells, parent, size_m=10)
    assert refused.value.kind == "serials"
    assert len(micro(cells, parent, size_m=refused.value.proposed_size_m)) > len(cells)


def test_a_cell_that_cannot_hold_micro_cells_is_named() -> None:
    cells = partition(frame(c1=shapely.box(0, 0, 30_000, 30_000)), size_m=150)
    parent = cells["code"].iloc[0]
    nested = micro(cells, parent, size_m=50)
    with pytest.raises(PartitionError, match=f"{parent}01 is a micro-cell"):
        micro(nested, f"{parent}01", size_m=20)
    with pytest.raises(PartitionError, match="999999 is not among"):
        micro(cells, "999999")


@pytest.mark.parametrize("strategy", ["squares", "hexagons", "voronoi"])
def test_micro_cells_of_neighbours_share_their_vertices_in_whatever_order_they_are_made(
    strategy: str,
) -> None:
    done = divide(taipei(), size_m=400)
    start = done.cells.geometry.iloc[100]
    near = done.cells["code"][done.cells.intersects(start)].tolist()
    assert len(near) > 4
    nested = done.cells
    for number, parent in enumerate(reversed(near)):
        nested = micro(nested, parent, strategy, count=5 + number)
    assert check_coverage(nested, done.communities).faults == []
    ordinary = nested[nested["parent"].isna()].drop(columns="parent").reset_index(drop=True)
    assert ordinary.to_wkb().equals(done.cells.to_wkb())
    made = nested[nested["parent"].notna()]
    assert set(made["parent"]) == set(near)
    assert made["code"].is_monotonic_increasing
    assert made["code"].is_unique


def test_micro_cells_beside_a_newly_divided_cell_keep_all_but_their_corners() -> None:
    cells = partition(frame(c1=shapely.box(0, 0, 30_000, 30_003)), size_m=150)
    west, east = cells["code"].iloc[0], cells["code"].iloc[1]
    once = micro(cells, west, "hexagons", count=6)
    both = micro(once, east, "voronoi", count=7)
    before, after = (f[f["parent"] == west].reset_index(drop=True) for f in (once, both))
    assert after["code"].tolist() == before["code"].tolist()
    assert after["area_m2"].tolist() == pytest.approx(before["area_m2"].tolist(), rel=1e-3)
    metre_deg = 1e-5
    assert all(
        a.buffer(metre_deg).covers(b) for a, b in zip(after.geometry, before.geometry, strict=True)
    )
    again = micro(micro(cells, east, "voronoi", count=7), west, "hexagons", count=6)
    assert len(again) == len(both)


def test_the_tip_of_a_spike_that_the_lattice_cannot_hold_beside_micro_cells_has_collapsed() -> None:
    """The spike's far side passes within half a unit of a vertex of its near side."""
    spike = [(-4, -1), (-2, 0), (0, 0), (1, 0), (2, 0), (-2, 2), (-4, 2), (-4, 1)]
    below = [(-4, -4), (3, -4), (3, 1), (2, 0), (1, 0), (0, 0), (-2, 0), (-4, -1)]
    cells = frame(c1=shapely.Polygon(spike), c2=shapely.Polygon(below))
    cells = cells.assign(community=cells["code"], code=cells["code"] + "001")
    one, two = cells["code"]
    both = micro(micro(cells, one, "voronoi", count=2), two, "voronoi", count=1)
    whole = cells[["geometry"]].assign(code=cells["community"])
    report = check_coverage(both, whole)
    assert report.exact
    assert {collapse.community for collapse in report.collapses} == {one}
    assert max(collapse.length_m for collapse in report.collapses) < 0.02
