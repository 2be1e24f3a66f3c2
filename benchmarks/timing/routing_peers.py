"""The peers of `gis.Router`, made ready: each answers pairs of point and cell when called.

DuckDB and SedonaDB are used where they are installed, as ``make bench`` does (``pip install
'gridward[bench]'``); a PostGIS server is named by GRIDWARD_BENCH_POSTGIS.
"""

import importlib.util
import os
from collections.abc import Callable, Mapping
from pathlib import Path

import geopandas
import numpy as np
import pyarrow as pa
import shapely

from gis.lattice import Floats, Ints

Pairs = tuple[Ints, Ints]
"""Points and the row of a cell that holds each; a point on a border has several pairs."""

Peer = Callable[[], Pairs]

_JOIN = """
    SELECT points.id AS id, cells.cell AS cell FROM points
    JOIN cells ON ST_Intersects(points.{geom}, cells.{geom})
"""


def peers(cells: geopandas.GeoDataFrame, lon: Floats, lat: Floats) -> dict[str, Peer]:
    """Make ready all peers that are here; rows are those of cells, which are in order of codes."""
    points = shapely.points(lon, lat)
    ready = {
        "shapely.STRtree.query": _tree(cells, points),
        "geopandas.sjoin from columns": _sjoin_from_columns(cells, lon, lat),
        "geopandas.sjoin of points made": _sjoin(cells, points),
    }
    if importlib.util.find_spec("duckdb_extension_spatial"):
        ready["DuckDB spatial"] = _duckdb(cells, lon, lat)
    if importlib.util.find_spec("sedonadb"):
        ready["SedonaDB"] = _sedona(cells, points)
    return ready


def points_made(lon: Floats, lat: Floats) -> Callable[[], object]:
    """Return what most peers need before they begin."""
    return lambda: shapely.points(lon, lat)


def rows_of(pairs: Pairs, count: int) -> np.ndarray:
    """Return the smallest row of each point, −1 for none."""
    rows = np.full(count, np.iinfo(np.int32).max, np.int32)
    np.minimum.at(rows, pairs[0], pairs[1].astype(np.int32))
    rows[rows == np.iinfo(np.int32).max] = -1
    return rows


def _tree(cells: geopandas.GeoDataFrame, points: np.ndarray) -> Peer:
    tree = shapely.STRtree(cells.geometry.to_numpy())

    def run() -> Pairs:
        point, cell = tree.query(points, predicate="intersects")
        return point, cell

    return run


def _sjoin(cells: geopandas.GeoDataFrame, points: np.ndarray) -> Peer:
    frame = geopandas.GeoDataFrame(geometry=points, crs=4326)

    def run() -> Pairs:
        joined = frame.sjoin(cells[["geometry"]])
        return joined.index.to_numpy(), joined["index_right"].to_numpy()

    return run


def _sjoin_from_columns(cells: geopandas.GeoDataFrame, lon: Floats, lat: Floats) -> Peer:
    def run() -> Pairs:
        return _sjoin(cells, shapely.points(lon, lat))()

    return run


def _duckdb(cells: geopandas.GeoDataFrame, lon: Floats, lat: Floats) -> Peer:
    import duckdb
    import duckdb_extension_spatial

    home = Path(str(duckdb_extension_spatial.__file__)).parent
    (extension,) = home.rglob("*.duckdb_extension")
    base = duckdb.connect(config={"allow_unsigned_extensions": "true", "threads": "1"})
    base.execute(f"LOAD '{extension}'")
    base.register("given", _table(cells))
    base.register("places", pa.table({"id": np.arange(len(lon)), "lon": lon, "lat": lat}))
    base.execute("CREATE TABLE cells AS SELECT cell, ST_GeomFromWKB(wkb) AS geom FROM given")
    base.execute("CREATE TABLE points AS SELECT id, ST_Point(lon, lat) AS geom FROM places")

    def run() -> Pairs:
        found = base.execute(_JOIN.format(geom="geom")).fetchnumpy()
        return found["id"], found["cell"]

    return run


def _sedona(cells: geopandas.GeoDataFrame, points: np.ndarray) -> Peer:
    import sedonadb

    session = sedonadb.connect()
    numbered = cells[["geometry"]].assign(cell=np.arange(len(cells)))
    places = geopandas.GeoDataFrame({"id": np.arange(len(points))}, geometry=points, crs=4326)
    session.create_data_frame(numbered).to_memtable().to_view("cells")
    session.create_data_frame(places).to_memtable().to_view("points")

    def run() -> Pairs:
        answer = session.sql(_JOIN.format(geom="geometry"))
        found = pa.RecordBatchReader.from_stream(answer).read_all()
        return found["id"].to_numpy(), found["cell"].to_numpy()

    return run


def postgis(cells: geopandas.GeoDataFrame, lon: Floats, lat: Floats) -> Mapping[str, Peer]:
    """Make PostGIS ready, where a server is named."""
    address = os.environ.get("GRIDWARD_BENCH_POSTGIS")
    if not address:
        return {}
    import psycopg

    link = psycopg.connect(address, autocommit=True)
    link.execute("CREATE EXTENSION IF NOT EXISTS postgis")
    link.execute("DROP TABLE IF EXISTS cells, points")
    link.execute("CREATE TABLE cells (cell int, geom geometry(Polygon, 4326))")
    link.execute("CREATE TABLE points (id int, geom geometry(Point, 4326))")
    with link.cursor() as cursor:
        with cursor.copy("COPY cells FROM STDIN") as copy:
            shapes = shapely.to_wkb(
                shapely.set_srid(cells.geometry.to_numpy(), 4326), hex=True, include_srid=True
            )
            for row in enumerate(shapes):
                copy.write_row(row)
        with cursor.copy("COPY points FROM STDIN") as copy:
            places = shapely.set_srid(shapely.points(lon, lat), 4326)
            for row in enumerate(shapely.to_wkb(places, hex=True, include_srid=True)):
                copy.write_row(row)
    link.execute("CREATE INDEX ON cells USING gist (geom)")
    link.execute("VACUUM ANALYZE cells")
    link.execute("SET max_parallel_workers_per_gather = 0")

    def run() -> Pairs:
        found = np.array(link.execute(_JOIN.format(geom="geom")).fetchall(), dtype=np.int64)
        return found[:, 0], found[:, 1]

    return {"PostGIS": run}


def _table(cells: geopandas.GeoDataFrame) -> pa.Table:
    return pa.table({"cell": np.arange(len(cells)), "wkb": shapely.to_wkb(cells.geometry)})
