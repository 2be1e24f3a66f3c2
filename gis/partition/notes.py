"""What a division left out of what it was given, or could not do quite as asked."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from gis.partition.numbers import whole_in
from gis.texts import Fact, Several, Told


class NoteKind(StrEnum):
    """What was left out, and why."""

    POINTS_BLANK = "points-blank"
    POINTS_OUTSIDE = "points-outside"
    POINTS_REPEATED = "points-repeated"
    SPECIAL_OUTSIDE = "special-outside"
    COUNT_LOW = "count-low"
    BUILDINGS_OUTSIDE = "buildings-outside"
    CUT_STRAIGHT = "cut-straight"


@dataclass(frozen=True)
class Note(Told):
    """Something that a division left out.

    Attributes
    ----------
    kind
        What and why.
    facts
        The facts of the text.
    """

    kind: NoteKind
    facts: Mapping[str, Fact] = field(default_factory=dict)

    @classmethod
    def of_count(cls, count: object, communities: int) -> "tuple[Note, ...]":
        """Tell of fewer cells wanted in all than there are communities: each has at least one."""
        wanted = whole_in(count)
        if wanted is None or wanted >= communities:
            return ()
        return (cls(NoteKind.COUNT_LOW, {"wanted": wanted, "communities": communities}),)

    @classmethod
    def of_rows(cls, kind: NoteKind, rows: tuple[int, ...], **facts: Fact) -> "Note":
        """Tell of rows of a frame, the first of them by their numbers, which count from 1."""
        told = Several.of(str(row + 1) for row in rows)
        return cls(kind, {"count": len(rows), "rows": told, **facts})

    def __str__(self) -> str:
        return self.text("en")

    @property
    def told(self) -> tuple[str, Mapping[str, Fact]]:
        """The text's key and facts."""
        return f"partition-note-{self.kind}", self.facts
