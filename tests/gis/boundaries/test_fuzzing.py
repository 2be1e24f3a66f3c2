"""Damaged bytes of every format end in a reading or one clear refusal, and write nothing."""

import json
import random
import zipfile
from collections.abc import Callable
from pathlib import Path

import geopandas
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gis.boundaries import BoundaryError, Limits, read_boundaries, read_cell_file

LIMITS = Limits(max_unpacked_bytes=5_000_000, max_vertices=50_000, max_features=1_000)
ENDINGS = (
    "geojson",
    "topo.json",
    "esri.json",
    "gpkg",
    "fgb",
    "parquet",
    "kml",
    "csv",
    "zip",
    "kmz",
)
MUTATIONS = 40


def _seeds(frame: geopandas.GeoDataFrame, folder: Path) -> dict[str, bytes]:
    frame.to_file(folder / "a.geojson")
    frame.to_file(folder / "a.gpkg")
    frame.to_file(folder / "a.fgb")
    frame.to_file(folder / "a.kml", driver="KML")
    frame.to_parquet(folder / "a.parquet")
    words = frame.to_wkt().assign(geometry="SRID=4326;" + frame.geometry.to_wkt())
    (folder / "a.csv").write_text(words.to_csv(), encoding="utf-8")
    arcs = [shapely.get_coordinates(shape).tolist() for shape in frame.geometry]
    objects = [
        {"type": "Polygon", "arcs": [[n]], "properties": {"code": code}}
        for n, code in enumerate(frame["code"])
    ]
    collection = {"type": "GeometryCollection", "geometries": objects}
    topology = {"type": "Topology", "objects": {"a": collection}, "arcs": arcs}
    (folder / "a.topo.json").write_text(json.dumps(topology))
    features = [
        {"attributes": {"code": code}, "geometry": {"rings": [arc]}}
        for code, arc in zip(frame["code"], arcs, strict=True)
    ]
    esri = {"spatialReference": {"wkid": 4326}, "features": features}
    (folder / "a.esri.json").write_text(json.dumps(esri))
    (folder / "shp").mkdir()
    frame.to_file(folder / "shp" / "a.shp", encoding="GB18030")
    with zipfile.ZipFile(folder / "a.zip", "w") as archive:
        for part in (folder / "shp").iterdir():
            archive.write(part, part.name)
    with zipfile.ZipFile(folder / "a.kmz", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(folder / "a.kml", "doc.kml")
    return {ending: (folder / f"a.{ending}").read_bytes() for ending in ENDINGS}


def _damaged(data: bytes, chance: random.Random) -> bytes:
    """Change, drop, repeat or cut bytes, as disks, mails and malice do."""
    damaged = bytearray(data)
    for _ in range(chance.choice((1, 2, 8, 40))):
        if not damaged:
            break
        at = chance.randrange(len(damaged))
        match chance.randrange(5):
            case 0:
                damaged[at] = chance.randrange(256)
            case 1:
                del damaged[at : at + chance.randrange(1, 20)]
            case 2:
                damaged[at:at] = damaged[at : at + chance.randrange(1, 60)]
            case 3:
                damaged[at : at + 4] = chance.choice(
                    (b"\xff\xff\xff\x7f", b"\0\0\0\0", b"\xff" * 4)
                )
            case 4 if chance.random() < 0.2:
                del damaged[at:]
    return bytes(damaged)


def _survives(read: Callable[..., object], path: Path) -> None:
    said = path.name
    try:
        read(path, limits=LIMITS, generate_codes=True)
    except BoundaryError as fault:
        said = str(fault)
    assert path.name in said
    assert str(path.parent) not in said
    assert "gridward-boundaries-" not in said


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("ending", ENDINGS)
def test_damaged_files_end_in_a_reading_or_a_refusal(
    ending: str, frame: geopandas.GeoDataFrame, tmp_path: Path
) -> None:
    data = _seeds(frame, tmp_path)[ending]
    chance = random.Random(ending)
    folder = tmp_path / "damaged"
    folder.mkdir()
    path = folder / f"a.{ending}"
    for number in range(MUTATIONS):
        path.write_bytes(_damaged(data, chance))
        _survives(read_cell_file if number % 4 == 0 else read_boundaries, path)
    assert [file.name for file in folder.iterdir()] == [path.name]


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("part", ["shp", "shx", "dbf", "prj", "cpg"])
def test_damaged_parts_of_a_shapefile_end_in_a_reading_or_a_refusal(
    part: str, frame: geopandas.GeoDataFrame, tmp_path: Path
) -> None:
    frame.to_file(tmp_path / "a.shp", encoding="GB18030")
    path = tmp_path / f"a.{part}"
    whole = path.read_bytes()
    chance = random.Random(part)
    for _ in range(MUTATIONS):
        path.write_bytes(_damaged(whole, chance))
        _survives(read_boundaries, tmp_path / "a.shp")


_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**20), 10**20)
    | st.floats()
    | st.text(max_size=4)
    | st.sampled_from(["Polygon", "FeatureCollection", "Topology", "Feature", "esri"]),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                [
                    "type",
                    "features",
                    "geometry",
                    "coordinates",
                    "properties",
                    "arcs",
                    "objects",
                    "geometries",
                    "transform",
                    "rings",
                    "attributes",
                    "spatialReference",
                    "crs",
                    "geometryType",
                    "layers",
                    "featureSet",
                    "id",
                    "fields",
                    "curveRings",
                    "code",
                ]
            ),
            inner,
            max_size=5,
        )
    ),
    max_leaves=25,
)


@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    root=st.sampled_from(
        [
            {"type": "FeatureCollection"},
            {"type": "Topology", "arcs": [], "objects": {"a": {"type": "Polygon"}}},
            {"geometryType": "esriGeometryPolygon", "features": []},
        ]
    ),
    rest=st.dictionaries(
        st.sampled_from(
            ["features", "arcs", "objects", "transform", "crs", "spatialReference", "layers"]
        ),
        _values,
        max_size=4,
    ),
)
def test_any_json_that_begins_like_a_map_ends_in_a_reading_or_a_refusal(
    root: dict[str, object], rest: dict[str, object], tmp_path: Path
) -> None:
    path = tmp_path / "a.json"
    path.write_text(json.dumps({**root, **rest}))
    _survives(read_boundaries, path)
