from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Executable, text
from sqlalchemy.dialects import postgresql, sqlite

from service.access.permissions import Permission
from service.cases.queries import FindCases, find_cases
from service.cases.queries.lists import ended_last, open_first
from service.cases.queries.marks import marks_query
from service.cases.queries.outside import outside_query
from service.cases.queries.scope import within_reach
from service.database import Transaction
from tests.service.cases.test_life import do, reported
from tests.service.district import IN_FIELD, IN_RIVER, SPRING, District, jpeg

URL = "/api/v1/cases"


def numbers(answer) -> list[str]:
    return [case["number"][-4:] for case in answer.json()["cases"]]


def test_tabs_hold_what_they_say_and_count_it(district: District) -> None:
    late = reported(district)  # due 25 November 11:00
    district.clock.go(days=1, hours=2)  # 12:00 on the 25th
    today = reported(district, category="0404")
    fresh = reported(district, category="1401")
    other = reported(district, lon=IN_FIELD[0], lat=IN_FIELD[1], category="1401")
    district.clock.go(hours=3)  # 15:00
    worker, officer = district.client("grid_worker"), district.client("community_officer")
    do(worker, fresh, "take")
    do(worker, fresh, "rectify", jpeg())
    admin = district.client("admin").get(URL)
    assert admin.json()["counts"]["all"] == 4
    assert numbers(admin)[0] == late[-4:]  # late first
    assert set(numbers(admin)) == {late[-4:], today[-4:], fresh[-4:], other[-4:]}
    mine = worker.get(URL, params={"tab": "mine"}).json()
    assert mine["counts"]["mine"] == mine["total"] == 3
    assert mine["counts"]["late"] == 1
    assert numbers(worker.get(URL, params={"tab": "late"})) == [late[-4:]]
    assert numbers(officer.get(URL, params={"tab": "verify"})) == [fresh[-4:]]


def test_what_is_due_before_midnight_is_due_today(district: District) -> None:
    number = reported(district)  # due tomorrow 11:00
    client = district.client("admin")
    assert numbers(client.get(URL, params={"tab": "today"})) == []
    district.clock.go(hours=14)  # midnight in the district
    assert numbers(client.get(URL, params={"tab": "today"})) == [number[-4:]]
    district.clock.go(hours=12)
    assert numbers(client.get(URL, params={"tab": "today"})) == []
    assert numbers(client.get(URL, params={"tab": "late"})) == [number[-4:]]


FILTERS = [
    ({"category": "0101"}, ["0001"]),
    ({"category": "01"}, ["0001", "0002"]),
    ({"community": SPRING}, ["0001"]),
    ({"street": "440704002"}, ["0003"]),
    ({"state": "dispatched"}, ["0001", "0002", "0003"]),
    ({"state": "closed"}, []),
    ({"q": "金瓯路"}, ["0002"]),
    ({"q": "20261124-0003"}, ["0003"]),
    ({"q": "100%"}, []),
    ({"q": "a\0"}, ["0003"]),
    ({"q": "LAMP"}, ["0003"]),
]


def test_filters_narrow_the_list(district: District) -> None:
    reported(district, description="")
    reported(district, lon=IN_RIVER[0], lat=IN_RIVER[1], category="0102", address="金瓯路 112 号",
             description="")  # fmt: skip
    reported(district, lon=IN_FIELD[0], lat=IN_FIELD[1], category="1401", description="a lamp")
    client = district.client("admin")
    for filters, found in FILTERS:
        answer = client.get(URL, params=filters)
        assert sorted(numbers(answer)) == found, filters
        assert answer.json()["total"] == len(found)


