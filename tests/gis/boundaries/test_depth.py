"""Collections within collections: read where people draw them, refused before a reader falls."""

import json
import struct
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import shapely

from gis.boundaries import BoundaryError, ErrorKind, read_boundaries
from gis.boundaries.depth import (
    MOST_LEVELS,
    NestedTooDeepError,
    refuse_deep_text,
    refuse_deep_wkb,
)

_SQUARE = shapely.box(113.0, 22.5, 113.01, 22.51)


def _nested_wkb(levels: int, order: str = "<", kind: int = 7) -> bytes:
    head = struct.pack(f"{order}BII", order == "<", kind, 1)
    return head * levels + bytes(shapely.to_wkb(_SQUARE))


def _nested_wkt(levels: int) -> str:
    return "GEOMETRYCOLLECTION (" * levels + _SQUARE.wkt + ")" * levels


def _parquet(path: Path, wkb: bytes) -> Path:
    columns = {"geometry": {"encoding": "WKB", "geometry_types": []}}
    geo = {"version": "1.0.0", "primary_column": "geometry", "columns": columns}
    table = pa.table({"code": ["1"], "geometry": pa.array([wkb], pa.binary())})
    pq.write_table(table.replace_schema_metadata({"geo": json.dumps(geo)}), path)
    return path


def _csv(path: Path, word: str) -> Path:
    path.write_text(f'code,wkt\n1,"{word}"\n', encoding="utf-8")
    return path


@pytest.mark.parametrize("levels", [2_000, 20_000])
def test_collections_too_deep_are_refused_in_words_and_end_no_process(
    tmp_path: Path, levels: int
) -> None:
    for file in (
        _parquet(tmp_path / "a.parquet", _nested_wkb(levels)),
        _parquet(tmp_path / "b.parquet", _nested_wkb(levels, ">")),
        _parquet(tmp_path / "c.parquet", _nested_wkb(levels, kind=0x10007)),
        _csv(tmp_path / "d.csv", _nested_wkb(levels).hex()),
        _csv(tmp_path / "e.csv", _nested_wkt(levels)),
    ):
        with pytest.raises(BoundaryError, match="nested too deep") as caught:
            read_boundaries(file, crs=4326)
        assert caught.value.kind is ErrorKind.UNREADABLE


def test_collections_in_collections_are_read(tmp_path: Path) -> None:
    for file in (
        _parquet(tmp_path / "a.parquet", _nested_wkb(3)),
        _csv(tmp_path / "b.csv", _nested_wkb(3).hex()),
        _csv(tmp_path / "c.csv", _nested_wkt(3)),
    ):
        read = read_boundaries(file, crs=4326)
        assert read.communities.geometry.iloc[0].equals(_SQUARE)


def test_the_limit_is_where_it_is_said() -> None:
    # The whole is a level of its own.
    refuse_deep_wkb(_nested_wkb(MOST_LEVELS - 1))
    with pytest.raises(NestedTooDeepError):
        refuse_deep_wkb(_nested_wkb(MOST_LEVELS))


@pytest.mark.parametrize(
    "wkt",
    [
        "POINT (1 2)",
        "LINESTRING Z (1 2 3, 4 5 6)",
        "POLYGON ((0 0, 4 0, 4 4, 0 0), (1 1, 2 1, 2 2, 1 1))",
        "MULTIPOLYGON Z (((0 0 1, 4 0 1, 4 4 1, 0 0 1)), ((5 5 1, 6 5 1, 6 6 1, 5 5 1)))",
        "GEOMETRYCOLLECTION (POINT (1 2), MULTILINESTRING ((0 0, 1 1), (2 2, 3 3)))",
        "MULTIPOINT (1 2, 3 4)",
    ],
)
@pytest.mark.parametrize("flavour", ["iso", "extended"])
def test_all_of_a_geometry_is_walked_through(wkt: str, flavour: str) -> None:
    shape = shapely.set_srid(shapely.from_wkt(wkt), 4490)
    beside = bytes(shapely.to_wkb(shape, flavor=flavour, include_srid=flavour == "extended"))
    whole = struct.pack("<BII", 1, 7, 2) + beside + _nested_wkb(200)
    with pytest.raises(NestedTooDeepError):
        refuse_deep_wkb(whole)
    refuse_deep_wkb(whole[: 6 + len(beside)])  # cut off: the reader says so


def test_many_brackets_beside_one_another_are_not_deep() -> None:
    refuse_deep_text("MULTIPOLYGON (" + ", ".join(["((0 0, 1 0, 1 1, 0 0))"] * 500) + ")")
