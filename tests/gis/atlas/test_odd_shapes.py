import geopandas
import numpy as np
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from gis.atlas import Atlas
from tests.gis.atlas.test_atlas import text_of

_METRES_PER_DEGREE = 100_000
_WEST, _SOUTH = 113.13, 22.56


@st.composite
def odd_shapes(draw: st.DrawFn) -> shapely.Geometry:
    """Make thin, holed, many-part, tiny and huge polygons about Jianghai."""
    size = 10.0 ** draw(st.floats(0, 4.5)) / _METRES_PER_DEGREE
    flatness = 10.0 ** draw(st.floats(-2.5, 0))
    corners = draw(st.integers(3, 12))
    random = np.random.default_rng(draw(st.integers(0, 2**32)))
    turns = np.linspace(0, 2 * np.pi, corners, endpoint=False)
    reach = random.uniform(0.3, 1, corners)
    shape: shapely.Geometry = shapely.Polygon(
        np.column_stack([np.cos(turns) * reach, np.sin(turns) * reach])
    )
    if draw(st.booleans()):
        shape = shapely.difference(shape, shapely.Point(0, 0).buffer(0.15))
    if draw(st.booleans()):
        shape = shapely.union_all([shape, shapely.transform(shape, lambda xy: xy * 0.5 + [3, 1])])
    angle = draw(st.floats(0, np.pi))
    turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    return shapely.transform(shape, lambda xy: (xy * size * [1, flatness]) @ turn + [_WEST, _SOUTH])


@settings(max_examples=15, deadline=None)
@given(odd_shapes())
def test_an_odd_shape_gives_one_page_with_its_label_inside_the_frame(
    shape: shapely.Geometry,
) -> None:
    code = "440704001015001"
    cells = geopandas.GeoDataFrame({"code": [code]}, geometry=[shape], crs=4326)
    communities = geopandas.GeoDataFrame(
        {"code": [code[:12]], "name": ["桥南社区"]}, geometry=[shape], crs=4326
    )
    atlas = Atlas(cells, communities)
    assert text_of(atlas.page(code)).count("\f") == 1
    drawing = atlas._sheet(0, 1, 1).drawing
    own = [label for label in drawing.labels if label.role == "cell"]
    assert [label.text for label in own] == ["001"]
    for label in drawing.labels:
        assert label.width_mm / 2 <= label.x_mm <= 180 - label.width_mm / 2
        assert label.height_mm / 2 <= label.y_mm <= drawing.height_mm - label.height_mm / 2
