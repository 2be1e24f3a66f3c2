"""What can keep two divisions from being compared."""

from collections.abc import Mapping
from typing import Literal

from gis.texts import Fact, Told

Side = Literal["old", "new"]


class ChangesError(Told, ValueError):
    """Cells that cannot be compared.

    Parameters
    ----------
    what
        Which of the texts ``incomparable-…`` says so.
    facts
        What is set into it.

    Attributes
    ----------
    side
        Which of the two divisions is unfit.
    cells
        Codes of the cells concerned; empty where the fault is the frame's.
    place
        Longitude and latitude of the fault where there is one.
    """

    def __init__(
        self,
        side: Side,
        what: str,
        *,
        cells: tuple[str, ...] = (),
        place: tuple[float, float] | None = None,
        **facts: Fact,
    ) -> None:
        self.side = side
        self.cells = cells
        self.place = place
        self._told = f"incomparable-{what}", {"side": side, **facts}
        super().__init__(self.text("en"))

    @property
    def told(self) -> tuple[str, Mapping[str, Fact]]:
        """The text's key and facts."""
        return self._told
