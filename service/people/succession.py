"""Who follows whom when a new generation of cells comes into force. Pure.

The day of the change belongs to both: a retired cell's persons end on it, the new cell's begin on
it, and since their codes differ nobody is asked about twice.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from service.people.kinds import CarryingState
from service.people.rules import TIERS, Period
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


def succession(turn: Turn, register: Iterable[Held], decided: Decided) -> Succession:
    """Work out who follows whom.

    Persons of a cell that lives again come back as they were when it was retired, and are listed
    unless its ground has had them all the while. Persons whom
    the register names for a new cell already stay. All others come from the old cell with the
    largest part of the new one's ground, with the rest of their periods, stand-ins too.

    Parameters
    ----------
    turn
        The change.
    register
        Responsibilities whose period is not over on the day, ended ones too.
    decided
        What somebody has decided so far. A decision holds as long as what it was about; another
        person who was chosen stays chosen.
    """
    living, lapsed = _sorted_out(register, turn.day)
    proposals: list[Proposal] = []
    begins: list[Given] = []
    goes_on: list[Held] = []
    stays: set[str] = set()
    for cell in turn.arriving:
        source = turn.sources.get(cell)
        if source is not None and source.cell == cell:
            stays.add(cell)  # its edge moved, but it is its own heir
            continue
        back = _last_of(lapsed.get(cell, ()))
        for tier in TIERS:
            heirs = living.get((source.cell, tier), ()) if source is not None else ()
            returning = [row for row in back if row.tier is tier]
            named = () if cell in turn.leaving else living.get((cell, tier), ())
            if any(not row.stand_in for row in named):
                continue
            if returning:
                for row in returning:
                    if _without_gap(row, turn.day):
                        goes_on.append(row)
                    else:
                        begins.append(_given(row, cell, turn.day))
                main = _main(returning, turn.day)
                if not heirs or _main(heirs, turn.day) != main:
                    ground = source or Source("", 0.0, unambiguous=False)
                    proposals.append(Proposal(cell, tier, ground, main, restored=True))
            elif source is not None and heirs:
                proposal = reconciled(
                    Proposal(cell, tier, source, _main(heirs, turn.day)),
                    decided.proposals.get((cell, tier)),
                )
                proposals.append(proposal)
                begins += _taken_over(proposal, heirs, turn.day)
    followed = {(one.source.cell, one.tier) for one in proposals if not one.restored}
    answers: dict[CellTier, set[int]] = defaultdict(set)
    for given in begins:
        answers[given.cell, given.tier].add(given.person_id)
    for row in (*goes_on, *_untouched(turn, living, stays)):
        answers[row.cell, row.tier].add(row.person_id)
    for one in proposals:
        # Whom a decision there keeps away from the ground is told there.
        answers[one.cell, one.tier].add(one.person_id)
    return Succession(
        tuple(proposals),
        tuple(begins),
        _ends(turn, living, stays),
        tuple(row.id for row in goes_on),
        tuple(
            _still_decided(one, decided.endings.get((one.cell, one.tier)))
            for one in _ending(turn, living, stays)
            if (one.cell, one.tier) not in followed
            and one.person_id not in answers[one.heir, one.tier]
        ),
    )


def reconciled(fresh: Proposal, earlier: Proposal | None) -> Proposal:
    """Return a proposal with what was decided about it, if that was about the same."""
    if earlier is None or earlier.state is CarryingState.PROPOSED or earlier.restored:
        return fresh
    if earlier.state is CarryingState.CHANGED:
        return replace(fresh, state=earlier.state, chosen_id=earlier.chosen_id)
    same = (earlier.source.cell, earlier.person_id) == (fresh.source.cell, fresh.person_id)
    return replace(fresh, state=earlier.state) if same else fresh


def _sorted_out(
    register: Iterable[Held], day: date
) -> tuple[dict[CellTier, list[Held]], dict[str, list[Held]]]:
    living: dict[CellTier, list[Held]] = defaultdict(list)
    lapsed: dict[str, list[Held]] = defaultdict(list)
    for row in register:
        if row.period.last is not None and row.period.last < day:
            continue
        if row.ended_on is None:
            living[row.cell, row.tier].append(row)
        else:
            lapsed[row.cell].append(row)
    return living, lapsed


def _last_of(rows: Sequence[Held]) -> list[Held]:
    """Return those that ended when the cell was retired the last time."""
    last = max((row.ended_on for row in rows if row.ended_on is not None), default=None)
    return [row for row in rows if row.ended_on == last]


def _without_gap(row: Held, day: date) -> bool:
    """Tell whether a row that ended can go on as if it had not."""
    assert row.ended_on is not None
    return row.period.first >= day or (
        row.period.first <= row.ended_on and row.ended_on >= day - timedelta(days=1)
    )


def _main(rows: Sequence[Held], day: date) -> int:
    """Return whom to name: who is named on the day, else who will be, before any stand-in."""

    def rank(row: Held) -> tuple[bool, bool, int]:
        holds = row.period.holds(day)
        days = row.period.first.toordinal()
        return (row.stand_in, not holds, -days if holds else days)

    return min(rows, key=rank).person_id


def _taken_over(proposal: Proposal, heirs: Sequence[Held], day: date) -> list[Given]:
    person_id = proposal.takes_over_id
    if person_id is None:
        return []
    if proposal.state is CarryingState.CHANGED:
        # Stand-ins were for somebody else's absence.
        return [Given(proposal.cell, proposal.tier, person_id, False, Period(day))]
    return [_given(row, proposal.cell, day) for row in heirs]


def _given(row: Held, cell: str, day: date) -> Given:
    period = Period(max(day, row.period.first), row.period.last)
    return Given(cell, row.tier, row.person_id, row.stand_in, period)


def _ends(
    turn: Turn, living: Mapping[CellTier, Sequence[Held]], stays: Collection[str]
) -> dict[date, tuple[int, ...]]:
    arriving = frozenset(turn.arriving)
    ends: dict[date, list[int]] = defaultdict(list)
    for cell in turn.leaving:
        if cell in stays:
            continue
        last = _last_day(turn, cell, arriving)
        for tier in TIERS:
            ends[last] += [row.id for row in living.get((cell, tier), ())]
    return {last: tuple(ids) for last, ids in ends.items() if ids}


def _ending(
    turn: Turn, living: Mapping[CellTier, Sequence[Held]], stays: Collection[str]
) -> Iterator[Ending]:
    """Yield whom each cell that is no more had, each tier by its main person."""
    arriving = frozenset(turn.arriving)
    for cell in sorted(set(turn.leaving) - set(stays)):
        for tier in TIERS:
            rows = living.get((cell, tier))
            if rows:
                last = _last_day(turn, cell, arriving)
                heir = turn.heirs.get(cell, "")
                yield Ending(cell, tier, _main(rows, turn.day), heir, last)


def _last_day(turn: Turn, cell: str, arriving: Collection[str]) -> date:
    # Under a code that lives on, the day is the new persons' alone.
    return turn.day - timedelta(days=1) if cell in arriving else turn.day


def _untouched(
    turn: Turn, living: Mapping[CellTier, Sequence[Held]], stays: Collection[str]
) -> Iterator[Held]:
    """Yield the rows of cells that are still there and the same."""
    gone = set(turn.leaving) - set(stays)
    for (cell, _), rows in living.items():
        if cell not in gone:
            yield from rows


def _still_decided(fresh: Ending, earlier: Ending | None) -> Ending:
    if earlier is None or earlier.person_id != fresh.person_id:
        return fresh
    if earlier.state is CarryingState.CHANGED and earlier.heir != fresh.heir:
        return fresh
    return replace(fresh, state=earlier.state)
