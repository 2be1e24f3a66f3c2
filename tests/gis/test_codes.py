import pytest
from hypothesis import given
from hypothesis import strategies as st

from gis.codes import CodeError, cell_code, community_of, grouped, parse_cell_code, serial_of

COMMUNITY = "440704001016"


@given(st.from_regex(r"[0-9]{12}|[0-9]{11}", fullmatch=True), st.integers(1, 999))
def test_a_cell_code_gives_back_its_community_and_serial(community: str, serial: int) -> None:
    code = cell_code(community, serial)
    assert (community_of(code), serial_of(code)) == (community, serial)
    assert parse_cell_code(grouped(code), community_digits=len(community)) == code


@pytest.mark.parametrize("serial", [0, -1, 1000])
def test_a_serial_outside_001_to_999_is_refused(serial: int) -> None:
    with pytest.raises(CodeError) as refused:
        cell_code(COMMUNITY, serial)
    assert refused.value.code == COMMUNITY
    assert str(serial) in refused.value.why


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ("440704", "440704"),
        ("440704001", "440704 001"),
        ("440704001016", "440704 001 016"),
        ("440704001016003", "440704 001 016 003"),
        ("63000010002", "63000010002"),
        ("63000010002001", "63000010002 001"),
    ],
)
def test_a_code_is_shown_in_groups(code: str, shown: str) -> None:
    assert grouped(code) == shown


def test_a_typed_code_may_hold_spaces() -> None:
    assert parse_cell_code(" 440704 001 016\u2009003\n") == "440704001016003"


def test_an_old_code_of_14_digits_is_named_as_such() -> None:
    with pytest.raises(CodeError, match="2-digit serial"):
        parse_cell_code("44070400101603")


@pytest.mark.parametrize("text", ["", "44070400101600x", "440704001016", "440704001016000", "４４"])
def test_what_is_no_cell_code_is_refused(text: str) -> None:
    with pytest.raises(CodeError):
        parse_cell_code(text)
