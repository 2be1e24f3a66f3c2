"""Why cells cannot be changed as asked."""

from enum import StrEnum

from gis.texts import Catalogue, Fact, Locale, own_texts


class RefusalKind(StrEnum):
    """What stands against an edit."""

    UNKNOWN = "unknown"
    MICRO = "micro"
    TWO_COMMUNITIES = "two-communities"
    NOT_NEIGHBOURS = "not-neighbours"
    ONE_CELL = "one-cell"
    NOT_ACROSS = "not-across"
    NO_GROUND_LEFT = "no-ground-left"
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


class EditRefused(ValueError):  # noqa: N818 — as OverlapsRefused, named for what happened
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
        self.facts = {"cells": ", ".join(cells), **facts}
        if place is not None:
            self.facts |= {"lon": f"{place[0]:.7f}", "lat": f"{place[1]:.7f}"}
        super().__init__(self.text("en"))

    def text(self, locale: Locale, catalogue: Catalogue | None = None) -> str:
        """Return it in words.

        Parameters
        ----------
        locale
            Language.
        catalogue
            Any catalogue that holds gis's texts; without one, gis's own.
        """
        return (catalogue or own_texts()).text(locale, f"edit-{self.kind}", **self.facts)
