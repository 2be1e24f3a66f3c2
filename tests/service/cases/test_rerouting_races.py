"""Reports that come while another generation comes into force: none fails, none is left behind."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from sqlalchemy import select

from service.areas.activation import ActivationKind
from service.areas.loaded import LoadedDivision
from service.cases.models import Case
from service.cases.queries.scope import OPEN
from service.database import Transaction
from tests.service.cases.test_life import URL
from tests.service.district import (
    IN_FIELD,
    IN_RIVER,
    IN_SPRING,
    District,
    jpeg,
    report_fields,
)
from tests.service.redrawing import bring, resized

FIRST = 1
CLIENTS = 4


@pytest.fixture
def second(district: District) -> int:
    return resized(district, 400)


def activate_after_routing(
    district: District, division_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Bring a division into force right after the next report has been routed on the old one."""
    divisions = district.resources.divisions
    active = divisions.active
    left = [division_id]

    def late() -> LoadedDivision:
        routed_on = active()
        if left:
            bring(district, left.pop())
        return routed_on

    monkeypatch.setattr(divisions, "active", late)


def test_a_report_that_was_routed_on_the_old_generation_is_kept_in_the_new_one(
    district: District, second: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    activate_after_routing(district, second, monkeypatch)
    sent = {"data": report_fields(), "files": [("photos", ("a.jpg", jpeg()))]}
    headers = {"Idempotency-Key": "one"}
    answer = district.client().post(URL, **sent, headers=headers)
    assert answer.status_code == 201
    cell = answer.json()["cell"]
    new = district.resources.divisions.get(second)
    assert cell == new.router.locate(*IN_SPRING)
    assert len(district.media_files()) == 1
    told = district.client("admin").get(f"{URL}/{answer.json()['number']}").json()
    assert (told["where"]["cell_code"], told["where"]["division_id"]) == (cell, second)
    # Kept once, and told again in the very same bytes.
    again = district.client().post(URL, **sent, headers=headers)
    assert (again.content, again.headers["Idempotent-Replayed"]) == (answer.content, "true")


def test_no_report_fails_and_none_stays_behind_while_generations_change(
    district: District, second: int
) -> None:
    done = Event()

    def submit(at: int) -> list[int]:
        client = district.client()
        statuses = []
        place = (IN_SPRING, IN_RIVER, IN_FIELD)[at % 3]
        while not done.is_set() or len(statuses) < 3:
            fields = report_fields(place)
            key = {"Idempotency-Key": f"{at}-{len(statuses)}"}
            statuses.append(client.post(URL, json=fields, headers=key).status_code)
        return statuses

    with ThreadPoolExecutor(CLIENTS) as clients:
        running = [clients.submit(submit, at) for at in range(CLIENTS)]
        try:
            bring(district, second)
            bring(district, FIRST, ActivationKind.ROLL_BACK)
            bring(district, second, ActivationKind.ROLL_BACK)
        finally:
            done.set()
        statuses = [status for one in running for status in one.result()]

    assert set(statuses) == {201}
    assert open_in(district) == len(statuses)
    active = district.resources.divisions.active()
    assert active.info.id == second
    assert stragglers(district, active) == []


def open_in(district: District) -> int:
    def count(tx: Transaction, _command: None) -> int:
        return len(tx.session.execute(select(Case.id).where(Case.state.in_(OPEN))).all())

    return district.executor.read(count, None)


def stragglers(district: District, active: LoadedDivision) -> list[tuple[int, int, str]]:
    """Return open cases that are not in the cell of the division in force that holds them."""

    def find(tx: Transaction, _command: None) -> list[tuple[int, int, str]]:
        rows = tx.session.execute(
            select(Case.id, Case.division_id, Case.cell_code, Case.lon_e7, Case.lat_e7).where(
                Case.state.in_(OPEN)
            )
        )
        return [
            (row.id, row.division_id, row.cell_code)
            for row in rows
            if (row.division_id, row.cell_code)
            != (active.info.id, active.router.locate(row.lon_e7 / 1e7, row.lat_e7 / 1e7))
        ]

    return district.executor.read(find, None)
