"""Whether the service lives, and whether it can serve."""

from fastapi import APIRouter
from sqlalchemy import text
from starlette.responses import PlainTextResponse

from service.database import Transaction
from service.web.context import ContextDep

router = APIRouter(include_in_schema=False)


def _ask_database(tx: Transaction, _command: None) -> None:
    tx.session.execute(text("SELECT 1"))


@router.get("/healthz")
def healthz() -> PlainTextResponse:
    """Answer as long as the process lives."""
    return PlainTextResponse("ok\n")


@router.get("/readyz")
def readyz(context: ContextDep) -> PlainTextResponse:
    """Answer once the database is there and a division is active."""
    context.executor.read(_ask_database, None)
    context.resources.divisions.active()
    return PlainTextResponse("ready\n")
