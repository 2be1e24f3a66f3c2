"""What a searched text means. Pure."""

import re
from dataclasses import dataclass

_NUMBER = r"([+-]?\d{1,3}(?:\.\d+)?)\s*°?\s*([NSEWnsew]?)"
_PAIR = re.compile(rf"^\s*[(\[（]?\s*{_NUMBER}\s*[,，;；\s]\s*{_NUMBER}\s*[)\]）]?\s*$")


@dataclass(frozen=True)
class LonLat:
    """A place in degrees, EPSG:4326."""

    lon: float
    lat: float


def coordinates_of(text: str) -> tuple[LonLat, ...]:
    """Read pasted coordinates, in the ways in which they can be meant.

    Returns
    -------
    tuple of LonLat
        Empty where the text is no pair of numbers. With letters (``22.5N 113E``), or where one
        number cannot be a latitude, there is one way; else two: "lon, lat" goes first.
    """
    match = _PAIR.match(text)
    if match is None:
        return ()
    first, first_letter, second, second_letter = match.groups()
    if "." not in first and "." not in second and not (first_letter or second_letter):
        return ()  # two bare whole numbers are more likely parts of a code
    a, b = _signed(first, first_letter), _signed(second, second_letter)
    letters = (first_letter.upper(), second_letter.upper())
    ways = [LonLat(a, b), LonLat(b, a)]
    if letters[0] in ("N", "S") or letters[1] in ("E", "W"):
        ways = [LonLat(b, a)]
    elif letters[0] in ("E", "W") or letters[1] in ("N", "S"):
        ways = [LonLat(a, b)]
    return tuple(way for way in ways if abs(way.lon) <= 180 and abs(way.lat) <= 90)


def code_digits(text: str) -> str:
    """Return a code written with spaces, hyphens or dots as its bare digits, or ``""``."""
    bare = re.sub(r"[\s\-.·]", "", text)
    return bare if bare.isascii() and bare.isdigit() else ""


def folded(text: str) -> str:
    """Return a name as it is compared: no case, no space at the ends or doubled."""
    return " ".join(text.casefold().split())


def _signed(number: str, letter: str) -> float:
    value = float(number)
    return -value if letter.upper() in ("S", "W") else value
