"""Which day it is for the register."""

from datetime import date

from service.web.context import Context


def today_of(context: Context) -> date:
    """Return the day that it is in the district."""
    return context.executor.clock().astimezone(context.settings.zone).date()
