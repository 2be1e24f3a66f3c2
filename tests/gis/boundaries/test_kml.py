"""KML of Google Earth, of ArcGIS and of GDAL, and XML that must not be read."""

import zipfile
from pathlib import Path

import geopandas
import pytest

from gis.boundaries import ErrorKind, RepairKind, read_boundaries
from tests.gis.boundaries.asking import kinds, refusal, same_places

RING = "113.1,22.5,0 113.11,22.5,0 113.11,22.51,0 113.1,22.51,0 113.1,22.5,0"
POLYGON = (
    f"<Polygon><outerBoundaryIs><LinearRing><coordinates>{RING}</coordinates>"
    "</LinearRing></outerBoundaryIs></Polygon>"
)


def _kml(body: str, head: str = '<?xml version="1.0" encoding="UTF-8"?>') -> str:
    return f'{head}<kml xmlns="http://www.opengis.net/kml/2.2"><Document>{body}</Document></kml>'


def _write(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "a.kml"
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize("driver", ["KML", "LIBKML"])
def test_what_gdal_writes_is_read(
    driver: str, frame: geopandas.GeoDataFrame, tmp_path: Path
) -> None:
    frame.to_file(tmp_path / "a.kml", driver=driver)
    boundaries = read_boundaries(tmp_path / "a.kml")
    assert same_places(boundaries, frame)
    assert boundaries.communities["name"].tolist() == frame["name"].tolist()
    assert kinds(boundaries) == [RepairKind.DATUM_ASSUMED]


def test_attributes_are_taken_out_of_the_table_that_arcgis_writes(tmp_path: Path) -> None:
    table = (
        "<html><body><table><tr><td>江南社区</td></tr><tr><td><table>"
        "<tr><td>编码</td><td>440704001001</td></tr><tr><td>社区名称</td><td>江南社区</td></tr>"
        "</table></td></tr></table></body></html>"
    )
    body = f"<Placemark><name>1</name><description><![CDATA[{table}]]></description>{POLYGON}"
    communities = read_boundaries(_write(tmp_path, _kml(body + "</Placemark>"))).communities
    assert communities["code"].tolist() == ["440704001001"]


@pytest.mark.parametrize("encoding", ["gb2312", "GBK", "utf-8", "utf-16"])
def test_kml_in_a_declared_encoding_is_read(encoding: str, tmp_path: Path) -> None:
    data = '<ExtendedData><Data name="编码"><value>440704001001</value></Data></ExtendedData>'
    body = f"<Placemark><name>江南社区</name>{data}{POLYGON}</Placemark>"
    text = _kml(body, f'<?xml version="1.0" encoding="{encoding}"?>')
    communities = read_boundaries(_write(tmp_path, text, encoding)).communities
    assert communities["name"].tolist() == ["江南社区"]


def test_links_to_other_files_are_told_as_not_followed(tmp_path: Path) -> None:
    data = '<ExtendedData><Data name="编码"><value>440704001001</value></Data></ExtendedData>'
    link = "<NetworkLink><Link><href>http://example.org/more.kml</href></Link></NetworkLink>"
    body = f"{link}<Placemark><name>江南社区</name>{data}{POLYGON}</Placemark>"
    boundaries = read_boundaries(_write(tmp_path, _kml(body)))
    (told,) = [r for r in boundaries.report if r.kind is RepairKind.LINKS_LEFT]
    assert told.facts == {"count": 1}


def test_folders_are_layers(tmp_path: Path) -> None:
    mark = '<Placemark><ExtendedData><Data name="code"><value>1</value></Data></ExtendedData>'
    folder = "<Folder><name>{}</name>" + mark + POLYGON + "</Placemark></Folder>"
    path = _write(tmp_path, _kml(folder.format("江南街道") + folder.format("外海街道")))
    assert "江南街道, 外海街道" in str(refusal(path, ErrorKind.SEVERAL_LAYERS))
    assert len(read_boundaries(path, layer="外海街道").communities) == 1


def _district(folder: str) -> str:
    """Return a folder per street, each with one of the same name for its communities."""
    streets = {"江南街道": ("1", "2"), "外海街道": ("3",)}
    told = ""
    for street, codes in streets.items():
        marks = ""
        for code in codes:
            east = POLYGON.replace("113.1", f"113.{code}")
            data = f'<ExtendedData><Data name="code"><value>{code}</value></Data></ExtendedData>'
            marks += f"<Placemark>{data}{east}</Placemark>"
        inner = f"<Folder><name>社区</name>{marks}</Folder>"
        told += f"<Folder><name>{street}</name>{inner}</Folder>"
    return f"<Folder><name>{folder}</name>{told}</Folder>"


@pytest.mark.parametrize(
    ("layer", "codes"),
    [
        ("江南街道", ["1", "2"]),
        ("外海街道/社区", ["3"]),
        ("社区", ["1", "2", "3"]),
        ("江海区", ["1", "2", "3"]),
        ("江海区/外海街道", ["3"]),
    ],
)
def test_a_folder_is_read_with_all_in_it_by_its_name_or_path(
    layer: str, codes: list[str], tmp_path: Path
) -> None:
    path = _write(tmp_path, _kml(_district("江海区")))
    boundaries = read_boundaries(path, layer=layer)
    assert boundaries.communities["code"].tolist() == codes
    assert boundaries.layer == layer


def test_folders_of_one_name_are_listed_by_their_paths(tmp_path: Path) -> None:
    fault = refusal(_write(tmp_path, _kml(_district("江海区"))), ErrorKind.SEVERAL_LAYERS)
    whole, *listed = str(fault.facts["layers"]).split(", ")
    assert whole == "江海区"
    assert [one.partition("江海区/")[2] for one in listed] == ["江南街道/社区", "外海街道/社区"]
    for layer in listed:
        assert len(read_boundaries(tmp_path / "a.kml", layer=layer).communities) in {1, 2}


def test_a_folder_that_holds_all_others_is_listed_and_a_single_one_is_not(tmp_path: Path) -> None:
    mark = '<Placemark><ExtendedData><Data name="code"><value>{}</value></Data></ExtendedData>'
    marks = [mark.format(n) + POLYGON.replace("113.1", f"113.{n}") for n in (1, 2)]
    streets = [
        f"<Folder><name>{n}</name>{one}</Placemark></Folder>"
        for n, one in zip("AB", marks, strict=True)
    ]
    path = _write(tmp_path, _kml(f"<Folder><name>区</name>{''.join(streets)}</Folder>"))
    assert refusal(path, ErrorKind.SEVERAL_LAYERS).facts["layers"] == "区, A, B"
    assert len(read_boundaries(path, layer="区").communities) == 2
    path = _write(tmp_path, _kml(f"<Folder><name>区</name>{streets[0]}</Folder>"))
    assert len(read_boundaries(path).communities) == 1


def test_folders_of_one_name_in_two_documents_of_a_kmz_are_told_apart(tmp_path: Path) -> None:
    path = tmp_path / "a.kmz"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("doc.kml", _kml(_district("甲区")))
        archive.writestr("other.kml", _kml(_district("乙区")))
    fault = refusal(path, ErrorKind.SEVERAL_LAYERS, layer="外海街道")
    assert str(fault.facts["layers"]) == "doc/外海街道, other/外海街道"
    for layer in ("doc/外海街道", "other/外海街道", "乙区/外海街道"):
        assert read_boundaries(path, layer=layer).communities["code"].tolist() == ["3"]


def test_holes_several_parts_and_pins_are_read(tmp_path: Path) -> None:
    hole = RING.replace("113.1,", "113.102,").replace("113.11,", "113.108,")
    hole = hole.replace("22.51,", "22.508,").replace("22.5,", "22.502,")
    inner = f"<innerBoundaryIs><LinearRing><coordinates>{hole}</coordinates></LinearRing>"
    with_hole = POLYGON.replace("</Polygon>", inner + "</innerBoundaryIs></Polygon>")
    other = POLYGON.replace("113.1", "113.3")
    pin = "<Point><coordinates>113.1,22.5</coordinates></Point>"
    body = (
        '<Placemark><ExtendedData><Data name="code"><value>1</value></Data></ExtendedData>'
        f"<MultiGeometry>{with_hole}{other}{pin}</MultiGeometry></Placemark>"
    )
    boundaries = read_boundaries(_write(tmp_path, _kml(body)))
    (read,) = boundaries.communities.geometry
    assert [len(part.interiors) for part in read.geoms] == [1, 0]
    assert RepairKind.PARTS_DROPPED in kinds(boundaries)


@pytest.mark.parametrize(
    "head",
    [
        '<!DOCTYPE k [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>',
        '<!DOCTYPE k [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE k SYSTEM "http://127.0.0.1/x.dtd">',
        '<!DOCTYPE k [<!ENTITY % p SYSTEM "file:///etc/passwd"> %p;]>',
    ],
)
def test_document_types_and_entities_are_refused_in_any_encoding(head: str, tmp_path: Path) -> None:
    text = head + _kml("<Placemark><name>x</name></Placemark>", "")
    refusal(_write(tmp_path, text), ErrorKind.UNSAFE_XML)
    refusal(_write(tmp_path, "\ufeff" + text, "utf-16-le"), ErrorKind.UNSAFE_XML)


@pytest.mark.parametrize(
    "text",
    [
        "<gml:FeatureCollection xmlns:gml='http://www.opengis.net/gml'/>",
        "<html><body/></html>",
        "<OGRVRTDataSource/>",
    ],
)
def test_other_xml_is_no_boundary_file(text: str, tmp_path: Path) -> None:
    refusal(_write(tmp_path, text), ErrorKind.UNKNOWN_FORMAT)


@pytest.mark.parametrize("ring", ["113.1 22.5", "a,b c,d e,f g,h", "113.1"])
def test_coordinates_that_are_none_are_refused_with_their_feature(
    ring: str, tmp_path: Path
) -> None:
    body = f"<Placemark><name>x</name>{POLYGON.replace(RING, ring)}</Placemark>"
    fault = refusal(_write(tmp_path, _kml(body)), ErrorKind.UNREADABLE)
    assert fault.places[0].number == 1


def test_deeply_nested_xml_ends_in_a_refusal(tmp_path: Path) -> None:
    body = "<Folder>" * 50_000 + "</Folder>" * 50_000
    refusal(_write(tmp_path, _kml(body)), ErrorKind.NO_FEATURES)
