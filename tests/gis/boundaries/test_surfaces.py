"""Surfaces of faces, which are polygons by another name."""

import sqlite3
import struct
from contextlib import closing
from pathlib import Path

import geopandas
import pytest
import shapely

from gis.boundaries import ErrorKind, RepairKind, read_boundaries
from tests.gis.boundaries.asking import refusal

_FACES = (
    ((113, 22), (113.01, 22), (113.01, 22.01), (113, 22)),
    ((113, 22), (113.01, 22.01), (113, 22.01), (113, 22)),
)
_SQUARE = shapely.box(113, 22, 113.01, 22.01)


def _wkb(kind: int, face_kind: int) -> bytes:
    faces = b"".join(
        struct.pack("<BIII", 1, face_kind, 1, len(face))
        + b"".join(struct.pack("<dd", *vertex) for vertex in face)
        for face in _FACES
    )
    return struct.pack("<BII", 1, kind, len(_FACES)) + faces


def _wkt(word: str) -> str:
    faces = ", ".join("((" + ", ".join(f"{x} {y}" for x, y in face) + "))" for face in _FACES)
    return f"{word} ({faces})"


@pytest.mark.parametrize(
    "shape",
    [
        _wkt("POLYHEDRALSURFACE"),
        _wkt("Tin"),
        f"GEOMETRYCOLLECTION ({_wkt('TIN')})",
        _wkb(15, 3).hex(),
        _wkb(16, 17).hex(),
    ],
)
def test_surfaces_in_a_table_are_taken_apart_into_polygons_and_told(
    shape: str, tmp_path: Path
) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f'code,name,geom\n440704001001,a,"{shape}"\n')
    read = read_boundaries(path, crs=4326)
    assert read.communities.geometry[0].equals(_SQUARE)
    assert read.report[0].kind is RepairKind.SURFACES_APART


def _geopackage(path: Path, declared: str) -> Path:
    frame = geopandas.GeoDataFrame({"code": ["440704001001"]}, geometry=[_SQUARE], crs=4490)
    frame.to_file(path, layer="a", SPATIAL_INDEX="NO")
    with closing(sqlite3.connect(path)) as database:
        (blob,) = database.execute("SELECT geom FROM a").fetchone()
        head = blob[: 8 + (0, 32, 48, 48, 64)[blob[3] >> 1 & 7]]
        database.execute("UPDATE a SET geom = ?", (head + _wkb(16, 17),))
        database.execute("UPDATE gpkg_geometry_columns SET geometry_type_name = ?", (declared,))
        database.commit()
    return path


def test_surfaces_in_a_geopackage_are_taken_apart_and_a_layer_declared_of_them_refused(
    tmp_path: Path,
) -> None:
    read = read_boundaries(_geopackage(tmp_path / "any.gpkg", "GEOMETRY"))
    assert read.communities.geometry[0].equals(_SQUARE)
    assert RepairKind.SURFACES_APART in [one.kind for one in read.report]
    fault = refusal(_geopackage(tmp_path / "tin.gpkg", "TIN"), ErrorKind.SURFACE_LAYER)
    assert "MultiPolygon" in fault.mend
