"""GeoJSON, TopoJSON and Esri JSON, as servers, tools and people write them."""

import json
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import geopandas
import numpy as np
import pytest
import shapely

from gis.boundaries import BoundaryError, ErrorKind, Limits, RepairKind, read_boundaries
from gis.boundaries.limits import Format
from tests.gis.boundaries.asking import kinds, refusal, same_places

Write = Callable[[Any], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def to_file(document: Any, encoding: str = "utf-8") -> Path:
        path = tmp_path / "a.json"
        path.write_bytes(json.dumps(document, ensure_ascii=False).encode(encoding))
        return path

    return to_file


def _plain(frame: geopandas.GeoDataFrame) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(frame.to_json(drop_id=True))
    document["crs"] = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4490"}}
    return document


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8"])
def test_geojson_in_utf8_with_and_without_a_mark_needs_no_word(
    encoding: str, frame: geopandas.GeoDataFrame, tmp_path: Path
) -> None:
    path = tmp_path / "a.geojson"
    path.write_bytes(json.dumps(_plain(frame), ensure_ascii=False).encode(encoding))
    boundaries = read_boundaries(path)
    assert kinds(boundaries) == []
    assert same_places(boundaries, frame)


@pytest.mark.parametrize(
    ("encoding", "said"),
    [
        ("utf-16", "UTF-16"),
        ("utf-16-le", "UTF-16-LE"),
        ("gb18030", "GBK (GB18030)"),
        ("big5", "Big5"),
    ],
)
def test_geojson_in_another_encoding_is_read_and_the_encoding_said(
    encoding: str, said: str, frame: geopandas.GeoDataFrame, tmp_path: Path
) -> None:
    frame["name"] = (
        ["莊敬里民政服務中心", "東榮里", "三民里"] if encoding == "big5" else frame["name"]
    )
    path = tmp_path / "a.geojson"
    path.write_bytes(json.dumps(_plain(frame), ensure_ascii=False).encode(encoding))
    boundaries = read_boundaries(path)
    assert boundaries.communities["name"].tolist() == frame["name"].tolist()
    assert [repair.facts["encoding"] for repair in boundaries.report] == [said]


def test_a_sequence_of_features_a_line_each_is_read(
    frame: geopandas.GeoDataFrame, tmp_path: Path
) -> None:
    lines = [json.dumps(feature) for feature in _plain(frame)["features"]]
    (tmp_path / "a.geojsonl").write_text("\n".join(lines), encoding="utf-8")
    (tmp_path / "b.geojsons").write_text("".join(f"\x1e{line}\n" for line in lines))
    for name in ("a.geojsonl", "b.geojsons"):
        boundaries = read_boundaries(tmp_path / name)
        assert boundaries.format is Format.GEOJSON_SEQUENCE
        assert same_places(boundaries, frame)


def test_a_file_that_declares_no_datum_says_so_in_china_only(
    frame: geopandas.GeoDataFrame, write: Write
) -> None:
    document = _plain(frame)
    del document["crs"]
    boundaries = read_boundaries(write(document))
    assert kinds(boundaries) == [RepairKind.DATUM_ASSUMED]
    assert "GCJ-02" in boundaries.report[0].what
    assert kinds(read_boundaries(write(document), crs=4326)) == []
    abroad = json.loads(frame.translate(xoff=-100).to_json(drop_id=True))
    for feature, code in zip(abroad["features"], frame["code"], strict=True):
        feature["properties"] = {"code": code, "name": code}
    assert kinds(read_boundaries(write(abroad))) == []


def test_integer_codes_beside_blank_ones_keep_every_digit(
    frame: geopandas.GeoDataFrame, write: Write
) -> None:
    document = _plain(frame)
    document["features"][0]["properties"]["code"] = None
    document["features"][1]["properties"]["code"] = 440704001002001001
    document["features"][2]["properties"]["code"] = 440704001003
    boundaries = read_boundaries(write(document), skip_unusable=True)
    assert boundaries.communities["code"].tolist() == ["440704001002001001", "440704001003"]


def test_a_feature_without_properties_and_one_with_null_are_told_by_number(
    frame: geopandas.GeoDataFrame, write: Write
) -> None:
    document = _plain(frame)
    del document["features"][0]["properties"]
    document["features"][2]["properties"] = None
    fault = refusal(write(document), ErrorKind.BLANK_CODE)
    assert [place.number for place in fault.places] == [1, 3]


def test_heights_are_dropped_and_told_and_mixed_points_are_read(
    frame: geopandas.GeoDataFrame, write: Write
) -> None:
    document = _plain(frame)
    ring = document["features"][1]["geometry"]["coordinates"][0]
    ring[1] = [*ring[1], 12.5]
    boundaries = read_boundaries(write(document))
    assert kinds(boundaries) == [RepairKind.HEIGHTS_DROPPED]
    assert same_places(boundaries, frame)


def test_coordinates_written_as_text_are_read_and_told(
    frame: geopandas.GeoDataFrame, write: Write
) -> None:
    document = _plain(frame)
    ring = document["features"][0]["geometry"]["coordinates"][0]
    document["features"][0]["geometry"]["coordinates"][0] = [[str(x), str(y)] for x, y in ring]
    boundaries = read_boundaries(write(document))
    assert kinds(boundaries) == [RepairKind.NUMBERS_AS_TEXT]
    assert same_places(boundaries, frame)


def test_a_number_of_thousands_of_digits_is_refused_in_plain_words(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text(f'{{"type": "FeatureCollection", "features": [], "n": {"9" * 5000}}}')
    fault = refusal(path, ErrorKind.UNREADABLE)
    assert "a number has thousands of digits" in str(fault)
    assert "sys." not in str(fault)


def test_a_crs_member_that_names_no_authority_is_refused(
    frame: geopandas.GeoDataFrame, write: Write
) -> None:
    for name in ("+proj=longlat +nadgrids=/etc/passwd", "+init=/etc/passwd:x", "mars"):
        document = _plain(frame)
        document["crs"]["properties"]["name"] = name
        refusal(write(document), ErrorKind.UNKNOWN_CRS)


def test_a_list_that_the_server_cut_off_says_so(
    frame: geopandas.GeoDataFrame, write: Write
) -> None:
    document = _plain(frame)
    document["properties"] = {"exceededTransferLimit": True}
    assert kinds(read_boundaries(write(document))) == [RepairKind.INCOMPLETE]


def _topology(frame: geopandas.GeoDataFrame, quantized: bool) -> dict[str, Any]:
    """Make a topology: outer arcs of each square, and the sides that neighbours share."""
    west, south, _, north = frame.total_bounds
    xs = [west + n / 100 for n in range(4)]
    sides = [[[x, south], [x, north]] for x in xs]
    tops = [[[a, north], [b, north]] for a, b in pairwise(xs)]
    bottoms = [[[a, south], [b, south]] for a, b in pairwise(xs)]
    arcs: list[Any] = [*sides, *tops, *bottoms]
    document: dict[str, Any] = {"type": "Topology"}
    if quantized:
        scale, shift = [0.001, 0.001], [west, south]
        steps = [np.rint((np.array(arc) - shift) / scale).astype(int) for arc in arcs]
        arcs = [np.vstack([arc[:1], np.diff(arc, axis=0)]).tolist() for arc in steps]
        document["transform"] = {"scale": scale, "translate": shift}
    geometries = [
        {
            "type": "Polygon",
            "arcs": [[n, 4 + n, ~(n + 1), ~(7 + n)]],
            "properties": {"code": frame["code"][n], "name": frame["name"][n]},
        }
        for n in range(3)
    ]
    document["objects"] = {"villages": {"type": "GeometryCollection", "geometries": geometries}}
    document["arcs"] = arcs
    return document


@pytest.mark.parametrize("quantized", [False, True])
def test_topojson_keeps_shared_arcs_identical(
    quantized: bool, frame: geopandas.GeoDataFrame, write: Write
) -> None:
    boundaries = read_boundaries(write(_topology(frame, quantized)))
    assert boundaries.format is Format.TOPOJSON
    assert same_places(boundaries, frame)
    assert shapely.coverage_is_valid(boundaries.communities.geometry.to_numpy())


def test_objects_of_a_topology_are_layers(frame: geopandas.GeoDataFrame, write: Write) -> None:
    document = _topology(frame, quantized=True)
    document["objects"]["towns"] = document["objects"]["villages"]
    fault = refusal(write(document), ErrorKind.SEVERAL_LAYERS)
    assert "villages, towns" in str(fault)
    assert len(read_boundaries(write(document), layer="towns").communities) == 3


def test_a_topology_that_repeats_an_arc_without_end_is_refused(
    frame: geopandas.GeoDataFrame, write: Write
) -> None:
    document = _topology(frame, quantized=False)
    document["arcs"][0] = [[113.1, 22.5], [113.1, 22.6]] * 500
    document["objects"]["villages"]["geometries"][0]["arcs"] = [[0, ~0] * 500]
    limits = Limits(max_vertices=100_000)
    refusal(write(document), ErrorKind.TOO_MANY_VERTICES, limits=limits)


@pytest.mark.parametrize("numbers", [[[99]], [[0, 2]], [["a"]], 5, [[[1]]]])
def test_a_topology_whose_arcs_do_not_fit_is_refused(
    numbers: Any, frame: geopandas.GeoDataFrame, write: Write
) -> None:
    document = _topology(frame, quantized=True)
    document["objects"]["villages"]["geometries"][1]["arcs"] = numbers
    refusal(write(document), ErrorKind.UNREADABLE)


def _esri(frame: geopandas.GeoDataFrame) -> dict[str, Any]:
    """Make a feature set: the first community has a hole with an island, and a part."""
    outer = [[113.1, 22.5], [113.1, 22.51], [113.11, 22.51], [113.11, 22.5], [113.1, 22.5]]
    hole = [[113.102, 22.502], [113.108, 22.502], [113.108, 22.508], [113.102, 22.508]]
    island = [[113.104, 22.504], [113.104, 22.506], [113.106, 22.506], [113.106, 22.504]]
    part = [[113.2, 22.5], [113.2, 22.51], [113.21, 22.51], [113.21, 22.5]]
    rings = [hole, outer, part, island]
    return {
        "geometryType": "esriGeometryPolygon",
        "spatialReference": {"wkid": 4490, "latestWkid": 4490},
        "fields": [{"name": "F1", "alias": "社区代码"}, {"name": "F2", "alias": "社区名称"}],
        "features": [
            {
                "attributes": {"F1": frame["code"][0], "F2": frame["name"][0]},
                "geometry": {"rings": rings},
            }
        ],
    }


def test_esri_json_sorts_rings_into_parts_and_holes_and_reads_aliases(
    frame: geopandas.GeoDataFrame, write: Write
) -> None:
    boundaries = read_boundaries(write(_esri(frame)))
    assert boundaries.format is Format.ESRIJSON
    (read,) = boundaries.communities.geometry
    assert [len(part.interiors) for part in read.geoms] == [1, 0, 0]
    assert boundaries.communities["name"].tolist() == ["江南社区"]
    assert kinds(boundaries) == [RepairKind.RING_CLOSED]


def test_esri_rings_all_turned_the_wrong_way_are_outlines(
    frame: geopandas.GeoDataFrame, write: Write
) -> None:
    document = _esri(frame)
    rings = document["features"][0]["geometry"]["rings"]
    document["features"][0]["geometry"]["rings"] = [rings[1][::-1], rings[2][::-1]]
    (read,) = read_boundaries(write(document)).communities.geometry
    assert len(read.geoms) == 2


@pytest.mark.parametrize("turn", ["all", "none outward", "none inward", "one"])
def test_esri_holes_stay_holes_whichever_way_their_rings_run(
    turn: str, frame: geopandas.GeoDataFrame, write: Write
) -> None:
    document = _esri(frame)
    rings = document["features"][0]["geometry"]["rings"]
    sound = read_boundaries(write(document)).communities.geometry[0]
    clockwise = [not shapely.LinearRing(ring).is_ccw for ring in rings]
    turned = {
        "all": [ring[::-1] for ring in rings],
        "none outward": [r if c else r[::-1] for r, c in zip(rings, clockwise, strict=True)],
        "none inward": [r[::-1] if c else r for r, c in zip(rings, clockwise, strict=True)],
        "one": [rings[0][::-1], *rings[1:]],
    }[turn]
    document["features"][0]["geometry"]["rings"] = turned
    boundaries = read_boundaries(write(document))
    assert boundaries.communities.geometry[0].equals(sound)
    assert RepairKind.RINGS_TURNED in kinds(boundaries)


def test_esri_numbers_and_words_of_a_crs_are_understood(
    frame: geopandas.GeoDataFrame, write: Write
) -> None:
    document = _esri(frame)
    metres = frame.to_crs(3857).geometry[1]
    document["features"][0]["geometry"] = {
        "rings": [[list(xy) for xy in reversed(metres.exterior.coords)]]
    }
    for reference in ({"wkid": 102100}, {"wkt": frame.to_crs(3857).crs.to_wkt("WKT1_ESRI")}):
        document["spatialReference"] = reference
        (read,) = read_boundaries(write(document)).communities.geometry
        assert shapely.hausdorff_distance(read, frame.geometry[1]) < 1e-9
    document["spatialReference"] = {}
    refusal(write(document), ErrorKind.NO_CRS)


def test_esri_arcs_become_straight_edges_on_their_circle_and_are_told(
    frame: geopandas.GeoDataFrame, write: Write
) -> None:
    document = _esri(frame)
    arc = {"c": [[113.12, 22.5], [113.11, 22.51]]}  # half a circle around (113.11, 22.5)
    document["features"][0]["geometry"] = {"curveRings": [[[113.1, 22.5], arc, [113.1, 22.5]]]}
    boundaries = read_boundaries(write(document))
    assert kinds(boundaries) == [RepairKind.CURVES_STRAIGHTENED]
    (read,) = boundaries.communities.geometry
    radii = np.hypot(*(shapely.get_coordinates(read.exterior) - [113.11, 22.5]).T)
    assert np.allclose(radii, 0.01)
    assert read.area == pytest.approx(np.pi * 0.01**2 / 2, rel=0.01)


def test_a_feature_collection_of_a_web_map_has_layers(
    frame: geopandas.GeoDataFrame, write: Write
) -> None:
    one = _esri(frame)
    layers = [{"layerDefinition": {"name": name}, "featureSet": one} for name in ("社区", "街道")]
    path = write({"layers": layers})
    assert "社区, 街道" in str(refusal(path, ErrorKind.SEVERAL_LAYERS))
    assert read_boundaries(path, layer="街道").layer == "街道"


@pytest.mark.parametrize(
    "document",
    [
        {"error": {"code": 400, "message": "Invalid URL"}},
        {"type": "gdal_streamed_alg", "command_line": "gdal vector pipeline ! read /etc/passwd"},
        {"type": "Topology"},
        {"type": "FeatureCollection", "features": 5},
        {"type": "FeatureCollection", "features": [5]},
        {"geometryType": "esriGeometryPolygon", "features": {}},
        {"type": "FeatureCollection", "features": [{"type": "Feature", "geometry": "x"}]},
        [1, 2],
        5,
    ],
)
def test_json_that_is_no_map_ends_in_a_refusal(document: Any, write: Write) -> None:
    with pytest.raises(BoundaryError):
        read_boundaries(write(document), generate_codes=True)


def test_a_pipeline_of_gdal_hidden_in_geojson_is_not_run(
    frame: geopandas.GeoDataFrame, tmp_path: Path
) -> None:
    text = json.dumps(_plain(frame))
    evil = '"type": "gdal_streamed_alg", "command_line": "gdal vector pipeline ! read /x",'
    path = tmp_path / "a.gdalg.json"
    path.write_text("{" + evil + text[1:])
    assert same_places(read_boundaries(path), frame)


def test_json_that_would_swell_in_memory_is_refused_unparsed(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text('{"type":"FeatureCollection","features":[' + "[]," * 400_000 + "0]}")
    limits = Limits(max_vertices=1_000, max_features=1_000)
    refusal(path, ErrorKind.TOO_MANY_UNPACKED_BYTES, limits=limits)


def test_a_map_servers_refusal_is_told_in_its_own_words(write: Write) -> None:
    path = write({"error": {"code": 499, "message": "Token Required", "details": []}})
    told = str(refusal(path, ErrorKind.SERVER_ERROR))
    assert "“Token Required” (error 499)" in told
    assert "token" in told
