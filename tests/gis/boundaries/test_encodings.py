"""Texts that do not say their encoding, or do not keep it."""

import json
from pathlib import Path

import geopandas
import pandas as pd
import pytest
import shapely

from gis.boundaries import ErrorKind, RepairKind, read_boundaries
from tests.gis.boundaries.asking import kinds, refusal


def _geojson(frame: geopandas.GeoDataFrame) -> str:
    return json.dumps(json.loads(frame.to_json(drop_id=True)), ensure_ascii=False)


def _csv(frame: geopandas.GeoDataFrame) -> str:
    table = frame.drop(columns="geometry").assign(WKT=frame.to_wkt()["geometry"])
    return str(table.to_csv(index=False))


@pytest.mark.parametrize(
    ("encoding", "said"), [("utf-8", "UTF-8"), ("gb18030", "GBK (GB18030)"), ("big5", "Big5")]
)
@pytest.mark.parametrize("ending", ["geojson", "csv"])
def test_a_text_with_a_byte_that_is_not_in_its_encoding_is_refused_with_its_place(
    ending: str, encoding: str, said: str, frame: geopandas.GeoDataFrame, tmp_path: Path
) -> None:
    frame["name"] = ["莊敬里", "東榮里", "龍山里"]
    text = _geojson(frame) if ending == "geojson" else _csv(frame)
    data, name = text.encode(encoding), "東榮里".encode(encoding)
    at = data.index(name) + len("東".encode(encoding))
    path = tmp_path / f"a.{ending}"
    path.write_bytes(data[:at] + b"\xff" + data[at + 1 :])
    told = str(refusal(path, ErrorKind.SPOILED_TEXT, crs=4326))
    assert f"The text is in {said}, except byte {at + 1}, in line " in told
    assert "東”" in told


def test_accents_among_plain_letters_are_read_as_latin_1(
    frame: geopandas.GeoDataFrame, tmp_path: Path
) -> None:
    frame["name"] = ["Año Nuevo", "Ré", "Été"]
    path = tmp_path / "a.geojson"
    path.write_bytes(_geojson(frame).encode("latin-1"))
    boundaries = read_boundaries(path)
    assert boundaries.communities["name"].tolist() == ["Año Nuevo", "Ré", "Été"]
    assert RepairKind.ENCODING_DETECTED in kinds(boundaries)


@pytest.mark.parametrize(
    ("names", "encoding"),
    [
        (["São Lázaro", "Sé", "Freguesia da Sé"], "ISO-8859-1"),
        (["SÃO LÁZARO", "Peñarol", "Weiß"], "ISO-8859-1"),
        (["桥南社区", "麻园村", "礼乐"], "gb18030"),
        (["東昇里", "莊敬里", "龍門里"], "gb18030"),
        (["東昇里", "莊敬里", "龍門里"], "big5"),
        (["深水埗", "鰂魚涌", "衞城道"], "big5hkscs"),
        (["PEñAROL", "NUñOA", "MARíA"], "ISO-8859-1"),
        (["Unión Nº 3", "3ª sección", "AÇÃO"], "ISO-8859-1"),
        (["路", "街", "村"], "gb18030"),
        (["Été", "Ré", "Île"], "utf-8"),
    ],
)
@pytest.mark.parametrize("declared", ["", "ISO-8859-1", "UTF-8"])
def test_names_are_read_right_whatever_the_cpg_says(
    names: list[str],
    encoding: str,
    declared: str,
    frame: geopandas.GeoDataFrame,
    tmp_path: Path,
) -> None:
    path = tmp_path / "a.shp"
    frame["name"] = names
    frame.to_file(path, encoding=encoding)
    path.with_suffix(".cpg").unlink(missing_ok=True)
    if declared:
        path.with_suffix(".cpg").write_text(declared)
    assert read_boundaries(path).communities["name"].tolist() == names


def test_one_spoiled_name_spoils_no_other(frame: geopandas.GeoDataFrame, tmp_path: Path) -> None:
    path = tmp_path / "a.shp"
    many = pd.concat([frame.assign(code=frame["code"] + str(k)) for k in range(4)])
    many["geometry"] = [shapely.box(113 + k / 100, 22, 113.01 + k / 100, 22.01) for k in range(12)]
    many["name"] = [f"礼乐{k}村" for k in range(12)]
    many.to_file(path, encoding="utf-8")
    table = path.with_suffix(".dbf")
    data = table.read_bytes()
    table.write_bytes(data.replace("礼乐5村".encode(), "外海5村".encode("gb18030").ljust(10)))
    boundaries = read_boundaries(path)
    told = boundaries.communities["name"].tolist()
    assert [name for k, name in enumerate(told) if k != 5] == [
        f"礼乐{k}村" for k in range(12) if k != 5
    ]
    assert RepairKind.TEXT_SPOILED in kinds(boundaries)


def test_accents_in_two_encodings_are_read_as_what_most_are_and_never_as_chinese(
    frame: geopandas.GeoDataFrame, tmp_path: Path
) -> None:
    path = tmp_path / "a.shp"
    frame["name"] = ["Peñarol", "Cañada", "Nuñoa"]
    frame.to_file(path, encoding="utf-8")
    path.with_suffix(".cpg").unlink()
    table = path.with_suffix(".dbf")
    old, new = "Nuñoa".encode(), "Nuñoa".encode("latin-1").ljust(6)
    table.write_bytes(table.read_bytes().replace(old, new))
    boundaries = read_boundaries(path)
    assert boundaries.communities["name"].tolist() == ["Peñarol", "Cañada", "Nu\ufffdoa"]
    assert RepairKind.TEXT_SPOILED in kinds(boundaries)


def test_a_name_behind_a_long_outline_is_read_in_its_encoding(
    frame: geopandas.GeoDataFrame, tmp_path: Path
) -> None:
    frame["name"] = ["桥南社区", "麻园村", "礼乐社区"]
    text = _geojson(frame)
    path = tmp_path / "a.geojson"
    path.write_bytes((text[:1] + " " * 1_200_000 + text[1:]).encode("gb18030"))
    assert read_boundaries(path).communities["name"].tolist() == frame["name"].tolist()
