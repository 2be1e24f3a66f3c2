"""What people type into fields: read as text, number, truth or extent, or refused by its field."""

import math
from collections.abc import Mapping

from gis.boundaries.suspicions import Extent
from service.errors.domain import DomainError

_TRUE = ("1", "true", "on", "yes")


class NumberUnfitError(DomainError):
    """A number that is none, or out of its bounds."""

    key = "drafting-number-unfit"


class ExtentUnfitError(DomainError):
    """An extent that is no four numbers."""

    key = "drafting-extent-unfit"


class ChoiceUnknownError(DomainError):
    """A word that is none of those that can be chosen."""

    key = "drafting-choice-unknown"


def text_in(given: Mapping[str, str], field: str) -> str | None:
    """Return what a field holds, or ``None`` where it is blank."""
    return given.get(field, "").strip() or None


def truth_in(given: Mapping[str, str], field: str) -> bool:
    """Tell whether a field is ticked."""
    return given.get(field, "").strip().lower() in _TRUE


def one_of(given: Mapping[str, str], field: str, known: tuple[str, ...], usual: str) -> str:
    """Return the word that a field holds, or the usual one where it is blank.

    Raises
    ------
    ChoiceUnknownError
        It is none of the known ones.
    """
    chosen = given.get(field, "").strip() or usual
    if chosen not in known:
        raise ChoiceUnknownError(field=field, given=chosen, known=", ".join(known))
    return chosen


def number_in(given: Mapping[str, str], field: str, least: float, most: float) -> float | None:
    """Return the number that a field holds, or ``None`` where it is blank.

    Raises
    ------
    NumberUnfitError
        It is none, or out of its bounds.
    """
    text = given.get(field, "").strip()
    if not text:
        return None
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not least <= value <= most:
        raise NumberUnfitError(field=field, given=text, least=f"{least:.10g}", most=f"{most:.10g}")
    return value


def whole_in(given: Mapping[str, str], field: str, least: int, most: int) -> int | None:
    """Return the whole number that a field holds, or ``None`` where it is blank.

    Raises
    ------
    NumberUnfitError
        It is none, or out of its bounds.
    """
    value = number_in(given, field, least, most)
    if value is None:
        return None
    if value != int(value):
        raise NumberUnfitError(
            field=field, given=given[field].strip(), least=str(least), most=str(most)
        )
    return int(value)


def extent_in(text: str) -> Extent | None:
    """Return west, south, east and north in degrees, or ``None`` for a blank text.

    Raises
    ------
    ExtentUnfitError
        They are no four numbers, or no extent on the globe.
    """
    if not text:
        return None
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError as fault:
        raise ExtentUnfitError(field="extent", given=text) from fault
    if not (-180 <= west < east <= 180 and -90 <= south < north <= 90):
        raise ExtentUnfitError(field="extent", given=text)
    return west, south, east, north
