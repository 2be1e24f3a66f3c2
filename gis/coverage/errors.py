"""What can be wrong with communities that should form one coverage."""

from typing import Literal

Kind = Literal["columns", "crs", "geometry", "duplicate", "span", "overlap", "gap", "vanished"]


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
    places
        Longitude and latitude of each place where it can be seen, the largest first.
    """

    def __init__(
        self,
        message: str,
        *,
        kind: Kind,
        features: tuple[str, ...] = (),
        area_m2: float = 0.0,
        places: tuple[tuple[float, float], ...] = (),
    ) -> None:
        self.kind = kind
        self.features = features
        self.area_m2 = area_m2
        self.places = places
        super().__init__(message)
