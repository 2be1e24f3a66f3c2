"""Who follows whom when a new generation of cells comes into force. Pure.

The day of the change belongs to both: a retired cell's persons end on it, the new cell's begin on
it, and since their codes differ nobody is asked about twice.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from service.people.kinds import CarryingState, Tier
from service.people.rules import TIERS, Period

CellTier = tuple[str, Tier]


@dataclass(frozen=True)
class Held:
    """A responsibility in the register."""

    id: int
    cell: str
    tier: Tier
    person_id: int
    stand_in: bool
    period: Period
    ended_on: date | None = None
    """Last day in fact, where its cell was retired before the period was over."""


@dataclass(frozen=True)
class Given:
    """A responsibility that begins with the new generation."""

    cell: str
    tier: Tier
    person_id: int
    stand_in: bool
    period: Period


@dataclass(frozen=True)
class Source:
    """The old cell that a new cell's persons come from."""

    cell: str
    share: float
    unambiguous: bool


@dataclass(frozen=True)
class Proposal:
    """A person who follows an old cell's ground into a new cell."""

    cell: str
    tier: Tier
    source: Source
    person_id: int
    restored: bool = False
    """Whether they come back because the cell itself does."""
    state: CarryingState = CarryingState.PROPOSED
    chosen_id: int | None = None

    @property
    def takes_over_id(self) -> int | None:
        """Who is to be responsible in the end; nobody where it was declined."""
        return takes_over(self.state, self.person_id, self.chosen_id)


def takes_over(state: CarryingState, proposed_id: int, chosen_id: int | None) -> int | None:
    """Tell whom a decision makes responsible: who was proposed, who was chosen, or nobody."""
    match state:
        case CarryingState.CHANGED:
            return chosen_id
        case CarryingState.DECLINED:
            return None
        case CarryingState.PROPOSED | CarryingState.CONFIRMED:
            return proposed_id


@dataclass(frozen=True)
class Turn:
    """The change from one generation to the next, as far as the register cares."""

    day: date
    leaving: Collection[str]
    """Cells that are no more, or no more the same."""
    arriving: Sequence[str]
    """Cells that were not, or not the same."""
    sources: Mapping[str, Source]
    """By arriving cell; one on new ground has none."""


@dataclass(frozen=True)
class Succession:
    """What a change of generation does to the register."""

    proposals: tuple[Proposal, ...] = ()
    begins: tuple[Given, ...] = ()
    ends: Mapping[date, tuple[int, ...]] | None = None
    """Responsibilities that end, by their last day."""
    goes_on: tuple[int, ...] = ()
    """Responsibilities that had ended with their cell, and last on without a gap."""


def succession(
    turn: Turn, register: Iterable[Held], decided: Mapping[CellTier, Proposal]
) -> Succession:
    """Work out who follows whom.

    Persons of a cell that lives again come back as they were when it was retired. Persons whom
    the register names for a new cell already stay. All others come from the old cell with the
    largest part of the new one's ground, with the rest of their periods, stand-ins too.

    Parameters
    ----------
    turn
        The change.
    register
        Responsibilities whose period is not over on the day, ended ones too.
    decided
        What somebody has decided so far about proposals. A decision holds as long as the
        proposal that it was about; another person who was chosen stays chosen.
    """
    living, lapsed = _sorted_out(register, turn.day)
    proposals: list[Proposal] = []
    begins: list[Given] = []
    goes_on: list[int] = []
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
                        goes_on.append(row.id)
                    else:
                        begins.append(_given(row, cell, turn.day))
                main = _main(returning, turn.day)
                if source is not None and heirs and _main(heirs, turn.day) != main:
                    proposals.append(Proposal(cell, tier, source, main, restored=True))
            elif source is not None and heirs:
                proposal = reconciled(
                    Proposal(cell, tier, source, _main(heirs, turn.day)), decided.get((cell, tier))
                )
                proposals.append(proposal)
                begins += _taken_over(proposal, heirs, turn.day)
    return Succession(tuple(proposals), tuple(begins), _ends(turn, living, stays), tuple(goes_on))


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
        # Under a code that lives on, the day is the new persons' alone.
        last = turn.day - timedelta(days=1) if cell in arriving else turn.day
        for tier in TIERS:
            ends[last] += [row.id for row in living.get((cell, tier), ())]
    return {last: tuple(ids) for last, ids in ends.items() if ids}
