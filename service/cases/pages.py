"""Pages of cases: report, follow, the list, and one case with its actions."""

import math
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, File, Form, Query, Request, UploadFile
from starlette.responses import HTMLResponse, RedirectResponse, Response

from service.access.guard import ActingContextDep
from service.access.permissions import Permission, Place, allowed
from service.areas.divisions import CellInfo
from service.areas.errors import PlaceUnfitError
from service.cases.api_models import ReportedAnswer
from service.cases.bodies import ActBody, ActDep, Body, ReportBody
from service.cases.categories import CategoryInfo, categories
from service.cases.errors import UnknownCaseError
from service.cases.progress import steps_of
from service.cases.queries import CaseFilter, CaseFor, Track, case_view, list_cases, tracked
from service.cases.reception import take_act, take_report
from service.cases.rules import Status
from service.cases.states import TRANSITIONS, Action, State
from service.cases.views import Tab, TrackView
from service.errors.domain import ConflictError, DomainError
from service.errors.problems import problem_of
from service.people.operations import CellOn, responsible_for
from service.web.context import Context, ContextDep
from service.web.formats import moment, span
from service.web.pages import page

router = APIRouter(include_in_schema=False)

COMMON_CATEGORIES = ("0101", "1201", "0502", "0201", "1104")
"""Kinds that residents report most, offered first."""
_PLACE_FIELDS = {"lon", "lat", "accuracy", "cell"}


@dataclass(frozen=True)
class Given:
    """What a report's form holds when it is shown again."""

    lon: str = ""
    lat: str = ""
    cell: str = ""
    category: str = ""
    description: str = ""
    address: str = ""
    contact_name: str = ""
    contact: str = ""


@dataclass(frozen=True)
class CategoryGroup:
    """Kinds of one group, as the form lists them."""

    code: str
    name: str
    name_en: str
    categories: tuple[CategoryInfo, ...]


@dataclass(frozen=True)
class ListAddress:
    """The address of the list: its tab, filters and page."""

    tab: Tab
    q: str = ""
    category: str = ""
    community: str = ""
    state: str = ""

    def href(self, **changes: str | int) -> str:
        """Return the address with some of it changed; the page starts anew."""
        values = {
            "tab": self.tab.value,
            "q": self.q,
            "category": self.category,
            "community": self.community,
            "state": self.state,
            **changes,
        }
        return "/cases?" + urlencode({name: value for name, value in values.items() if value})

    @property
    def filtered(self) -> bool:
        """Tell whether any filter is set."""
        return bool(self.q or self.category or self.community or self.state)


@router.get("/report")
def report_page(request: Request, context: ContextDep, cell: str = "") -> HTMLResponse:
    """Show the form to report an issue, at a cell where one is given."""
    found = context.resources.divisions.active().cells_by_code.get(cell)
    given = Given()
    if found is not None:
        given = Given(lon=f"{found.label_lon:.7f}", lat=f"{found.label_lat:.7f}")
    return _report_form(request, context, given, found, {})


@router.post("/report")
def send_report(
    request: Request,
    context: ActingContextDep,
    lon: Annotated[str, Form()] = "",
    lat: Annotated[str, Form()] = "",
    cell: Annotated[str, Form()] = "",
    category: Annotated[str, Form()] = "",
    description: Annotated[str, Form()] = "",
    address: Annotated[str, Form()] = "",
    contact_name: Annotated[str, Form()] = "",
    contact: Annotated[str, Form()] = "",
    photos: Annotated[list[UploadFile] | None, File()] = None,
) -> Response:
    """Keep a report that a browser without scripts sends; show the form again if refused."""
    given = Given(lon, lat, cell, category, description, address, contact_name, contact)
    # A browser sends a nameless empty file where none was chosen.
    pictures = tuple(photo.file.read() for photo in photos or () if photo.filename)
    faults = {}
    if not category:
        faults["category"] = context.text("report-need-category")
    if not description.strip() and not pictures:
        faults["description"] = context.text("report-need-description")
    try:
        place = _place_of(context, given)
        if place is None:
            faults["place"] = context.text("report-need-place")
        if faults or place is None:
            return _report_form(request, context, given, None, faults, status=422)
        body = ReportBody(
            lon=place[0],
            lat=place[1],
            accuracy=None,
            category=category,
            description=description,
            address=address,
            contact_name=contact_name,
            contact=contact,
        )
        kept = take_report(request, context, Body(body, pictures), None)
    except DomainError as error:
        problem = problem_of(request, error)
        named = "place" if error.field in _PLACE_FIELDS else error.field or "place"
        faults[named] = problem.detail
        return _report_form(request, context, given, None, faults, status=problem.status)
    answer = ReportedAnswer.model_validate_json(kept.body)
    target = urlencode({"number": answer.number, "key": answer.tracking_key})
    return RedirectResponse(f"/report/sent?{target}", 303)


