"""Open cases follow a new generation of cells; ended ones stay where they were handled."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import product

import pytest
from sqlalchemy import event, select

from service.app import create_app
from service.areas.activation import ActivationKind
from service.areas.operations import add_division, prove
from service.cases.models import Case, CaseEvent
from service.database import Transaction
from service.people import api as people_api
from service.people.kinds import Tier
from tests.service.cases.test_life import URL, do, reported
from tests.service.district import (
    IN_FIELD,
    IN_RIVER,
    IN_SPRING,
    SPRING,
    SPRING_CELL,
    District,
    jpeg,
    new_division,
)
from tests.service.redrawing import bring, drafted, merged, name_person, resized, trimmed

WHOLE = SPRING + "501"
BESIDE = SPRING + "003"
"""The larger one of the two, so that its persons follow."""


def stored(district: District, number: str) -> Case:
    def read(tx: Transaction, number: str) -> Case:
        case = tx.session.scalars(select(Case).where(Case.number == number)).one()
        tx.session.expunge_all()
        return case

    return district.executor.read(read, number)


def events(district: District, number: str) -> list[CaseEvent]:
    def read(tx: Transaction, number: str) -> list[CaseEvent]:
        found = tx.session.scalars(
            select(CaseEvent)
            .join(Case, Case.id == CaseEvent.case_id)
            .where(Case.number == number, CaseEvent.division_id.is_not(None))
            .order_by(CaseEvent.id)
        ).all()
        tx.session.expunge_all()
        return list(found)

    return district.executor.read(read, number)


@pytest.fixture
def draft(district: District) -> int:
    """Make one cell of the case's and another one with the same persons."""
    name_person(district, BESIDE, "worker")
    name_person(district, BESIDE, "street", Tier.STREET)
    return drafted(district, merged((BESIDE, SPRING_CELL), into=WHOLE), "2027")


def test_an_open_case_moves_to_the_new_cell_with_one_line_of_history(
    district: District, draft: int
) -> None:
    number = reported(district)
    before = stored(district, number)
    bring(district, draft)
    after = stored(district, number)
    assert (before.cell_code, after.cell_code) == (SPRING_CELL, WHOLE)
    assert (after.division_id, after.community_code) == (draft, SPRING)
    assert (after.state, after.due_at) == (before.state, before.due_at)
    assert after.revision == before.revision + 1
    (line,) = events(district, number)
    assert (line.kind, line.cell_from, line.cell_to) == ("reroute", SPRING_CELL, WHOLE)
    assert (line.division_id, line.at) == (draft, district.clock())


def test_a_case_whose_cell_is_the_same_learns_the_division_and_nothing_else(
    district: District, draft: int
) -> None:
    number = reported(district, lon=IN_RIVER[0], lat=IN_RIVER[1])
    before = stored(district, number)
    bring(district, draft)
    after = stored(district, number)
    assert after.division_id == draft
    assert (after.cell_code, after.revision, after.owner_id) == (
        before.cell_code,
        before.revision,
        before.owner_id,
    )
    assert events(district, number) == []


def test_the_owner_of_a_moved_case_is_the_new_cells_nearest_person(
    district: District, draft: int
) -> None:
    number = reported(district)
    officer = district.client("community_officer")
    assert do(officer, number, "take").json()["owner"]["name"] == "何丽"
    bring(district, draft)
    assert stored(district, number).owner_id == district.persons["worker"]
    assert events(district, number)[0].person_name == "黄健文"


def test_an_owner_who_is_responsible_in_the_new_cell_too_keeps_the_case(
    district: District, draft: int
) -> None:
    number = reported(district)
    assert do(district.client("street_officer"), number, "take").json()["state"] == "in_hand"
    bring(district, draft)
    case = stored(district, number)
    assert (case.owner_id, case.state) == (district.persons["street"], "in_hand")


