"""The page on which it is confirmed who follows into new cells."""

import re

import pytest

from service.access.permissions import TABLE, Permission
from service.areas.activation import ActivationKind
from service.people.kinds import Tier
from tests.service.district import SPRING, SPRING_CELL, District
from tests.service.people.conftest import LARGER, WHOLE
from tests.service.people.test_carrying import FIRST, propose, rows
from tests.service.redrawing import bring, drafted, merged, name_person, resized

PAGE = "/people/carrying"


@pytest.fixture
def proposed(made: District, draft: int) -> int:
    propose(made, draft)
    return draft


def test_the_page_lists_who_follows_from_where(made: District, proposed: int) -> None:
    answer = made.client("clerk").get(PAGE)
    assert answer.status_code == 200
    for told in ("黄健文", "李婉仪", WHOLE[-3:], "To confirm", "needs a look"):
        assert told in answer.text


def test_a_person_is_confirmed_and_another_one_chosen_without_a_script(
    made: District, proposed: int
) -> None:
    client = made.client("community_officer")
    street, community = rows(made, proposed)
    form = {"division": str(proposed), "page": "1", "decision": "confirm"}
    answer = client.post(f"{PAGE}/{street['id']}", data=form, follow_redirects=False)
    assert answer.status_code == 303
    assert answer.headers["location"] == f"{PAGE}?division={proposed}#cell-{WHOLE}"
    chosen = form | {"decision": "change", "person": "officer 何丽"}
    shown = client.post(f"{PAGE}/{community['id']}", data=chosen).text
    assert "何丽" in shown
    assert "instead of 黄健文" in shown
    assert {row["state"] for row in rows(made, proposed)} == {"confirmed", "changed"}


def test_the_tiers_of_a_cell_are_one_row_and_confirmed_together(
    made: District, proposed: int
) -> None:
    client = made.client("clerk")
    shown = client.get(PAGE).text
    assert shown.count(f'id="cell-{WHOLE}"') == 1
    ids = re.findall(r'name="carrying" value="(\d+)"', shown)
    assert len(ids) == 2
    form = {"division": str(proposed), "anchor": f"cell-{WHOLE}", "carrying": ids}
    answer = client.post(f"{PAGE}/some", data=form, follow_redirects=False)
    assert answer.headers["location"] == f"{PAGE}?division={proposed}#cell-{WHOLE}"
    assert {row["state"] for row in rows(made, proposed)} == {"confirmed"}
    # Somebody whose scope it is not confirms none of it, decided about or not.
    refused = made.client("supervisor").post(f"{PAGE}/some", data=form)
    assert refused.status_code == 403
    assert made.client().post(f"{PAGE}/some", data=form).status_code in (401, 403)
    # Whoever comes second is told.
    second = client.post(f"{PAGE}/some", data=form)
    assert second.status_code == 200
    assert "2 of them had been decided about meanwhile" in second.text


def test_an_old_cell_whose_person_follows_nowhere_is_a_row_of_its_own(
    made: District, draft: int
) -> None:
    name_person(made, SPRING_CELL, "department", Tier.DEPARTMENT)
    propose(made, draft)
    client = made.client("clerk")
    shown = client.get(PAGE).text
    assert f'id="cell-{SPRING_CELL}-ends"' in shown
    assert "Confirm the end" in shown
    (ending,) = [row for row in rows(made, draft) if row["ends"]]
    form = {"division": str(draft), "decision": "give"}
    shown = client.post(f"{PAGE}/{ending['id']}", data=form).text
    assert "takes over 501" in shown
    assert "Confirm the end" in shown  # it can be taken back while it is a draft
    bring(made, draft)
    shown = client.get(PAGE, params={"division": draft}).text
    assert "takes over 501" in shown


def test_the_page_leads_back_to_the_division_and_says_what_clear_means(
    made: District,
) -> None:
    clear = resized(made, 300)
    for cell in made.resources.divisions.active().cells["code"]:
        name_person(made, str(cell), "worker")
    propose(made, clear)
    shown = made.client("clerk").get(PAGE).text
    assert f'<a href="/divisions/{clear}">300 m</a>' in shown
    assert "90 % or more of the new cell was one old cell" in shown


def test_only_divisions_that_can_come_or_are_in_force_are_chosen_between(
    made: District, proposed: int
) -> None:
    name_person(made, SPRING + "001", "worker")
    rival = drafted(made, merged((LARGER, SPRING_CELL), into=WHOLE), "rival")
    elsewhere = (SPRING + "001", SPRING + "002")
    dead = drafted(made, merged(elsewhere, into=WHOLE), "dead")
    for draft in (rival, dead):
        propose(made, draft)
    client = made.client("clerk")
    chosen = re.findall(r'<option value="(\d+)"', client.get(PAGE).text)
    assert set(chosen) == {str(proposed), str(rival), str(dead)}
    made.clock.go(days=1)
    bring(made, proposed)
    # Its code was given out for other ground: this draft can never come into force.
    chosen = re.findall(r'<option value="(\d+)"', client.get(PAGE).text)
    assert set(chosen) == {str(proposed), str(rival)}


