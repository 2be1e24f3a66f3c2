"""What a clerk chooses: how a boundary file is read, and how it is divided. No framework."""

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import get_args

from gis.boundaries import Reading
from gis.boundaries.suspicions import Extent
from gis.codes import SERIAL_DIGITS
from gis.coverage.closing import DEFAULT_TOLERANCE_M
from gis.coverage.closing_findings import LARGEST_TOLERANCE_M
from gis.datums import Datum
from gis.partition.households import MAXIMUM, MINIMUM
from gis.partition.sizes import DEFAULT_SIZE_M
from gis.partition.streets import MAXIMUM_M2, MINIMUM_M2
from service.errors.domain import DomainError
from service.generations.kept import fields_kept
from service.generations.typed import (
    ChoiceUnknownError,
    extent_in,
    number_in,
    one_of,
    text_in,
    truth_in,
    whole_in,
)

DATUMS: tuple[Datum, ...] = get_args(Datum)
STRATEGIES = ("squares", "hexagons", "voronoi", "households", "streets")
DRAWN = ("households", "streets")
"""Those that draw by buildings and streets."""
IMPORTED = "imported"
_LONGEST_TITLE = 120
_LONGEST_SOURCE = 500


class Holds(StrEnum):
    """What a file holds."""

    COMMUNITIES = "communities"
    """To be divided into cells."""
    CELLS = "cells"
    """A city's own cells, to be taken as they are."""


class TitleUnfitError(DomainError):
    """A division without a name, or with one that is too long."""

    key = "drafting-title-unfit"


class SizesUnfitError(DomainError):
    """Not one size of cells but several, or one that the strategy does not take."""

    key = "drafting-sizes-unfit"


class FileNeededError(DomainError):
    """A strategy without the file that it draws by."""

    key = "drafting-file-needed"


class RangeUnfitError(DomainError):
    """A least that is not below the most."""

    key = "drafting-range-unfit"


class DistrictMissingError(DomainError):
    """The first division of all, without its district."""

    key = "drafting-district-missing"


@dataclass(frozen=True)
class ReadingChoices:
    """How a boundary file is read and closed; see `gis.boundaries.read_boundaries`."""

    holds: Holds = Holds.COMMUNITIES
    crs: str | None = None
    layer: str | None = None
    datum: str = "wgs84"
    code: str | None = None
    name: str | None = None
    parent: str | None = None
    swap_axes: bool = False
    skip: bool = False
    """Leave out features without a polygon or a code."""
    generate_codes: bool = False
    extent: Extent | None = None
    tolerance_m: float = DEFAULT_TOLERANCE_M

    def reading(self, reference: Path | None) -> Reading:
        """Return how the file is to be read, with an outline to compare it with."""
        return Reading(
            crs=self.crs,
            layer=self.layer,
            datum=self.datum,
            code=self.code,
            name=self.name,
            parent=self.parent,
            swap_axes=self.swap_axes,
            skip_unusable=self.skip,
            generate_codes=self.generate_codes,
            extent=self.extent,
            reference=reference,
        )

    @classmethod
    def of(cls, given: Mapping[str, str]) -> "ReadingChoices":
        """Read choices as a form gives them; a blank one is the usual one.

        Raises
        ------
        ChoiceUnknownError, ExtentUnfitError, NumberUnfitError
            By the field.
        """
        tolerance_m = number_in(given, "tolerance", 0.0, LARGEST_TOLERANCE_M)
        return cls(
            holds=Holds(one_of(given, "holds", tuple(Holds), Holds.COMMUNITIES)),
            crs=text_in(given, "crs"),
            layer=text_in(given, "layer"),
            datum=one_of(given, "datum", DATUMS, "wgs84"),
            code=text_in(given, "code"),
            name=text_in(given, "name"),
            parent=text_in(given, "parent"),
            swap_axes=truth_in(given, "swap_axes"),
            skip=truth_in(given, "skip"),
            generate_codes=truth_in(given, "generate_codes"),
            extent=extent_in(given.get("extent", "").strip()),
            tolerance_m=DEFAULT_TOLERANCE_M if tolerance_m is None else tolerance_m,
        )

    def to_json(self) -> dict[str, object]:
        """Return them as the database keeps them."""
        return asdict(self)

    @classmethod
    def from_json(cls, kept: Mapping[str, object]) -> "ReadingChoices":
        """Read what `to_json` wrote."""
        found = cls(**fields_kept(cls, kept))
        return replace(found, holds=Holds(found.holds))


