"""Cells of as many households as one person can know, along streets, with no building cut."""

from dataclasses import dataclass
from functools import cached_property

import geopandas

from gis.partition.errors import PartitionError
from gis.partition.sizes import checked_count
from gis.partition.townscape.dealing import Aim
from gis.partition.townscape.given import given_buildings, given_lines
from gis.partition.townscape.strategy import Townscape
from gis.partition.townscape.town import Town, checked_range, checked_seed
from gis.texts import Locale, own_texts

MINIMUM, MAXIMUM = 300, 500
"""Households of a cell by GB/T 34300."""


@dataclass(frozen=True, eq=False)
class Households(Townscape):
    """Divide by households: contiguous, compact cells whose borders run along streets.

    Attributes
    ----------
    buildings
        Footprints with a CRS and a column ``households``. No border cuts one; those that touch
        count as one building, unless together they are too many for a cell.
    points
        Instead of buildings: addresses, each one household unless a column ``households`` tells.
    streets
        Lines with a CRS: streets, waters, railways. A column ``class`` or ``highway`` tells main
        streets, which no cell should lie across.
    minimum, maximum
        Households of a cell. A building with more is a cell of its own.
    seed
        Another gives another division as good.
    count
        Cells wanted in all, instead of as many as the range asks for.
    locale
        Language of the notes of cells that are out of range.
    """

    buildings: geopandas.GeoDataFrame | None = None
    points: geopandas.GeoDataFrame | None = None
    streets: geopandas.GeoDataFrame | None = None
    minimum: float = MINIMUM
    maximum: float = MAXIMUM
    seed: int = 0
    count: int | None = None
    locale: Locale = "en"

    by_area = False

    def __post_init__(self) -> None:
        if (self.buildings is None) == (self.points is None):
            raise PartitionError("buildings-or-points", kind="options")
        checked_range(self.minimum, self.maximum, ("minimum", "maximum"))
        checked_seed(self.seed)
        if self.count is not None:
            object.__setattr__(self, "count", checked_count(self.count))

    @property
    def aim(self) -> Aim:
        """What is wanted of each cell."""
        return Aim(float(self.minimum), float(self.maximum), self.count)

    @cached_property
    def town(self) -> Town:
        """What was given."""
        points = self.buildings is None
        frame = self.points if points else self.buildings
        buildings = given_buildings(frame, points=points, counted=True)
        lines = Town.nothing if self.streets is None else given_lines(self.streets)
        return Town(buildings, lines)

    def why(self, weight: float, biggest: float, *, alone: bool) -> str | None:
        """Say why a cell has fewer or more households than wanted."""
        if self.count is not None or self.minimum <= weight <= self.maximum:
            return None
        if weight > self.maximum:
            what = "one-building" if biggest > self.maximum else "no-border"
        elif weight < 0.5:
            what = "nobody"
        else:
            what = "apart" if alone else "remainder"
        facts = {"households": round(weight), "biggest": round(biggest)}
        low, high = f"{self.minimum:g}", f"{self.maximum:g}"
        return own_texts().text(
            self.locale, f"households-why-{what}", minimum=low, maximum=high, **facts
        )
