"""Archives: folders, several layers, archives within, and all that must not be unpacked."""

import io
import struct
import zipfile
from pathlib import Path

import geopandas
import pytest

from gis.boundaries import BoundaryError, ErrorKind, Limits, RepairKind, read_boundaries
from tests.gis.boundaries.asking import refusal, same_places


@pytest.fixture
def shapefile(frame: geopandas.GeoDataFrame, tmp_path: Path) -> Path:
    (tmp_path / "parts").mkdir()
    frame.to_file(tmp_path / "parts" / "a.shp", encoding="GB18030")
    return tmp_path / "parts" / "a.shp"


def _zipped(path: Path, entries: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return path


def _entries(shapefile: Path, stem: str) -> dict[str, bytes]:
    return {f"{stem}{part.suffix}": part.read_bytes() for part in shapefile.parent.glob("a.*")}


def test_endings_in_capitals_and_deep_folders_are_found(
    shapefile: Path, frame: geopandas.GeoDataFrame, tmp_path: Path
) -> None:
    entries = _entries(shapefile, "数据/2026年/江海区社区边界(最终版)")
    capitals = {
        name.replace(".shp", ".SHP").replace(".dbf", ".DBF"): data for name, data in entries.items()
    }
    boundaries = read_boundaries(_zipped(tmp_path / "a.zip", capitals))
    assert same_places(boundaries, frame)
    assert boundaries.layer == "江海区社区边界(最终版)"


def test_several_shapefiles_are_refused_with_their_names_until_one_is_named(
    shapefile: Path, tmp_path: Path
) -> None:
    both = _entries(shapefile, "社区/社区") | _entries(shapefile, "街道/街道")
    path = _zipped(tmp_path / "a.zip", both)
    fault = refusal(path, ErrorKind.SEVERAL_LAYERS)
    assert "社区" in str(fault)
    assert "街道" in str(fault)
    assert read_boundaries(path, layer="街道").layer == "街道"
    assert "社区, 街道" in str(refusal(path, ErrorKind.UNKNOWN_LAYER, layer="楼栋"))


def test_shapefiles_of_one_name_go_by_their_places_in_the_archive(
    shapefile: Path, tmp_path: Path
) -> None:
    entries = _entries(shapefile, "a/社区") | _entries(shapefile, "b/社区")
    path = _zipped(tmp_path / "a.zip", entries | _entries(shapefile, "b/街道"))
    assert "a/社区, b/社区, 街道" in str(refusal(path, ErrorKind.SEVERAL_LAYERS))
    assert read_boundaries(path, layer="b/社区").layer == "b/社区"
    assert read_boundaries(path, layer="街道").layer == "街道"


def test_files_of_one_name_and_place_go_by_their_endings(
    shapefile: Path, frame: geopandas.GeoDataFrame, tmp_path: Path
) -> None:
    entries = _entries(shapefile, "社区") | {"社区.geojson": frame.head(1).to_json().encode()}
    path = _zipped(tmp_path / "a.zip", entries)
    assert "社区.geojson, 社区.shp" in str(refusal(path, ErrorKind.SEVERAL_LAYERS))
    assert len(read_boundaries(path, layer="社区.shp").communities) == len(frame)
    assert len(read_boundaries(path, layer="社区.geojson").communities) == 1


def test_names_that_an_old_packer_wrote_in_gbk_are_read(shapefile: Path, tmp_path: Path) -> None:
    # Windows wrote names in GBK with no mark; a ZIP library takes them for code page 437.
    mistaken = {
        name: "社区边界数据".encode("gbk").decode("cp437") + f"{n}"
        for n, name in enumerate(("one", "two"))
    }
    path = tmp_path / "a.zip"
    both = _entries(shapefile, mistaken["one"]) | _entries(shapefile, mistaken["two"])
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in both.items():
            info = zipfile.ZipInfo(name.encode("cp437").decode("latin-1"))
            archive.writestr(info, data)
    # zipfile marks the names as UTF-8; take the mark off and put the bytes of GBK there.
    raw = path.read_bytes()
    for name in both:
        wide = name.encode("cp437").decode("latin-1").encode()
        raw = raw.replace(wide, name.encode("cp437").ljust(len(wide), b"\x00"))
    assert "社区边界数据0" in str(refusal(_unmarked(path, raw), ErrorKind.SEVERAL_LAYERS))


def _unmarked(path: Path, raw: bytes) -> Path:
    data = bytearray(raw)
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = data.find(mark)
        while start >= 0:
            flags = struct.unpack_from("<H", data, start + at)[0]
            struct.pack_into("<H", data, start + at, flags & ~0x800)
            start = data.find(mark, start + 4)
    path.write_bytes(data)
    return path


def test_an_archive_in_an_archive_is_read(
    shapefile: Path, frame: geopandas.GeoDataFrame, tmp_path: Path
) -> None:
    inner = _zipped(tmp_path / "inner.zip", _entries(shapefile, "a")).read_bytes()
    outer = _zipped(tmp_path / "outer.zip", {"下载/社区.zip": inner, "下载/说明.txt": b"hello"})
    boundaries = read_boundaries(outer)
    assert same_places(boundaries, frame)
    assert boundaries.layer == "社区"


def test_archives_nested_too_deep_are_refused(shapefile: Path, tmp_path: Path) -> None:
    path = _zipped(tmp_path / "0.zip", _entries(shapefile, "a"))
    for depth in range(1, 5):
        path = _zipped(tmp_path / f"{depth}.zip", {"x.zip": path.read_bytes()})
    refusal(path, ErrorKind.TOO_DEEP)


def test_a_bomb_within_an_archive_is_counted_with_the_rest(tmp_path: Path) -> None:
    small = _zipped(tmp_path / "small.zip", {"a.geojson": b" " * 400_000}).read_bytes()
    path = _zipped(tmp_path / "bomb.zip", {f"{n}.zip": small for n in range(10)})
    limits = Limits(max_unpacked_bytes=2_000_000)
    refusal(path, ErrorKind.TOO_MANY_UNPACKED_BYTES, limits=limits)


def test_many_small_files_are_refused_over_all_nested_archives(tmp_path: Path) -> None:
    small = _zipped(tmp_path / "s.zip", {f"{n}.txt": b"" for n in range(300)}).read_bytes()
    path = _zipped(tmp_path / "many.zip", {f"{n}.zip": small for n in range(10)})
    refusal(path, ErrorKind.TOO_MANY_UNPACKED_BYTES)


def test_an_entry_that_lies_about_its_size_is_counted(tmp_path: Path) -> None:
    path = _zipped(tmp_path / "liar.zip", {"a.geojson": b" " * 3_000_000})
    data = bytearray(path.read_bytes())
    struct.pack_into("<I", data, data.find(b"PK\x01\x02") + 24, 10)
    path.write_bytes(data)
    limits = Limits(max_unpacked_bytes=1_000_000)
    with pytest.raises(ValueError, match=r"liar\.zip"):
        read_boundaries(path, limits=limits)


@pytest.mark.parametrize("name", ["../out.shp", "/etc/out.shp", "a/../../out.shp", "C:\\out.shp"])
def test_an_entry_that_points_outside_is_refused_and_nothing_written(
    name: str, shapefile: Path, tmp_path: Path
) -> None:
    path = _zipped(tmp_path / "slip.zip", {name: shapefile.read_bytes()})
    before = sorted(tmp_path.rglob("*"))
    refusal(path, ErrorKind.UNSAFE_ARCHIVE)
    assert sorted(tmp_path.rglob("*")) == before


def test_a_link_in_an_archive_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "link.zip"
    with zipfile.ZipFile(path, "w") as archive:
        link = zipfile.ZipInfo("a.geojson")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    refusal(path, ErrorKind.UNSAFE_ARCHIVE)


def test_an_archive_in_which_nothing_is_a_map_lists_the_formats(tmp_path: Path) -> None:
    path = _zipped(tmp_path / "a.zip", {"a.docx": b"PK", "b.dbf": b"\x03"})
    assert "GeoJSON" in str(refusal(path, ErrorKind.UNKNOWN_FORMAT))


def test_a_table_beside_the_map_does_not_stand_in_its_way(
    shapefile: Path, frame: geopandas.GeoDataFrame, tmp_path: Path
) -> None:
    aside = {"people.csv": "姓名,电话\n".encode(), "style.json": b'{"version": 8}'}
    path = _zipped(tmp_path / "a.zip", _entries(shapefile, "a") | aside)
    assert same_places(read_boundaries(path), frame)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"Rar!\x1a\x07\x01\x00", "RAR"),
        (b"7z\xbc\xaf\x27\x1c\x00", "7z"),
        (b"\x1f\x8b\x08", "gzip"),
    ],
)
def test_other_archives_are_named_with_the_mend(data: bytes, kind: str, tmp_path: Path) -> None:
    path = tmp_path / "a.rar"
    path.write_bytes(data + b"\x00" * 100)
    fault = refusal(path, ErrorKind.OTHER_ARCHIVE)
    assert kind in str(fault)
    assert "ZIP" in fault.mend


