"""Street blocks: cells of a wanted area between streets, with no building cut."""

from dataclasses import dataclass
from functools import cached_property

import geopandas

from gis.partition.contract import Ground
from gis.partition.errors import PartitionError
from gis.partition.notes import Note, NoteKind
from gis.partition.sizes import checked_count
from gis.partition.townscape.dealing import Aim
from gis.partition.townscape.given import given_buildings, given_lines
from gis.partition.townscape.strategy import Townscape
from gis.partition.townscape.town import Town, checked_range, checked_seed
from gis.texts import Locale, own_texts

MINIMUM_M2, MAXIMUM_M2 = 20_000.0, 60_000.0
"""Ground of a cell of a few street blocks."""


@dataclass(frozen=True, eq=False)
class Streets(Townscape):
    """Divide by street blocks: small ones joined, large ones parted between their buildings.

    Attributes
    ----------
    lines
        Streets, waters, railways, with a CRS. A column ``class`` or ``highway`` tells main
        streets, which no cell should lie across.
    buildings
        Footprints with a CRS, which no border cuts. Without them, and where none stand, blocks
        that are too large are parted by straight lines.
    minimum_m2, maximum_m2
        Area of a cell.
    seed
        Another gives another division as good.
    count
        Cells wanted in all, instead of as many as the range asks for.
    locale
        Language of the notes of cells that are out of range.
    """

    lines: geopandas.GeoDataFrame | None = None
    buildings: geopandas.GeoDataFrame | None = None
    minimum_m2: float = MINIMUM_M2
    maximum_m2: float = MAXIMUM_M2
    seed: int = 0
    count: int | None = None
    locale: Locale = "en"

    by_area = True

    def __post_init__(self) -> None:
        if self.lines is None:
            raise PartitionError("lines-missing", kind="options")
        checked_range(self.minimum_m2, self.maximum_m2, ("minimum_m2", "maximum_m2"))
        checked_seed(self.seed)
        if self.count is not None:
            object.__setattr__(self, "count", checked_count(self.count))

    @property
    def aim(self) -> Aim:
        """What is wanted of each cell."""
        return Aim(float(self.minimum_m2), float(self.maximum_m2), self.count)

    @cached_property
    def town(self) -> Town:
        """What was given."""
        buildings = Town.nobody
        if self.buildings is not None:
            buildings = given_buildings(self.buildings, points=False, counted=False)
        return Town(buildings, given_lines(self.lines))

    def notes(self, ground: Ground) -> tuple[Note, ...]:
        """Say also that without buildings none could be spared."""
        straight = (Note(NoteKind.CUT_STRAIGHT),) if self.buildings is None else ()
        return (*super().notes(ground), *straight)

    def why(self, weight: float, biggest: float, *, alone: bool) -> str | None:
        """Say why a cell is smaller or larger than wanted."""
        if self.count is not None or self.minimum_m2 <= weight <= self.maximum_m2:
            return None
        what = "large" if weight > self.maximum_m2 else "apart" if alone else "small"
        return own_texts().text(
            self.locale,
            f"streets-why-{what}",
            area=f"{weight / 10_000:.1f}",
            minimum=f"{self.minimum_m2 / 10_000:g}",
            maximum=f"{self.maximum_m2 / 10_000:g}",
        )
