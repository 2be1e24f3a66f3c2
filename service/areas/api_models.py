"""JSON answers about areas."""

from datetime import datetime

from pydantic import BaseModel

from service.areas.divisions import DivisionInfo


class DivisionAnswer(BaseModel):
    """A division without its geometry."""

    id: int
    name: str
    name_en: str
    district_code: str
    district: str
    district_en: str
    status: str
    strategy: str
    illustrative: bool
    """Whether the boundaries are made up for a demonstration."""
    source: str
    valid_from: datetime | None
    valid_to: datetime | None
    planned_at: datetime | None
    """When a draft is to be activated."""

    @classmethod
    def of(cls, info: DivisionInfo) -> "DivisionAnswer":
        """Tell a division."""
        return cls(
            id=info.id,
            name=info.name,
            name_en=info.name_en,
            district_code=info.district_code,
            district=info.district_name,
            district_en=info.district_name_en,
            status=info.status.value,
            strategy=info.strategy,
            illustrative=info.illustrative,
            source=info.source,
            valid_from=info.valid_from,
            valid_to=info.valid_to,
            planned_at=info.planned_at,
        )


class AreaName(BaseModel):
    """A community or a street."""

    code: str
    name: str
    name_en: str


class PersonAnswer(BaseModel):
    """The person of one tier, or the gap."""

    tier: str
    vacant: bool
    name: str
    post: str
    post_en: str
    organisation: str
    organisation_en: str
    phone: str | None
    """``null`` where the reader may not see it, or there is none."""
    stand_in: bool


class OpenCases(BaseModel):
    """How many cases of a cell are open."""

    total: int
    late: int


class RecentCase(BaseModel):
    """A case on a cell's card; its title is the category for readers outside its scope."""

    number: str
    category: str
    category_en: str
    status: str
    title: str


class SuccessorAnswer(BaseModel):
    """A cell in force on a retired cell's ground."""

    code: str
    share: float
    """Part of the retired cell's area, 0 to 1."""


class CellAnswer(BaseModel):
    """All about a cell."""

    code: str
    code_grouped: str
    serial: int
    name: str
    """As the city calls it; empty where it goes by its serial."""
    kind: str
    area_m2: float
    households: int | None
    community: AreaName
    street: AreaName
    bounds: tuple[float, float, float, float]
    """West, south, east, north."""
    label: tuple[float, float]
    """A point inside the cell: longitude, latitude."""
    parent: str | None = None
    """Of a micro-cell, the cell in which it lies: persons and cases are that cell's."""
    persons: list[PersonAnswer]
    open_cases: OpenCases
    recent_cases: list[RecentCase]
    division: DivisionAnswer
    successors: list[SuccessorAnswer] = []
    """Empty while the cell is in force."""


class LocatedCell(BaseModel):
    """The cell of a place."""

    code: str
    code_grouped: str
    serial: int
    name: str
    community: AreaName
    street: AreaName


class Nearest(BaseModel):
    """The nearest cell to a place outside."""

    code: str
    distance_m: float


class LocateAnswer(BaseModel):
    """Where a place lies; ``nearest`` is given where it lies outside and not far."""

    inside: bool
    cell: LocatedCell | None = None
    persons: list[PersonAnswer] = []
    reply_within_hours: int | None = None
    """Working hours within which an issue of the given category is to be solved."""
    nearest: Nearest | None = None


class FoundAnswer(BaseModel):
    """One result of a search."""

    kind: str
    title: str
    detail: str
    code: str
    bounds: tuple[float, float, float, float] | None
    point: tuple[float, float] | None


class SearchAnswer(BaseModel):
    """Results of a search, the likeliest first."""

    results: list[FoundAnswer]