def test_a_locked_archive_is_refused_with_the_mend(shapefile: Path, tmp_path: Path) -> None:
    path = _zipped(tmp_path / "a.zip", _entries(shapefile, "a"))
    data = bytearray(path.read_bytes())
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = data.find(mark)
        while start >= 0:
            data[start + at] |= 1
            start = data.find(mark, start + 4)
    path.write_bytes(data)
    assert "without a password" in str(refusal(path, ErrorKind.LOCKED_ARCHIVE))


def test_a_kmz_of_google_earth_with_pictures_is_read(
    frame: geopandas.GeoDataFrame, tmp_path: Path
) -> None:
    frame.to_file(tmp_path / "a.kml", driver="KML")
    kml = (tmp_path / "a.kml").read_bytes()
    path = _zipped(tmp_path / "a.kmz", {"doc.kml": kml, "files/icon.png": b"\x89PNG"})
    assert same_places(read_boundaries(path), frame)
    zipped = _zipped(tmp_path / "outer.zip", {"江海.kmz": path.read_bytes()})
    assert same_places(read_boundaries(zipped), frame)


def test_a_damaged_archive_is_refused(shapefile: Path, tmp_path: Path) -> None:
    whole = io.BytesIO(_zipped(tmp_path / "a.zip", _entries(shapefile, "a")).read_bytes())
    path = tmp_path / "cut.zip"
    path.write_bytes(whole.getvalue()[:-40])
    refusal(path, ErrorKind.UNREADABLE)


