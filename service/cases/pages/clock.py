"""How a case stands to its time, in a few words."""

from datetime import datetime

from service.cases.rules import Status
from service.web.context import Context
from service.web.formats import moment, span


def clock_of(context: Context, status: Status, due_at: datetime, closed_at: datetime | None) -> str:
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
