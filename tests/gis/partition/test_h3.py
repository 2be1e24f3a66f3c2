import geopandas
import h3
import numpy as np
import pytest
import shapely

from gis.coverage import check_coverage
from gis.lattice import from_units, to_units
from gis.partition import PartitionError, divide, partition
from tests.gis.districts import frame, taipei


def test_taipei_is_divided_exactly_by_h3() -> None:
    done = divide(taipei(), "hexagons", h3_resolution=8)
    report = check_coverage(done.cells, done.communities)
    assert report.exact
    assert done.cells["code"].is_unique
    assert report.unruled == []


def test_whole_cells_are_h3s_own_on_the_lattice() -> None:
    cells = divide(frame(c1=shapely.box(0, 0, 300_000, 300_000)), "hexagons", h3_resolution=9).cells
    whole = 0
    for cell in cells.geometry:
        middle = cell.centroid
        corners = [
            h3.vertex_to_latlng(v)[::-1]
            for v in h3.cell_to_vertexes(h3.latlng_to_cell(middle.y, middle.x, 9))
        ]
        if len(cell.exterior.coords) == 7:
            own = np.unique(shapely.get_coordinates(cell.exterior)[:-1], axis=0)
            theirs = np.unique(from_units(to_units(corners)), axis=0)
            whole += np.array_equal(own, theirs)
    assert whole > len(cells) / 2


@pytest.mark.parametrize("resolution", [3, 16, 9.0, True, "9"])
def test_a_resolution_that_h3_has_not_is_refused(resolution: object) -> None:
    with pytest.raises(PartitionError, match="h3_resolution"):
        divide(frame(c1=shapely.box(0, 0, 9000, 9000)), "hexagons", h3_resolution=resolution)


def test_too_fine_a_resolution_is_refused_before_it_is_drawn() -> None:
    with pytest.raises(PartitionError, match="more than 1,000,000"):
        divide(taipei(), "hexagons", h3_resolution=14)


def test_a_resolution_and_a_size_are_refused() -> None:
    with pytest.raises(PartitionError, match="one of them"):
        divide(frame(c1=shapely.box(0, 0, 9000, 9000)), "hexagons", h3_resolution=9, size_m=9)


@pytest.mark.parametrize(
    ("box", "options"),
    [
        (shapely.box(179.97, -16.8, 179.999, -16.78), {"h3_resolution": 8}),
        (shapely.box(-180, -16.8, -179.98, -16.78), {"h3_resolution": 8}),
        (shapely.box(0, 89.99, 0.02, 90), {"h3_resolution": 9}),
    ],
)
def test_ground_whose_h3_cells_lie_beyond_the_180th_meridian_or_a_pole_is_refused(
    box: shapely.Polygon, options: dict[str, int]
) -> None:
    communities = geopandas.GeoDataFrame({"code": ["440704001001"]}, geometry=[box], crs=4326)
    with pytest.raises(PartitionError, match="180th meridian or about a pole"):
        partition(communities, "hexagons", **options)
    whole = partition(communities, "squares", size_m=2000)
    assert whole.area.sum() == pytest.approx(box.area)
