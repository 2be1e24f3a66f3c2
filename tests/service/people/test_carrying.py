"""Responsibilities follow a new generation, and every change is there to be confirmed."""

from datetime import date, timedelta

from service.areas.activation import ActivationKind
from service.people.carrying import Proposing, propose_carrying
from service.people.kinds import Tier
from service.people.operations import (
    CellOn,
    CellsOn,
    PersonOn,
    reach_of_person,
    responsible_for,
    responsible_for_cells,
)
from tests.service.district import SPRING, SPRING_CELL, District
from tests.service.people.conftest import LARGER, WHOLE
from tests.service.redrawing import bring, drafted, name_person, nested, resized, step_to, today

URL = "/api/v1/people/carrying"
WHO_MAY_DECIDE = {
    None: 401,
    "resident": 403,
    "grid_worker": 403,
    "department_officer": 403,
    "supervisor": 403,
    "community_officer": 200,
    "street_officer": 200,
    "clerk": 200,
    "admin": 200,
}
"""The answer to each role."""

FIRST = 1


def named(district: District, cell: str, on: date) -> tuple[str, str]:
    """Return who answers for a cell in the street and the community tier."""
    persons = district.executor.read(responsible_for, CellOn(cell, cell[:12], on))
    return persons.tiers[1].name, persons.tiers[2].name


def propose(district: District, division_id: int) -> int:
    step = step_to(district, division_id)
    proposing = Proposing(step.old, step.new, today(district), step.inheritances)
    return district.executor.write(propose_carrying, proposing)


def rows(district: District, division_id: int, role: str = "clerk") -> list[dict[str, object]]:
    answer = district.client(role).get(URL, params={"division": division_id})
    assert answer.status_code == 200, answer.text
    found: list[dict[str, object]] = answer.json()["rows"]
    return found


def decide(district: District, row: dict[str, object], role: str = "clerk", **body: str):
    return district.client(role).post(f"{URL}/{row['id']}", json=body)


BOTH, NOBODY = ("李婉仪", "黄健文"), ("", "")


def test_the_persons_of_the_larger_old_cell_answer_for_the_new_one_from_that_day(
    made: District, draft: int
) -> None:
    day = today(made)
    bring(made, draft)
    assert named(made, WHOLE, day) == BOTH
    assert named(made, WHOLE, day - timedelta(1)) == NOBODY


def test_who_answered_for_a_retired_cell_stays_known(made: District, draft: int) -> None:
    made.clock.go(hours=9)  # in the evening: the day belongs to the old cell too
    day = today(made)
    bring(made, draft)
    assert named(made, SPRING_CELL, day - timedelta(30)) == BOTH
    assert named(made, SPRING_CELL, day) == BOTH
    assert named(made, SPRING_CELL, day + timedelta(1)) == NOBODY


def test_unchanged_cells_keep_their_persons_and_list_nothing(made: District, draft: int) -> None:
    other = SPRING + "001"
    name_person(made, other, "worker")
    bring(made, draft)
    assert named(made, other, today(made) + timedelta(9))[1] == "黄健文"
    assert {row["cell_code"] for row in rows(made, draft)} == {WHOLE}


def test_every_carried_person_stays_listed_until_somebody_looks(made: District, draft: int) -> None:
    bring(made, draft)
    listed = rows(made, draft)
    assert [(row["tier"], row["from_cell_code"], row["state"]) for row in listed] == [
        ("street", LARGER, "proposed"),
        ("community", LARGER, "proposed"),
    ]
    assert 0.5 < float(str(listed[0]["share"])) < 0.7
    decided = decide(made, listed[0], decision="confirm").json()
    assert (decided["state"], decided["decided_at"]) == ("confirmed", "2026-11-24T02:00:00Z")
    assert [row["state"] for row in rows(made, draft)] == ["confirmed", "proposed"]


def test_a_person_chosen_before_activation_takes_over_with_it(made: District, draft: int) -> None:
    assert propose(made, draft) == 2
    street, community = rows(made, draft)
    answer = decide(made, community, decision="change", person="officer").json()
    assert (answer["chosen"]["name"], answer["carried_on"]) == ("何丽", None)
    assert decide(made, street, decision="decline").json()["state"] == "declined"
    assert named(made, WHOLE, today(made)) == NOBODY
    bring(made, draft)
    assert named(made, WHOLE, today(made)) == ("", "何丽")
    assert {row["state"] for row in rows(made, draft)} == {"changed", "declined"}


def test_a_person_chosen_after_activation_takes_over_that_day(made: District, draft: int) -> None:
    bring(made, draft)
    made.clock.go(days=3)
    street, community = rows(made, draft)
    decide(made, community, decision="change", person="officer")
    decide(made, street, decision="decline")
    day = today(made)
    assert named(made, WHOLE, day - timedelta(1)) == BOTH
    assert named(made, WHOLE, day) == ("", "何丽")
    decide(made, community, decision="confirm")
    assert named(made, WHOLE, day)[1] == "黄健文"


def test_proposing_again_keeps_decisions(made: District, draft: int) -> None:
    propose(made, draft)
    _, community = rows(made, draft)
    decide(made, community, decision="confirm")
    assert propose(made, draft) == 1
    last = rows(made, draft)[1]
    assert (last["state"], last["decided_at"]) == ("confirmed", "2026-11-24T02:00:00Z")


def test_clear_proposals_are_confirmed_at_once_and_the_others_stay(
    made: District, draft: int
) -> None:
    propose(made, draft)  # two thirds of the ground: somebody has to look
    client = made.client("clerk")
    assert client.post(f"{URL}/confirm", json={"division": draft}).json() == {"confirmed": 0}
    assert {row["state"] for row in rows(made, draft)} == {"proposed"}


