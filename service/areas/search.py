"""Find cells, communities, streets and pasted coordinates in a division."""

import re
from collections.abc import Iterator
from itertools import islice
from typing import Protocol

from gis.codes import grouped, without_blanks
from service.areas.divisions import (
    Bounds,
    CellInfo,
    CommunityInfo,
    Found,
    Located,
    Outside,
)
from service.areas.rules import code_digits, coordinates_of, folded

LIMIT = 20
_LONGEST = 200
_NAME_AND_SERIAL = re.compile(r"^(.+?)[\s第#]*(\d{1,3})\s*(?:号?网格|cell)?$", re.IGNORECASE)


class Searched(Protocol):
    """What is searched: a `LoadedDivision`."""

    @property
    def cells_by_code(self) -> dict[str, CellInfo]:
        """All cells, in the order of their codes."""
        ...

    @property
    def communities_by_code(self) -> dict[str, CommunityInfo]:
        """All communities, in the order of their codes."""
        ...

    def cells_of(self, community_code: str) -> list[CellInfo]:
        """Return a community's cells."""
        ...

    def place(self, lon: float, lat: float) -> Located | Outside:
        """Tell in which cell a place lies."""
        ...


def find(division: Searched, text: str) -> list[Found]:
    """Return what a text may mean, the likeliest first; at most `LIMIT`.

    A code (with or without spaces, whole or its beginning), a name of a community or street in
    Chinese or English, a name with a cell's serial (银泉社区 3), a cell's own name (第一中学)
    or code (WG-07), or coordinates.
    """
    text = text.strip()[:_LONGEST]
    if not text:
        return []
    found: dict[tuple[str, str], Found] = {}
    for one in islice(_all(division, text), 4 * LIMIT):
        found.setdefault((one.kind, one.code), one)
    return list(found.values())[:LIMIT]


def _all(division: Searched, text: str) -> Iterator[Found]:
    yield from _places(division, text)
    yield from _by_own_code(division, text)
    digits = code_digits(text)
    if len(digits) >= 3:
        yield from _by_code(division, digits)
        return
    yield from _streets(division, folded(text))
    communities = list(_communities(division, folded(text)))
    for community in communities:
        yield _community(community)
    named = _NAME_AND_SERIAL.match(text)
    if named is not None and not communities:
        name, serial = folded(named[1]), int(named[2])
        for community in _communities(division, name):
            for cell in division.cells_of(community.code):
                if cell.serial == serial:
                    yield _cell(cell)
    yield from _by_name(division, folded(text))


def _places(division: Searched, text: str) -> Iterator[Found]:
    for way in coordinates_of(text):
        located = division.place(way.lon, way.lat)
        if isinstance(located, Located):
            cell = located.cell
            yield Found(
                "place",
                f"{way.lon:.6f}, {way.lat:.6f}",
                f"{way.lon:.6f}, {way.lat:.6f}",
                f"{cell.street} {cell.community} {grouped(cell.code)}",
                f"{cell.street_en or cell.street} {cell.community_en or cell.community} "
                f"{grouped(cell.code)}",
                cell.code,
                cell.bounds,
                (way.lon, way.lat),
            )
            return


def _by_name(division: Searched, name: str) -> Iterator[Found]:
    """Return cells that the city calls so, or so in part."""
    for cell in division.cells_by_code.values():
        if cell.name and name in folded(cell.name):
            yield _cell(cell)


def _by_code(division: Searched, digits: str) -> Iterator[Found]:
    whole = division.cells_by_code.get(digits)
    if whole is not None:
        yield _cell(whole)
        return
    for street_code, communities in _by_street(division).items():
        if street_code.startswith(digits):
            yield _street(communities)
    for community in division.communities_by_code.values():
        if community.code.startswith(digits):
            yield _community(community)
    for cell in division.cells_by_code.values():
        if cell.code.startswith(digits):
            yield _cell(cell)


def _by_own_code(division: Searched, text: str) -> Iterator[Found]:
    """Return cells with a code of the city's own, of other signs than digits, that holds a text.

    Blanks do not count, as `gis.codes.TypedCodes` says.
    """
    bare = without_blanks(text.casefold())
    for cell in division.cells_by_code.values():
        if not cell.code.isdigit() and bare in without_blanks(cell.code.casefold()):
            yield _cell(cell)


def _communities(division: Searched, name: str) -> list[CommunityInfo]:
    """Return communities whose name holds a text, those that begin with it first."""
    matches = []
    for community in division.communities_by_code.values():
        names = (folded(community.name), folded(community.name_en))
        if any(name in known for known in names):
            matches.append((not any(known.startswith(name) for known in names), community))
    return [community for _, community in sorted(matches, key=lambda match: match[0])]


def _streets(division: Searched, name: str) -> Iterator[Found]:
    for communities in _by_street(division).values():
        first = communities[0]
        if name in folded(first.street) or name in folded(first.street_en):
            yield _street(communities)


def _by_street(division: Searched) -> dict[str, list[CommunityInfo]]:
    streets: dict[str, list[CommunityInfo]] = {}
    for community in division.communities_by_code.values():
        if community.street_code:
            streets.setdefault(community.street_code, []).append(community)
    return streets


def _street(communities: list[CommunityInfo]) -> Found:
    first = communities[0]
    west, south, east, north = zip(*(c.bounds for c in communities), strict=True)
    bounds: Bounds = (min(west), min(south), max(east), max(north))
    return Found(
        "street",
        first.street or first.street_code,
        first.street_en or first.street or first.street_code,
        grouped(first.street_code),
        grouped(first.street_code),
        first.street_code,
        bounds,
    )


def _community(community: CommunityInfo) -> Found:
    return Found(
        "community",
        community.name,
        community.name_en or community.name,
        f"{community.street} {grouped(community.code)}".strip(),
        f"{community.street_en or community.street} {grouped(community.code)}".strip(),
        community.code,
        community.bounds,
    )


def _cell(cell: CellInfo) -> Found:
    return Found(
        "cell",
        cell.name or f"{cell.community} {cell.short_code}",
        cell.name or f"{cell.community_en or cell.community} {cell.short_code}",
        f"{cell.street} {grouped(cell.code)}".strip(),
        f"{cell.street_en or cell.street} {grouped(cell.code)}".strip(),
        cell.code,
        cell.bounds,
        (cell.label_lon, cell.label_lat),
    )
