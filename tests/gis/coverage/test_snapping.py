import geopandas
import numpy as np
import pytest
import shapely
from hypothesis import given, settings

from gis.coverage import CoverageError, check_coverage, snap, snapping
from gis.lattice import on_lattice
from tests.gis.districts import districts, frame, holed, taipei


def test_taipei_comes_through_with_its_invalid_polygon_reported() -> None:
    done = snapping(taipei())
    assert [(c.community, c.kind) for c in done.changes] == [("63000080037", "invalid")]
    assert len(done.communities) == 456
    assert done.communities.is_valid.all()
    assert on_lattice(shapely.get_coordinates(done.communities.geometry.to_numpy())).all()


@given(districts())
@settings(max_examples=40, deadline=None)
def test_what_lies_on_the_lattice_as_a_coverage_is_not_moved(
    communities: geopandas.GeoDataFrame,
) -> None:
    snapped = snap(communities)
    assert snapped.geometry.geom_equals(communities.geometry).all()
    as_cells = snapped.assign(community=snapped["code"])
    assert check_coverage(as_cells, communities).exact


def test_a_corner_on_a_neighbours_straight_edge_becomes_a_vertex_of_both() -> None:
    left = shapely.Polygon([(0, 0), (1000, 0), (1007, 2000), (0, 2000)])
    right = shapely.Polygon([(1000, 0), (2000, 0), (2000, 2000), (1007, 2000), (1003, 999)])
    snapped = snap(frame(c1=left, c2=right))
    shared = set(shapely.get_coordinates(snapped.geometry[0]).round(7).view("c16").ravel().tolist())
    other = set(shapely.get_coordinates(snapped.geometry[1]).round(7).view("c16").ravel().tolist())
    assert len(shared & other) == 3


def test_a_large_overlap_is_refused_naming_both_and_the_area() -> None:
    overlapping = frame(c1=shapely.box(0, 0, 5000, 5000), c2=shapely.box(4000, 0, 9000, 5000))
    with pytest.raises(CoverageError) as refused:
        snap(overlapping)
    error = refused.value
    assert error.kind == "overlap"
    assert error.features == ("440704001001", "440704001002")
    assert error.area_m2 == pytest.approx(1000 * 5000 * 0.0111 * 0.0103, rel=0.05)


def test_a_tiny_overlap_goes_to_the_smaller_code_and_is_told() -> None:
    overlapping = frame(c2=shapely.box(0, 0, 5000, 5000), c1=shapely.box(4999, 0, 9000, 5000))
    done = snapping(overlapping)
    assert [(c.community, c.kind) for c in done.changes] == [("440704001002", "overlap")]
    assert done.changes[0].area_m2 == pytest.approx(5000 * 0.0111 * 0.0103, rel=0.05)
    assert not shapely.relate_pattern(*done.communities.geometry, "2********")


def test_land_of_no_community_stays_a_gap() -> None:
    apart = frame(c1=shapely.box(0, 0, 5000, 5000), c2=shapely.box(5010, 0, 9000, 5000))
    assert snap(apart).geometry.geom_equals(apart.geometry).all()


@pytest.mark.parametrize(
    ("spoil", "kind"),
    [
        (lambda f: f.drop(columns="code"), "columns"),
        (lambda f: f.set_crs(3857, allow_override=True), "crs"),
        (lambda f: f.assign(code="440704001001"), "duplicate"),
        (lambda f: f.set_geometry(f.boundary), "geometry"),
        (lambda f: f.set_geometry(f.translate(100)), "span"),
        (lambda f: f.set_geometry([f.geometry.iloc[0], holed(np.nan)]), "geometry"),
    ],
)
def test_communities_unfit_for_a_coverage_are_refused(spoil, kind: str) -> None:
    communities = frame(c1=shapely.box(0, 0, 5000, 5000), c2=shapely.box(5000, 0, 9000, 5000))
    with pytest.raises(CoverageError) as refused:
        snap(spoil(communities))
    assert refused.value.kind == kind
