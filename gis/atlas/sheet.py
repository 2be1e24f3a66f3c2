"""The page model: what the template draws, in millimetres and finished words.

The template reads these dataclasses as JSON; field names are its vocabulary.
"""

from dataclasses import dataclass

from gis.atlas.labels import Label

Line = list[list[float]]
Rings = list[Line]

MAP_WIDTH_MM = 180.0
MAP_HEIGHT_MM = 153.0
"""Of a sheet with three persons; each further row of the table takes `PERSON_ROW_MM` of it."""

PERSON_ROW_MM = 7.2
MOST_PERSONS = 9
BLEED_MM = 3.0
"""Geometry reaches this far beyond the window, so that no clipped edge is seen."""

INSET_MM = (34.0, 25.0)


@dataclass(frozen=True)
class Tick:
    """A grid line: where it meets the frame, and its coordinate."""

    at_mm: float
    text: str


@dataclass(frozen=True)
class MapDrawing:
    """Everything inside the map's frame."""

    height_mm: float
    cells: list[Rings]
    cell: list[Rings]
    community_lines: list[Line]
    district_lines: list[Line]
    outside: list[Rings]
    crosses: list[list[float]]
    eastings: list[Tick]
    northings: list[Tick]
    labels: list[Label]


@dataclass(frozen=True)
class Inset:
    """The district with the cell marked."""

    cell: list[Rings]
    middle: list[float]
    ringed: bool


@dataclass(frozen=True)
class PersonRow:
    """A row of the persons' table; ``vacant`` marks a gap."""

    tier: str
    organisation: str
    name: str
    phone: str
    vacant: bool
    more: str = ""


@dataclass(frozen=True)
class Note:
    """A paragraph at the foot, under its heading."""

    heading: str
    text: str


@dataclass(frozen=True)
class BarMark:
    """A labelled division of the scale bar."""

    at_mm: float
    text: str


@dataclass(frozen=True)
class Sheet:
    """One page."""

    place: str
    heading: str
    code: str
    facts: str
    scale: str
    bar_mm: float
    bar_marks: list[BarMark]
    bar_note: str
    legend_grid: str
    drawing: MapDrawing
    inset: Inset
    persons: list[PersonRow]
    qr: list[Rings]
    qr_modules: int
    notes: list[Note]
    page: str


@dataclass(frozen=True)
class Words:
    """Texts that are the same on all sheets of an atlas."""

    lang: str
    north: str
    inset: str
    legend_cell: str
    legend_neighbour: str
    legend_cell_line: str
    legend_community_line: str
    legend_district_line: str
    column_tier: str
    column_organisation: str
    column_name: str
    column_phone: str
    qr: str
    illustrative: str
    superseded: str
    footer_division: str
    footer_printed: str


@dataclass(frozen=True)
class Document:
    """A PDF but for its sheets: its title, and the words and the inset map that they share."""

    title: str
    words: Words
    district: list[Rings]
    district_communities: list[Line]
    bleed_mm: float
