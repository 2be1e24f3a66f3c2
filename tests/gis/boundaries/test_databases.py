"""GeoPackages that compute, files that only look like one, and what GDAL must never be asked."""

import socket
import sqlite3
import struct
import threading
from contextlib import closing
from pathlib import Path

import geopandas
import pytest

from gis.boundaries import BoundaryError, ErrorKind, RepairKind, read_boundaries
from tests.gis.boundaries.asking import kinds, refusal, same_places

VRT = """<OGRVRTDataSource><OGRVRTLayer name="a">
<SrcDataSource>{source}</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>"""


@pytest.fixture
def package(frame: geopandas.GeoDataFrame, tmp_path: Path) -> Path:
    frame.to_file(tmp_path / "a.gpkg", layer="villages")
    return tmp_path / "a.gpkg"


def _execute(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path)) as database:
        for statement in statements:
            database.execute(statement)
        database.commit()


@pytest.mark.parametrize("name", ["a.vrt", "a.gpkg", "a.shp", "a.kml", "a.json"])
def test_a_virtual_file_under_any_name_reads_no_other_file(
    name: str, frame: geopandas.GeoDataFrame, tmp_path: Path
) -> None:
    frame.to_file(tmp_path / "secret.geojson")
    (tmp_path / name).write_text(VRT.format(source=tmp_path / "secret.geojson"))
    refusal(tmp_path / name, ErrorKind.UNKNOWN_FORMAT)


def test_no_file_makes_us_ask_the_network(
    frame: geopandas.GeoDataFrame, package: Path, tmp_path: Path
) -> None:
    asked = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        url = f"http://127.0.0.1:{server.getsockname()[1]}/x"
        (tmp_path / "net.vrt").write_text(VRT.format(source=f"/vsicurl/{url}"))
        (tmp_path / "net.kml").write_text(
            f'<kml xmlns:gml="http://www.opengis.net/gml" xmlns:xsi="x" xsi:schemaLocation='
            f'"http://www.opengis.net/gml {url}"><Document><NetworkLink><Link><href>{url}</href>'
            "</Link></NetworkLink></Document></kml>"
        )
        (tmp_path / "net.json").write_text(f'{{"type": "FeatureCollection", "links": ["{url}"]}}')
        for name in ("net.vrt", "net.kml", "net.json"):
            with pytest.raises(BoundaryError):
                read_boundaries(tmp_path / name)
        try:
            server.accept()
            asked.set()
        except TimeoutError:
            pass
    assert not asked.is_set()


def test_a_view_that_never_ends_is_refused_unread(package: Path) -> None:
    _execute(
        package,
        "CREATE VIEW endless AS WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) "
        "SELECT x AS fid, NULL AS geom, x AS code FROM c",
        "INSERT INTO gpkg_contents(table_name, data_type, identifier, srs_id) "
        "VALUES ('endless', 'features', 'endless', 4326)",
        "INSERT INTO gpkg_geometry_columns VALUES ('endless', 'geom', 'POLYGON', 4326, 0, 0)",
    )
    assert "endless" in str(refusal(package, ErrorKind.UNSAFE_DATABASE))


def test_a_view_in_the_place_of_a_table_of_the_standard_is_refused(package: Path) -> None:
    _execute(
        package,
        "ALTER TABLE gpkg_contents RENAME TO contents",
        "CREATE VIEW gpkg_contents AS SELECT * FROM contents",
    )
    refusal(package, ErrorKind.UNKNOWN_FORMAT)


def test_a_virtual_table_is_refused(package: Path) -> None:
    _execute(package, "CREATE VIRTUAL TABLE words USING fts5(body)")
    refusal(package, ErrorKind.UNSAFE_DATABASE)


def test_a_computed_column_is_refused(package: Path) -> None:
    _execute(package, "ALTER TABLE villages ADD COLUMN big AS (zeroblob(1000000000))")
    refusal(package, ErrorKind.UNSAFE_DATABASE)


def test_an_unlisted_view_of_a_users_own_does_no_harm(
    package: Path, frame: geopandas.GeoDataFrame
) -> None:
    _execute(package, "CREATE VIEW mine AS SELECT code FROM villages")
    assert same_places(read_boundaries(package), frame)


def test_a_database_that_is_no_geopackage_is_refused(tmp_path: Path) -> None:
    _execute(tmp_path / "a.gpkg", "CREATE TABLE people (name TEXT)")
    refusal(tmp_path / "a.gpkg", ErrorKind.UNKNOWN_FORMAT)


def test_reading_leaves_nothing_beside_the_database(package: Path) -> None:
    _execute(package, "PRAGMA journal_mode=WAL")
    read_boundaries(package)
    assert [path.name for path in package.parent.iterdir()] == ["a.gpkg"]


def test_curved_polygons_are_straightened_and_told(package: Path) -> None:
    points = [(113.1, 22.5), (113.15, 22.55), (113.2, 22.5), (113.15, 22.45), (113.1, 22.5)]
    arcs = struct.pack("<BII", 1, 8, 5) + b"".join(struct.pack("<dd", *xy) for xy in points)
    curve = b"GP\x00\x01" + struct.pack("<i", 4326) + struct.pack("<BII", 1, 10, 1) + arcs
    with closing(sqlite3.connect(package)) as database:
        triggers = database.execute("SELECT name FROM sqlite_master WHERE type='trigger'")
        for (name,) in triggers.fetchall():
            database.execute(f'DROP TRIGGER "{name}"')
        database.execute("UPDATE villages SET geom = ? WHERE fid = 1", (curve,))
        database.execute("UPDATE gpkg_geometry_columns SET geometry_type_name = 'CURVEPOLYGON'")
        database.commit()
    boundaries = read_boundaries(package, skip_unusable=True)
    assert RepairKind.CURVES_STRAIGHTENED in kinds(boundaries)
    circle = boundaries.communities.geometry[0]
    assert circle.area == pytest.approx(3.14159 * 0.05**2, rel=0.01)


def test_measures_are_dropped_and_told(package: Path, frame: geopandas.GeoDataFrame) -> None:
    ring = [(x, y, 7.0) for x, y in frame.geometry[0].exterior.coords]
    points = b"".join(struct.pack("<ddd", *point) for point in ring)
    polygon = struct.pack("<BIII", 1, 2003, 1, len(ring)) + points
    with closing(sqlite3.connect(package)) as database:
        triggers = database.execute("SELECT name FROM sqlite_master WHERE type='trigger'")
        for (name,) in triggers.fetchall():
            database.execute(f'DROP TRIGGER "{name}"')
        blob = b"GP\x00\x01" + struct.pack("<i", 4326) + polygon
        database.execute("UPDATE villages SET geom = ? WHERE fid = 1", (blob,))
        database.execute("UPDATE gpkg_geometry_columns SET m = 2")
        database.commit()
    boundaries = read_boundaries(package)
    assert kinds(boundaries) == [RepairKind.HEIGHTS_DROPPED]
    assert same_places(boundaries, frame)
