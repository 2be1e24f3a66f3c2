"""Parquet and GeoParquet: the same rows, metadata and types, with their cell; or a refusal."""

import json
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import shapely

import gis
from gis.router.bulk import BulkKind, BulkRouteError, Wanted, parquet
from gis.router.bulk.files import route_file
from tests.gis.router.bulk.conftest import EAST, WEST, expected, left

Points = Callable[[int], pd.DataFrame]


def test_each_row_gets_its_cell_as_plain_text_and_keeps_all_else(
    tmp_path: Path, router: gis.Router, points: Points
) -> None:
    source, target = tmp_path / "in.parquet", tmp_path / "out.parquet"
    frame = points(5_000).assign(
        street=pd.Categorical(np.tile(["北街", "江南", None, "礼乐", "外海"], 1_000)),
        when=pd.Timestamp("2026-05-01", tz="Asia/Shanghai"),
        tags=[["a", "b"], []] * 2_500,
    )
    frame.to_parquet(source, row_group_size=1_200, compression="zstd")
    done = route_file(router, source, target)
    routed = pd.read_parquet(target)
    cells = expected(router, frame)
    assert [None if pd.isna(cell) else cell for cell in routed["cell"]] == cells
    assert pq.read_schema(target).field("cell").type == pa.string()
    same = routed.drop(columns="cell")
    pd.testing.assert_frame_equal(same, pd.read_parquet(source))
    assert done.tally.total == 5_000
    assert done.tally.cells.tolist() == [cells.count(WEST), cells.count(EAST)]
    assert done.tally.unusable == 100
    told = pq.read_metadata(target).row_group(0)
    assert {told.column(k).compression for k in range(3)} == {"ZSTD"}


@pytest.mark.parametrize("encoding", ["WKB", "geoarrow"])
@pytest.mark.parametrize("crs", ["EPSG:4326", "EPSG:4490", "EPSG:4547", "EPSG:3857", "OGC:CRS84"])
def test_geoparquet_is_routed_by_its_points_in_whatever_crs(
    tmp_path: Path, router: gis.Router, points: Points, encoding: str, crs: str
) -> None:
    source, target = tmp_path / "in.parquet", tmp_path / "out.parquet"
    frame = points(400)
    given = gpd.GeoDataFrame(
        {"id": frame["id"]}, geometry=shapely.points(frame["lon"], frame["lat"]), crs=4326
    )
    given.loc[frame["lon"].isna(), "geometry"] = None
    given.to_crs(crs).to_parquet(source, geometry_encoding=encoding)
    route_file(router, source, target)
    routed = gpd.read_parquet(target)
    assert routed.crs == given.to_crs(crs).crs
    assert [None if pd.isna(c) else c for c in routed["cell"]] == expected(router, frame)


def test_a_column_of_the_file_may_be_named_for_each(
    tmp_path: Path, router: gis.Router, points: Points
) -> None:
    source, target = tmp_path / "in.parquet", tmp_path / "out.parquet"
    frame = points(200)
    frame.rename(columns={"lon": "经度", "lat": "纬度"}).assign(cell="before").to_parquet(source)
    route_file(router, source, target, Wanted(lon="经度", lat="纬度", cell="网格"))
    routed = pd.read_parquet(target)
    assert set(routed["cell"]) == {"before"}
    assert [None if pd.isna(c) else c for c in routed["网格"]] == expected(router, frame)


@pytest.mark.parametrize("kind", ["float32", "int64", "Int32", "decimal"])
def test_columns_of_any_numbers_serve(tmp_path: Path, router: gis.Router, kind: str) -> None:
    source, target = tmp_path / "in.parquet", tmp_path / "out.parquet"
    lon, lat = pa.array([113, 114, 113]), pa.array([22, 22, 23])
    to = pa.decimal128(24, 4) if kind == "decimal" else pa.type_for_alias(kind.lower())
    pq.write_table(pa.table({"lon": lon.cast(to), "lat": lat.cast(to)}), source)
    route_file(router, source, target)
    assert pd.read_parquet(target)["cell"].isna().tolist() == [False, True, True]


