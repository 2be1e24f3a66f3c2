"""Curves, which a city's GIS draws and shapely does not hold: straightened, and always said."""

import sqlite3
import struct
from pathlib import Path

import geopandas
import pyarrow
import pyarrow.parquet
import pytest
import shapely

from gis.boundaries import Boundaries, ErrorKind, RepairKind, read_boundaries
from gis.datums import area_m2
from tests.gis.boundaries.asking import kinds, refusal

_CIRCLE = "CIRCULARSTRING (120 30, 120.005 30.005, 120.01 30, 120.005 29.995, 120 30)"
_ROUND = f"CURVEPOLYGON ({_CIRCLE})"
_SQUARE = "((120.02 30, 120.03 30, 120.03 30.01, 120.02 30.01, 120.02 30))"
_CORNERS = [(120.0, 30.0), (120.005, 30.005), (120.01, 30.0), (120.005, 29.995), (120.0, 30.0)]


def _wkb() -> bytes:
    arcs = struct.pack("<BII", 1, 8, len(_CORNERS))
    arcs += b"".join(struct.pack("<dd", *corner) for corner in _CORNERS)
    return struct.pack("<BII", 1, 10, 1) + arcs


def _is_round(boundaries: Boundaries) -> bool:
    """Tell whether the first community is the circle: larger by a third than its corners."""
    circle, corners = area_m2(
        [boundaries.communities.geometry.iloc[0], shapely.Polygon(_CORNERS)]
    ).tolist()
    return 1.5 < circle / corners < 1.58


def _table(path: Path, *words: str) -> Path:
    rows = [f'44070400100{number},"{word}"' for number, word in enumerate(words, start=1)]
    path.write_text("\n".join(["code,wkt", *rows]), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    "word",
    [
        _ROUND,
        f"MULTISURFACE ({_ROUND}, {_SQUARE})",
        f"CURVEPOLYGON (COMPOUNDCURVE ({_CIRCLE}))",
    ],
)
def test_curves_in_wkt_are_straightened_and_said(word: str, tmp_path: Path) -> None:
    boundaries = read_boundaries(_table(tmp_path / "a.csv", word), crs=4326)
    assert RepairKind.CURVES_STRAIGHTENED in kinds(boundaries)
    first = shapely.get_parts(boundaries.communities.geometry.iloc[0])[0]
    assert shapely.get_num_coordinates(first) > 40


def test_curves_in_hexadecimal_wkb_stand_beside_straight_shapes(tmp_path: Path) -> None:
    path = _table(tmp_path / "a.csv", _wkb().hex(), f"POLYGON {_SQUARE}")
    boundaries = read_boundaries(path, crs=4326)
    assert RepairKind.CURVES_STRAIGHTENED in kinds(boundaries)
    assert _is_round(boundaries)
    assert shapely.get_num_coordinates(boundaries.communities.geometry.iloc[1]) == 5


def test_curves_in_parquet_are_straightened_and_said(tmp_path: Path) -> None:
    table = pyarrow.table({"code": ["440704001001"], "geometry": [_wkb()]})
    pyarrow.parquet.write_table(table, tmp_path / "a.parquet")
    boundaries = read_boundaries(tmp_path / "a.parquet", crs=4326)
    assert kinds(boundaries)[0] is RepairKind.CURVES_STRAIGHTENED
    assert _is_round(boundaries)


def test_curves_in_a_geopackage_of_any_type_are_said(tmp_path: Path) -> None:
    path = tmp_path / "a.gpkg"
    frame = geopandas.GeoDataFrame(
        {"code": ["440704001001"]}, geometry=[shapely.Polygon(_CORNERS)], crs=4326
    )
    frame.to_file(path, layer="a", geometry_type="Unknown", SPATIAL_INDEX="NO")
    header = b"GP\x00\x01" + struct.pack("<i", 4326)
    with sqlite3.connect(path) as database:
        database.execute("UPDATE a SET geom = ?", (header + _wkb(),))
    database.close()
    boundaries = read_boundaries(path)
    assert RepairKind.CURVES_STRAIGHTENED in kinds(boundaries)
    assert _is_round(boundaries)


def test_a_curve_that_encloses_nothing_is_refused_as_a_line_is(tmp_path: Path) -> None:
    refusal(_table(tmp_path / "a.csv", _CIRCLE), ErrorKind.NO_AREA, crs=4326)


def test_a_damaged_curve_is_refused_with_its_place(tmp_path: Path) -> None:
    fault = refusal(
        _table(tmp_path / "a.csv", f"POLYGON {_SQUARE}", _ROUND[:-30]),
        ErrorKind.UNREADABLE,
        crs=4326,
    )
    assert "feature 2" in str(fault)
