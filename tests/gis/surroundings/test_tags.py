"""Tags packed into one column, as exports of OpenStreetMap have them."""

import geopandas
import pandas as pd
import pytest
import shapely

from gis.surroundings import read_buildings
from gis.surroundings.tags import parsed, unpacked


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ('"height"=>"12"', {"height": "12"}),
        ('"a"=>"1","b"=>"2"', {"a": "1", "b": "2"}),
        ('"a" => "1", "b" => "2"', {"a": "1", "b": "2"}),
        ('"note"=>"flats, shops","levels"=>"3"', {"note": "flats, shops", "levels": "3"}),
        ('"note"=>"a=>b","levels"=>"3"', {"note": "a=>b", "levels": "3"}),
        (r'"note"=>"say \"no\"","levels"=>"3"', {"note": 'say "no"', "levels": "3"}),
        (r'"note"=>"a\\","levels"=>"3"', {"note": "a\\", "levels": "3"}),
        ('"note"=>NULL,"levels"=>"3"', {"levels": "3"}),
        ('"名称"=>"北街，一号"', {"名称": "北街，一号"}),
        ('{"levels":"3","note":"a, b"}', {"levels": "3", "note": "a, b"}),
        ('"levels"=>"3", rubbish', {"levels": "3"}),
        ("rubbish", {}),
        ("{rubbish", {}),
        ("", {}),
    ],
)
def test_tags_are_told_apart_by_their_quotes(text: str, tags: dict[str, str]) -> None:
    assert parsed(text) == tags


def test_a_column_that_is_there_is_filled_from_the_tags_where_it_is_blank() -> None:
    packed = ['"height"=>"9","levels"=>"3"', '"height"=>"6"']
    table = pd.DataFrame({"height": ["12", None], "other_tags": packed})

    told = unpacked(table, ("height", "levels", "use"))

    assert told["height"].tolist() == ["12", "6"]
    assert told["levels"].tolist() == ["3", None]
    assert "use" not in told.columns


def test_floors_are_read_from_packed_tags(tmp_path) -> None:
    path = tmp_path / "export.gpkg"
    geopandas.GeoDataFrame(
        {"building": ["yes"], "other_tags": ['"name"=>"a, b","building:levels"=>"6"']},
        geometry=[shapely.box(113.1, 22.5, 113.1002, 22.5002)],
        crs=4326,
    ).to_file(path)

    assert read_buildings(path).frame["floors"].tolist() == [6.0]
