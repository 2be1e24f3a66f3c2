"""What a text shows of facts that are many or long."""

import pytest
from shapely import box

from gis.coverage.closing_findings import Closure, NeighboursRefused
from gis.coverage.errors import CoverageError
from gis.texts import Several, own_texts, shortened

CODES = tuple(f"440704001{number:03d}" for number in range(1, 201))


@pytest.mark.parametrize(
    ("count", "told"),
    [
        (0, ""),
        (1, "440704001001"),
        (2, "440704001001 and 440704001002"),
        (3, "440704001001, 440704001002, 440704001003"),
        (200, f"{', '.join(CODES[:6])} and 194 more"),
    ],
)
def test_of_many_names_the_first_are_listed_and_the_rest_counted(count: int, told: str) -> None:
    assert own_texts().listed("en", CODES[:count]) == told


def test_a_list_is_told_in_the_language_of_its_text() -> None:
    facts = {"codes": Several(CODES)}
    assert "440704001006 等另 194 个" in own_texts().text("zh", "uncovered-vanished", **facts)
    assert "440704001006 and 194 more" in own_texts().text("en", "uncovered-vanished", **facts)


def test_a_name_of_a_list_is_cut_where_it_is_long() -> None:
    told = own_texts().listed("en", ["名" * 3_000, "first\nsecond"])
    assert told == f"{'名' * 80}… and first second"


def test_what_is_shown_is_one_line_cut_where_it_is_long() -> None:
    assert shortened("a\r\nb\x07c") == "a  b c"
    assert shortened("名" * 61) == "名" * 60 + "…"
    assert shortened("名" * 60) == "名" * 60


def test_a_refusal_tells_a_value_of_any_length_cut() -> None:
    told = CoverageError("code-twice", kind="duplicate", code="9" * 5_000).text("en")
    assert told == f"code {'9' * 600}… stands twice; dissolve its rows first"


def test_a_gap_among_hundreds_of_communities_is_refused_with_a_few_of_their_codes() -> None:
    gap = Closure("gap", CODES, 1, 900.0, 3.3, (113.0, 22.5), box(113.0, 22.5, 113.1, 22.6))
    told = NeighboursRefused([gap], [], 0.5).text("en")
    assert "gap of 440704001001, " in told
    assert "440704001006 and 194 more by 900 m²" in told
    assert CODES[6] not in told