def test_going_back_restores_who_was_responsible(made: District, draft: int) -> None:
    bring(made, draft)
    _, community = rows(made, draft)
    made.clock.go(days=10)
    decide(made, community, decision="change", person="officer")
    bring(made, FIRST, ActivationKind.ROLL_BACK)
    day = today(made)
    pairs = [(cell, SPRING) for cell in (LARGER, SPRING_CELL, WHOLE)]
    after = made.executor.read(responsible_for_cells, CellsOn(pairs, day + timedelta(1)))
    assert [after[cell].tiers[2].name for cell, _ in pairs] == ["黄健文", "黄健文", ""]
    # That others answered meanwhile is for somebody to look at.
    back = rows(made, FIRST)
    assert [
        (row["cell_code"], row["tier"], row["restored"]) for row in back if not row["ends"]
    ] == [
        (LARGER, "community", True),
        (SPRING_CELL, "community", True),
    ]
    (ending,) = [row for row in back if row["ends"]]
    assert (ending["from_cell_code"], ending["proposed"]["name"]) == (WHOLE, "何丽")
    assert named(made, LARGER, day - timedelta(5)) == NOBODY


def test_there_and_back_keeps_who_decided_and_when(made: District, draft: int) -> None:
    bring(made, draft)
    _, community = rows(made, draft)
    made.clock.go(days=10)
    decided = decide(made, community, decision="change", person="officer").json()
    bring(made, FIRST, ActivationKind.ROLL_BACK)
    made.clock.go(days=10)
    bring(made, draft, ActivationKind.ROLL_BACK)
    # The person who was chosen is back, for somebody to look at, beside what was decided then.
    again = next(row for row in rows(made, draft) if row["id"] != community)
    found = [one for row in rows(made, draft) for one in row["earlier"]]
    assert [
        (one["state"], one["chosen"]["name"], one["decided_by"], one["decided_at"]) for one in found
    ] == [("changed", "何丽", decided["decided_by"], decided["decided_at"])]
    assert again["decided_at"] is None
    # And a decision that was superseded can be taken no more.
    answer = decide(made, community, decision="confirm")
    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/people-carrying-over")


def test_a_generation_no_longer_in_force_is_not_changed(made: District, draft: int) -> None:
    bring(made, draft)
    _, community = rows(made, draft)
    bring(made, FIRST, ActivationKind.ROLL_BACK)
    answer = decide(made, community, decision="change", person="officer")
    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/people-carrying-over")


def test_an_unknown_person_is_refused_by_name(made: District, draft: int) -> None:
    propose(made, draft)
    answer = decide(made, rows(made, draft)[0], decision="change", person="nobody")
    assert (answer.status_code, answer.json()["type"]) == (422, "/problems/people-person-unknown")


def test_who_may_confirm_and_where(made: District, draft: int) -> None:
    propose(made, draft)
    row = rows(made, draft)[0]
    for role, status in WHO_MAY_DECIDE.items():
        client = made.client(role)
        assert client.get(URL, params={"division": draft}).status_code == status, role
        answer = client.post(f"{URL}/{row['id']}", json={"decision": "confirm"})
        assert answer.status_code == status, role


def test_an_officer_sees_and_decides_the_own_community_only(made: District, draft: int) -> None:
    everywhere = resized(made, 300)
    for cell in made.resources.divisions.active().cells["code"]:
        if not str(cell).startswith(SPRING):
            name_person(made, str(cell), "worker")
    propose(made, everywhere)
    everything = rows(made, everywhere)
    own = rows(made, everywhere, "community_officer")
    assert {str(row["cell_code"])[:12] for row in own} == {SPRING}
    assert len(everything) > len(own) > 0
    foreign = next(row for row in everything if not str(row["cell_code"]).startswith(SPRING))
    answer = decide(made, foreign, "community_officer", decision="confirm")
    assert answer.status_code == 403
    clear = made.client("community_officer").post(f"{URL}/confirm", json={"division": everywhere})
    assert clear.json()["confirmed"] == sum(bool(row["unambiguous"]) for row in own)


def test_a_worker_reaches_the_new_cell_and_still_the_retired_ones(
    made: District, draft: int
) -> None:
    bring(made, draft)
    worker = made.persons["worker"]
    for ahead in (0, 30):
        day = today(made) + timedelta(ahead)
        reach = made.executor.read(reach_of_person, PersonOn(worker, day))
        assert {WHOLE, LARGER, SPRING_CELL} <= reach.cells
    bring(made, FIRST, ActivationKind.ROLL_BACK)
    reach = made.executor.read(reach_of_person, PersonOn(worker, today(made)))
    assert {LARGER, SPRING_CELL} <= reach.cells


def test_a_stand_in_for_the_whole_tier_follows(made: District, draft: int) -> None:
    name_person(made, LARGER, "officer", Tier.STREET)
    bring(made, draft)
    # The one named last goes before, in the new cell as in the old one.
    assert named(made, WHOLE, today(made)) == named(made, LARGER, today(made) - timedelta(1))


def test_persons_of_a_micro_cell_come_and_go_with_it(made: District) -> None:
    micro = WHOLE + "01"
    with_micro = drafted(made, nested((LARGER, SPRING_CELL), into=WHOLE), "nested")
    name_person(made, micro, "officer")
    bring(made, with_micro)
    made.clock.go(days=2)
    bring(made, FIRST, ActivationKind.ROLL_BACK)
    assert named(made, micro, today(made))[1] == "何丽"
    made.clock.go(days=2)
    assert named(made, micro, today(made))[1] == ""
    bring(made, with_micro, ActivationKind.ROLL_BACK)
    assert named(made, micro, today(made))[1] == "何丽"
