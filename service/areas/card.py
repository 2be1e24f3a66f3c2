"""All that the map's panel and a cell's page tell of a cell, for one reader."""

from dataclasses import dataclass
from itertools import groupby

import geopandas
import numpy as np

from gis.texts import Locale
from service.access.permissions import Permission, allowed
from service.areas.api_models import PersonAnswer
from service.areas.divisions import CellInfo, CommunityInfo, DivisionInfo
from service.areas.loaded import LoadedDivision
from service.areas.operations import list_divisions
from service.areas.past import Successor, day_of, successors_of
from service.areas.readers import persons_of, readable_division
from service.areas.status import DivisionStatus
from service.cases.queries import CellCases, cell_cases
from service.cases.rules import Status
from service.web.context import Context


@dataclass(frozen=True)
class CaseLine:
    """A recent case, in the reader's language."""

    number: str
    title: str
    status: Status
    href: str


@dataclass(frozen=True)
class CellCard:
    """A cell with its persons and cases."""

    cell: CellInfo
    cell_name: str
    community_name: str
    street_name: str
    is_active: bool
    """Whether its division is in force: only then can issues be reported and sheets printed."""
    is_draft: bool
    persons: tuple[PersonAnswer, ...]
    """Phones only as far as the reader may see them; of a retired cell those of its last day."""
    successors: tuple[Successor, ...]
    """Of a retired cell, the cells in force on its ground."""
    open_total: int
    open_late: int
    cases: tuple[CaseLine, ...]


@dataclass(frozen=True)
class CommunityLine:
    """A community in the directory."""

    code: str
    name: str
    cells: int


@dataclass(frozen=True)
class StreetLines:
    """A street's communities in the directory."""

    name: str
    communities: tuple[CommunityLine, ...]


@dataclass(frozen=True)
class Overview:
    """What the map's panel tells before a cell is chosen."""

    district: str
    cells: int
    communities: int
    streets: tuple[StreetLines, ...]
    divisions: tuple[DivisionInfo, ...]
    """The divisions that the reader may choose between."""


def division_for(context: Context, division_id: int | None) -> LoadedDivision:
    """Return the division that a page shows: the active one unless another is asked for.

    Raises
    ------
    NoActiveDivisionError
        None is asked for, and none is active.
    UnknownDivisionError
        There is no such division, or it is a draft that is not for this reader.
    """
    if division_id is None:
        return context.in_force
    return readable_division(context, division_id)


def card_of(context: Context, division: LoadedDivision, code: str) -> CellCard:
    """Gather a cell's card.

    Raises
    ------
    UnknownCellError
        The division has no such cell.
    """
    cell = division.cell(code)
    cases = context.executor.read(cell_cases, CellCases(context.actor, cell.code))
    english = context.locale == "en"
    page = "cases" if allowed(context.actor, Permission.READ_CASES) else "track"
    community = named(cell.community, cell.community_en, context.locale)
    return CellCard(
        cell=cell,
        cell_name=cell.name or context.text("cell-name", community=community, serial=cell.label),
        community_name=community,
        street_name=named(cell.street, cell.street_en, context.locale),
        is_active=division.info.status is DivisionStatus.ACTIVE,
        is_draft=division.info.status is DivisionStatus.DRAFT,
        persons=tuple(persons_of(context, cell, day_of(context, division.info))),
        successors=successors_of(context, division, cell.code),
        open_total=cases.open_total,
        open_late=cases.late,
        cases=tuple(
            CaseLine(
                case.number,
                case.title_en if english else case.title,
                case.status,
                f"/{page}/{case.number}",
            )
            for case in cases.recent
        ),
    )


def overview_of(context: Context, division: LoadedDivision) -> Overview:
    """Gather what the panel tells of the whole district."""
    counts = division.cells["community_code"].value_counts()
    communities = list(division.communities_by_code.values())

    def line(community: CommunityInfo) -> CommunityLine:
        name = named(community.name, community.name_en, context.locale)
        return CommunityLine(community.code, name, int(counts.get(community.code, 0)))

    by_street = groupby(
        sorted(communities, key=lambda one: one.street_code), key=lambda one: one.street_code
    )
    streets = []
    for _, members in by_street:
        group = list(members)
        streets.append(
            StreetLines(
                named(group[0].street, group[0].street_en, context.locale),
                tuple(line(one) for one in group),
            )
        )
    chosen: tuple[DivisionInfo, ...] = ()
    if allowed(context.actor, Permission.READ_DRAFTS):
        chosen = tuple(context.executor.read(list_divisions, None))
    info = division.info
    return Overview(
        district=named(info.district_name, info.district_name_en, context.locale),
        cells=len(division.cells),
        communities=len(communities),
        streets=tuple(streets),
        divisions=chosen,
    )


def neighbours_of(division: LoadedDivision, code: str) -> list[CellInfo]:
    """Return the cells that touch a cell, by code."""
    cells: geopandas.GeoDataFrame = division.cells
    row = int(np.flatnonzero(cells["code"].to_numpy() == code)[0])
    rows = cells.sindex.query(cells.geometry.iloc[row], predicate="intersects")
    codes = sorted(cells["code"].iloc[rows[rows != row]])
    return [division.cell(one) for one in codes]


def named(name: str, name_en: str, locale: Locale) -> str:
    """Choose a name by the reader's language."""
    return (name_en if locale == "en" else "") or name
