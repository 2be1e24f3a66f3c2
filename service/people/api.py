"""Pairings, gaps, and the people file: JSON."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, File, UploadFile
from pydantic import BaseModel, ConfigDict
from starlette.responses import Response

from service.access.guard import ActingContextDep
from service.access.permissions import Permission, Place, allowed, require
from service.people import carrying_api
from service.people.days import today_of
from service.people.kinds import Tier
from service.people.operations import (
    DivisionOn,
    Pair,
    PeopleFile,
    gaps,
    import_people,
    pairing_board,
    template_workbook,
)
from service.web.context import Context, ContextDep

router = APIRouter(prefix="/api/v1/people", tags=["people"])
router.include_router(carrying_api.router)

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class _Answer(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class ImportAnswer(_Answer):
    """How many rows the file had, and how many of all were new or different."""

    organisations: int
    persons: int
    pairings: int
    responsibilities: int
    changed: int


class CommunityAnswer(_Answer):
    """A community."""

    code: str
    name: str
    name_en: str
    street: str
    street_en: str


class DepartmentAnswer(_Answer):
    """A department."""

    code: str
    name: str
    name_en: str


class GapAnswer(_Answer):
    """A cell in which a tier has nobody."""

    cell_code: str
    community: CommunityAnswer
    missing: list[Tier]


class GapsAnswer(BaseModel):
    """All cells in which a tier has nobody."""

    total: int
    gaps: list[GapAnswer]


class PairAnswer(_Answer):
    """A department and its community."""

    department: DepartmentAnswer
    community: CommunityAnswer
    since: date
    until: date | None
    contact: str
    contact_post: str
    contact_post_en: str
    contact_phone: str | None


class PairingsAnswer(_Answer):
    """The board of pairings."""

    pairs: list[PairAnswer]
    unpaired_departments: list[DepartmentAnswer]
    unpaired_communities: list[CommunityAnswer]


def importing_context(context: ActingContextDep) -> Context:
    """Refuse whoever may not import before a file is read."""
    require(context.actor, Permission.IMPORT_PEOPLE)
    return context


@router.post("/import")
def import_people_file(
    context: Annotated[Context, Depends(importing_context)],
    file: Annotated[UploadFile, File()],
) -> ImportAnswer:
    """Take a people file (.xlsx or .csv): all of it, or nothing, with every fault told."""
    register = PeopleFile.read(file.file.read())
    return ImportAnswer.model_validate(context.executor.write(import_people, register))


@router.get("/template.xlsx", response_class=Response)
def template(context: ContextDep) -> Response:
    """Return the people file's template in the reader's language."""
    return Response(
        template_workbook(context.locale),
        media_type=XLSX,
        headers={"Content-Disposition": 'attachment; filename="gridward-people.xlsx"'},
    )


@router.get("/gaps")
def list_gaps(context: ContextDep) -> GapsAnswer:
    """List the cells of the active division in which a tier has nobody today."""
    require(context.actor, Permission.READ_PEOPLE)
    division = context.in_force
    found = context.executor.read(gaps, DivisionOn(division.info.id, today_of(context)))
    return GapsAnswer(total=len(found), gaps=[GapAnswer.model_validate(gap) for gap in found])


@router.get("/pairings")
def list_pairings(context: ContextDep) -> PairingsAnswer:
    """List who is paired today, and who is not; phones only where the reader may read them."""
    require(context.actor, Permission.READ_PEOPLE)
    division = context.in_force
    board = context.executor.read(pairing_board, DivisionOn(division.info.id, today_of(context)))
    answer = PairingsAnswer.model_validate(board)
    for pair, told in zip(board.pairs, answer.pairs, strict=True):
        if not allowed(context.actor, Permission.READ_PHONES, _place_of(pair)):
            told.contact_phone = None
    return answer


def _place_of(pair: Pair) -> Place:
    """Return where a pair's contact works: at a community, in the name of a department."""
    return Place(
        community=pair.community.code,
        street=pair.community.street_code,
        department=pair.department.code,
    )
