import pytest
from hypothesis import given
from hypothesis import strategies as st

from gis.codes import (
    CodeError,
    TypedCodes,
    cell_code,
    cell_of,
    community_of,
    from_old_code,
    from_old_codes,
    grouped,
    micro_code,
    micro_serial_of,
    parse_cell_code,
    parse_micro_code,
    serial_of,
)

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
        ("44070400101600307", "440704 001 016 003 07"),
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


def test_a_place_outside_the_standard_may_have_longer_serials() -> None:
    code = cell_code(COMMUNITY, 1000, serial_digits=4)
    assert code == "4407040010161000"
    assert parse_cell_code(code, serial_digits=4) == code
    for digits in (2, 7):
        with pytest.raises(CodeError):
            cell_code(COMMUNITY, 1, serial_digits=digits)


@given(st.from_regex(r"[0-9]{12}", fullmatch=True), st.integers(1, 999), st.integers(1, 99))
def test_a_micro_cells_code_gives_back_its_cell_and_serial(
    community: str, serial: int, micro: int
) -> None:
    code = micro_code(cell_code(community, serial), micro)
    assert (cell_of(code), micro_serial_of(code)) == (cell_code(community, serial), micro)
    assert parse_micro_code(grouped(code)) == code


@pytest.mark.parametrize("serial", [0, 100])
def test_a_cell_has_at_most_99_micro_cells(serial: int) -> None:
    with pytest.raises(CodeError, match="1 to 99"):
        micro_code("440704001016003", serial)


def test_a_micro_cells_code_is_told_apart_from_a_cells() -> None:
    with pytest.raises(CodeError, match="micro-cell's code"):
        parse_cell_code("440704 001 016 003 07")
    for text in ("440704001016003", "44070400101600300", "44070400101600007"):
        with pytest.raises(CodeError):
            parse_micro_code(text)


def test_older_codes_are_read_with_the_mapping_kept() -> None:
    read = from_old_codes(["33010601200302", "330106 012 003 11"])
    assert [(r.old, r.code) for r in read] == [
        ("33010601200302", "330106012003002"),
        ("33010601200311", "330106012003011"),
    ]
    assert from_old_code("6300001000207", community_digits=11).code == "63000010002007"


def test_an_older_code_that_stands_twice_is_refused() -> None:
    with pytest.raises(CodeError, match="twice"):
        from_old_codes(["33010601200302", "330106012003 02"])


@pytest.mark.parametrize("text", ["330106012003002", "33010601200300", "3301060120030x"])
def test_what_is_no_older_code_is_refused(text: str) -> None:
    with pytest.raises(CodeError):
        from_old_code(text)


def test_a_typed_code_means_the_one_that_is_the_same_without_blanks() -> None:
    known = TypedCodes(["440704001016003", "WG 7", "网格 8"])
    assert known.meant("440704 001 016 003") == "440704001016003"
    assert [known.meant(text) for text in ("WG 7", "WG7", " W G 7\n")] == ["WG 7"] * 3
    assert known.meant("网格8") == "网格 8"
    assert known.meant("WG 9") is None
    assert known.meant("") is None


def test_of_codes_that_differ_in_blanks_alone_each_is_found_as_it_is_only() -> None:
    known = TypedCodes(["WG 1 1", "WG 11", "WG11"])
    for code in ("WG 1 1", "WG 11", "WG11"):
        assert known.meant(code) == code
    assert known.meant("W G11") is None
