"""Whose cell is no more and who follows nowhere is listed, and ends or is given a cell."""

from datetime import timedelta

import pytest

from service.areas.activation import ActivationKind
from service.people.kinds import Tier
from service.people.operations import CellOn, responsible_for, waiting_divisions
from tests.service.district import SPRING_CELL, District, new_division
from tests.service.people.conftest import LARGER, WHOLE
from tests.service.people.test_carrying import FIRST, URL, WHO_MAY_DECIDE, decide, propose, rows
from tests.service.redrawing import bring, name_person, today, trimmed

SMALLER = SPRING_CELL
"""The old cell from whose persons none is taken over into the new one."""


@pytest.fixture
def lost(made: District, draft: int) -> int:
    """Let only the smaller old cell have a person of the department."""
    name_person(made, SMALLER, "department", Tier.DEPARTMENT)
    return draft


@pytest.fixture
def displaced(made: District, lost: int) -> int:
    """Let the larger one have another person of the department, too."""
    name_person(made, LARGER, "officer", Tier.DEPARTMENT)
    return lost


def of_department(district: District, cell: str, ahead: int = 0) -> str:
    on = today(district) + timedelta(ahead)
    return district.executor.read(responsible_for, CellOn(cell, cell[:12], on)).tiers[0].name


def endings(district: District, division_id: int) -> list[dict[str, object]]:
    return [row for row in rows(district, division_id) if row["ends"]]


def heir_row(district: District, division_id: int) -> dict[str, object]:
    (row,) = [
        row
        for row in rows(district, division_id)
        if not row["ends"] and row["tier"] == "department"
    ]
    return row


def test_who_follows_nowhere_is_listed_with_the_old_cell_and_counts(
    made: District, lost: int
) -> None:
    assert propose(made, lost) == 3
    (row,) = endings(made, lost)
    assert (row["from_cell_code"], row["cell_code"], row["tier"]) == (SMALLER, WHOLE, "department")
    assert row["proposed"]["name"] == "陈志强"
    assert (row["unambiguous"], row["state"], row["ends_on"]) == (False, "proposed", None)
    waiting = made.executor.read(waiting_divisions, made.actor("clerk"))
    assert [(one.division_id, one.to_confirm) for one in waiting] == [(lost, 3)]


def test_in_force_an_ending_tells_its_last_day_and_waits_until_it_is_confirmed(
    made: District, lost: int
) -> None:
    bring(made, lost)
    (row,) = endings(made, lost)
    assert row["ends_on"] == today(made).isoformat()
    answer = decide(made, row, decision="confirm")
    assert (answer.status_code, answer.json()["state"]) == (200, "confirmed")
    listed = made.client("clerk").get(URL, params={"division": lost}).json()
    assert listed["counts"]["proposed"] == 2
    assert of_department(made, SMALLER) == "陈志强"


def test_a_person_given_the_vacant_cell_before_activation_takes_over_with_it(
    made: District, lost: int
) -> None:
    propose(made, lost)
    (row,) = endings(made, lost)
    assert decide(made, row, decision="give").json()["state"] == "changed"
    bring(made, lost)
    registered = made.executor.read(responsible_for, CellOn(WHOLE, WHOLE[:12], today(made))).tiers[
        0
    ]
    assert registered.person_id == made.persons["department"]
    assert [row["state"] for row in endings(made, lost)] == ["changed"]


def test_a_person_given_the_cell_in_force_takes_over_from_that_day(
    made: District, displaced: int
) -> None:
    bring(made, displaced)
    assert of_department(made, WHOLE) == "何丽"
    made.clock.go(days=3)
    (row,) = endings(made, displaced)
    decide(made, row, decision="give")
    assert (of_department(made, WHOLE, -1), of_department(made, WHOLE)) == ("何丽", "陈志强")
    # The cell's own proposal tells the same.
    heir = heir_row(made, displaced)
    assert (heir["state"], heir["chosen"]["name"]) == ("changed", "陈志强")
    # That it ends after all is told at the cell that was taken over.
    answer = decide(made, row, decision="confirm")
    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/people-carrying-given")
    decide(made, heir, decision="confirm")
    assert of_department(made, WHOLE) == "何丽"
    assert [row["state"] for row in endings(made, displaced)] == ["proposed"]


def test_choosing_the_person_for_the_new_cell_settles_their_ending(
    made: District, displaced: int
) -> None:
    propose(made, displaced)
    decide(made, heir_row(made, displaced), decision="change", person="department")
    assert [row["state"] for row in endings(made, displaced)] == ["changed"]
    bring(made, displaced)
    assert of_department(made, WHOLE) == "陈志强"
    assert endings(made, displaced) == []


def test_in_a_draft_what_was_given_is_taken_back_by_confirming_the_end(
    made: District, displaced: int
) -> None:
    propose(made, displaced)
    (row,) = endings(made, displaced)
    decide(made, row, decision="give")
    decide(made, row, decision="confirm")
    heir = heir_row(made, displaced)
    assert (heir["state"], heir["chosen"], heir["decided_at"]) == ("proposed", None, None)
    assert propose(made, displaced) == 3  # the decision is kept, the three others wait
    assert [row["state"] for row in endings(made, displaced)] == ["confirmed"]


def test_on_ground_that_no_cell_has_any_more_it_can_only_end(made: District) -> None:
    west = new_division().cells["code"].iloc[0]
    for cell in made.resources.divisions.active().cells["code"].astype(str):
        name_person(made, cell, "department", Tier.DEPARTMENT)
    smaller = trimmed(made, degrees=0.0099)
    propose(made, smaller)
    nowhere = [row for row in endings(made, smaller) if row["cell_code"] == ""]
    assert west in {row["from_cell_code"] for row in nowhere}
    answer = decide(made, nowhere[0], decision="give")
    assert (answer.status_code, answer.json()["type"]) == (422, "/problems/people-carrying-unfit")
    assert decide(made, nowhere[0], decision="confirm").json()["state"] == "confirmed"


def test_an_ending_is_decided_as_one_and_a_proposal_is_not(made: District, lost: int) -> None:
    propose(made, lost)
    (row,) = endings(made, lost)
    for decision in ("change", "decline"):
        answer = decide(made, row, decision=decision, person="officer")
        assert answer.status_code == 422
        assert answer.json()["type"] == "/problems/people-carrying-unfit"
    follows = next(row for row in rows(made, lost) if not row["ends"])
    assert decide(made, follows, decision="give").status_code == 422


def test_an_ending_of_a_generation_that_was_gone_back_from_waits_no_more(
    made: District, lost: int
) -> None:
    bring(made, lost)
    (row,) = endings(made, lost)
    bring(made, FIRST, ActivationKind.ROLL_BACK)
    answer = decide(made, row, decision="confirm")
    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/people-carrying-over")
    assert of_department(made, SMALLER, ahead=1) == "陈志强"


def test_who_may_decide_about_an_ending(made: District, lost: int) -> None:
    propose(made, lost)
    (row,) = endings(made, lost)
    for role, status in WHO_MAY_DECIDE.items():
        for decision in ("confirm", "give"):
            answer = made.client(role).post(f"{URL}/{row['id']}", json={"decision": decision})
            assert answer.status_code == status, (role, decision)
