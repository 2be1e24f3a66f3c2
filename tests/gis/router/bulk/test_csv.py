"""CSV: every record's own bytes with its cell behind them; or a refusal with its line."""

import csv
import gzip
import io
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import gis
from gis.router.bulk import BulkKind, BulkRouteError, Wanted
from gis.router.bulk import csv as bulk_csv
from gis.router.bulk.files import route_file
from tests.gis.router.bulk.conftest import EAST, WEST, cells, expected, left

Points = Callable[[int], pd.DataFrame]
ROUTER = gis.Router.build(cells())


@pytest.fixture
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a small file be of many blocks."""
    monkeypatch.setattr(bulk_csv, "BLOCK_BYTES", 64)


FIELDS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs"], exclude_characters="\0"), max_size=12
).map(lambda text: text.replace("\r", "\r\n"))
DEGREES = st.one_of(
    st.floats(112.9, 113.3).map(repr),
    st.floats(21.9, 22.2).map(repr),
    st.sampled_from(["", "nan", "NULL", "inf", "-inf", "1e400", " 113.05 ", "22", "9999"]),
)


@given(
    st.lists(st.tuples(FIELDS, DEGREES, FIELDS, DEGREES), max_size=30),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    st.sampled_from([",", ";", "\t"]),
    st.booleans(),
    st.booleans(),
    st.integers(1, 300),
)
@settings(max_examples=100, deadline=None)
def test_any_records_come_out_as_they_were_with_their_cell(
    tmp_path_factory: pytest.TempPathFactory,
    records: list[tuple[str, str, str, str]],
    line_end: str,
    quoting: int,
    delimiter: str,
    marked: bool,
    ended: bool,
    block_bytes: int,
) -> None:
    """Against Python's own csv module, whatever the blocks."""
    folder = tmp_path_factory.mktemp("csv")
    source, target = folder / "in.csv", folder / "out.csv"
    written = [_written(r, line_end, quoting, delimiter) for r in records]
    head = _written(("备注", "lon", "", "lat"), line_end, quoting, delimiter)
    content = (b"\xef\xbb\xbf" if marked else b"") + head + b"".join(written)
    if not ended:
        content = content.removesuffix(line_end.encode())
    source.write_bytes(content)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bulk_csv, "BLOCK_BYTES", block_bytes)
        done = route_file(ROUTER, source, target)
    said = target.read_bytes().decode("utf-8-sig")
    found = list(csv.reader(io.StringIO(said, newline=""), delimiter=delimiter))
    assert found[0] == ["备注", "lon", "", "lat", "cell"]
    answers = [ROUTER.locate(_number(r[1]), _number(r[3])) for r in records]
    asked = list(
        csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=delimiter)
    )
    assert found[1:] == [[*r, cell or ""] for r, cell in zip(asked[1:], answers, strict=True)]
    assert done.tally.inside == sum(answer is not None for answer in answers)
    place = 0
    for record in (head, *written[:-1]):
        # The bytes of each record stand there still, one after the other.
        body = record.removesuffix(line_end.encode())
        place = target.read_bytes().index(body, place) + len(body)


def _written(record: tuple[str, ...], line_end: str, quoting: int, delimiter: str) -> bytes:
    out = io.StringIO(newline="")
    kind = csv.QUOTE_ALL if quoting == csv.QUOTE_ALL else csv.QUOTE_MINIMAL
    csv.writer(out, lineterminator=line_end, quoting=kind, delimiter=delimiter).writerow(record)
    return out.getvalue().encode()


def _number(text: str) -> float:
    return float(text.strip() or "nan") if text != "NULL" else float("nan")


