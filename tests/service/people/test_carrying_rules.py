"""Who follows whom into a new generation, without a database."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.people.kinds import CarryingState, Tier
from service.people.rules import Period
from service.people.succession import succession
from service.people.turns import (
    CellTier,
    Decided,
    Ending,
    Given,
    Held,
    Proposal,
    Source,
    Succession,
    Turn,
)

START, DAY, LATER = date(2026, 1, 1), date(2026, 11, 24), date(2026, 12, 24)
OLD, OTHER, NEW = "440704001016001", "440704001016002", "440704001016009"
WORKER, SECOND, THIRD = 1, 2, 3
FROM_OLD = Source(OLD, 0.7, unambiguous=True)


def held(
    id_: int,
    cell: str = OLD,
    person: int = WORKER,
    *,
    tier: Tier = Tier.COMMUNITY,
    stand_in: bool = False,
    first: date = START,
    last: date | None = None,
    ended_on: date | None = None,
) -> Held:
    return Held(id_, cell, tier, person, stand_in, Period(first, last), ended_on)


def redraw(
    register: Iterable[Held],
    *,
    leaving: Iterable[str] = (OLD,),
    arriving: Iterable[str] = (NEW,),
    sources: Mapping[str, Source] | None = None,
    heirs: Mapping[str, str] | None = None,
    decided: Mapping[CellTier, Proposal] | None = None,
    endings: Mapping[CellTier, Ending] | None = None,
    day: date = DAY,
) -> Succession:
    turn = Turn(
        day,
        frozenset(leaving),
        tuple(arriving),
        {NEW: FROM_OLD} if sources is None else sources,
        heirs or {},
    )
    return succession(turn, list(register), Decided(decided or {}, endings or {}))


def after(register: Iterable[Held], done: Succession) -> list[Held]:
    """Return the register as a succession leaves it."""
    ends = {id_: last for last, ids in (done.ends or {}).items() for id_ in ids}
    rows = []
    for row in register:
        ended_on = None if row.id in done.goes_on else ends.get(row.id, row.ended_on)
        rows.append(replace(row, ended_on=ended_on))
    top = max((row.id for row in rows), default=0)
    return rows + [
        Held(top + 1 + at, one.cell, one.tier, one.person_id, one.stand_in, one.period)
        for at, one in enumerate(done.begins)
    ]


def in_force(register: Iterable[Held], cell: str, day: date) -> set[tuple[Tier, int, bool]]:
    return {
        (row.tier, row.person_id, row.stand_in)
        for row in register
        if row.cell == cell
        and row.period.holds(day)
        and (row.ended_on is None or row.ended_on >= day)
    }


def test_the_persons_of_the_largest_part_follow_and_the_old_cells_end_that_day() -> None:
    done = redraw([held(1), held(2, person=SECOND, tier=Tier.STREET)])
    assert done.begins == (
        Given(NEW, Tier.STREET, SECOND, False, Period(DAY)),
        Given(NEW, Tier.COMMUNITY, WORKER, False, Period(DAY)),
    )
    assert done.ends == {DAY: (2, 1)}
    assert [(one.tier, one.person_id, one.state) for one in done.proposals] == [
        (Tier.STREET, SECOND, CarryingState.PROPOSED),
        (Tier.COMMUNITY, WORKER, CarryingState.PROPOSED),
    ]


def test_stand_ins_follow_with_the_rest_of_their_periods_coming_ones_too() -> None:
    now = held(2, person=SECOND, stand_in=True, first=DAY - timedelta(2), last=DAY + timedelta(3))
    coming = held(3, person=THIRD, first=LATER)
    past = held(4, person=THIRD, first=START, last=DAY - timedelta(1))
    done = redraw([held(1), now, coming, past])
    assert done.begins == (
        Given(NEW, Tier.COMMUNITY, WORKER, False, Period(DAY)),
        Given(NEW, Tier.COMMUNITY, SECOND, True, Period(DAY, DAY + timedelta(3))),
        Given(NEW, Tier.COMMUNITY, THIRD, False, Period(LATER)),
    )
    assert [one.person_id for one in done.proposals] == [WORKER]
    assert done.ends == {DAY: (1, 2, 3)}


def test_a_person_whom_the_register_names_for_the_new_cell_stays() -> None:
    named = held(2, NEW, SECOND)
    done = redraw([held(1), named])
    assert (done.begins, done.proposals) == ((), ())


def test_a_stand_in_named_for_the_new_cell_leaves_room_for_the_one_whom_they_stand_in_for() -> None:
    done = redraw([held(1), held(2, NEW, SECOND, stand_in=True)])
    assert [one.person_id for one in done.begins] == [WORKER]


def test_a_cell_that_is_its_own_heir_keeps_its_persons_and_is_not_listed() -> None:
    own = {OLD: Source(OLD, 0.9, unambiguous=True)}
    done = redraw([held(1)], leaving=[OLD], arriving=[OLD], sources=own)
    assert done == Succession(ends={})


def test_under_a_code_that_lives_on_elsewhere_the_day_belongs_to_the_new_persons() -> None:
    elsewhere = {OLD: Source(OTHER, 0.9, unambiguous=True)}
    register = [held(1), held(2, OTHER, SECOND)]
    done = redraw(register, leaving=[OLD, OTHER], arriving=[OLD], sources=elsewhere)
    left = after(register, done)
    assert in_force(left, OLD, DAY - timedelta(1)) == {(Tier.COMMUNITY, WORKER, False)}
    assert in_force(left, OLD, DAY) == {(Tier.COMMUNITY, SECOND, False)}


def test_another_person_who_was_chosen_follows_without_the_others_stand_ins() -> None:
    chosen = Proposal(
        NEW, Tier.COMMUNITY, FROM_OLD, WORKER, state=CarryingState.CHANGED, chosen_id=THIRD
    )
    stand_in = held(2, person=SECOND, stand_in=True)
    done = redraw([held(1), stand_in], decided={(NEW, Tier.COMMUNITY): chosen})
    assert done.begins == (Given(NEW, Tier.COMMUNITY, THIRD, False, Period(DAY)),)


def test_nobody_follows_where_it_was_declined() -> None:
    declined = Proposal(NEW, Tier.COMMUNITY, FROM_OLD, WORKER, state=CarryingState.DECLINED)
    done = redraw([held(1)], decided={(NEW, Tier.COMMUNITY): declined})
    assert (done.begins, done.ends) == ((), {DAY: (1,)})


def test_a_decision_about_somebody_else_has_to_be_taken_again() -> None:
    for state in (CarryingState.CONFIRMED, CarryingState.DECLINED):
        about_second = Proposal(NEW, Tier.COMMUNITY, FROM_OLD, SECOND, state=state)
        done = redraw([held(1)], decided={(NEW, Tier.COMMUNITY): about_second})
        assert [one.state for one in done.proposals] == [CarryingState.PROPOSED]
        assert [one.person_id for one in done.begins] == [WORKER]


def test_going_back_on_the_same_day_leaves_the_register_as_it_was() -> None:
    register = [held(1), held(2, person=SECOND, stand_in=True, first=LATER)]
    there = after(register, redraw(register))
    back = redraw(
        there,
        leaving=[NEW],
        arriving=[OLD],
        sources={OLD: Source(NEW, 1.0, unambiguous=True)},
    )
    assert (back.goes_on, back.begins, back.proposals) == ((1, 2), (), ())
    assert [row for row in after(there, back) if row.cell == OLD] == register


def test_going_back_later_leaves_a_gap_in_which_nobody_was_responsible() -> None:
    register = [held(1)]
    there = after(register, redraw(register))
    back = redraw(
        there,
        leaving=[NEW],
        arriving=[OLD],
        sources={OLD: Source(NEW, 1.0, unambiguous=True)},
        day=LATER,
    )
    left = after(there, back)
    worker = {(Tier.COMMUNITY, WORKER, False)}
    assert in_force(left, OLD, DAY) == in_force(left, OLD, LATER) == worker
    assert in_force(left, OLD, LATER - timedelta(1)) == set()
    assert in_force(left, NEW, LATER) == worker
    assert in_force(left, NEW, LATER + timedelta(1)) == set()


def test_a_person_who_comes_back_for_another_one_is_listed() -> None:
    lapsed = held(1, ended_on=DAY - timedelta(30))
    present = held(2, NEW, SECOND, first=DAY - timedelta(30))
    back = redraw(
        [lapsed, present],
        leaving=[NEW],
        arriving=[OLD],
        sources={OLD: Source(NEW, 1.0, unambiguous=True)},
    )
    assert [(one.person_id, one.restored) for one in back.proposals] == [(WORKER, True)]
    assert [one.person_id for one in back.begins] == [WORKER]


@pytest.mark.parametrize("sources", [{OLD: Source(NEW, 1.0, unambiguous=True)}, {}])
def test_a_person_who_comes_back_where_the_ground_had_nobody_is_listed(
    sources: dict[str, Source],
) -> None:
    lapsed = held(1, ended_on=DAY - timedelta(30))
    back = redraw([lapsed], leaving=[NEW], arriving=[OLD], sources=sources)
    assert [(one.cell, one.person_id, one.restored) for one in back.proposals] == [
        (OLD, WORKER, True)
    ]


def test_a_tier_that_was_vacant_when_its_cell_was_retired_gets_the_present_person() -> None:
    back = redraw(
        [held(2, NEW, SECOND)],
        leaving=[NEW],
        arriving=[OLD],
        sources={OLD: Source(NEW, 1.0, unambiguous=True)},
    )
    assert [(one.cell, one.person_id) for one in back.begins] == [(OLD, SECOND)]


def test_a_person_whose_cell_is_merged_into_another_ones_is_listed_as_ending() -> None:
    register = [held(1), held(2, OTHER, SECOND), held(3, OTHER, SECOND, tier=Tier.STREET)]
    done = redraw(register, leaving=[OLD, OTHER], heirs={OLD: NEW, OTHER: NEW})
    assert done.endings == (
        Ending(OTHER, Tier.STREET, SECOND, NEW, DAY),
        Ending(OTHER, Tier.COMMUNITY, SECOND, NEW, DAY),
    )
    assert [one.person_id for one in done.proposals] == [WORKER]


def test_nobody_is_listed_as_ending_who_answers_for_the_same_ground_all_the_same() -> None:
    register = [held(1), held(2, OTHER, WORKER)]
    done = redraw(register, leaving=[OLD, OTHER], heirs={OLD: NEW, OTHER: NEW})
    assert done.endings == ()
    # Neither where the cell that took it in stays as it is.
    grown = redraw([held(1), held(2, OTHER)], leaving=[OLD], arriving=(), heirs={OLD: OTHER})
    assert grown.endings == ()


def test_a_person_on_ground_that_no_cell_has_is_listed_as_ending() -> None:
    done = redraw([held(1)], arriving=(), sources={})
    assert done.endings == (Ending(OLD, Tier.COMMUNITY, WORKER, "", DAY),)


def test_under_a_code_that_lives_on_elsewhere_an_ending_is_the_day_before() -> None:
    elsewhere = {OLD: Source(OTHER, 0.9, unambiguous=True)}
    done = redraw(
        [held(1), held(2, OTHER, SECOND)], leaving=[OLD, OTHER], arriving=[OLD], sources=elsewhere
    )
    assert [(one.cell, one.last) for one in done.endings] == [(OLD, DAY - timedelta(1))]


def test_a_decision_about_an_ending_holds_while_it_is_about_the_same() -> None:
    def decided_as(state: CarryingState, person: int = WORKER, heir: str = OTHER) -> CarryingState:
        earlier = Ending(OLD, Tier.COMMUNITY, person, heir, DAY, state)
        done = redraw(
            [held(1)],
            arriving=(),
            heirs={OLD: OTHER},
            endings={(OLD, Tier.COMMUNITY): earlier},
        )
        return done.endings[0].state

    assert decided_as(CarryingState.CONFIRMED) is CarryingState.CONFIRMED
    assert decided_as(CarryingState.CONFIRMED, heir=NEW) is CarryingState.CONFIRMED
    assert decided_as(CarryingState.CHANGED) is CarryingState.CHANGED
    assert decided_as(CarryingState.CHANGED, heir=NEW) is CarryingState.PROPOSED
    assert decided_as(CarryingState.CONFIRMED, person=SECOND) is CarryingState.PROPOSED


_CELLS = [f"44070400101600{n}" for n in range(1, 7)]
_GENERATIONS = (frozenset(_CELLS[:3]), frozenset(_CELLS[3:]))


@st.composite
def registers(draw: st.DrawFn) -> list[Held]:
    rows = draw(
        st.lists(
            st.tuples(
                st.sampled_from(_CELLS[:3]),
                st.sampled_from(Tier),
                st.integers(1, 5),
                st.booleans(),
                st.integers(-40, 40),
                st.none() | st.integers(0, 60),
            ),
            max_size=12,
        )
    )
    return [
        Held(
            at + 1,
            cell,
            tier,
            person,
            stand_in,
            Period(
                DAY + timedelta(first),
                None if length is None else DAY + timedelta(first + length),
            ),
        )
        for at, (cell, tier, person, stand_in, first, length) in enumerate(rows)
    ]


@given(registers(), st.lists(st.integers(0, 3), min_size=1, max_size=5), st.data())
def test_there_and_back_any_number_of_times_no_day_gone_by_is_rewritten(
    register: list[Held], steps: list[int], data: st.DataObject
) -> None:
    day, before, then = DAY, *_GENERATIONS
    rows = register
    for step in steps:
        day += timedelta(step)
        heirs = st.sampled_from(sorted(before))
        sources = {cell: Source(data.draw(heirs), 0.6, unambiguous=True) for cell in sorted(then)}
        done = redraw(rows, leaving=before, arriving=sorted(then), sources=sources, day=day)
        earlier, rows = rows, after(rows, done)
        for cell in _CELLS:
            for ago in range(1, 45):
                gone = day - timedelta(ago)
                assert in_force(rows, cell, gone) == in_force(earlier, cell, gone)
        for cell in before:
            assert not in_force(rows, cell, day + timedelta(1))
        before, then = then, before


@given(registers())
def test_a_new_cell_has_whom_its_ground_had_on_the_day_and_on_every_day_to_come(
    register: list[Held],
) -> None:
    rows = after(register, redraw(register, leaving=_CELLS[:3], sources={NEW: FROM_OLD}))
    for ahead in range(70):
        day = DAY + timedelta(ahead)
        assert in_force(rows, NEW, day) == in_force(register, OLD, day)


@given(registers(), st.dictionaries(st.sampled_from(_CELLS[:3]), st.just(NEW)))
def test_whoever_loses_a_cell_follows_is_listed_or_answers_for_its_ground(
    register: list[Held], heirs: dict[str, str]
) -> None:
    done = redraw(
        register, leaving=_CELLS[:3], sources={NEW: Source(_CELLS[0], 0.6, False)}, heirs=heirs
    )
    listed = {(one.cell, one.tier) for one in done.endings}
    followed = {(one.source.cell, one.tier) for one in done.proposals}
    assert not listed & followed
    mains = {(one.tier, one.person_id) for one in done.begins}
    for row in register:
        lasts = row.period.last is None or row.period.last >= DAY
        if lasts and (row.cell, row.tier) not in listed | followed:
            assert heirs.get(row.cell) == NEW
            assert {tier for tier, _ in mains} >= {row.tier}
