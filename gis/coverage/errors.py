"""What can be wrong with communities that should form one coverage."""

from collections.abc import Mapping
from typing import Literal

from gis.texts import Fact, Told

Kind = Literal[
    "columns", "crs", "geometry", "duplicate", "span", "overlap", "gap", "vanished", "tolerance"
]


class CoverageError(Told, ValueError):
    """Communities, or cells, that cannot be made one coverage.

    Parameters
    ----------
    what
        Which of the texts ``uncovered-…`` says so, with the mend.
    facts
        What is set into it.

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
        what: str,
        /,
        *,
        kind: Kind,
        features: tuple[str, ...] = (),
        area_m2: float = 0.0,
        places: tuple[tuple[float, float], ...] = (),
        **facts: Fact,
    ) -> None:
        self.kind = kind
        self.features = features
        self.area_m2 = area_m2
        self.places = places
        self._told = f"uncovered-{what}", facts
        super().__init__(self.text("en"))

    @property
    def told(self) -> tuple[str, Mapping[str, Fact]]:
        """The text's key and facts."""
        return self._told
