"""Format numbers, times, areas and codes for people; installed as template filters."""

import math
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from jinja2 import Environment, pass_context
from jinja2.runtime import Context as TemplateContext

from gis.codes import grouped, label_in, short_code
from gis.texts import Locale

THIN_SPACE = "\u2009"
_EXACT = 1e-9
"""What a share of doubles may lack of the whole percent that it is."""


def install(environment: Environment) -> None:
    """Add the filters for moments, days, areas, numbers and codes."""
    environment.filters.update(moment=_moment, day=_day, area=_area, code=grouped, number=number)
    environment.filters.update(stamp=_stamp, label_in=label_in, short_code=short_code)
    environment.filters.update(named=_named, percent=percent)


def number(value: int | float, decimals: int = 0) -> str:
    """Write a number with thin spaces between thousands."""
    return f"{value:,.{decimals}f}".replace(",", THIN_SPACE)


def percent(share: float) -> str:
    """Write a part of a whole in whole percents, never more than it is: 0.8973 is 89 %."""
    return f"{math.floor(share * 100 + _EXACT)} %"


def area(area_m2: float, locale: Locale) -> str:
    """Write an area in hectares, or in m² below one hectare."""
    if area_m2 < 10_000:
        return f"{number(area_m2)} m²"
    return f"{number(area_m2 / 10_000, 1)} {'公顷' if locale == 'zh' else 'ha'}"


def moment(at: datetime, zone: ZoneInfo, now: datetime) -> str:
    """Write a time in the district's zone: the clock today, with the date before it else."""
    local, today = at.astimezone(zone), now.astimezone(zone).date()
    if local.date() == today:
        return f"{local:%H:%M}"
    if local.year == today.year:
        return f"{local:%m-%d %H:%M}"
    return f"{local:%Y-%m-%d %H:%M}"


def span(length: timedelta, locale: Locale) -> str:
    """Write a length of time in its largest unit or two: ``2 时 10 分``, ``2 h 10 min``."""
    minutes = int(abs(length).total_seconds() // 60)
    days, rest = divmod(minutes, 1440)
    hours, minutes = divmod(rest, 60)
    units = ("日", "时", "分") if locale == "zh" else ("d", "h", "min")
    if days:
        return f"{days} {units[0]}" + (f" {hours} {units[1]}" if hours else "")
    if hours:
        return f"{hours} {units[1]}" + (f" {minutes} {units[2]}" if minutes else "")
    return f"{minutes} {units[2]}"


@pass_context
def _named(scope: TemplateContext, name: str, name_en: str) -> str:
    """Choose a name by the reader's language; the Chinese one where there is no other."""
    return (scope["locale"] == "en" and name_en) or name


@pass_context
def _moment(scope: TemplateContext, at: datetime) -> str:
    return moment(at, scope["zone"], scope["now"])


@pass_context
def _stamp(scope: TemplateContext, at: datetime) -> str:
    """Write a time with its whole date: what is looked up later, and not news of today."""
    return f"{at.astimezone(scope['zone']):%Y-%m-%d %H:%M}"


@pass_context
def _day(scope: TemplateContext, on: date | datetime) -> str:
    if isinstance(on, datetime):
        on = on.astimezone(scope["zone"]).date()
    return on.isoformat()


@pass_context
def _area(scope: TemplateContext, area_m2: float) -> str:
    return area(area_m2, scope["locale"])