def test_a_file_without_rows_gets_the_column_all_the_same(
    tmp_path: Path, router: gis.Router, points: Points
) -> None:
    source, target = tmp_path / "in.parquet", tmp_path / "out.parquet"
    points(10).iloc[:0].to_parquet(source)
    assert route_file(router, source, target).tally.total == 0
    assert pq.read_schema(target).names == ["id", "lon", "lat", "cell"]


def test_a_second_run_finds_the_answers_there_and_another_index_makes_them_anew(
    tmp_path: Path, router: gis.Router, points: Points
) -> None:
    source, target = tmp_path / "in.parquet", tmp_path / "out.parquet"
    points(3_000).to_parquet(source)
    first = route_file(router, source, target)
    before = target.stat().st_mtime_ns
    again = route_file(router, source, target)
    assert (again.already, target.stat().st_mtime_ns) == (1, before)
    assert again.tally.cells.tolist() == first.tally.cells.tolist()
    assert (again.tally.outside, again.tally.unusable) == (
        first.tally.outside,
        first.tally.unusable,
    )
    one = gis.Router.build(
        gpd.GeoDataFrame({"code": ["7"]}, geometry=[shapely.box(113, 22, 114, 23)], crs=4326)
    )
    other = route_file(one, source, target)
    assert other.already == 0
    assert set(pd.read_parquet(target)["cell"].dropna()) == {"7"}


def _no_numbers(path: Path) -> None:
    pd.DataFrame({"lon": ["a"], "lat": ["b"]}).to_parquet(path)


def _lines(path: Path) -> None:
    gpd.GeoDataFrame(
        geometry=[shapely.Point(1, 2), shapely.LineString([(0, 0), (1, 1)])], crs=4326
    ).to_parquet(path)


def _twice(path: Path) -> None:
    column = pa.array([1.0])
    pq.write_table(pa.Table.from_arrays([column] * 3, ["lon", "lon", "lat"]), path)


def _no_crs(path: Path) -> None:
    gpd.GeoDataFrame(geometry=[shapely.Point(1, 2)]).to_parquet(path)


def _unknown_crs(path: Path) -> None:
    _lines(path)
    table = pq.read_table(path)
    geo = json.loads(table.schema.metadata[b"geo"])
    geo["columns"]["geometry"]["crs"] = {"type": "LocalGrid"}
    pq.write_table(table.replace_schema_metadata({"geo": json.dumps(geo)}), path)


@pytest.mark.parametrize(
    ("make", "wanted", "kind", "said"),
    [
        (lambda p: None, Wanted(), BulkKind.MISSING, "does not exist"),
        (lambda p: p.write_text("lon,lat"), Wanted(), BulkKind.UNREADABLE, "cannot be read"),
        (_no_numbers, Wanted(), BulkKind.NOT_NUMBERS, "string, not numbers; name another"),
        (_lines, Wanted(), BulkKind.NOT_POINTS, "row 2 is a LineString"),
        (_lines, Wanted(lon="x"), BulkKind.NO_COLUMN, "no column “x” (it has: geometry)"),
        (_lines, Wanted(geometry="g"), BulkKind.NO_COLUMN, "no column “g”"),
        (_no_numbers, Wanted(geometry="lon"), BulkKind.NO_GEOMETRY, "no geometry of GeoParquet"),
        (_no_numbers, Wanted(cell="lon"), BulkKind.HAS_CELL, "already has a column “lon”"),
        (_twice, Wanted(), BulkKind.TWICE, "“lon” stands there twice"),
        (_no_crs, Wanted(), BulkKind.CRS, "EPSG:4326"),
        (_unknown_crs, Wanted(), BulkKind.CRS, "EPSG:4326"),
        (
            lambda p: pd.DataFrame({"x": [1], "y": [2]}).to_parquet(p),
            Wanted(),
            BulkKind.NO_COORDINATES,
            "(it has: x, y)",
        ),
    ],
)
def test_a_file_that_cannot_be_routed_is_refused_and_leaves_nothing(
    tmp_path: Path,
    router: gis.Router,
    make: Callable[[Path], None],
    wanted: Wanted,
    kind: BulkKind,
    said: str,
) -> None:
    source, target = tmp_path / "in.parquet", tmp_path / "out.parquet"
    make(source)
    before = left(tmp_path)
    with pytest.raises(BulkRouteError) as refused:
        route_file(router, source, target, wanted)
    assert refused.value.kind == kind
    assert said in str(refused.value)
    assert str(source) in refused.value.text("zh")
    assert left(tmp_path) == before