def test_a_wrong_number_shows_the_page_with_what_to_mend(made: District, proposed: int) -> None:
    form = {"division": str(proposed), "decision": "change", "person": "X-9 谁"}
    row = rows(made, proposed)[0]
    answer = made.client("clerk").post(f"{PAGE}/{row['id']}", data=form)
    assert answer.status_code == 422
    assert "X-9" in answer.text
    assert 'value="X-9 谁"' in answer.text


def test_the_board_says_that_something_waits(made: District, proposed: int) -> None:
    assert (
        "2 changes of responsibility in redrawn cells" in made.client("clerk").get("/people").text
    )
    assert "redrawn cells" not in made.client("supervisor").get("/people").text


def test_who_may_not_confirm_gets_no_page(made: District, proposed: int) -> None:
    assert made.client("supervisor").get(PAGE).status_code == 403
    assert made.client().get(PAGE).status_code == 401


def test_all_clear_ones_are_confirmed_by_one_form(made: District, proposed: int) -> None:
    form = {"division": str(proposed)}
    answer = made.client("clerk").post(f"{PAGE}/confirm", data=form)
    assert "0 proposals confirmed." in answer.text


def test_what_took_effect_and_was_gone_back_from_is_listed_but_waits_no_more(
    made: District, proposed: int
) -> None:
    client = made.client("clerk")
    bring(made, proposed)
    assert "To confirm <span>2</span>" in client.get(PAGE).text
    bring(made, FIRST, ActivationKind.ROLL_BACK)

    # It is not led to any more, and what nobody looked at is told without a form.
    led_to = client.get(PAGE).text
    assert f'id="cell-{WHOLE}"' not in led_to
    shown = client.get(PAGE, params={"division": proposed}).text
    assert "All <span>2</span>" in shown
    assert "To confirm <span>0</span>" in shown
    assert shown.count("Not looked at while in force") == 1
    assert f'action="{PAGE}/' not in shown
    # Back once more, it waits again.
    bring(made, proposed, ActivationKind.ROLL_BACK)
    assert "To confirm <span>2</span>" in client.get(PAGE).text


def test_after_a_roll_back_it_is_told_that_the_persons_of_then_are_back(
    made: District, proposed: int
) -> None:
    client = made.client("clerk")
    bring(made, proposed)
    ahead = client.get(PAGE, params={"division": proposed}).text
    assert "come from the old cell with the largest part" in ahead
    _, community = rows(made, proposed)
    chosen = {"division": str(proposed), "decision": "change", "person": "officer 何丽"}
    assert client.post(f"{PAGE}/{community['id']}", data=chosen).status_code == 200
    bring(made, FIRST, ActivationKind.ROLL_BACK)
    back = client.get(PAGE, params={"division": FIRST}).text
    assert "come from the old cell with the largest part" not in back
    assert "have the persons again whom they had when it ended" in back
    # Before and after are those of the roll back, not of the first time.
    assert f'href="/divisions/{proposed}/diff/{FIRST}#cell-{LARGER}"' in back


def test_a_communitys_cells_are_confirmed_together_once_they_were_passed(
    made: District,
) -> None:
    smaller = resized(made, 300)
    for cell in made.resources.divisions.active().cells["code"]:
        name_person(made, str(cell), "worker")
    propose(made, smaller)
    client = made.client("clerk")
    shown = client.get(PAGE).text
    form = next(
        one for one in shown.split("</form>") if f'name="anchor" value="community-{SPRING}"' in one
    )
    ids = re.findall(r'name="carrying" value="(\d+)"', form)
    told = re.search(r"Confirm these (\d+) cells", form)
    assert told is not None
    assert len(ids) >= int(told[1]) > 1
    posted = {"division": str(smaller), "anchor": f"community-{SPRING}", "carrying": ids}
    answer = client.post(f"{PAGE}/some", data=posted, follow_redirects=False)
    assert answer.headers["location"].endswith(f"#community-{SPRING}")
    states = {row["state"] for row in rows(made, smaller) if str(row["id"]) in ids}
    assert states == {"confirmed"}
    assert f'value="community-{SPRING}"' not in client.get(PAGE).text


def test_a_cell_leads_to_the_map_of_before_and_after(made: District, proposed: int) -> None:
    to_map = f'href="/divisions/{FIRST}/diff/{proposed}#cell-{WHOLE}"'
    assert to_map in made.client("clerk").get(PAGE).text
    bring(made, proposed)
    assert to_map in made.client("clerk").get(PAGE, params={"division": proposed}).text
    # Whoever may confirm may look at it.
    officer = made.client("community_officer").get(PAGE, params={"division": proposed})
    assert to_map in officer.text
    assert TABLE[Permission.CONFIRM_CARRYING].keys() <= TABLE[Permission.READ_DRAFTS].keys()
