"""The change from one generation of cells to the next, as the register sees it. Plain values."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from service.people.kinds import CarryingState, Tier
from service.people.rules import Period

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
class Ending:
    """A person whose cell is no more, and who follows its ground nowhere."""

    cell: str
    tier: Tier
    person_id: int
    heir: str
    """The cell where the old one's middle lies now; empty where none has that ground."""
    last: date
    """The last day of the responsibility."""
    state: CarryingState = CarryingState.PROPOSED
    """``CONFIRMED`` where it is to end, ``CHANGED`` where they are to take over the heir."""


@dataclass(frozen=True)
class Decided:
    """What somebody has decided so far about a change."""

    proposals: Mapping[CellTier, Proposal] = field(default_factory=dict)
    """By new cell."""
    endings: Mapping[CellTier, Ending] = field(default_factory=dict)
    """By old cell."""


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
    heirs: Mapping[str, str] = field(default_factory=dict)
    """By leaving cell, the cell where its middle lies now; one on lost ground has none."""


@dataclass(frozen=True)
class Succession:
    """What a change of generation does to the register."""

    proposals: tuple[Proposal, ...] = ()
    begins: tuple[Given, ...] = ()
    ends: Mapping[date, tuple[int, ...]] | None = None
    """Responsibilities that end, by their last day."""
    goes_on: tuple[int, ...] = ()
    """Responsibilities that had ended with their cell, and last on without a gap."""
    endings: tuple[Ending, ...] = ()
    """Persons who follow nowhere, by the old cells' codes."""