def test_what_is_not_read_is_not_changed(
    tmp_path: Path, router: gis.Router, small_blocks: None
) -> None:
    source, target = tmp_path / "in.csv", tmp_path / "out.csv"
    lines = ["no,lon,lat,note",
             '007,113.05,22.05,"a ""b"", c"', "", "1.50,113.15,22.05, x ", '2,,,"',
             'l"', "3,113.05,22.5,end"]  # fmt: skip
    source.write_bytes("\r\n".join(lines).encode())
    done = route_file(router, source, target)
    cells = ["cell", WEST, None, EAST, None, "", ""]
    wanted = [
        line if cell is None else f"{line},{cell}" for line, cell in zip(lines, cells, strict=True)
    ]
    assert target.read_bytes() == "\r\n".join(wanted).encode()
    assert (done.tally.total, done.tally.outside, done.tally.unusable) == (4, 2, 1)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_chinese_columns_are_found_in_the_encodings_that_are_in_use(
    tmp_path: Path, router: gis.Router, encoding: str, small_blocks: None
) -> None:
    source, target = tmp_path / "in.csv", tmp_path / "out.csv"
    # These characters hold bytes 0x7C, 0x5C and 0x3x in GB18030.
    rows = ["经度,纬度,地址", "113.05,22.05,瞈乗\U00020000路", "113.15,22.05,礼乐街道" * 1]
    source.write_bytes(("\n".join(rows) + "\n").encode(encoding))
    route_file(router, source, target, Wanted(lon="经度", lat="纬度", cell="网格"))
    said = target.read_bytes().decode(encoding).splitlines()
    assert said == [f"{row},{cell}" for row, cell in zip(rows, ["网格", WEST, EAST], strict=True)]


@pytest.mark.parametrize("note", ["note", "注"])
def test_an_encoding_that_the_header_does_not_show_is_seen_in_the_records(
    tmp_path: Path, router: gis.Router, note: str
) -> None:
    """The two bytes of 注 in GB18030 are a letter of UTF-8 as well."""
    source, target = tmp_path / "in.csv", tmp_path / "out.csv"
    rows = [f"lon,lat,{note}", "113.05,22.05,礼乐街道"]
    source.write_bytes(("\n".join(rows) + "\n").encode("gb18030"))
    route_file(router, source, target, Wanted(cell="网格"))
    said = target.read_bytes().decode("gb18030").splitlines()
    assert said == [f"{row},{cell}" for row, cell in zip(rows, ["网格", WEST], strict=True)]


def test_a_column_of_well_known_text_serves(tmp_path: Path, router: gis.Router) -> None:
    source, target = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_text("id,geom\n1,POINT (113.05 22.05)\n2,\n3,POINT EMPTY\n")
    done = route_file(router, source, target, Wanted(geometry="geom"))
    assert target.read_text().splitlines()[1:] == [
        f"1,POINT (113.05 22.05),{WEST}", "2,,", "3,POINT EMPTY,"]  # fmt: skip
    assert done.tally.unusable == 2
    source.write_text("id,geom\n1,POINT (113.05 22.05)\n2,\n3,here\n")
    with pytest.raises(BulkRouteError, match="line 4: “here” is no point"):
        route_file(router, source, target, Wanted(geometry="geom"))


