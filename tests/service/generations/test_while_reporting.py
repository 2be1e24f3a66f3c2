"""One community is re-partitioned while eight clients report through two real server processes."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import httpx2
import pytest
from fastapi import FastAPI
from sqlalchemy import text
from starlette.testclient import TestClient

from gis.partition import divide
from gis.partition.contract import Chosen
from service.access.roles import Role
from service.areas.divisions import Located
from service.database import Executor, Transaction
from service.generations.drafting import draft
from service.settings import Settings
from service.web.context import SESSION_COOKIE, Resources
from tests.service.conftest import (
    SOUTH,
    WEST,
    YINQUAN,
    ClientAs,
    District,
    HandClock,
    communities_frame,
)
from tests.service.generations.conftest import drawn

CLIENTS = 8
BEFORE, AFTER = 2, 2
"""Reports of each client before the change is begun, and after it has been answered."""
_STARTS_WITHIN_S = _ANSWERS_WITHIN_S = 300.0
"""Limits of a hung test only."""


@dataclass(frozen=True)
class Sent:
    """A report as a client saw it."""

    status: int
    cell: str
    number: str
    after: bool
    """Whether it was sent when the change had been answered."""


@dataclass(frozen=True)
class Change:
    """A change of the generation in force, and the clients' reports around it."""

    answer: httpx2.Response
    sent: tuple[Sent, ...]


@contextmanager
def served(settings: Settings, folder: Path) -> Iterator[str]:
    """Serve the district in a process of its own, and give its address."""
    ready = folder / "address"
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.service.generations.serving", str(ready)],
            stdout=log,
            stderr=subprocess.STDOUT,
            env={
                **os.environ,
                "GRIDWARD_DATABASE_URL": settings.database_url,
                "GRIDWARD_VAR_DIR": str(settings.var_dir),
                "GRIDWARD_MEDIA_URL": settings.media_url,
                "GRIDWARD_SECRET": settings.signing_key.decode(),
            },
        )
        try:
            give_up_at = time.monotonic() + _STARTS_WITHIN_S
            while not ready.exists():
                assert process.poll() is None, (folder / "log").read_text()
                assert time.monotonic() < give_up_at
                time.sleep(0.05)
            yield ready.read_text()
        finally:
            process.terminate()
            process.wait()


@pytest.fixture
def servers(settings: Settings, district: District, tmp_path: Path) -> Iterator[list[str]]:
    """Serve the district in two processes on one database."""
    assert district.cells
    with ExitStack() as stack:
        folders = [tmp_path / name for name in ("one", "other")]
        for folder in folders:
            folder.mkdir()
        yield [stack.enter_context(served(settings, folder)) for folder in folders]


def redraft(executor: Executor, resources: Resources) -> int:
    """Draft a division in which only one community is divided anew."""
    plan = {YINQUAN: Chosen("squares", {"size_m": 200.0})}
    made = divide(communities_frame(), "squares", size_m=500.0, plan=plan)
    new = replace(drawn("2027", 500.0, 1), communities=made.communities, cells=made.cells)
    return draft(executor, resources.divisions, resources.settings.zone, new).division_id


@dataclass(frozen=True)
class SignedIn:
    """What a client sends to be known."""

    cookies: dict[str, str]
    headers: dict[str, str]

    @classmethod
    def of(cls, client: TestClient) -> "SignedIn":
        token = client.headers["X-CSRF-Token"]
        return cls({SESSION_COOKIE: client.cookies[SESSION_COOKIE]}, {"X-CSRF-Token": token})

    def at(self, server: str) -> httpx2.Client:
        return httpx2.Client(
            base_url=server, cookies=self.cookies, headers=self.headers, timeout=_ANSWERS_WITHIN_S
        )


