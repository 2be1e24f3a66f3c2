"""What closing neighbours' overlaps and gaps has to tell."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from shapely.geometry.base import BaseGeometry

from gis.coverage.errors import CoverageError

Kind = Literal["overlap", "gap"]

Place = tuple[float, float]
"""Longitude and latitude in degrees."""

LARGEST_TOLERANCE_M = 100.0
"""Beyond this whole lanes and rivers would be given away; such borders are to be redrawn."""

_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Closure:
    """All land of one kind between the same communities.

    Attributes
    ----------
    kind
        ``overlap``: land that several communities cover; ``gap``: land between them that none
        covers.
    communities
        Their codes, ascending.
    pieces
        In how many pieces it lies.
    area_m2
        The area of all pieces.
    width_m
        Diameter of the largest circle inside any of them.
    place
        The middle of that circle.
    geometry
        The pieces, EPSG:4326.
    received
        Which community took how many square metres, by code; empty where nothing was settled.
    """

    kind: Kind
    communities: tuple[str, ...]
    pieces: int
    area_m2: float
    width_m: float
    place: Place
    geometry: BaseGeometry
    received: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Hole:
    """Land of no community that communities enclose, too wide to be a slip of the pen.

    Attributes
    ----------
    communities
        Codes of those around it, ascending.
    area_m2
        Its area.
    width_m, place
        Diameter of the largest circle inside it, and the middle of that circle.
    geometry
        EPSG:4326.
    """

    communities: tuple[str, ...]
    area_m2: float
    width_m: float
    place: Place
    geometry: BaseGeometry


@dataclass(frozen=True, slots=True)
class Moved:
    """What one community gained and lost by closing."""

    community: str
    gained_m2: float
    lost_m2: float


class OverlapsRefused(CoverageError):  # noqa: N818 - reads as what happened
    """Communities that overlap by more than the tolerance.

    Attributes
    ----------
    overlaps
        What is refused, the largest area first; ``received`` is empty.
    holes
        Holes between the communities, largest first, for the same report.
    tolerance_m
        The tolerance.
    places
        The middle of each refused overlap.
    """

    called = "communities"
    """What overlaps."""

    def __init__(
        self, overlaps: Sequence[Closure], holes: Sequence[Hole], tolerance_m: float
    ) -> None:
        self.overlaps = tuple(overlaps)
        self.holes = tuple(holes)
        self.tolerance_m = tolerance_m
        said = "; ".join(_said(overlap) for overlap in self.overlaps[:_SHOWN])
        more = len(self.overlaps) - _SHOWN
        area_m2 = sum(overlap.area_m2 for overlap in self.overlaps)
        super().__init__(
            f"{self.called} overlap by {area_m2:,.0f} m² in places wider than the tolerance of "
            f"{tolerance_m:g} m: {said}{f'; and {more} more pairs' if more > 0 else ''}. Redraw "
            f"these borders{self._or_state()}",
            kind="overlap",
            features=tuple(sorted({c for overlap in self.overlaps for c in overlap.communities})),
            area_m2=area_m2,
        )
        self.places = tuple(overlap.place for overlap in self.overlaps)

    @property
    def needed_m(self) -> float | None:
        """Return the tolerance, in tenths of a metre, under which nothing would be refused.

        None where that is more than any that may be stated.
        """
        widest_m = max(overlap.width_m for overlap in self.overlaps)
        needed_m = (int(widest_m * 10) + 1) / 10
        return needed_m if needed_m <= LARGEST_TOLERANCE_M else None

    def _or_state(self) -> str:
        needed_m = self.needed_m
        return "" if needed_m is None else f", or state a tolerance of at least {needed_m:g} m"


def _said(overlap: Closure) -> str:
    lon, lat = overlap.place
    return (
        f"{' and '.join(overlap.communities)} by {overlap.area_m2:,.0f} m², up to "
        f"{overlap.width_m:.2f} m wide at {lon:.6f}, {lat:.6f}"
    )
