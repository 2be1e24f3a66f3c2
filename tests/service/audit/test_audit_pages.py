"""The page of figures and findings, from outside, for every role."""

import re

import pytest
from fastapi import FastAPI
from sqlalchemy import update

from service.access.permissions import Permission, scope_of
from service.access.roles import Actor, Role
from service.audit.watching import Watch
from service.cases.models import Case
from service.database import Executor
from service.web.context import SESSION_COOKIE
from tests.browser import ON_SQLITE, chromium, live_server
from tests.service.audit.reporting import reported
from tests.service.conftest import ClientAs, District

READERS = [role for role in Role if scope_of(Actor(role), Permission.READ_DRAFTS)]
OTHERS = [role for role in Role if role not in READERS]
AUDITORS = {Role.CLERK, Role.ADMIN}
NAMES = ("黄志文", "陈秀兰", "李国栋", "梁伟明", "何晓彤", "000-0000")


@pytest.fixture
def audited(app: FastAPI, executor: Executor, district: District, client_as: ClientAs) -> str:
    """Audit the district with one case outside, and return the page's address."""
    reported(client_as, district)
    executor.write(
        lambda tx, _: tx.session.execute(update(Case).values(outside_since=tx.now)), None
    )
    resources = app.state.resources
    Watch(resources.executor, resources.divisions, resources.settings).tick()
    return f"/divisions/{district.division_id}/figures"


def test_who_may_see_divisions_sees_figures_and_nobodys_name(
    client_as: ClientAs, audited: str, district: District
) -> None:
    for role in READERS:
        page = client_as(role).get(f"{audited}?kind=vacant&lang=zh")
        assert page.status_code == 200, role
        assert f"/cells/{district.cells[-1]}?division={district.division_id}" in page.text
        assert "未落实：区直单位、村（社区）" in page.text
        own = page.text.partition("<main")[2]
        assert not [name for name in NAMES if name in own], role
        assert ('/audit"' in own) == (role in AUDITORS)
        # The number of a case in no cell is for those who look after them.
        known = scope_of(Actor(role), Permission.READ_OUTSIDE_CASES) is not None
        assert ("案卷不在网格内" in own) == known, role


def test_nobody_else_sees_the_page_or_has_the_audit_made(client_as: ClientAs, audited: str) -> None:
    deed = audited.replace("/figures", "/audit")
    for role in OTHERS:
        refused = client_as(role).get(audited)
        assert refused.status_code in ({303, 401} if role is Role.ANONYMOUS else {403}), role
    for role in set(Role) - AUDITORS:
        refused = client_as(role).post(deed)
        assert refused.status_code in ({303, 401} if role is Role.ANONYMOUS else {403}), role
    for role in AUDITORS:
        assert client_as(role).post(deed).status_code == 303, role
    clerk = client_as(Role.CLERK)
    del clerk.headers["X-CSRF-Token"]
    assert clerk.post(deed).status_code == 403


def test_every_finding_leads_to_a_page_that_its_reader_may_open(
    client_as: ClientAs, audited: str
) -> None:
    for role in READERS:
        client = client_as(role)
        for kind in ("outside", "vacant"):
            own = client.get(f"{audited}?kind={kind}").text.partition("<main")[2]
            hrefs = set(re.findall(r'class="rows__row" href="([^"]+)"', own))
            for href in [*sorted(hrefs)[:2], *re.findall(r'audit-together"><a href="([^"]+)', own)]:
                assert client.get(href.replace("&amp;", "&")).status_code == 200, (role, href)


def test_cells_are_sorted_by_any_figure(client_as: ClientAs, audited: str) -> None:
    client = client_as(Role.CLERK)

    def areas(order: str) -> list[int]:
        text = client.get(f"{audited}?sort=area_m2&order={order}").text.partition('id="cells"')[2]
        rows = re.findall(r"<tr><td><a.*?</tr>", text)
        cells = [re.findall(r'numbers"[^>]*>([\d\u2009]+)</td>', row)[0] for row in rows]
        return [int(cell.replace("\u2009", "")) for cell in cells]

    rising = areas("asc")
    assert rising == sorted(rising)
    assert areas("desc") == rising[::-1]
    assert client.get(f"{audited}?sort=nonsense&kind=nonsense&cells=999").status_code == 200
    assert client.get(f"{audited}?order=nonsense").status_code == 422


def test_where_no_households_are_known_the_page_says_so(client_as: ClientAs, audited: str) -> None:
    page = client_as(Role.CLERK).get(f"{audited}?lang=en").text
    assert "No cell of this division has a number of households" in page


def test_a_division_before_its_first_audit_says_that_it_is_not_audited(
    client_as: ClientAs, district: District
) -> None:
    page = client_as(Role.CLERK).get(f"/divisions/{district.division_id}/figures?lang=en")
    assert "Not audited yet" in page.text


@ON_SQLITE
def test_on_a_phone_the_page_is_no_wider_than_the_screen(
    app: FastAPI, audited: str, client_as: ClientAs
) -> None:
    token = client_as(Role.CLERK).cookies[SESSION_COOKIE]
    with live_server(app) as address, chromium() as browser:
        context = browser.new_context(viewport={"width": 390, "height": 800})
        context.add_cookies([{"name": SESSION_COOKIE, "value": token, "url": address}])
        page = context.new_page()
        for language in ("zh", "en"):
            page.goto(f"{address}{audited}?lang={language}")
            wide, screen = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
            assert wide <= screen, language
        page.get_by_role("button", name="Look over now").click()
        page.get_by_text("when asked for").wait_for()