def test_a_file_is_not_written_over_itself(
    tmp_path: Path, router: gis.Router, points: Points
) -> None:
    source = tmp_path / "in.parquet"
    points(10).to_parquet(source)
    before = source.read_bytes()
    with pytest.raises(BulkRouteError, match="both input and output"):
        route_file(router, source, source)
    assert source.read_bytes() == before


def test_an_ending_that_names_no_format_is_refused(tmp_path: Path, router: gis.Router) -> None:
    (tmp_path / "in.txt").write_text("lon,lat\n")
    with pytest.raises(BulkRouteError, match=r"in\.txt: the ending names no format"):
        route_file(router, tmp_path / "in.txt", tmp_path / "out.csv")
    (tmp_path / "in.csv").write_text("lon,lat\n")
    with pytest.raises(BulkRouteError, match=r"out\.txt: the ending names no format"):
        route_file(router, tmp_path / "in.csv", tmp_path / "out.txt")


def test_many_cells_make_no_large_dictionaries(tmp_path: Path) -> None:
    """A batch that touches two cells of ten thousand writes two codes, not ten thousand."""
    xs, ys = np.meshgrid(np.arange(100), np.arange(100))
    boxes = shapely.box(xs.ravel(), ys.ravel() / 2, xs.ravel() + 1, ys.ravel() / 2 + 0.5)
    frame = gpd.GeoDataFrame(
        {"code": [f"{k:015d}" for k in range(10_000)]}, geometry=boxes, crs=4326
    )
    source, target = tmp_path / "in.parquet", tmp_path / "out.parquet"
    pd.DataFrame({"lon": [0.5, 1.5] * 50, "lat": 0.25}).to_parquet(source)
    route_file(gis.Router.build(frame), source, target)
    told = pq.read_metadata(target).row_group(0).column(2)
    assert told.total_uncompressed_size < 1_000
    assert set(pd.read_parquet(target)["cell"]) == {f"{0:015d}", f"{1:015d}"}


