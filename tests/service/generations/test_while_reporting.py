"""One community is re-partitioned while eight clients report through a real server."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import httpx2
import pytest
from fastapi import FastAPI
from sqlalchemy import text

from gis.partition import divide
from gis.partition.contract import Chosen
from service.access.roles import Role
from service.areas.divisions import Located
from service.database import Executor, Transaction
from service.generations.drafting import draft
from service.web.context import SESSION_COOKIE, Resources
from tests.browser import live_server
from tests.service.conftest import (
    SOUTH,
    WEST,
    YINQUAN,
    ClientAs,
    HandClock,
    communities_frame,
)
from tests.service.generations.conftest import drawn

CLIENTS = 8
REPORTS_EACH = 10


@dataclass(frozen=True)
class Sent:
    """A report as a client saw it."""

    status: int
    cell: str
    number: str
    after: bool
    """Whether it was sent when the activation had been answered."""


@pytest.fixture
def server(app: FastAPI) -> Iterator[str]:
    with live_server(app) as url:
        yield url


def redraft(executor: Executor, resources: Resources) -> int:
    """Draft a division in which only one community is divided anew."""
    plan = {YINQUAN: Chosen("squares", {"size_m": 200.0})}
    made = divide(communities_frame(), "squares", size_m=500.0, plan=plan)
    new = replace(drawn("2027", 500.0, 1), communities=made.communities, cells=made.cells)
    return draft(executor, resources.divisions, resources.settings.zone, new).division_id


def test_no_report_fails_and_none_stays_in_a_retired_cell(
    app: FastAPI, server: str, executor: Executor, client_as: ClientAs, clock: HandClock
) -> None:
    clock.now = datetime.now(UTC)
    resources: Resources = app.state.resources
    before = frozenset(resources.divisions.active().cells_by_code)
    division_id = redraft(executor, resources)
    after = frozenset(resources.divisions.get(division_id).cells_by_code)
    reporter, clerk = client_as(Role.RESIDENT), client_as(Role.CLERK)
    cookies = {SESSION_COOKIE: reporter.cookies[SESSION_COOKIE]}
    token = {"X-CSRF-Token": reporter.headers["X-CSRF-Token"]}
    under_way, activated = threading.Barrier(CLIENTS + 1), threading.Event()

    def report(client: int) -> list[Sent]:
        sent = []
        with httpx2.Client(base_url=server, cookies=cookies, headers=token, timeout=60) as http:
            for turn in range(REPORTS_EACH):
                if turn == 2:
                    under_way.wait()
                known = activated.is_set()
                place = {
                    "lon": WEST + 0.0003 + 0.0037 * client + 0.00004 * turn,
                    "lat": SOUTH + 0.0009 * (turn + 0.5),
                }
                answer = http.post("/api/v1/cases", json={**place, "category": "0101"})
                told = answer.json()
                sent.append(
                    Sent(answer.status_code, told.get("cell", ""), told.get("number", ""), known)
                )
        return sent

    with ThreadPoolExecutor(CLIENTS) as threads:
        clients = [threads.submit(report, n) for n in range(CLIENTS)]
        under_way.wait(60)
        done = clerk.post(f"/api/v1/divisions/{division_id}/activate")
        activated.set()
        sent = [one for client in clients for one in client.result(120)]

    assert done.status_code == 200, done.text
    assert {one.status for one in sent} == {201}
    assert len({one.number for one in sent}) == CLIENTS * REPORTS_EACH
    assert {one.cell for one in sent if one.after} <= after
    assert {one.cell for one in sent} <= before | after
    active = resources.divisions.active()
    assert active.info.id == division_id
    cases = executor.read(_cases, None)
    assert len(cases) == CLIENTS * REPORTS_EACH
    for number, division, cell, lon_e7, lat_e7 in cases:
        place = active.place(lon_e7 / 1e7, lat_e7 / 1e7)
        assert isinstance(place, Located)
        assert (number, division, cell) == (number, division_id, place.cell.code)


def _cases(tx: Transaction, _command: None) -> list[tuple[str, int, str, int, int]]:
    rows = tx.session.execute(
        text("SELECT number, division_id, cell_code, lon_e7, lat_e7 FROM cases")
    )
    return [(row[0], row[1], row[2], row[3], row[4]) for row in rows]
