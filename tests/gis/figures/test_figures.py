import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from pyproj import CRS, Geod, Transformer

from gis.figures import across_m, cell_figures, community_figures, compactness, perimeter_m

LON, LAT = 113.1, 22.5
_PLANE = Transformer.from_crs(
    CRS.from_proj4(f"+proj=aeqd +lat_0={LAT} +lon_0={LON} +datum=WGS84"), 4326, always_xy=True
)
_GEOD = Geod(ellps="WGS84")
sizes_m = st.floats(20, 3_000)


def laid(plane: shapely.Geometry) -> shapely.Geometry:
    """Lay a shape in metres on the ground of the tests."""
    return shapely.transform(plane, lambda xy: np.column_stack(_PLANE.transform(*xy.T)))


def ring(radius_m: float) -> shapely.Polygon:
    turn = np.linspace(0, 2 * np.pi, 256, endpoint=False)
    return shapely.Polygon(radius_m * np.column_stack([np.cos(turn), np.sin(turn)]))


@given(sizes_m)
def test_a_round_cell_of_any_size_has_compactness_1(radius_m: float) -> None:
    assert compactness([laid(ring(radius_m))])[0] == pytest.approx(1, abs=2e-4)


@given(sizes_m, st.floats(0, 90))
def test_a_square_of_any_size_turned_anyhow_has_compactness_a_quarter_pi(
    side_m: float, turned: float
) -> None:
    square = shapely.affinity.rotate(shapely.box(0, 0, side_m, side_m), turned)
    assert compactness([laid(square)])[0] == pytest.approx(np.pi / 4, abs=1e-4)


@given(st.lists(st.tuples(st.floats(0, 500), st.floats(0, 500)), min_size=3, max_size=9), sizes_m)
def test_compactness_stays_and_lengths_grow_with_the_scale(
    points: list[tuple[float, float]], times: float
) -> None:
    hull = shapely.convex_hull(shapely.MultiPoint(points))
    if hull.geom_type != "Polygon" or hull.area < 1_000:
        return
    small = shapely.affinity.scale(hull, 0.5, 0.5, origin=(0, 0))
    one, two = laid(hull), laid(small)
    assert compactness([two])[0] == pytest.approx(compactness([one])[0], rel=1e-3)
    assert perimeter_m([one])[0] == pytest.approx(2 * perimeter_m([two])[0], rel=1e-4)
    assert across_m([one])[0] == pytest.approx(2 * across_m([two])[0], rel=1e-4)
    assert 0 < compactness([one])[0] <= 1


def test_a_perimeter_is_the_ellipsoids_own() -> None:
    box = shapely.box(LON, LAT, LON + 0.01, LAT + 0.01)
    # Short edges, so that a parallel and its geodesic are the same to a millimetre.
    fine = shapely.segmentize(box, 0.0005)
    assert perimeter_m([box])[0] == pytest.approx(_GEOD.geometry_length(fine), rel=1e-7)


def test_a_hole_counts_with_its_boundary_and_not_with_its_area() -> None:
    block = shapely.box(0, 0, 400, 400)
    holed = block.difference(shapely.box(100, 100, 300, 300))
    of_block, of_holed = compactness([laid(block), laid(holed)])
    assert of_holed == pytest.approx(
        of_block * (120_000 / 160_000) / (2_400 / 1_600) ** 2, rel=1e-3
    )


def test_across_is_the_farthest_that_two_points_of_all_parts_lie_apart() -> None:
    parts = shapely.MultiPolygon([shapely.box(0, 0, 10, 10), shapely.box(300, 400, 310, 410)])
    assert across_m([laid(parts)])[0] == pytest.approx(np.hypot(310, 410), rel=1e-5)


def test_what_is_missing_or_has_no_area_has_no_figures() -> None:
    odd = [None, shapely.Point(LON, LAT), shapely.Polygon()]
    assert np.isnan(compactness(odd)).all()
    assert np.isnan(across_m(odd)).tolist() == [True, False, True]
    assert perimeter_m(odd)[1:].tolist() == [0, 0]


def test_even_communities_have_no_spread_and_unknown_households_none() -> None:
    squares = [laid(shapely.box(x, 0, x + side, side)) for x, side in ((0, 100), (200, 100))]
    uneven = [laid(shapely.box(x, 0, x + side, side)) for x, side in ((500, 100), (700, 300))]
    cells = gpd.GeoDataFrame(
        {
            "code": ["a1", "a2", "b1", "b2"],
            "community": ["a", "a", "b", "b"],
            "households": [None, None, 300, 500],
        },
        geometry=[*squares, *uneven],
        crs=4326,
    )
    figures = community_figures(cell_figures(cells)).set_index("community")
    assert figures.loc["a", "area_spread"] == pytest.approx(0, abs=1e-4)
    assert figures.loc["b", "area_spread"] == pytest.approx(0.8, rel=1e-3)
    assert np.isnan(figures.loc["a", "households_spread"])
    assert figures["households"].isna().tolist() == [True, False]
    assert figures.loc["b", "households"] == 800
    assert figures.loc["b", "households_spread"] == pytest.approx(0.25)
