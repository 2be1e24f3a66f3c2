"""The style guide: every token, component and list state on one page; development only."""

from dataclasses import dataclass
from typing import Literal

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse

from service.people.kinds import Tier
from service.web.context import ContextDep
from service.web.pages import page

router = APIRouter(include_in_schema=False)

COLOURS = {
    "paper": ("paper", "surface", "sunken", "line", "line-strong", "ink", "ink-2", "ink-3"),
    "accent": ("accent", "accent-strong", "accent-ink", "accent-soft", "focus"),
    "map": (
        "map-ground",
        "map-cell",
        "map-cell-line",
        "map-community",
        "map-district",
        "map-label",
        "map-code",
    ),
}
STATUSES = ("late", "due", "in_hand", "to_verify", "done", "rejected")
GROUPS = ("01", "02", "03", "04", "05", "11", "12", "13", "14", "19")


@dataclass(frozen=True)
class _Sample:
    """A person as `person_row` takes it."""

    tier: Tier
    name: str = ""
    post: str = ""
    post_en: str = ""
    phone: str = ""
    organisation: str = ""
    organisation_en: str = ""
    stand_in: bool = False


PERSONS = (
    _Sample(
        Tier.DEPARTMENT,
        "陈志强",
        "结对联络人",
        "Pairing contact",
        "000-0000 0101",
        "区市场监管局",
        "Market regulation bureau",
    ),
    _Sample(
        Tier.STREET,
        "李婉仪",
        "",
        "",
        "000-0000 0102",
        "外海街道办事处",
        "Waihai street office",
        True,
    ),
    _Sample(Tier.COMMUNITY),
)


@router.get("/styleguide")
def styleguide(
    request: Request, context: ContextDep, scheme: Literal["auto", "light", "dark"] = "auto"
) -> HTMLResponse:
    """Show all parts that pages are made of, in the light, the dark or the reader's own scheme."""
    return page(
        request,
        context,
        "styleguide.html",
        scheme=scheme,
        colours=COLOURS,
        statuses=STATUSES,
        groups=GROUPS,
        persons=PERSONS,
    )
