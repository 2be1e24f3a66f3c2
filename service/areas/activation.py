"""What other concepts are told when another generation comes into force. Plain values."""

from dataclasses import dataclass
from datetime import date, datetime

from service.access.roles import Actor
from service.areas.loaded import LoadedDivision
from service.areas.status import ActivationKind

__all__ = ["Activation", "ActivationKind", "Inheritance"]


@dataclass(frozen=True)
class Inheritance:
    """From which cell of the generation before a cell's persons come.

    One for each cell that is not the same shape under the same code in both generations and
    shares ground with an old one; a cell on new ground has none.
    """

    code_new: str
    code_old: str
    share: float
    """Part of the new cell's area that lies in the old cell, 0 to 1."""
    unambiguous: bool
    """Whether so much of it lies there that nobody has to think."""


@dataclass(frozen=True)
class Activation:
    """One change of the generation in force, told within its own transaction.

    When it is told, the divisions' table has been switched already.
    """

    kind: ActivationKind
    old: LoadedDivision | None
    """In force until now; ``None`` for the first one ever."""
    new: LoadedDivision
    by: Actor
    """Who activated, or who had planned it; its ``name`` and ``role`` go into histories."""
    at: datetime
    """The transaction's time, UTC."""
    day: date
    """Its day in the district's zone: periods of responsibility begin on it."""
    inheritances: tuple[Inheritance, ...]
    """In the order of the new codes."""

    @property
    def kept(self) -> frozenset[str]:
        """Codes that are the same cell in both generations."""
        if self.old is None:
            return frozenset()
        changed = {one.code_new for one in self.inheritances}
        return frozenset(self.new.cells_by_code.keys() & self.old.cells_by_code.keys()) - changed
