"""What can be wrong with communities that should form one coverage."""

from typing import Literal

Kind = Literal["columns", "crs", "geometry", "duplicate", "span", "overlap", "vanished"]


class CoverageError(ValueError):
    """Communities that cannot be made one coverage.

    Attributes
    ----------
    kind
        Which rule is broken.
    features
        Codes of the communities concerned.
    area_m2
        The area in question, 0 where none is.
    """

    def __init__(
        self, message: str, *, kind: Kind, features: tuple[str, ...] = (), area_m2: float = 0.0
    ) -> None:
        self.kind = kind
        self.features = features
        self.area_m2 = area_m2
        super().__init__(message)
