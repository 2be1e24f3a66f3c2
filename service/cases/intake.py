"""Check what a reporter or an actor sends, before any transaction begins."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from service.access.roles import Actor
from service.areas.divisions import CellInfo, Located
from service.areas.loaded import LoadedDivision
from service.cases.desk import Desk
from service.cases.errors import (
    AccuracyUnfitError,
    CaseFarOutsideError,
    CaseOutsideError,
    TextTooLongError,
    TextUnfitError,
    TooManyPhotosError,
)
from service.cases.operations import Report
from service.cases.photos import Photo, read_photo

MAX_DESCRIPTION = 2000
MAX_NOTE = 2000
MAX_ADDRESS = 200
MAX_CONTACT_NAME = 60
MAX_CONTACT = 120
_MAX_ACCURACY_M = 1_000_000.0


@dataclass(frozen=True)
class Submission:
    """A report as it was sent."""

    lon: float
    lat: float
    category: str
    description: str = ""
    address: str = ""
    accuracy_m: float | None = None
    contact_name: str = ""
    contact: str = ""
    photos: tuple[bytes, ...] = ()


def report_of(
    submission: Submission, *, desk: Desk, division: LoadedDivision, actor: Actor
) -> Report:
    """Return the command of a report: its place routed, its texts checked, its photos read.

    Raises
    ------
    PlaceUnfitError, CaseOutsideError, CaseFarOutsideError
        The place is no place, or not of this district.
    TextTooLongError, TextUnfitError, AccuracyUnfitError
        A field does not fit.
    TooManyPhotosError, PhotoEmptyError, PhotoTooLargeError, PhotoRefusedError
        A photo does not fit.
    """
    cell = _cell_at(submission.lon, submission.lat, division)
    accuracy_m = submission.accuracy_m
    if accuracy_m is not None and not (
        math.isfinite(accuracy_m) and 0 <= accuracy_m <= _MAX_ACCURACY_M
    ):
        raise AccuracyUnfitError(given=str(accuracy_m))
    return Report(
        desk=desk,
        actor=actor,
        division=division.info,
        cell=cell,
        lon=submission.lon,
        lat=submission.lat,
        accuracy_m=accuracy_m,
        category=submission.category,
        description=checked_text("description", submission.description, MAX_DESCRIPTION),
        address=checked_text("address", submission.address, MAX_ADDRESS),
        contact_name=checked_text("contact_name", submission.contact_name, MAX_CONTACT_NAME),
        contact=checked_text("contact", submission.contact, MAX_CONTACT),
        photos=checked_photos(submission.photos, desk),
    )


def routed_again(report: Report, division: LoadedDivision) -> Report:
    """Return a checked report with its cell as another division has it.

    Raises
    ------
    CaseOutsideError, CaseFarOutsideError
        The place is not of that division.
    """
    cell = _cell_at(report.lon, report.lat, division)
    return replace(report, division=division.info, cell=cell)


def checked_text(field: str, text: str, longest: int) -> str:
    """Return a text without white space at its ends, if it fits its field.

    Raises
    ------
    TextTooLongError
        It has more characters than the field holds.
    TextUnfitError
        It holds NUL or half a surrogate pair, which no database stores.
    """
    text = text.strip()
    if len(text) > longest:
        raise TextTooLongError(field=field, length=len(text), longest=longest)
    if "\0" in text or any("\ud800" <= character <= "\udfff" for character in text):
        raise TextUnfitError(field=field)
    return text


def checked_photos(contents: Sequence[bytes], desk: Desk) -> tuple[Photo, ...]:
    """Return photos as they are kept.

    Raises
    ------
    TooManyPhotosError
        Told before any of them is decoded.
    PhotoEmptyError, PhotoTooLargeError, PhotoRefusedError
        One of them cannot be used.
    """
    if len(contents) > desk.max_photos:
        raise TooManyPhotosError(given=len(contents), most=desk.max_photos)
    return tuple(read_photo(content, desk.photo_limits) for content in contents)


def _cell_at(lon: float, lat: float, division: LoadedDivision) -> CellInfo:
    place = division.place(lon, lat)
    if isinstance(place, Located):
        return place.cell
    if place.nearest_code is None or place.distance_m is None:
        raise CaseFarOutsideError(lon=f"{lon:.5f}", lat=f"{lat:.5f}")
    raise CaseOutsideError(nearest=place.nearest_code, distance_m=round(place.distance_m))
