"""The list of cases beside their map."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from starlette.responses import HTMLResponse

from gis.codes import grouped
from service.areas.divisions import CommunityInfo
from service.cases.categories import CategoryInfo, categories
from service.cases.pages.clock import clock_of
from service.cases.queries import CaseFilter, list_cases, outside_total
from service.cases.states import State
from service.cases.views import Tab
from service.web.context import Context, ContextDep
from service.web.pages import page

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True)
class ListAddress:
    """The address of the list: its tab, filters and page."""

    tab: Tab
    q: str = ""
    category: str = ""
    street: str = ""
    community: str = ""
    cell: str = ""
    state: str = ""

    def href(self, **changes: str | int) -> str:
        """Return the address with some of it changed; the page starts anew."""
        values = {
            "tab": self.tab.value,
            "q": self.q,
            "category": self.category,
            "street": self.street,
            "community": self.community,
            "cell": self.cell,
            "state": self.state,
            **changes,
        }
        return "/cases?" + urlencode({name: value for name, value in values.items() if value})

    @property
    def filtered(self) -> bool:
        """Tell whether any filter is set."""
        return self.href() != self.href(
            q="", category="", street="", community="", cell="", state=""
        )


@dataclass(frozen=True)
class Pick:
    """A filter of the list: what may be chosen, and what is."""

    name: str
    chosen: str
    options: tuple[tuple[str, str], ...]
    """Value and words."""

    @property
    def told(self) -> str:
        """Say what is chosen."""
        return dict(self.options).get(self.chosen, self.chosen)


@router.get("/cases")
def cases_page(
    request: Request,
    context: ContextDep,
    tab: Tab | None = None,
    q: Annotated[str, Query(max_length=200)] = "",
    category: Annotated[str, Query(max_length=8)] = "",
    street: Annotated[str, Query(max_length=9)] = "",
    community: Annotated[str, Query(max_length=12)] = "",
    cell: Annotated[str, Query(max_length=20)] = "",
    state: str = "",
    page_number: Annotated[int, Query(alias="page", ge=1, le=1_000_000)] = 1,
) -> HTMLResponse:
    """List the cases in the reader's scope, beside their map."""
    # An account without a person has no case of its own: it starts with all.
    mine = Tab.MINE if context.actor.person_id is not None else Tab.ALL
    chosen = State(state) if state in tuple(State) else None
    address = ListAddress(tab or mine, q.strip(), category, street, community, cell, chosen or "")
    found = context.executor.read(
        list_cases,
        CaseFilter(
            actor=context.actor,
            zone=context.settings.zone,
            tab=address.tab,
            q=address.q,
            category=category,
            state=chosen,
            street=street,
            community=community,
            cell=cell,
            page=page_number,
        ),
    )
    division = context.in_force
    kinds = context.executor.read(categories, None)
    return page(
        request,
        context,
        "cases/list.html",
        found=found,
        address=address,
        tabs=list(Tab),
        picks=_picks(context, address, division.communities_by_code.values(), kinds),
        division=division.info,
        outside_total=context.executor.read(outside_total, context.actor),
        clocks={
            row.number: clock_of(context, row.status, row.due_at, row.closed_at)
            for row in found.rows
        },
    )


def _picks(
    context: Context,
    address: ListAddress,
    communities: Iterable[CommunityInfo],
    kinds: Iterable[CategoryInfo],
) -> tuple[Pick, ...]:
    """Return the filters in the order of the page; one cell is only ever chosen elsewhere."""
    english = context.locale == "en"
    streets = {}
    within = []
    for one in communities:
        streets[one.street_code] = (one.street_en if english else "") or one.street
        if address.street in ("", one.street_code):
            within.append((one.code, (one.name_en if english else "") or one.name))
    states = ((state.value, state.value.replace("_", "-")) for state in State)
    picks = [
        Pick("street", address.street, tuple(streets.items())),
        Pick("community", address.community, tuple(within)),
        Pick(
            "category",
            address.category,
            tuple((kind.code, (kind.name_en if english else "") or kind.name) for kind in kinds),
        ),
        Pick(
            "state",
            address.state,
            tuple((value, context.text(f"case-state-{key}")) for value, key in states),
        ),
    ]
    if address.cell:
        picks.insert(0, Pick("cell", address.cell, ((address.cell, grouped(address.cell)),)))
    return tuple(picks)
