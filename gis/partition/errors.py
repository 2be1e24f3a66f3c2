"""What can keep a district from being divided."""

from typing import Literal

Kind = Literal["strategy", "options", "size", "serials"]


class PartitionError(ValueError):
    """A division that cannot be made as asked.

    Attributes
    ----------
    kind
        ``strategy`` or ``options``: not known or not fit; ``size``: out of bounds;
        ``serials``: a community would get more cells than there are serials.
    community, cells, size_m, proposed_size_m
        The facts where they apply: the community's code, its number of cells at the size asked
        for, and a size at which every community fits.
    """

    def __init__(
        self,
        message: str,
        *,
        kind: Kind,
        community: str | None = None,
        cells: int | None = None,
        size_m: float | None = None,
        proposed_size_m: float | None = None,
    ) -> None:
        self.kind = kind
        self.community = community
        self.cells = cells
        self.size_m = size_m
        self.proposed_size_m = proposed_size_m
        super().__init__(message)
