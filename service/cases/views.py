"""What a reader is given of cases: plain values, already masked for who reads."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from service.cases.categories import CategoryInfo
from service.cases.rules import Status
from service.cases.states import Action, State


@dataclass(frozen=True)
class OwnerView:
    """The person who has to act."""

    person_id: int
    name: str
    post: str
    post_en: str
    organisation: str
    organisation_en: str
    phone: str | None
    """``None`` where the reader may not see it, or there is none."""


@dataclass(frozen=True)
class PhotoView:
    """A photo of a case; the file is at ``/cases/{number}/photos/{id}.jpg``."""

    id: int
    stage: str
    """``before`` or ``after``."""
    width_px: int
    height_px: int
    added_at: datetime


@dataclass(frozen=True)
class EventView:
    """A line of the history."""

    at: datetime
    kind: str
    state: State
    actor_name: str
    actor_role: str
    person_name: str
    note: str
    cell_from: str
    cell_to: str
    """Cells between which a new division moved the case; empty where none did."""
    division: str
    division_en: str
    """The division that moved it."""


@dataclass(frozen=True)
class WhereView:
    """The cell of a case with its names, as its own division has them."""

    division_id: int
    cell_code: str
    community_code: str
    community: str
    community_en: str
    street_code: str
    street: str
    street_en: str


@dataclass(frozen=True)
class CaseView:
    """All of a case, for a reader in whose scope it lies."""

    number: str
    state: State
    status: Status
    revision: int
    category: CategoryInfo
    title: str
    """First line of the description; the category's name where there is none."""
    title_en: str
    description: str
    address: str
    lon: float
    lat: float
    accuracy_m: float | None
    where: WhereView
    outside_since: datetime | None
    """Since when its place lies in no cell; ``where`` is then the last one that it had."""
    source: str
    reported_at: datetime
    due_at: datetime
    rectified_at: datetime | None
    verified_at: datetime | None
    closed_at: datetime | None
    rework_count: int
    owner: OwnerView | None
    reporter_name: str
    reporter_contact: str
    contact_masked: bool
    """Whether name and contact are hidden from this reader."""
    photos: tuple[PhotoView, ...]
    history: tuple[EventView, ...]
    actions: tuple[Action, ...]
    """What this reader may do now."""


@dataclass(frozen=True)
class CaseRow:
    """A case in a list."""

    number: str
    category_code: str
    category: str
    category_en: str
    title: str
    title_en: str
    address: str
    where: WhereView
    lon: float
    lat: float
    state: State
    status: Status
    owner_name: str
    reported_at: datetime
    due_at: datetime
    closed_at: datetime | None
    revision: int


class Tab(StrEnum):
    """The views of the list of cases."""

    MINE = "mine"
    LATE = "late"
    TODAY = "today"
    VERIFY = "verify"
    ALL = "all"


@dataclass(frozen=True)
class CasePage:
    """A page of the list of cases."""

    rows: tuple[CaseRow, ...]
    total: int
    """Cases in the chosen tab."""
    page: int
    """From 1."""
    pages: int
    counts: dict[Tab, int]
    """Cases in each tab, with the same filters."""


@dataclass(frozen=True)
class CaseMark:
    """A case on the map, for everybody."""

    number: str
    category_code: str
    status: Status
    lon: float
    lat: float
    cell_code: str


@dataclass(frozen=True)
class CaseBrief:
    """A case on its cell's card; its title is the category for readers outside its scope."""

    number: str
    category: str
    category_en: str
    status: Status
    title: str
    title_en: str


@dataclass(frozen=True)
class CellCasesView:
    """The cases of a cell in short."""

    open_total: int
    late: int
    recent: tuple[CaseBrief, ...]


@dataclass(frozen=True)
class AnswerView:
    """Words to the reporter: an answer, or the reason of a rejection."""

    at: datetime
    kind: str
    note: str


@dataclass(frozen=True)
class TrackView:
    """What a reporter sees of their case; without the key only the first part."""

    number: str
    state: State
    status: Status
    category_code: str
    category: str
    category_en: str
    where: WhereView
    reported_at: datetime
    due_at: datetime
    rectified_at: datetime | None
    verified_at: datetime | None
    closed_at: datetime | None
    full: bool
    """Whether the reader has shown the key."""
    owner_name: str = ""
    """Masked; empty where nobody is responsible."""
    owner_post: str = ""
    owner_post_en: str = ""
    limit_working_hours: int | None = None
    description: str = ""
    address: str = ""
    lon: float | None = None
    lat: float | None = None
    photos: tuple[PhotoView, ...] = ()
    answers: tuple[AnswerView, ...] = ()


@dataclass(frozen=True)
class OutsideView:
    """An open case whose place lies in no cell of the division in force; no words of it."""

    number: str
    category: str
    category_en: str
    status: Status
    where: WhereView
    """The last cell that it had."""
    lon: float
    lat: float
    since: datetime
