"""Report an issue: the form, and what its reporter is told."""

import math
from dataclasses import dataclass
from itertools import groupby
from typing import Annotated
from urllib.parse import urlencode
from uuid import uuid4

from fastapi import APIRouter, File, Form, Request, UploadFile
from starlette.responses import HTMLResponse, RedirectResponse, Response

from service.access.guard import ActingContextDep
from service.areas.divisions import CellInfo
from service.areas.errors import PlaceUnfitError, UnknownCellError
from service.areas.past import place_named
from service.cases.api_models import ReportedAnswer
from service.cases.bodies import Body, ReportBody
from service.cases.categories import CategoryInfo, categories
from service.cases.pages.track import tracked_case
from service.cases.reception import take_report
from service.errors.domain import DomainError
from service.errors.problems import problem_of
from service.idempotency import KeyReusedError
from service.web.context import Context, ContextDep
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


@router.get("/report")
def report_page(request: Request, context: ContextDep, cell: str = "") -> HTMLResponse:
    """Show the form to report an issue, at a cell where one is given."""
    named = place_named(context, cell)
    if named is None:
        return _report_form(request, context, Given(), None, {})
    given = Given(lon=f"{named.lon:.7f}", lat=f"{named.lat:.7f}")
    return _report_form(
        request, context, given, named.cell, {}, retired=cell if named.retired else ""
    )


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
    idempotency_key: Annotated[str, Form()] = "",
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
        kept = take_report(request, context, Body(body, pictures), idempotency_key or None)
    except KeyReusedError:
        # Back, changed, sent again: the first is kept, and a new form may be another issue.
        told = context.text("report-sent-once")
        return _report_form(request, context, given, None, {}, notice=told, status=409)
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
    case = tracked_case(context, number, key)
    path = f"/track/{case.number}?" + urlencode({"key": key})
    division = context.in_force
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


def _report_form(
    request: Request,
    context: Context,
    given: Given,
    cell: CellInfo | None,
    faults: dict[str, str],
    *,
    notice: str = "",
    retired: str = "",
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
        notice=notice or (context.text("report-refused") if faults else ""),
        retired=retired,
        form_key=uuid4().hex,
        faults={name: faults.get(name, "") for name in named},
        common=common,
        rare_count=len(rare),
        groups=[
            CategoryGroup(code, members[0].group_name, members[0].group_name_en, members)
            for code, group in groupby(rare, key=lambda kind: kind.group_code)
            for members in [tuple(group)]
        ],
        division=context.in_force.info,
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
    if not given.cell.strip():
        return None
    named = place_named(context, given.cell)
    if named is None:
        raise UnknownCellError(code=given.cell.strip()[:40])
    return named.lon, named.lat
