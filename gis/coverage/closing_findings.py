"""What closing neighbours' overlaps and gaps has to tell."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from shapely.geometry.base import BaseGeometry

from gis.coverage.errors import CoverageError
from gis.texts import Catalogue, Fact, Locale, own_texts

Kind = Literal["overlap", "gap"]

Place = tuple[float, float]
"""Longitude and latitude in degrees."""

LARGEST_TOLERANCE_M = 100.0
"""Beyond this whole lanes and rivers would be given away; such borders are to be redrawn."""

WIDTH_ERROR = 0.01
"""By which share of itself a width may be told too small."""

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

    Or a hole in one community alone, however wide.

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
    is_open
        Whether it runs out of the district: then it is as much of it as is narrow.
    """

    communities: tuple[str, ...]
    area_m2: float
    width_m: float
    place: Place
    geometry: BaseGeometry
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class Moved:
    """What one community gained and lost by closing."""

    community: str
    gained_m2: float
    lost_m2: float


class NeighboursRefused(CoverageError):  # noqa: N818 - reads as what happened
    """Communities that overlap or gape by more than the tolerance.

    Attributes
    ----------
    refused
        The overlaps and gaps, the largest area first; ``received`` is empty.
    holes
        Land of no community that may be meant, largest first, for the same report.
    tolerance_m
        The tolerance.
    places
        The middle of each refused overlap.
    """

    called = "communities"
    """What overlaps or gapes."""

    def __init__(
        self, refused: Iterable[Closure], holes: Sequence[Hole], tolerance_m: float
    ) -> None:
        self.refused = tuple(sorted(refused, key=lambda c: (-c.area_m2, c.kind, c.communities)))
        self.holes = tuple(holes)
        self.tolerance_m = tolerance_m
        super().__init__(
            "neighbours",
            kind=self.refused[0].kind,
            features=tuple(sorted({c for closure in self.refused for c in closure.communities})),
            area_m2=sum(closure.area_m2 for closure in self.refused),
            places=tuple(closure.place for closure in self.refused),
        )

    def text(self, locale: Locale, catalogue: Catalogue | None = None) -> str:
        """Return it in words: the largest places, and how many there are."""
        catalogue = catalogue or own_texts()

        def say(key: str, /, **facts: Fact) -> str:
            return catalogue.text(locale, f"uncovered-{key}", **facts)

        kinds: tuple[Kind, ...] = ("overlap", "gap")
        areas = {kind: sum(closure.area_m2 for closure in self.of_kind(kind)) for kind in kinds}
        how = [
            say(f"neighbours-{kind}", area=f"{areas[kind]:,.0f}") for kind in kinds if areas[kind]
        ]
        places = say("list-semicolon").join(
            say(
                "neighbours-place",
                kind=closure.kind,
                communities=catalogue.listed(locale, closure.communities),
                area=f"{closure.area_m2:,.0f}",
                width=f"{closure.width_m:.2f}",
                place=f"{closure.place[0]:.6f}, {closure.place[1]:.6f}",
            )
            for closure in self.refused[:_SHOWN]
        )
        if len(self.refused) > _SHOWN:
            more = str(len(self.refused) - _SHOWN)
            places = say("neighbours-more", places=places, more=more)
        return say(
            "neighbours",
            what=self.called,
            how=say("neighbours-and", one=how[0], other=how[1]) if len(how) > 1 else how[0],
            tolerance=f"{self.tolerance_m:g}",
            places=places,
            needed="none" if self.needed_m is None else f"{self.needed_m:g}",
        )

    def of_kind(self, kind: Kind) -> tuple[Closure, ...]:
        """Return the refused overlaps, or the refused gaps."""
        return tuple(closure for closure in self.refused if closure.kind == kind)

    @property
    def needed_m(self) -> float | None:
        """Return the tolerance, in tenths of a metre, under which nothing would be refused.

        None where that is more than any that may be stated.
        """
        widest_m = max(closure.width_m for closure in self.refused) * (1 + WIDTH_ERROR)
        needed_m = (int(widest_m * 10) + 1) / 10
        return needed_m if needed_m <= LARGEST_TOLERANCE_M else None
