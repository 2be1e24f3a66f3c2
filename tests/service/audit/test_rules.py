from hypothesis import given
from hypothesis import strategies as st

from service.audit.kinds import FindingKind
from service.audit.rules import (
    HouseholdRange,
    Measured,
    household_findings,
    in_order,
    shape_findings,
)

RANGE = HouseholdRange(300, 500)


def cell(households: int | None, kind: str = "general") -> Measured:
    return Measured("440704001016001", "440704001016", kind, 10_000.0, households)


@given(st.integers(0, 2_000))
def test_a_general_cell_is_found_exactly_where_it_is_out_of_range(households: int) -> None:
    kinds = [one.kind for one in household_findings([cell(households)], RANGE)]
    expected = (
        [FindingKind.BELOW] if households < 300 else [FindingKind.ABOVE] if households > 500 else []
    )
    assert kinds == expected


def test_unknown_households_and_special_cells_are_no_findings() -> None:
    assert household_findings([cell(None), cell(0, "special"), cell(9_000, "special")], RANGE) == []


def test_a_cell_can_be_small_and_in_parts() -> None:
    found = shape_findings([cell(None)], ["440704001016001"], ["440704001016001"])
    assert [one.kind for one in in_order(reversed(found))] == [
        FindingKind.PARTS,
        FindingKind.SLIVER,
    ]