def while_reporting(servers: list[str], reporter: SignedIn, clerk: SignedIn, deed: str) -> Change:
    """Ask for a change at the first server while clients report at both.

    Each client reports without a pause from before the change is asked for until after it has
    been answered, so that reports come at its every stage.
    """
    under_way, answered = threading.Barrier(CLIENTS + 1), threading.Event()

    def report(client: int) -> list[Sent]:
        sent: list[Sent] = []
        with reporter.at(servers[client % len(servers)]) as http:
            while sum(one.after for one in sent) < AFTER:
                if len(sent) == BEFORE:
                    under_way.wait()
                known = answered.is_set()
                turn = len(sent) % 90
                place = {
                    "lon": WEST + 0.0003 + 0.0037 * client + 0.00004 * turn,
                    "lat": SOUTH + 0.0001 * (turn + 0.5),
                }
                answer = http.post("/api/v1/cases", json={**place, "category": "0101"})
                told = answer.json()
                sent.append(
                    Sent(answer.status_code, told.get("cell", ""), told.get("number", ""), known)
                )
        return sent

    with ThreadPoolExecutor(CLIENTS) as threads:
        clients = [threads.submit(report, n) for n in range(CLIENTS)]
        under_way.wait()
        try:
            with clerk.at(servers[0]) as http:
                answer = http.post(deed)
        finally:
            answered.set()
        return Change(answer, tuple(one for client in clients for one in client.result()))


def test_no_report_fails_and_none_stays_in_a_retired_cell(
    app: FastAPI,
    servers: list[str],
    executor: Executor,
    client_as: ClientAs,
    clock: HandClock,
    district: District,
) -> None:
    clock.now = datetime.now(UTC)
    resources: Resources = app.state.resources
    first, second = district.division_id, redraft(executor, resources)
    cells = {id_: frozenset(resources.divisions.get(id_).cells_by_code) for id_ in (first, second)}
    reporter, clerk = (SignedIn.of(client_as(role)) for role in (Role.RESIDENT, Role.CLERK))
    numbers: set[str] = set()
    for before, after, deed in ((first, second, "activate"), (second, first, "rollback")):
        change = while_reporting(servers, reporter, clerk, f"/api/v1/divisions/{after}/{deed}")

        assert change.answer.status_code == 200, change.answer.text
        assert {one.status for one in change.sent} == {201}
        assert sum(one.after for one in change.sent) == CLIENTS * AFTER
        assert {one.cell for one in change.sent if one.after} <= cells[after]
        assert {one.cell for one in change.sent} <= cells[before] | cells[after]
        sent = {one.number for one in change.sent}
        assert len(sent) == len(change.sent)
        assert not sent & numbers
        numbers |= sent
        _every_case_is_where_its_place_is(executor, resources, after, numbers)
    _each_move_is_told_once(executor)


def _every_case_is_where_its_place_is(
    executor: Executor, resources: Resources, division_id: int, numbers: set[str]
) -> None:
    active = resources.divisions.active()
    assert active.info.id == division_id
    cases = executor.read(_cases, None)
    assert {case[0] for case in cases} == numbers
    for number, division, cell, lon_e7, lat_e7 in cases:
        place = active.place(lon_e7 / 1e7, lat_e7 / 1e7)
        assert isinstance(place, Located)
        assert (number, division, cell) == (number, division_id, place.cell.code)


def _each_move_is_told_once(executor: Executor) -> None:
    """Follow each case's lines of history: each begins where the one before ended."""
    here: dict[int, str] = {}
    lines = executor.read(_moves, None)
    assert lines
    for case_id, cell_from, cell_to in lines:
        assert cell_from != cell_to
        assert here.get(case_id, cell_from) == cell_from
        here[case_id] = cell_to


def _cases(tx: Transaction, _command: None) -> list[tuple[str, int, str, int, int]]:
    rows = tx.session.execute(
        text("SELECT number, division_id, cell_code, lon_e7, lat_e7 FROM cases")
    )
    return [(row[0], row[1], row[2], row[3], row[4]) for row in rows]


def _moves(tx: Transaction, _command: None) -> list[tuple[int, str, str]]:
    rows = tx.session.execute(
        text(
            "SELECT case_id, cell_from, cell_to FROM case_events WHERE kind = 'reroute' ORDER BY id"
        )
    )
    return [(row[0], row[1], row[2]) for row in rows]