@pytest.mark.parametrize("packed_in", [True, False])
@pytest.mark.parametrize("packed_out", [True, False])
def test_files_packed_by_gzip_are_read_and_written(
    tmp_path: Path, router: gis.Router, points: Points, packed_in: bool, packed_out: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(bulk_csv, "BLOCK_BYTES", 5_000)
    frame = points(2_000)
    plain = frame.to_csv(index=False).encode()
    source = tmp_path / ("in.csv.gz" if packed_in else "in.csv")
    target = tmp_path / ("out.csv.gz" if packed_out else "out.csv")
    # Two members, as tools that add to a file make them.
    half = len(plain) // 2
    source.write_bytes(
        gzip.compress(plain[:half]) + gzip.compress(plain[half:]) if packed_in else plain
    )
    route_file(router, source, target)
    said = gzip.decompress(target.read_bytes()) if packed_out else target.read_bytes()
    routed = pd.read_csv(io.BytesIO(said), dtype={"cell": "str"})
    assert [None if pd.isna(cell) else cell for cell in routed["cell"]] == expected(router, frame)


@pytest.mark.parametrize(
    ("content", "kind", "said"),
    [
        (b"", BulkKind.NO_COORDINATES, "neither columns"),
        (b"x,y\n1,2\n", BulkKind.NO_COORDINATES, "(it has: x, y); name them with --lon and --lat"),
        (b"lon,y\n1,2\n", BulkKind.NO_COLUMN, "no column “lat” (it has: lon, y)"),
        (b"lon,lat\n1,2\n\n3,a b\n", BulkKind.NO_NUMBER, "line 4: “a b” in column “lat”"),
        (b'lon,lat,n\n1,2,"\n\n"\nx,2,\n', BulkKind.NO_NUMBER, "line 5: “x” in column “lon”"),
        (b"lon,lat\n12_1.5,22\n", BulkKind.NO_NUMBER, "line 2: “12_1.5” in column “lon”"),
        ("lon,lat\n１１３,22\n".encode(), BulkKind.NO_NUMBER, "line 2: “１１３” in column “lon”"),
        (gzip.compress(b"lon,lat\n1,2\n"), BulkKind.PACKED, "is packed, though its name does not"),
        (b"lon;lat\n113,05;22\n", BulkKind.NO_NUMBER, "line 2: “113,05” in column “lon”"),
        (b"lon,lat,cell\n1,2,3\n", BulkKind.HAS_CELL, "already has a column “cell”"),
        (b"lon,lat,lon\n1,2,3\n", BulkKind.TWICE, "“lon” stands there twice"),
        (
            b"lon,lat\n1,2\n3,4,5\n",
            BulkKind.RAGGED,
            "line 3 has 3 fields where the first line has 2",
        ),
        (b"lon,lat\r1,2\r", BulkKind.LINE_END, "line 1 holds a carriage return"),
        (b"lon,lat\r\n1,2\r\n3,4\r\r\n", BulkKind.LINE_END, "line 3 holds a carriage return"),
        (
            "lon,lat,注\n东,22,礼乐街道\n".encode("gb18030"),
            BulkKind.NO_NUMBER,
            "line 2: “东” in column",
        ),
        (b"lon,lat\n\xff,22\n", BulkKind.NO_NUMBER, "line 2: “\ufffd” in column “lon”"),
        (b"lon,lat\n1,2\n3,4\r5,6\n", BulkKind.LINE_END, "line 3 holds a carriage return"),
        (b'lon,lat\n1,2\n"3,4\n5,6\n', BulkKind.OPEN_QUOTE, "record of line 3"),
        ("lon,lat\n1,2\n".encode("utf-16"), BulkKind.ENCODING, "UTF-16; save it as UTF-8"),
        (b"\xff,lon,lat\n1,2,3\n", BulkKind.ENCODING, "no encoding that is known"),
    ],
)
def test_a_file_that_cannot_be_routed_is_refused_with_its_place_and_leaves_nothing(
    tmp_path: Path, router: gis.Router, content: bytes, kind: BulkKind, said: str
) -> None:
    source = tmp_path / "in.csv"
    source.write_bytes(content)
    with pytest.raises(BulkRouteError) as refused:
        route_file(router, source, tmp_path / "out.csv")
    assert (refused.value.kind, said in str(refused.value)) == (kind, True), str(refused.value)
    assert str(source) in refused.value.text("zh")
    assert left(tmp_path) == {"in.csv"}


def test_a_line_far_into_a_file_is_named_rightly(
    tmp_path: Path, router: gis.Router, small_blocks: None
) -> None:
    source = tmp_path / "in.csv"
    good = "lon,lat,n\n" + '113.05,22.05,"a\nb"\n' * 100
    source.write_text(good + "oops,22,c\n")
    with pytest.raises(BulkRouteError, match="line 202: “oops”"):
        route_file(router, source, tmp_path / "out.csv")


@pytest.mark.parametrize("cut", [30, -4])
def test_a_packed_file_that_is_cut_short_is_refused(
    tmp_path: Path, router: gis.Router, points: Points, cut: int
) -> None:
    source = tmp_path / "in.csv.gz"
    source.write_bytes(gzip.compress(points(500).to_csv(index=False).encode())[:cut])
    with pytest.raises(BulkRouteError, match="cannot be read"):
        route_file(router, source, tmp_path / "out.csv")
    assert left(tmp_path) == {"in.csv.gz"}


@pytest.mark.parametrize("long", ["x" * 3_000_000, '"' + "x\n" * 1_500_000 + '"'])
def test_a_record_of_some_megabytes_is_routed(
    tmp_path: Path, router: gis.Router, long: str
) -> None:
    source, target = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_text(f"lon,lat,n\n113.05,22.05,{long}\n113.15,22.05,y\n")
    route_file(router, source, target)
    assert target.read_text() == (
        f"lon,lat,n,cell\n113.05,22.05,{long},{WEST}\n113.15,22.05,y,{EAST}\n"
    )


def test_an_ending_in_capitals_packs_as_well(tmp_path: Path, router: gis.Router) -> None:
    source, target = tmp_path / "in.csv", tmp_path / "out.CSV.GZ"
    source.write_text("lon,lat\n113.05,22.05\n")
    route_file(router, source, target)
    assert gzip.decompress(target.read_bytes()).decode().endswith(f"22.05,{WEST}\n")


def test_codes_that_csv_must_quote_are_quoted(tmp_path: Path) -> None:
    frame = cells().assign(code=["a,b", 'say "c"'])
    source, target = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_text("lon,lat\n113.05,22.05\n113.15,22.05\n")
    route_file(gis.Router.build(frame), source, target)
    with target.open(newline="") as file:
        assert [row["cell"] for row in csv.DictReader(file)] == ["a,b", 'say "c"']


def test_a_csv_becomes_parquet_with_its_other_columns_as_text(
    tmp_path: Path, router: gis.Router
) -> None:
    source, target = tmp_path / "in.csv", tmp_path / "out.parquet"
    source.write_bytes("编号,lon,lat\n007,113.05,22.05\n,113.5,22.05\n".encode("gb18030"))
    route_file(router, source, target)
    routed = pd.read_parquet(target)
    assert routed["编号"].iloc[0] == "007"
    assert routed["lon"].tolist() == [113.05, 113.5]
    assert routed["cell"].iloc[0] == WEST
    assert routed.isna().sum().tolist() == [1, 0, 0, 1]


@pytest.mark.parametrize("first", ["lon,lat,a,a", "lon,lat,,"])
def test_a_csv_whose_columns_share_a_name_does_not_become_parquet(
    tmp_path: Path, router: gis.Router, first: str
) -> None:
    source = tmp_path / "in.csv"
    source.write_text(f"{first}\n113.05,22.05,1,2\n")
    with pytest.raises(BulkRouteError) as refused:
        route_file(router, source, tmp_path / "out.parquet")
    assert refused.value.kind is BulkKind.TWICE
    assert left(tmp_path) == {"in.csv"}
    route_file(router, source, tmp_path / "out.csv")
    assert (tmp_path / "out.csv").read_text().splitlines()[1] == f"113.05,22.05,1,2,{WEST}"


def test_a_field_of_blanks_is_blank_also_beside_one_that_arrow_does_not_read(
    tmp_path: Path, router: gis.Router
) -> None:
    source, target = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_text("lon,lat\n+113.05,22.05\n  ,22.05\nInfinity,22.05\n")
    done = route_file(router, source, target)
    assert (done.tally.inside, done.tally.unusable) == (1, 2)
    assert target.read_text().splitlines()[1] == f"+113.05,22.05,{WEST}"


@pytest.mark.parametrize("name", ["lon", "lat", "geometry", "cell"])
def test_a_column_without_a_name_is_refused(tmp_path: Path, router: gis.Router, name: str) -> None:
    source = tmp_path / "in.csv"
    source.write_text("lon,lat\n113.05,22.05\n")
    with pytest.raises(BulkRouteError) as refused:
        route_file(router, source, tmp_path / "out.csv", Wanted(**{name: " "}))
    assert refused.value.kind is BulkKind.NO_NAME
    assert left(tmp_path) == {"in.csv"}


def test_parquet_becomes_csv_unless_a_column_has_no_form_there(
    tmp_path: Path, router: gis.Router, points: Points
) -> None:
    source, target = tmp_path / "in.parquet", tmp_path / "out.csv.gz"
    frame = points(300)
    frame.to_parquet(source)
    route_file(router, source, target)
    routed = pd.read_csv(target, dtype={"cell": "str"})
    assert [None if pd.isna(cell) else cell for cell in routed["cell"]] == expected(router, frame)
    frame.assign(tags=[["a"]] * 300).to_parquet(source)
    with pytest.raises(BulkRouteError, match="“tags” holds list"):
        route_file(router, source, target)
    assert left(tmp_path) == {"in.parquet", "out.csv.gz"}
