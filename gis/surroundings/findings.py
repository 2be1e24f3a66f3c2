"""What was assumed, left out or worked out while reading."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from gis.texts import Fact, Told


class Kind(StrEnum):
    """What was done."""

    HOUSEHOLDS_COLUMN = "households-column"
    HOUSEHOLDS_RASTER = "households-raster"
    RASTER_LEFT = "raster-left"
    FLOORS_COLUMN = "floors-column"
    FLOORS_FROM_HEIGHT = "floors-from-height"
    FLOORS_ASSUMED = "floors-assumed"
    NOT_LIVED_IN = "not-lived-in"
    HOUSEHOLDS_BLANK = "households-blank"
    ONE_EACH = "one-each"
    OTHER_SHAPES = "other-shapes"
    OTHER_CLASSES = "other-classes"
    NO_CLASSES = "no-classes"
    INVALID = "invalid"


@dataclass(frozen=True)
class Assumption(Told):
    """Something that was assumed or left out.

    Attributes
    ----------
    kind
        What.
    facts
        The facts of the text.
    """

    kind: Kind
    facts: Mapping[str, Fact] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.text("en")

    @property
    def told(self) -> tuple[str, Mapping[str, Fact]]:
        """The text's key and facts."""
        return f"surroundings-{self.kind}", self.facts
