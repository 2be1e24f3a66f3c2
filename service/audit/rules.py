"""What of a division is a finding. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from service.audit.kinds import FindingKind

Facts = Mapping[str, int | str]


@dataclass(frozen=True)
class Finding:
    """Something that is wrong with one cell, case or generation."""

    kind: FindingKind
    subject: str
    """A cell's code, a case's number, or a generation's id."""
    community_code: str = ""
    facts: Facts = field(default_factory=dict)
    """Plain figures and codes, to be told in any language; nothing about persons."""

    @property
    def key(self) -> tuple[FindingKind, str]:
        """What makes it the same finding in another audit."""
        return self.kind, self.subject


@dataclass(frozen=True)
class HouseholdRange:
    """How many households a general cell should have, both bounds included."""

    minimum: int
    maximum: int

    def __post_init__(self) -> None:
        if not 0 <= self.minimum <= self.maximum:
            raise ValueError(f"no range of households: {self.minimum} to {self.maximum}")


@dataclass(frozen=True)
class Measured:
    """A cell as far as the rules care."""

    code: str
    community_code: str
    kind: str
    area_m2: float
    households: int | None


def shape_findings(
    cells: Iterable[Measured], slivers: Iterable[str], multipart: Iterable[str]
) -> list[Finding]:
    """Return the cells that the proof of the division told as too small or in parts."""
    small, parted = frozenset(slivers), frozenset(multipart)
    found = []
    for cell in cells:
        facts = {"area_m2": round(cell.area_m2)}
        if cell.code in parted:
            found.append(Finding(FindingKind.PARTS, cell.code, cell.community_code, facts))
        if cell.code in small:
            found.append(Finding(FindingKind.SLIVER, cell.code, cell.community_code, facts))
    return found


def household_findings(cells: Iterable[Measured], wanted: HouseholdRange) -> list[Finding]:
    """Return the general cells outside the range of households.

    A special cell (a school, a market, a works) is not drawn for its households; where none are
    known, nothing is found.
    """
    found = []
    for cell in cells:
        if cell.households is None or cell.kind == "special":
            continue
        facts = {"households": cell.households}
        if cell.households > wanted.maximum:
            kind, bound = FindingKind.ABOVE, wanted.maximum
        elif cell.households < wanted.minimum:
            kind, bound = FindingKind.BELOW, wanted.minimum
        else:
            continue
        found.append(Finding(kind, cell.code, cell.community_code, {**facts, "bound": bound}))
    return found


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Return findings with the most urgent kind first, each kind by its subjects."""
    rank = {kind: at for at, kind in enumerate(FindingKind)}
    return sorted(findings, key=lambda one: (rank[one.kind], one.subject))
