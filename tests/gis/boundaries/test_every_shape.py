"""Lines and points, which buildings' and streets' readers ask for and boundaries do not."""

import json
from pathlib import Path

import geopandas
import pytest
import shapely

from gis.boundaries import BoundaryError, ErrorKind, Limits, read_boundaries
from gis.boundaries.files import opened
from gis.boundaries.formats import layer_names, read_features
from gis.boundaries.raw import RawFeatures

LINE = shapely.LineString([(14.1, 50.1), (14.2, 50.1), (14.2, 50.2)])
DOT = shapely.Point(14.15, 50.15)
GEOJSON = {
    "type": "FeatureCollection",
    "features": [
        {"type": "Feature", "properties": {"n": n}, "geometry": shapely.geometry.mapping(one)}
        for n, one in enumerate((LINE, DOT))
    ],
}
ESRI = {
    "spatialReference": {"wkid": 4326},
    "features": [
        {"attributes": {"n": 0}, "geometry": {"paths": [[list(xy) for xy in LINE.coords]]}},
        {"attributes": {"n": 1}, "geometry": {"x": DOT.x, "y": DOT.y}},
    ],
}
TOPOLOGY = {
    "type": "Topology",
    "arcs": [[[1, 1], [1, 0], [0, 1]]],
    "transform": {"scale": [0.1, 0.1], "translate": [14.0, 50.0]},
    "objects": {
        "all": {
            "type": "GeometryCollection",
            "geometries": [
                {"type": "LineString", "arcs": [0], "properties": {"n": 0}},
                {"type": "Point", "coordinates": [1.5, 1.5], "properties": {"n": 1}},
            ],
        }
    },
}
KML = (
    '<kml xmlns="http://www.opengis.net/kml/2.2"><Document>'
    "<Placemark><name>0</name><LineString><coordinates>14.1,50.1 14.2,50.1 14.2,50.2"
    "</coordinates></LineString></Placemark>"
    "<Placemark><name>1</name><Point><coordinates>14.15,50.15</coordinates></Point></Placemark>"
    "</Document></kml>"
)
WRITTEN = {
    "a.geojson": json.dumps(GEOJSON),
    "a.json": json.dumps(ESRI),
    "a.topojson": json.dumps(TOPOLOGY),
    "a.kml": KML,
    "a.csv": f'n,WKT\n0,"{LINE.wkt}"\n1,"{DOT.wkt}"\n',
}


@pytest.mark.parametrize("name", WRITTEN)
def test_a_line_and_a_point_are_read_where_they_are_wanted(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text(WRITTEN[name], encoding="utf-8")

    raw = read(path)

    assert shapely.equals_exact(raw.geometries[0], LINE, 1e-9)
    assert shapely.equals_exact(raw.geometries[1], DOT, 1e-9)


@pytest.mark.parametrize("name", [*WRITTEN])
def test_boundaries_still_want_polygons_alone(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text(WRITTEN[name], encoding="utf-8")

    with pytest.raises(BoundaryError) as refused:
        read_boundaries(path, generate_codes=True, crs=4326)

    assert refused.value.kind is ErrorKind.NO_AREA


def test_a_table_of_longitudes_and_latitudes_is_points(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("名称,经度,纬度\n甲,113.1,22.5\n乙,,\n", encoding="gb18030")

    raw = read(path)

    assert [one and one.wkt for one in raw.geometries] == ["POINT (113.1 22.5)", None]
    assert raw.table["名称"].tolist() == ["甲", "乙"]


def test_a_longitude_that_is_no_number_is_refused_with_its_row(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("lon,lat\n113.1,22.5\n113.1,north\n", encoding="utf-8")

    with pytest.raises(BoundaryError, match="feature 2"):
        read(path)


def test_layers_of_lines_are_named_beside_those_of_polygons(tmp_path: Path) -> None:
    path = tmp_path / "a.gpkg"
    for layer, shape in (("streets", LINE), ("houses", DOT.buffer(0.001))):
        geopandas.GeoDataFrame(geometry=[shape], crs=4326).to_file(path, layer=layer)

    with opened(path, Limits()) as datasets:
        assert sorted(layer_names(datasets, path, Limits())) == ["houses", "streets"]


@pytest.mark.parametrize(
    "head",
    [b"\x00\x00\x00\r\n\tOSMHeader\x18Q\x10H", b'<?xml version="1.0"?>\n<osm version="0.6">'],
)
def test_boundaries_are_not_read_from_an_extract_of_openstreetmap(
    tmp_path: Path, head: bytes
) -> None:
    path = tmp_path / "a.osm"
    path.write_bytes(head)

    with pytest.raises(BoundaryError) as refused:
        read_boundaries(path)

    assert refused.value.kind is ErrorKind.UNKNOWN_FORMAT


def read(path: Path) -> RawFeatures:
    with opened(path, Limits()) as datasets:
        return read_features(datasets, path, None, Limits(), every_shape=True)