@pytest.mark.parametrize("ending", ["csv", "txt"])
def test_a_table_in_an_archive_is_read_whatever_its_ending(
    ending: str, frame: geopandas.GeoDataFrame, tmp_path: Path
) -> None:
    table = frame.drop(columns="geometry").assign(WKT=frame.to_wkt()["geometry"])
    entries = {f"社区.{ending}": table.to_csv(index=False).encode(), "说明.txt": "说明".encode()}
    assert same_places(read_boundaries(_zipped(tmp_path / "a.zip", entries), crs=4326), frame)


@pytest.mark.parametrize("bad", [b'{"a": ', b"\xff\xfe{", b'{"error": {"message": "x"}}'])
def test_a_damaged_file_beside_boundaries_is_passed_over_and_told(
    bad: bytes, shapefile: Path, frame: geopandas.GeoDataFrame, tmp_path: Path
) -> None:
    path = _zipped(tmp_path / "a.zip", _entries(shapefile, "社区") | {"style.json": bad})
    read = read_boundaries(path)
    assert same_places(read, frame)
    (told,) = [one for one in read.report if one.kind is RepairKind.FILE_PASSED_OVER]
    assert "“style” in the archive cannot be read" in told.what
    with pytest.raises(BoundaryError) as named:
        read_boundaries(path, layer="style")
    assert named.value.kind is not ErrorKind.UNKNOWN_LAYER
    with pytest.raises(BoundaryError) as alone:
        read_boundaries(_zipped(tmp_path / "b.zip", {"style.json": bad}))
    assert alone.value.kind is named.value.kind


@pytest.mark.parametrize(("first", "second"), [("A/x", "a/x"), ("x", "X")])
def test_shapefiles_that_differ_in_capitals_alone_are_told_apart(
    first: str, second: str, shapefile: Path, frame: geopandas.GeoDataFrame, tmp_path: Path
) -> None:
    (tmp_path / "other").mkdir()
    frame.iloc[:1].to_file(tmp_path / "other" / "a.shp", encoding="GB18030")
    both = _entries(shapefile, first) | _entries(tmp_path / "other" / "a.shp", second)
    path = _zipped(tmp_path / "a.zip", both)
    told = str(refusal(path, ErrorKind.SEVERAL_LAYERS))
    assert first in told
    assert second in told
    assert len(read_boundaries(path, layer=first).communities) == len(frame)
    assert len(read_boundaries(path, layer=second).communities) == 1


def test_two_entries_of_one_name_are_refused_by_that_name(shapefile: Path, tmp_path: Path) -> None:
    path = _zipped(tmp_path / "a.zip", _entries(shapefile, "x"))
    with zipfile.ZipFile(path, "a") as archive, pytest.warns(match="Duplicate name"):
        archive.writestr("x.dbf", b"")
    told = str(refusal(path, ErrorKind.UNREADABLE))
    assert "two entries are named x.dbf" in told
    assert "gridward-" not in told