@pytest.mark.parametrize("last", ["close", "reject"])
def test_an_ended_case_stays_in_the_generation_in_which_it_was_handled(
    district: District, draft: int, last: str
) -> None:
    number = reported(district)
    worker, officer = district.client("grid_worker"), district.client("community_officer")
    if last == "close":
        do(worker, number, "take")
        do(worker, number, "rectify", jpeg())
        do(officer, number, "verify")
    do(officer, number, last, note="办结")
    before = stored(district, number)
    bring(district, draft)
    after = stored(district, number)
    assert (after.division_id, after.cell_code) == (before.division_id, SPRING_CELL)
    assert events(district, number) == []
    # Who handled it still opens it, that day and after.
    for days in (0, 5):
        district.clock.go(days=days)
        told = worker.get(f"/api/v1/cases/{number}").json()
        assert (told["where"]["cell_code"], told["where"]["community"]) == (SPRING_CELL, "银泉社区")


def test_going_back_routes_open_cases_back(district: District, draft: int) -> None:
    number = reported(district)
    first = stored(district, number)
    bring(district, draft)
    district.clock.go(hours=3)
    bring(district, first.division_id, ActivationKind.ROLL_BACK)
    case = stored(district, number)
    assert (case.division_id, case.cell_code) == (first.division_id, SPRING_CELL)
    assert case.owner_id == first.owner_id
    assert [(e.cell_from, e.cell_to) for e in events(district, number)] == [
        (SPRING_CELL, WHOLE),
        (WHOLE, SPRING_CELL),
    ]


def test_every_open_case_lies_in_the_cell_that_holds_its_place(district: District) -> None:
    numbers = [
        reported(district, lon=lon + dx / 1000, lat=lat + dy / 1000)
        for lon, lat in (IN_SPRING, IN_RIVER, IN_FIELD)
        for dx in range(0, 8, 3)
        for dy in range(0, 6, 3)
    ]
    bring(district, resized(district, 300))
    division = district.resources.divisions.active()
    for number in numbers:
        case = stored(district, number)
        here = division.router.locate(case.lon_e7 / 1e7, case.lat_e7 / 1e7)
        assert (case.division_id, case.cell_code) == (division.info.id, here)
        assert case.community_code == here[:12]


def test_a_case_in_a_cell_that_is_the_same_follows_its_community_to_another_street(
    district: District,
) -> None:
    number = reported(district)
    new = new_division("2027")
    moved = new.communities.assign(street_code="440704009", street="新街道", street_en="New Street")
    bring(district, district.executor.write(add_division, prove(replace(new, communities=moved))))
    after = stored(district, number)
    assert (after.cell_code, after.street_code) == (SPRING_CELL, "440704009")
    assert after.revision == 1
    assert events(district, number) == []


def test_the_statements_do_not_grow_with_the_cases(district: District) -> None:
    step = list(product(range(1, 10, 2), range(1, 10, 2)))
    deeds: list[str] = []
    event.listen(
        district.executor.engine, "before_cursor_execute", lambda *told: deeds.append(told[2])
    )
    counts = []
    draft = resized(district, 300)
    first = district.resources.divisions.active().info.id
    kinds = (ActivationKind.ACTIVATE, ActivationKind.ROLL_BACK)
    for per_place in (1, 3):
        for (dx, dy), _ in product(step, range(per_place)):
            reported(district, lon=113.1 + dx * 0.003, lat=22.5 + dy * 0.001)
        for target, kind in zip((draft, first), kinds, strict=True):
            deeds.clear()
            bring(district, target, kind)
            counts.append(len(deeds))
        kinds = (ActivationKind.ROLL_BACK, ActivationKind.ROLL_BACK)
    assert counts[1] == counts[3]


def test_who_saw_the_case_before_it_moved_is_told_so(district: District, draft: int) -> None:
    number = reported(district)
    seen = stored(district, number).revision
    bring(district, draft)
    answer = do(district.client("grid_worker"), number, "take", revision=seen)
    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/case-stale")


EDGE = (113.1001, 22.5012)
"""A place 10 m within the district's western edge."""


def test_a_place_just_outside_the_new_outline_belongs_to_the_nearest_cell(
    district: District,
) -> None:
    number = reported(district, lon=EDGE[0], lat=EDGE[1])
    bring(district, trimmed(district, degrees=0.0004))
    case = stored(district, number)
    assert (case.outside_since, case.community_code) == (None, SPRING)
    assert events(district, number)[0].cell_to == case.cell_code


