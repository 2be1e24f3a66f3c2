"""Texts that do not say their encoding, or do not keep it."""

import json
from pathlib import Path

import geopandas
import pytest

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
