"""The list of open cases that lie in no cell of the division in force."""

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse

from service.cases.queries import outside_cases
from service.web.context import ContextDep
from service.web.pages import page

router = APIRouter(include_in_schema=False)


@router.get("/cases/outside")
def outside_page(request: Request, context: ContextDep) -> HTMLResponse:
    """Show where they lie and which cell they had, so that somebody decides whose they are."""
    return page(
        request,
        context,
        "cases/outside.html",
        cases=context.executor.read(outside_cases, context.actor),
    )