def test_the_other_columns_are_copied_byte_for_byte_with_what_is_told_of_them(
    tmp_path: Path, router: gis.Router, points: Points
) -> None:
    """Also from a writer that adds page indexes, which are no longer told of."""
    source, target = tmp_path / "in.parquet", tmp_path / "out.parquet"
    frame = points(4_000).assign(name=[f"n{k % 50}" for k in range(4_000)], half=np.float32(0.5))
    pq.write_table(
        pa.Table.from_pandas(frame).replace_schema_metadata({"mine": "kept", "b": "\u7532"}),
        source,
        row_group_size=1_500,
        compression={
            "id": "gzip",
            "lon": "zstd",
            "lat": "none",
            "name": "snappy",
            "half": "brotli",
        },
        column_encoding={"id": "DELTA_BINARY_PACKED", "lon": "BYTE_STREAM_SPLIT"},
        use_dictionary=["name"],
        data_page_version="2.0",
        data_page_size=2_000,
        write_page_index=True,
        write_page_checksum=True,
        sorting_columns=[pq.SortingColumn(0)],
    )
    route_file(router, source, target)
    pd.testing.assert_frame_equal(pd.read_parquet(target).drop(columns="cell"), frame)
    assert [None if pd.isna(c) else c for c in pd.read_parquet(target)["cell"]] == expected(
        router, frame
    )
    before, after = pq.ParquetFile(source), pq.ParquetFile(target)
    assert after.metadata.metadata[b"mine"] == b"kept"
    given, made = source.read_bytes(), target.read_bytes()
    last = max(_stop(before, group) for group in range(before.metadata.num_row_groups))
    assert given[:last] == made[:last]
    for group in range(before.metadata.num_row_groups):
        old, new = before.metadata.row_group(group), after.metadata.row_group(group)
        assert new.sorting_columns == old.sorting_columns
        for k in range(old.num_columns):
            was, now = old.column(k), new.column(k)
            assert (
                given[_start(was) :][: was.total_compressed_size]
                == (made[_start(now) :][: now.total_compressed_size])
            )
            assert (was.statistics, was.encodings) == (now.statistics, now.encodings)
            assert not now.has_offset_index


def _stop(file: pq.ParquetFile, group: int) -> int:
    told = file.metadata.row_group(group)
    columns = [told.column(k) for k in range(told.num_columns)]
    return max(_start(column) + column.total_compressed_size for column in columns)


def _start(column: pq.ColumnChunkMetaData) -> int:
    return column.dictionary_page_offset or column.data_page_offset


@pytest.mark.parametrize("sizes", [[], [0], [3, 0, 5], [1] * 40])
def test_row_groups_of_any_size_stay_as_they_were(
    tmp_path: Path, router: gis.Router, points: Points, sizes: list[int]
) -> None:
    source, target = tmp_path / "in.parquet", tmp_path / "out.parquet"
    frame = points(sum(sizes) + 1).iloc[:-1]
    table = pa.Table.from_pandas(frame, preserve_index=False)
    with pq.ParquetWriter(source, table.schema) as writer:
        place = 0
        for size in sizes:
            writer.write_table(table.slice(place, size))
            place += size
    assert route_file(router, source, target).tally.total == len(frame)
    told = pq.read_metadata(target)
    assert [told.row_group(k).num_rows for k in range(told.num_row_groups)] == sizes
    routed = pd.read_parquet(target)
    assert [None if pd.isna(c) else c for c in routed["cell"]] == expected(router, frame)


def test_a_batch_smaller_than_its_row_group_shares_its_dictionary(
    tmp_path: Path, router: gis.Router, points: Points, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parquet, "_BATCH_ROWS", 100)
    source, target = tmp_path / "in.parquet", tmp_path / "out.parquet"
    frame = points(1_050)
    frame.to_parquet(source)
    done = route_file(router, source, target)
    routed = pd.read_parquet(target)
    assert [None if pd.isna(c) else c for c in routed["cell"]] == expected(router, frame)
    assert done.tally.total == 1_050


def test_a_file_that_ends_too_soon_or_is_garbled_is_refused(
    tmp_path: Path, router: gis.Router, points: Points
) -> None:
    source, target = tmp_path / "in.parquet", tmp_path / "out.parquet"
    points(2_000).to_parquet(source)
    whole = source.read_bytes()
    random = np.random.default_rng(3)
    for k in range(80):
        garbled = bytearray(whole)
        if k % 2:
            del garbled[int(random.integers(0, len(garbled))) :]
        else:
            # Not in the footer, over which Arrow ends the interpreter now and then.
            for at in random.integers(0, len(whole) - 4_000, 3):
                garbled[at] = random.integers(0, 256)
        source.write_bytes(garbled)
        # What says nothing wrong of itself may be routed; nothing else may be raised.
        with suppress(BulkRouteError):
            route_file(router, source, target)
        assert left(tmp_path) <= {"in.parquet", "out.parquet"}
        target.unlink(missing_ok=True)
