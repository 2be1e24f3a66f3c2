"""What can keep two divisions from being compared."""

from typing import Literal

Side = Literal["old", "new"]


class ChangesError(ValueError):
    """Cells that cannot be compared.

    Attributes
    ----------
    side
        Which of the two divisions is unfit.
    why
        What is wrong, where, and the mend.
    cells
        Codes of the cells concerned; empty where the fault is the frame's.
    place
        Longitude and latitude of the fault where there is one.
    """

    def __init__(
        self,
        side: Side,
        why: str,
        *,
        cells: tuple[str, ...] = (),
        place: tuple[float, float] | None = None,
    ) -> None:
        self.side = side
        self.why = why
        self.cells = cells
        self.place = place
        super().__init__(f"the {side} division: {why}")
