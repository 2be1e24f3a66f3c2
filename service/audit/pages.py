"""The page of a division's figures and of what is wrong with it."""

import math
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Literal
from urllib.parse import urlencode

import pandas
from fastapi import APIRouter, Query, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from gis.figures import community_figures
from service.access.guard import ActingContextDep
from service.access.permissions import Permission, require
from service.areas.loaded import LoadedDivision
from service.areas.operations import generation
from service.areas.readers import readable_division
from service.areas.status import DivisionStatus
from service.audit.examining import examine
from service.audit.figures import distributions, records, sorted_figures
from service.audit.kinds import Cause, FindingKind
from service.audit.operations import AuditTold, counts, last_audit, open_findings
from service.audit.rules import Finding
from service.audit.telling import finding_told, may_know, mend_of, mends_together, subject_told
from service.audit.watching import audit, examination_of, range_of
from service.web.context import Context, ContextDep
from service.web.pages import page

router = APIRouter(include_in_schema=False)

_FINDINGS_A_PAGE = 15
_CELLS_A_PAGE = 25
SORTS = ("code", "community", "area_m2", "households", "compactness", "across_m")
Order = Literal["asc", "desc"]
Page = Annotated[int, Query(ge=1, le=100_000)]


@dataclass(frozen=True)
class FindingRow:
    """A finding as the page shows it."""

    finding: Finding
    subject: str
    what: str
    href: str
    since: datetime | None


@dataclass(frozen=True)
class Rows:
    """A page of a list."""

    rows: list[Any]
    total: int
    page: int
    pages: int


@router.get("/divisions/{division_id}/figures")
def figures_page(
    request: Request,
    context: ContextDep,
    division_id: int,
    kind: str = "",
    sort: str = "code",
    order: Order = "asc",
    found: Page = 1,
    cells: Page = 1,
) -> HTMLResponse:
    """Show a division's figures, and what its audit found, with where each is mended.

    Of the division in force the findings are those that are kept, with since when; of another
    one its cells are judged anew.
    """
    require(context.actor, Permission.READ_DRAFTS)
    division = readable_division(context, division_id)
    active = division.info.status is DivisionStatus.ACTIVE
    last = context.executor.read(last_audit, None) if active else None
    last = last if last is not None and last.division_id == division_id else None
    rows = _findings(context, division, last)
    counted = counts(row.finding for row in rows)
    chosen = _kind(kind, counted)
    shown = [row for row in rows if row.finding.kind is chosen]
    by = sort if sort in SORTS else "code"
    asked = {"kind": chosen.value if chosen else "", "sort": by, "order": order, "found": found}
    ordered = sorted_figures(division.figures, by, descending=order == "desc")
    return page(
        request,
        context,
        "audit/figures.html",
        info=division.info,
        active=active,
        proven=context.executor.read(generation, division_id).proof is not None,
        last=last,
        counted=counted,
        kind=chosen,
        findings=_paged(shown, found, _FINDINGS_A_PAGE),
        together=mends_together(chosen, context.actor) if chosen else None,
        distributions=distributions(division.figures),
        communities=records(community_figures(division.figures)),
        named=division.communities_by_code,
        cells=_paged(ordered, cells, _CELLS_A_PAGE),
        sort=by,
        order=order,
        address=lambda **changes: f"?{urlencode({**asked, 'cells': cells, **changes})}",
        range=range_of(context.settings),
        unknown=int(division.figures["households"].isna().sum()),
        total=len(division.figures),
    )


@router.post("/divisions/{division_id}/audit", response_model=None)
def run_anew(context: ActingContextDep, division_id: int) -> Response:
    """Audit the division in force now."""
    require(context.actor, Permission.EDIT_DIVISIONS)
    audit(context.executor, context.resources.divisions, context.settings, Cause.ASKED)
    return RedirectResponse(f"/divisions/{context.in_force.info.id}/figures", 303)


def _findings(
    context: Context, division: LoadedDivision, last: AuditTold | None
) -> list[FindingRow]:
    division_id = division.info.id
    pairs: list[tuple[Finding, datetime | None]]
    if last is not None:
        told = context.executor.read(open_findings, division_id)
        pairs = [(one.finding, one.first_seen_at) for one in told]
    elif division.info.status is DivisionStatus.ACTIVE:
        pairs = []  # in force, and not yet audited: the page says so
    else:
        wanted = examination_of(context.settings, division, context.executor.clock())
        pairs = [(one, None) for one in examine(context.executor, wanted)]
    return [
        FindingRow(
            one,
            subject_told(one),
            finding_told(one, context.text),
            mend_of(one, division_id, context.actor),
            since,
        )
        for one, since in pairs
        if may_know(one, context.actor)
    ]


def _kind(asked: str, counted: dict[FindingKind, int]) -> FindingKind | None:
    """Return the kind that is asked for, or the most urgent, of those that were found."""
    found = [kind for kind, count in counted.items() if count]
    return next((kind for kind in found if kind.value == asked), found[0] if found else None)


def _paged(rows: list[Any] | pandas.DataFrame, number: int, most: int) -> Rows:
    pages = math.ceil(len(rows) / most)
    number = min(number, max(pages, 1))
    start = (number - 1) * most
    some = rows[start : start + most]
    listed = records(some) if isinstance(some, pandas.DataFrame) else some
    return Rows(listed, len(rows), number, pages)