def test_pages_hold_fifty_open_ones_before_ended_ones(district: District) -> None:
    admin = district.client("admin")
    all_numbers = [reported(district) for _ in range(53)]
    for number in all_numbers[:3]:
        do(admin, number, "reject", note="重复")
    first, second = admin.get(URL), admin.get(URL, params={"page": 2})
    assert (first.json()["total"], first.json()["pages"]) == (53, 2)
    assert numbers(first) == [number[-4:] for number in all_numbers[3:]]
    assert numbers(second) == ["0003", "0002", "0001"]
    assert admin.get(URL, params={"page": 99}).json()["page"] == 2


def test_who_has_no_scope_gets_marks_only(district: District) -> None:
    number = reported(district)
    for username in (None, "resident", "clerk"):
        answer = district.client(username).get(URL)
        assert answer.json()["view"] == "marks"
        assert [case["number"] for case in answer.json()["cases"]] == [number]
        assert "垃圾" not in answer.text
        assert "陈小明" not in answer.text


def test_the_map_shows_open_cases_and_those_closed_in_thirty_days(district: District) -> None:
    number = reported(district)
    rejected = reported(district)
    admin, supervisor = district.client("admin"), district.client("supervisor")
    do(admin, rejected, "reject", note="重复")
    do(admin, number, "take")
    do(admin, number, "rectify", jpeg())
    do(supervisor, number, "verify")
    do(supervisor, number, "close")
    anyone = district.client()

    def marks() -> list[tuple[str, str]]:
        features = anyone.get("/api/v1/cases.geojson").json()["features"]
        return [(one["id"], one["properties"]["status"]) for one in features]

    assert marks() == [(number, "done")]
    district.clock.go(days=31)
    assert marks() == []


def test_unchanged_marks_are_not_sent_again(district: District) -> None:
    reported(district)
    client = district.client()
    tag = client.get("/api/v1/cases.geojson").headers["etag"]
    answer = client.get("/api/v1/cases.geojson", headers={"if-none-match": tag})
    assert answer.status_code == 304


def test_search_finds_cases_in_scope_only(district: District) -> None:
    reported(district, address="金瓯路 112 号")
    for username, found in (("grid_worker", 1), ("clerk", 0), ("department_officer", 1)):
        command = FindCases(district.actor(username), "金瓯路")
        assert len(district.executor.read(find_cases, command)) == found


NOW = datetime(2026, 11, 24, 2, tzinfo=UTC)


@pytest.mark.parametrize(
    ("name", "index"),
    [
        ("open", "ix_cases_"),
        ("ended", "ix_cases_"),
        ("marks", "ix_cases_"),
        ("own cells", "ix_cases_cell"),
        ("outside", "ix_cases_outside"),
    ],
)
def test_queries_that_grow_use_an_index(district: District, name: str, index: str) -> None:
    own = within_reach(district.actor("grid_worker"), Permission.READ_CASES)
    query: Executable = {
        "open": open_first([]).limit(50),
        "ended": ended_last([]).limit(50),
        "marks": marks_query(NOW + timedelta(0)),
        "own cells": open_first([own]).limit(50),
        "outside": outside_query(),
    }[name]

    def explain(tx: Transaction, query: Executable) -> str:
        on_sqlite = tx.session.get_bind().dialect.name == "sqlite"
        dialect = sqlite.dialect() if on_sqlite else postgresql.dialect()
        sql = query.compile(dialect=dialect, compile_kwargs={"literal_binds": True})  # type: ignore[attr-defined]
        if not on_sqlite:
            # A table of three rows is read whole; with sequential reads off the planner shows
            # which index it would take for many.
            tx.session.execute(text("SET LOCAL enable_seqscan = off"))
        prefix = "EXPLAIN QUERY PLAN " if on_sqlite else "EXPLAIN "
        connection = tx.session.connection()
        return str(connection.exec_driver_sql(prefix + str(sql).replace("%", "%%")).all())

    reported(district)
    plan = district.executor.read(explain, query)
    assert index in plan
    assert "SCAN cases" not in plan.replace("SCAN cases USING INDEX", "")
    assert "Seq Scan on cases" not in plan
