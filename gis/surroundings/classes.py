"""Classes of streets and waters: those of OpenStreetMap, and what other surveys call them."""

from collections.abc import Iterable

STREETS = (
    *("motorway", "trunk", "primary", "secondary", "tertiary", "unclassified", "residential"),
    *("living_street", "pedestrian"),
)
"""Streets that part a neighbourhood, each with its links."""

_FURTHER_STREETS = (
    *("road", "service", "track", "footway", "path", "cycleway", "steps", "bridleway", "busway"),
)
_RAILWAYS = ("rail", "light_rail", "tram", "subway", "narrow_gauge", "monorail")
WATERS = ("river", "canal", "stream", "water")
"""Waters that part a neighbourhood: lines by their own class, and areas."""

FURTHER_WATERS = ("drain", "ditch", "tidal_channel")

CLASSES = (*STREETS, "river", "canal", "stream", "rail", "light_rail")
"""Lines that part cells unless others are chosen."""

KNOWN = (*STREETS, *_FURTHER_STREETS, "river", "canal", "stream", *FURTHER_WATERS, *_RAILWAYS)
"""Classes of lines that can be chosen."""

_LINK = "_link"
# What surveys and map providers write, compared by what a value holds, the longest word first.
_CHINESE_STREETS = {
    "高速": "motorway",
    "快速路": "trunk",
    "国道": "primary",
    "主干": "primary",
    "省道": "secondary",
    "次干": "secondary",
    "县道": "tertiary",
    "乡道": "unclassified",
    "镇道": "unclassified",
    "支路": "residential",
    "村道": "residential",
    "街坊": "residential",
    "居住区": "residential",
    "小区": "service",
    "内部": "service",
    "巷": "living_street",
    "步行": "pedestrian",
    "人行": "footway",
    "铁路": "rail",
}
_CHINESE_WATERS = {
    "运河": "canal",
    "渠": "canal",
    "河": "river",
    "江": "river",
    "溪": "stream",
    "湖": "water",
    "水库": "water",
    "塘": "water",
    "水": "water",
    "沟": "ditch",
}
# Overture and others write these for classes of OpenStreetMap.
_OTHER_NAMES = {"living street": "living_street", "reservoir": "water", "basin": "water"}
_OTHER_NAMES |= {"lake": "water", "pond": "water", "riverbank": "water", "dock": "water"}
_OTHER_NAMES |= {"lagoon": "water", "oxbow": "water", "moat": "water"}


def line_class(value: str) -> str | None:
    """Return the class of a street, a railway or a line of water; None where none is named."""
    plain = _plain(value)
    if plain.removesuffix(_LINK) in KNOWN:
        return plain
    return _within(value, _CHINESE_STREETS) or _within(value, _CHINESE_WATERS)


def water_class(value: str) -> str | None:
    """Return the class of a water; None where the value names none."""
    plain = _plain(value)
    if plain in WATERS or plain in FURTHER_WATERS:
        return plain
    return _within(value, _CHINESE_WATERS)


def is_wanted(found: str | None, wanted: Iterable[str]) -> bool:
    """Tell whether a class is among the wanted, links with what they link."""
    return found is not None and (found in wanted or found.removesuffix(_LINK) in wanted)


def _plain(value: str) -> str:
    plain = value.strip().casefold()
    return _OTHER_NAMES.get(plain, plain.replace(" ", "_").replace("-", "_"))


def _within(value: str, words: dict[str, str]) -> str | None:
    return next((meant for word, meant in words.items() if word in value), None)