@dataclass(frozen=True)
class CellChoices:
    """How communities are divided, and what the division is called."""

    title: str
    title_en: str = ""
    source: str = ""
    district_code: str = ""
    """Needed for the first division; later ones take that of the one in force."""
    district_name: str = ""
    district_name_en: str = ""
    strategy: str = "squares"
    size_m: float | None = None
    count: int | None = None
    h3_resolution: int | None = None
    minimum: float | None = None
    """Households of a cell, or square metres where it is drawn by street blocks."""
    maximum: float | None = None
    buildings_layer: str | None = None
    streets_layer: str | None = None
    serial_digits: int = SERIAL_DIGITS
    new_codes: bool = False
    """Of imported cells: whether changed ones get new codes instead of keeping the city's."""

    @classmethod
    def of(
        cls, given: Mapping[str, str], holds: Holds, *, points: bool, files: Collection[str] = ()
    ) -> "CellChoices":
        """Read choices as a form gives them.

        Parameters
        ----------
        given
            The form's fields.
        holds
            What the file holds: cells are imported, whatever the strategy.
        points
            Whether a file of points is given, around which voronoi cells lie.
        files
            Roles of all files that are given.

        Raises
        ------
        TitleUnfitError, ChoiceUnknownError, NumberUnfitError, SizesUnfitError
            By the field.
        """
        title, title_en = _title(given, "title"), _title(given, "title_en")
        if not title:
            raise TitleUnfitError(field="title", most=_LONGEST_TITLE)
        strategy = one_of(given, "strategy", (*STRATEGIES, IMPORTED), "squares")
        if holds is Holds.CELLS:
            strategy = IMPORTED
        elif strategy == IMPORTED:
            raise ChoiceUnknownError(field="strategy", given=strategy, known=", ".join(STRATEGIES))
        sizes = _sizes(given, strategy, points=points)
        low, high = _range(given, strategy)
        needed = {"households": "buildings", "streets": "streets"}.get(strategy)
        if needed is not None and needed not in files:
            raise FileNeededError(field=needed, strategy=strategy)
        digits = whole_in(given, "serial_digits", 3, 6)
        return cls(
            title=title,
            title_en=title_en,
            source=given.get("source", "").strip()[:_LONGEST_SOURCE],
            district_code=given.get("district_code", "").strip(),
            district_name=given.get("district_name", "").strip(),
            district_name_en=given.get("district_name_en", "").strip(),
            strategy=strategy,
            size_m=sizes[0],
            count=sizes[1],
            h3_resolution=sizes[2],
            minimum=low,
            maximum=high,
            buildings_layer=text_in(given, "buildings_layer"),
            streets_layer=text_in(given, "streets_layer"),
            serial_digits=SERIAL_DIGITS if digits is None else digits,
            new_codes=truth_in(given, "new_codes"),
        )

    @property
    def options(self) -> dict[str, object]:
        """The strategy's options but for its frames, as `gis.partition` takes them."""
        unit = "_m2" if self.strategy == "streets" else ""
        given = {
            "size_m": self.size_m,
            "count": self.count,
            "h3_resolution": self.h3_resolution,
            "minimum" + unit: self.minimum,
            "maximum" + unit: self.maximum,
        }
        return {name: value for name, value in given.items() if value is not None}

    def to_json(self) -> dict[str, object]:
        """Return them as the database keeps them."""
        return asdict(self)

    @classmethod
    def from_json(cls, kept: Mapping[str, object]) -> "CellChoices":
        """Read what `to_json` wrote."""
        return cls(**fields_kept(cls, kept))


def _sizes(
    given: Mapping[str, str], strategy: str, *, points: bool
) -> tuple[float | None, int | None, int | None]:
    """Return size, count and H3 resolution, of which one at most is given."""
    size_m = number_in(given, "size", 1.0, 1_000_000.0)
    count = whole_in(given, "count", 1, 1_000_000)
    h3 = whole_in(given, "h3", 0, 15)
    named = [
        name
        for name, value in (("size", size_m), ("count", count), ("h3", h3))
        if value is not None
    ]
    if points:
        named.append("points")
    takes = {
        "squares": ("size", "count"),
        "hexagons": ("size", "count", "h3"),
        "voronoi": ("count", "points"),
        "households": ("count",),
        "streets": ("count",),
        IMPORTED: (),
    }[strategy]
    if len(named) > 1 or not set(named) <= set(takes) or (strategy == "voronoi" and not named):
        raise SizesUnfitError(field=named[-1] if named else "count", strategy=strategy)
    if strategy in ("squares", "hexagons") and not named:
        size_m = DEFAULT_SIZE_M
    return size_m, count, h3


def _range(given: Mapping[str, str], strategy: str) -> tuple[float | None, float | None]:
    """Return the least and most that a cell is to have, as its strategy weighs it."""
    if strategy not in DRAWN:
        return None, None
    low = number_in(given, "minimum", 1.0, 100_000_000.0)
    high = number_in(given, "maximum", 1.0, 100_000_000.0)
    usual = (MINIMUM, MAXIMUM) if strategy == "households" else (MINIMUM_M2, MAXIMUM_M2)
    least, most = low or usual[0], high or usual[1]
    if least >= most:
        raise RangeUnfitError(field="maximum", minimum=f"{least:g}", maximum=f"{most:g}")
    return low, high


def _title(given: Mapping[str, str], field: str) -> str:
    return fit_title(given.get(field, ""), field)


def fit_title(text: str, field: str) -> str:
    """Return a division's name without signs that nobody sees.

    Raises
    ------
    TitleUnfitError
        It is too long.
    """
    title = " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
    if len(title) > _LONGEST_TITLE:
        raise TitleUnfitError(field=field, most=_LONGEST_TITLE)
    return title