def test_a_place_in_no_cell_any_more_keeps_what_it_had_and_is_told_once(
    district: District,
) -> None:
    number = reported(district, lon=EDGE[0], lat=EDGE[1])
    before = stored(district, number)
    narrower = trimmed(district, degrees=0.002)
    bring(district, narrower)
    case = stored(district, number)
    assert (case.outside_since, case.cell_code) == (district.clock(), before.cell_code)
    assert (case.division_id, case.owner_id, case.due_at) == (
        before.division_id,
        before.owner_id,
        before.due_at,
    )
    bring(district, trimmed(district, degrees=0.003, first_serial=800))
    assert [line.kind for line in events(district, number)] == ["outside"]
    # Once the outline holds it again, it is a case like any other.
    bring(district, before.division_id, ActivationKind.ROLL_BACK)
    back = stored(district, number)
    assert (back.outside_since, back.cell_code) == (None, before.cell_code)
    assert [line.kind for line in events(district, number)] == ["outside", "inside"]


def test_who_had_a_case_that_is_outside_now_can_still_act_on_it(district: District) -> None:
    cell = district.resources.divisions.active().router.locate(*EDGE)
    assert cell is not None
    name_person(district, cell, "worker")
    number = reported(district, lon=EDGE[0], lat=EDGE[1])
    bring(district, trimmed(district, degrees=0.002))
    district.clock.go(days=2)
    assert do(district.client("grid_worker"), number, "take").json()["state"] == "in_hand"


def test_history_tells_from_which_cell_to_which_and_by_which_division(
    district: District, draft: int
) -> None:
    number = reported(district)
    bring(district, draft)
    told = district.client("street_officer").get(f"/api/v1/cases/{number}").json()
    line = told["history"][-1]
    assert (line["kind"], line["division"]) == ("reroute", "2027")
    assert (line["cell_from"], line["cell_to"]) == (SPRING_CELL, WHOLE)
    assert told["where"]["division_id"] == draft


@pytest.fixture
def whole(district: District) -> Iterator[District]:
    """Give the district with all of its app's pages."""
    app = create_app(district.settings, clock=district.clock)
    yield replace(district, app=app)
    app.state.resources.executor.engine.dispose()


def test_cases_outside_are_listed_for_who_looks_after_them(
    district: District, whole: District
) -> None:
    number = reported(district, lon=EDGE[0], lat=EDGE[1])
    last = stored(district, number).cell_code
    bring(district, trimmed(district, degrees=0.002))
    for role, status in {
        None: 401,
        "community_officer": 403,
        "supervisor": 200,
        "clerk": 200,
        "admin": 200,
    }.items():
        assert district.client(role).get(f"{URL}/outside").status_code == status, role
    (told,) = district.client("clerk").get(f"{URL}/outside").json()["cases"]
    assert (told["number"], told["where"]["cell_code"]) == (number, last)
    assert "description" not in told
    for role, path in (("clerk", "/divisions"), ("supervisor", "/cases?tab=all")):
        assert "1 open case lies outside any cell" in whole.client(role).get(path).text
    assert number in whole.client("clerk").get("/cases/outside").text
    do(district.client("community_officer"), number, "reject", note="不在本区")
    assert district.client("clerk").get(f"{URL}/outside").json()["total"] == 0


def test_open_cases_follow_who_is_chosen_after_the_switch(district: District, draft: int) -> None:
    number = reported(district)
    bring(district, draft)
    assert stored(district, number).owner_id == district.persons["worker"]
    district.app.include_router(people_api.router)
    client = district.client("clerk")
    listed = client.get("/api/v1/people/carrying", params={"division": draft}).json()
    row = next(one for one in listed["rows"] if one["tier"] == "community")
    before = stored(district, number)
    decision = {"decision": "change", "person": "officer"}
    answer = client.post(f"/api/v1/people/carrying/{row['id']}", json=decision)
    assert answer.status_code == 200
    after = stored(district, number)
    assert after.owner_id == district.persons["officer"]
    assert (after.due_at, after.revision) == (before.due_at, before.revision + 1)
    line = events(district, number)[-1]
    assert (line.kind, line.person_name) == ("reassign", "何丽")
    assert (line.actor_role, line.cell_to) == ("clerk", WHOLE)
    # Whose it was before may act on it no more; left vacant, it goes to the next tier.
    answer = client.post(f"/api/v1/people/carrying/{row['id']}", json={"decision": "decline"})
    assert answer.status_code == 200
    assert stored(district, number).owner_id == district.persons["street"]
