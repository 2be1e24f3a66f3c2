"""Who answers for a cell on a day."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from service.database import Executor
from service.people.kinds import Tier
from service.people.operations import (
    CellOn,
    CellPersons,
    DivisionOn,
    PeopleFile,
    gaps,
    import_people,
    pairing_board,
    responsible_for,
)
from service.people.rules import Claim, Period, clashes
from tests.service.conftest import JIAOBEI, NANSHAN, YINQUAN, District

TODAY = date(2026, 11, 24)
HEADER = "cell,tier,person,stand_in,valid_from,valid_to\n"


def _add(executor: Executor, *rows: str) -> None:
    file = PeopleFile.read((HEADER + "\n".join(rows)).encode())
    executor.write(import_people, file)


def _persons(executor: Executor, cell: str, on: date = TODAY) -> CellPersons:
    return executor.read(responsible_for, CellOn(cell, cell[:12], on))


def test_the_department_tier_defaults_to_the_pairings_contact(
    executor: Executor, district: District
) -> None:
    department, street, community = _persons(executor, district.cells_of[YINQUAN][0]).tiers
    assert (department.name, department.from_pairing) == ("梁伟明", True)
    assert department.organisation_en == "Market Bureau"
    assert (street.name, community.name) == ("李国栋", "黄志文")


def test_a_named_person_goes_before_the_contact_and_a_stand_in_before_both(
    executor: Executor, district: District
) -> None:
    cell = district.cells_of[YINQUAN][0]
    _add(
        executor, f"{cell},department,C-1,,2026-11-02,", f"{cell},部门,W-2,是,2026-12-01,2026-12-05"
    )
    assert _persons(executor, cell, date(2026, 11, 1)).tiers[0].from_pairing
    assert _persons(executor, cell).tiers[0].name == "陈秀兰"
    stand_in = _persons(executor, cell, date(2026, 12, 5)).tiers[0]
    assert (stand_in.name, stand_in.stand_in) == ("何晓彤", True)
    assert _persons(executor, cell, date(2026, 12, 6)).tiers[0].name == "陈秀兰"


def test_a_tier_without_a_person_is_a_gap(executor: Executor, district: District) -> None:
    found = executor.read(gaps, DivisionOn(district.division_id, TODAY))
    missing = {gap.cell_code: gap.missing for gap in found}
    assert not set(missing) & set(district.cells_of[YINQUAN])
    assert missing[district.cells_of[NANSHAN][0]] == (Tier.DEPARTMENT,)
    assert missing[district.cells[-1]] == (Tier.DEPARTMENT, Tier.COMMUNITY)
    assert list(missing) == sorted(missing)


def test_the_board_shows_who_is_paired_and_who_is_not(
    executor: Executor, district: District
) -> None:
    board = executor.read(pairing_board, DivisionOn(district.division_id, TODAY))
    assert [(p.department.code, p.community.name, p.contact) for p in board.pairs] == [
        ("market", "银泉社区", "梁伟明")
    ]
    assert [department.code for department in board.unpaired_departments] == ["water"]
    assert [community.code for community in board.unpaired_communities] == [NANSHAN, JIAOBEI]


DAYS = st.dates(date(2026, 1, 1), date(2026, 1, 20))


@given(st.lists(st.tuples(DAYS, st.none() | DAYS).filter(lambda p: p[1] is None or p[0] <= p[1])))
def test_clashes_are_found_exactly_where_two_periods_share_a_day(
    periods: list[tuple[date, date | None]],
) -> None:
    claims = [Claim(Period(*period), str(at), at) for at, period in enumerate(periods)]
    shared = any(a.period.overlaps(b.period) for a in claims for b in claims if a.holder < b.holder)
    assert bool(clashes(claims)) is shared
