"""Pages of people: the board of pairings with its gaps, and the import of a register."""

from dataclasses import dataclass
from itertools import groupby
from typing import Annotated

from fastapi import APIRouter, Depends, File, Request, UploadFile
from starlette.responses import HTMLResponse

from service.access.permissions import Permission, require
from service.areas.queries import NamedCommunity
from service.errors.domain import DomainError
from service.errors.faults import SheetPlace, in_words
from service.errors.problems import problem_of
from service.people import carrying_pages
from service.people.api import importing_context
from service.people.board import Gap
from service.people.days import today_of
from service.people.operations import (
    DivisionOn,
    ImportRefusedError,
    ImportReport,
    PeopleFile,
    gaps,
    import_people,
    pairing_board,
    waiting_divisions,
)
from service.web.context import Context, ContextDep
from service.web.pages import page

router = APIRouter(include_in_schema=False)
router.include_router(carrying_pages.router)

_FAULTS_SHOWN = 200


@dataclass(frozen=True)
class CommunityGaps:
    """The cells of a community that lack somebody."""

    community: NamedCommunity
    gaps: tuple[Gap, ...]


@router.get("/people")
def people_page(request: Request, context: ContextDep) -> HTMLResponse:
    """Show who is paired, who is not, and where somebody is missing."""
    require(context.actor, Permission.READ_PEOPLE)
    division, today = context.in_force.info, today_of(context)
    missing = context.executor.read(gaps, DivisionOn(division.id, today))
    by_community = tuple(
        CommunityGaps(members[0].community, members)
        for _, group in groupby(missing, key=lambda gap: gap.community.code)
        for members in [tuple(group)]
    )
    return page(
        request,
        context,
        "people/board.html",
        board=context.executor.read(pairing_board, DivisionOn(division.id, today)),
        gap_total=len(missing),
        gaps=by_community,
        to_confirm=sum(
            one.to_confirm for one in context.executor.read(waiting_divisions, context.actor)
        ),
    )


@router.get("/people/import")
def import_page(request: Request, context: ContextDep) -> HTMLResponse:
    """Offer the template and ask for the file."""
    require(context.actor, Permission.IMPORT_PEOPLE)
    return _import_page(request, context)


@router.post("/people/import")
def take_people_file(
    request: Request,
    context: Annotated[Context, Depends(importing_context)],
    file: Annotated[UploadFile | None, File()] = None,
) -> HTMLResponse:
    """Take a people file whole, or tell every fault by its place."""
    if file is None or not file.filename:
        return _import_page(request, context, refusal=context.text("people-import-no-file"))
    try:
        report = context.executor.write(import_people, PeopleFile.read(file.file.read()))
    except ImportRefusedError as error:
        faults = tuple(
            in_words(fault, context.resources.catalogue, context.locale)
            for fault in error.faults[:_FAULTS_SHOWN]
        )
        return _import_page(request, context, faults=faults, fault_total=len(error.faults))
    except DomainError as error:
        return _import_page(request, context, refusal=problem_of(request, error).detail)
    return _import_page(request, context, report=report)


def _import_page(
    request: Request,
    context: Context,
    *,
    report: ImportReport | None = None,
    faults: tuple[SheetPlace, ...] = (),
    fault_total: int = 0,
    refusal: str = "",
) -> HTMLResponse:
    return page(
        request,
        context,
        "people/import.html",
        status=422 if faults or refusal else 200,
        report=report,
        faults=faults,
        fault_total=fault_total,
        refusal=refusal,
    )
