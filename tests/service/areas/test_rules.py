import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.areas.rules import LonLat, code_digits, coordinates_of


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("113.1357, 22.5478", LonLat(113.1357, 22.5478)),
        ("22.5478, 113.1357", LonLat(113.1357, 22.5478)),  # 113 can be no latitude
        ("22.5478N 113.1357E", LonLat(113.1357, 22.5478)),
        ("113.1357°E，22.5478°N", LonLat(113.1357, 22.5478)),
        ("（113.1357；22.5478）", LonLat(113.1357, 22.5478)),
        ("22.5S 70.1W", LonLat(-70.1, -22.5)),
    ],
)
def test_pasted_coordinates_are_read_either_way_round(text: str, first: LonLat) -> None:
    assert first in coordinates_of(text)


@pytest.mark.parametrize("text", ["", "银泉社区", "440704 001", "200.5, 95.5", "1.5", "nan, nan"])
def test_other_texts_are_no_coordinates(text: str) -> None:
    assert coordinates_of(text) == ()


def test_a_code_is_read_with_spaces_or_without() -> None:
    assert code_digits("440704 001 016 003") == code_digits("440704001016003")
    assert code_digits("金瓯路112号") == ""


@given(st.text(max_size=50))
def test_no_text_breaks_the_reading(text: str) -> None:
    for way in coordinates_of(text):
        assert abs(way.lon) <= 180
        assert abs(way.lat) <= 90