@router.get("/report/sent")
def report_sent_page(
    request: Request, context: ContextDep, number: str, key: str = ""
) -> HTMLResponse:
    """Tell a reporter the number, the link to follow, and what happens next."""
    case = _tracked(context, number, key)
    path = f"/track/{case.number}?" + urlencode({"key": key})
    division = context.resources.divisions.active()
    cell = division.cells_by_code.get(case.where.cell_code)
    return page(
        request,
        context,
        "cases/sent.html",
        case=case,
        cell=cell,
        track_path=path,
        track_url=context.settings.public_url.rstrip("/") + path,
    )


@router.get("/track")
def track_search_page(request: Request, context: ContextDep, number: str = "") -> Response:
    """Ask for a number, and lead to its case."""
    wanted = number.strip()
    if not wanted:
        return page(request, context, "cases/track_search.html", number="", unknown=False)
    try:
        case = _tracked(context, wanted, "")
    except UnknownCaseError:
        return page(
            request, context, "cases/track_search.html", number=wanted, unknown=True, status=404
        )
    return RedirectResponse(f"/track/{case.number}", 303)


@router.get("/track/{number}")
def track_page(request: Request, context: ContextDep, number: str, key: str = "") -> HTMLResponse:
    """Show where a case is; with its key, all that concerns its reporter."""
    try:
        case = _tracked(context, number, key.strip())
    except UnknownCaseError:
        return page(
            request, context, "cases/track_search.html", number=number, unknown=True, status=404
        )
    return page(
        request,
        context,
        "cases/track.html",
        case=case,
        key=key.strip(),
        serial=int(case.where.cell_code[-3:]),
        steps=steps_of(
            case.state,
            case.status,
            reported_at=case.reported_at,
            rectified_at=case.rectified_at,
            closed_at=case.closed_at,
        ),
        clock=_clock(context, case.status, case.due_at, case.closed_at),
        illustrative=context.resources.divisions.active().info,
    )


@router.get("/cases")
def cases_page(
    request: Request,
    context: ContextDep,
    tab: Tab | None = None,
    q: Annotated[str, Query(max_length=200)] = "",
    category: Annotated[str, Query(max_length=8)] = "",
    community: Annotated[str, Query(max_length=12)] = "",
    state: str = "",
    page_number: Annotated[int, Query(alias="page", ge=1, le=1_000_000)] = 1,
) -> HTMLResponse:
    """List the cases in the reader's scope, beside their map."""
    # An account without a person has no case of its own: it starts with all.
    mine = Tab.MINE if context.actor.person_id is not None else Tab.ALL
    chosen = State(state) if state in tuple(State) else None
    address = ListAddress(tab or mine, q.strip(), category, community, chosen or "")
    found = context.executor.read(
        list_cases,
        CaseFilter(
            actor=context.actor,
            zone=context.settings.zone,
            tab=address.tab,
            q=address.q,
            category=category,
            state=chosen,
            community=community,
            page=page_number,
        ),
    )
    division = context.resources.divisions.active()
    kinds = context.executor.read(categories, None)
    return page(
        request,
        context,
        "cases/list.html",
        found=found,
        address=address,
        tabs=list(Tab),
        states=list(State),
        categories=kinds,
        communities=list(division.communities_by_code.values()),
        division=division.info,
        clocks={
            row.number: _clock(context, row.status, row.due_at, row.closed_at) for row in found.rows
        },
    )


@router.get("/cases/{number}")
def case_page(request: Request, context: ContextDep, number: str, done: str = "") -> HTMLResponse:
    """Show all of a case, and what its reader may do to it."""
    return _case(request, context, number, done=done if done in tuple(Action) else "")


