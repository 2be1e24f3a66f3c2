"""Why cells cannot be changed as asked."""

from collections.abc import Mapping
from enum import StrEnum

import numpy as np
import shapely

from gis.texts import Fact, Several, Told


class RefusalKind(StrEnum):
    """What stands against an edit."""

    UNKNOWN = "unknown"
    MICRO = "micro"
    TWO_COMMUNITIES = "two-communities"
    NOT_NEIGHBOURS = "not-neighbours"
    ONE_CELL = "one-cell"
    NOT_ACROSS = "not-across"
    NO_GROUND_LEFT = "no-ground-left"
    HAIRLINE = "hairline"
    FALLS_APART = "falls-apart"
    NO_VERTEX = "no-vertex"
    OUTLINE = "outline"
    TOO_FAR = "too-far"
    NOTHING_INSIDE = "nothing-inside"
    TAKES_SPECIAL = "takes-special"
    UNFIT_SHAPE = "unfit-shape"
    PARTS_COUNT = "parts-count"
    NO_SERIAL = "no-serial"
    NOT_EXACT = "not-exact"


class EditRefused(Told, ValueError):  # noqa: N818 — as NeighboursRefused, named for what happened
    """An edit that is not made; the division stays as it was.

    Attributes
    ----------
    kind
        Why.
    cells
        Codes of the cells concerned.
    place
        Longitude and latitude where it can be seen, where there is such a place.
    facts
        The facts of the text.
    """

    def __init__(
        self,
        kind: RefusalKind,
        cells: tuple[str, ...] = (),
        place: tuple[float, float] | None = None,
        **facts: Fact,
    ) -> None:
        self.kind = kind
        self.cells = cells
        self.place = place
        self.facts = {"cells": Several(cells), **facts}
        if place is not None:
            self.facts |= {"lon": f"{place[0]:.7f}", "lat": f"{place[1]:.7f}"}
        super().__init__(self.text("en"))

    @property
    def told(self) -> tuple[str, Mapping[str, Fact]]:
        """The text's key and facts."""
        return f"edit-{self.kind}", self.facts


def refuse_wild(shape: shapely.Geometry, cells: tuple[str, ...] = ()) -> None:
    """Refuse a drawn shape with a coordinate that is no number.

    Raises
    ------
    EditRefused
        With the cells that it was drawn for.
    """
    if not np.isfinite(shapely.get_coordinates(shape)).all():
        raise EditRefused(RefusalKind.UNFIT_SHAPE, cells, why="no-number")
