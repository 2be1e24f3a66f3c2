"""JSON answers about cases."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict

from service.access.permissions import Permission, Place, allowed
from service.access.roles import Actor
from service.areas.divisions import CellInfo
from service.cases.operations import Reported
from service.cases.rules import Status, mask_name
from service.cases.states import Action, State
from service.cases.views import CaseMark


class _Answer(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class CategoryAnswer(_Answer):
    """A kind of issue."""

    code: str
    kind: str
    group_code: str
    group_name: str
    group_name_en: str
    name: str
    name_en: str
    department: str
    department_en: str
    limit_working_hours: int
    photo_required_to_rectify: bool


class OwnerAnswer(_Answer):
    """To whom a report went."""

    name: str
    post: str
    post_en: str
    organisation: str
    organisation_en: str


class ReportedAnswer(_Answer):
    """What a reporter is told."""

    number: str
    tracking_key: str
    track_url: str
    cell: str
    owner: OwnerAnswer | None
    """``null`` where the cell has a gap in every tier; the name is masked for outsiders."""
    reported_at: datetime
    due_at: datetime
    limit_working_hours: int

    @classmethod
    def of(cls, reported: Reported, cell: CellInfo, actor: Actor) -> "ReportedAnswer":
        """Tell a report that was kept."""
        place = Place(cell.code, cell.community_code, cell.street_code)
        readable = allowed(actor, Permission.READ_CASES, place)
        owner = None if reported.owner is None else OwnerAnswer.model_validate(reported.owner)
        if owner is not None and not readable:
            owner = owner.model_copy(update={"name": mask_name(owner.name)})
        return cls(
            number=reported.number,
            tracking_key=reported.tracking_key,
            track_url=f"/track/{reported.number}?key={reported.tracking_key}",
            cell=reported.cell_code,
            owner=owner,
            reported_at=reported.reported_at,
            due_at=reported.due_at,
            limit_working_hours=reported.limit_working_hours,
        )


class WhereAnswer(_Answer):
    """The cell of a case, with names as its own division has them."""

    division_id: int
    cell_code: str
    community_code: str
    community: str
    community_en: str
    street_code: str
    street: str
    street_en: str


class CaseOwnerAnswer(OwnerAnswer):
    """The person who has to act."""

    phone: str | None


class PhotoAnswer(_Answer):
    """A photo; its file is ``/cases/{number}/photos/{id}.jpg``."""

    id: int
    stage: str
    width_px: int
    height_px: int
    added_at: datetime


class EventAnswer(_Answer):
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


class CaseAnswer(_Answer):
    """All of a case, for a reader in whose scope it lies."""

    number: str
    state: State
    status: Status
    revision: int
    category: CategoryAnswer
    title: str
    title_en: str
    description: str
    address: str
    lon: float
    lat: float
    accuracy_m: float | None
    where: WhereAnswer
    outside_since: datetime | None
    """Since when its place lies in no cell; `where` is then the last one that it had."""
    source: str
    reported_at: datetime
    due_at: datetime
    rectified_at: datetime | None
    verified_at: datetime | None
    closed_at: datetime | None
    rework_count: int
    owner: CaseOwnerAnswer | None
    reporter_name: str
    reporter_contact: str
    contact_masked: bool
    photos: list[PhotoAnswer]
    history: list[EventAnswer]
    actions: list[Action]


class CaseRowAnswer(_Answer):
    """A case in a list."""

    number: str
    category_code: str
    category: str
    category_en: str
    title: str
    title_en: str
    address: str
    where: WhereAnswer
    lon: float
    lat: float
    state: State
    status: Status
    owner_name: str
    reported_at: datetime
    due_at: datetime
    closed_at: datetime | None
    revision: int


class MarkAnswer(_Answer):
    """A case as everybody may see it."""

    number: str
    category_code: str
    status: Status
    lon: float
    lat: float
    cell_code: str


class CaseListAnswer(_Answer):
    """A page of cases in the reader's scope."""

    view: Literal["cases"] = "cases"
    cases: list[CaseRowAnswer]
    total: int
    page: int
    pages: int
    counts: dict[str, int]
    """Cases in each tab, with the same filters."""


class MarkListAnswer(_Answer):
    """What a reader without a scope gets of the same list: marks, no words."""

    view: Literal["marks"] = "marks"
    cases: list[MarkAnswer]
    total: int
    page: int
    pages: int


class TrackedAnswerAnswer(_Answer):
    """Words to the reporter: an answer, or the reason of a rejection."""

    at: datetime
    kind: str
    note: str


class TrackAnswer(_Answer):
    """How a case stands; what follows ``full`` is told with the key only."""

    number: str
    state: State
    status: Status
    category_code: str
    category: str
    category_en: str
    where: WhereAnswer
    reported_at: datetime
    due_at: datetime
    rectified_at: datetime | None
    verified_at: datetime | None
    closed_at: datetime | None
    full: bool
    owner_name: str
    """Masked; empty where nobody is responsible."""
    owner_post: str
    owner_post_en: str
    limit_working_hours: int | None
    description: str
    address: str
    lon: float | None
    lat: float | None
    photos: list[PhotoAnswer]
    answers: list[TrackedAnswerAnswer]


class OutsideAnswer(_Answer):
    """An open case whose place lies in no cell of the division in force."""

    number: str
    category: str
    category_en: str
    status: Status
    where: WhereAnswer
    """The last cell that it had."""
    lon: float
    lat: float
    since: datetime


class OutsideListAnswer(_Answer):
    """All open cases that lie in no cell."""

    total: int
    cases: list[OutsideAnswer]


def marks_page(marks: list[CaseMark], page: int, page_size: int) -> MarkListAnswer:
    """Cut marks into a page."""
    pages = max(1, -(-len(marks) // page_size))
    page = min(max(page, 1), pages)
    shown = marks[(page - 1) * page_size : page * page_size]
    return MarkListAnswer(
        cases=[MarkAnswer.model_validate(mark) for mark in shown],
        total=len(marks),
        page=page,
        pages=pages,
    )