@router.post("/cases/{number}/actions")
def act_on_case(request: Request, context: ActingContextDep, number: str, body: ActDep) -> Response:
    """Do an action; a refusal shows the case as it is now, with the words kept."""
    action = body.fields.action
    try:
        take_act(context, number, body, None)
    except DomainError as error:
        if error.status in (401, 404):
            raise
        return _case(request, context, number, refused=error, tried=body.fields)
    return RedirectResponse(f"/cases/{number}?done={action.value}", 303)


def _case(
    request: Request,
    context: Context,
    number: str,
    *,
    done: str = "",
    refused: DomainError | None = None,
    tried: ActBody | None = None,
) -> HTMLResponse:
    case = context.executor.read(case_view, CaseFor(number, context.actor))
    today = context.executor.clock().astimezone(context.settings.zone).date()
    persons = context.executor.read(
        responsible_for, CellOn(case.where.cell_code, case.where.community_code, today)
    )
    problem = problem_of(request, refused) if refused is not None else None
    place = Place(
        case.where.cell_code,
        case.where.community_code,
        case.where.street_code,
        case.category.department_key,
    )
    return page(
        request,
        context,
        "cases/case.html",
        status=problem.status if problem else 200,
        case=case,
        serial=int(case.where.cell_code[-3:]),
        steps=steps_of(
            case.state,
            case.status,
            reported_at=case.reported_at,
            rectified_at=case.rectified_at,
            closed_at=case.closed_at,
        ),
        clock=_clock(context, case.status, case.due_at, case.closed_at),
        persons=persons.tiers,
        shows_phones=allowed(context.actor, Permission.READ_PHONES, place),
        main_action=next((a for a in case.actions if not TRANSITIONS[a].note_required), None),
        note_required={a.value: TRANSITIONS[a].note_required for a in Action},
        division=context.resources.divisions.active().info,
        done=done,
        problem=problem,
        conflict=isinstance(refused, ConflictError),
        tried=tried,
        most_photos=context.settings.max_photos,
    )


def _report_form(
    request: Request,
    context: Context,
    given: Given,
    cell: CellInfo | None,
    faults: dict[str, str],
    *,
    status: int = 200,
) -> HTMLResponse:
    kinds = context.executor.read(categories, None)
    by_code = {kind.code: kind for kind in kinds}
    common = [by_code[code] for code in COMMON_CATEGORIES if code in by_code]
    rare = [kind for kind in kinds if kind not in common]
    named = ("photos", "place", "category", "description", "address", "contact_name", "contact")
    return page(
        request,
        context,
        "cases/report.html",
        status=status,
        given=given,
        cell=cell,
        any_fault=bool(faults),
        faults={name: faults.get(name, "") for name in named},
        common=common,
        rare_count=len(rare),
        groups=[
            CategoryGroup(code, members[0].group_name, members[0].group_name_en, members)
            for code, group in groupby(rare, key=lambda kind: kind.group_code)
            for members in [tuple(group)]
        ],
        division=context.resources.divisions.active().info,
        most_photos=context.settings.max_photos,
    )


def _place_of(context: Context, given: Given) -> tuple[float, float] | None:
    """Return where a report lies: as typed, else inside the cell that was named."""
    if given.lon.strip() and given.lat.strip():
        numbers = []
        for field, text in (("lon", given.lon), ("lat", given.lat)):
            try:
                numbers.append(float(text))
            except ValueError as error:
                limit = 180 if field == "lon" else 90
                raise PlaceUnfitError(field=field, given=text[:40], limit=limit) from error
        return (numbers[0], numbers[1]) if all(map(math.isfinite, numbers)) else None
    code = "".join(given.cell.split())
    if not code:
        return None
    cell = context.resources.divisions.active().cell(code)
    return cell.label_lon, cell.label_lat


def _tracked(context: Context, number: str, key: str) -> TrackView:
    return context.executor.read(
        tracked, Track(number, key or None, context.settings.signing_key, context.actor)
    )


def _clock(context: Context, status: Status, due_at: datetime, closed_at: datetime | None) -> str:
    """Say in a few words how a case stands to its time."""
    now, locale = context.executor.clock(), context.locale
    match status:
        case Status.LATE:
            return context.text("cases-page-late-by", span=span(now - due_at, locale))
        case Status.DUE | Status.IN_HAND:
            return context.text("cases-page-left", span=span(due_at - now, locale))
        case Status.DONE | Status.REJECTED if closed_at is not None:
            return moment(closed_at, context.settings.zone, now)
        case _:
            return context.text("shell-status-" + status.value.replace("_", "-"))
