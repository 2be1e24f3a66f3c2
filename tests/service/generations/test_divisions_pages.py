"""The clerk's pages of divisions: what stands first, what can still be done, what changed."""

import re
from datetime import timedelta

import pytest
from starlette.testclient import TestClient

from service.access.roles import Role
from service.areas.operations import activations
from service.generations.periods import periods_by_division
from service.generations.punctuality import Punctuality
from tests.service.conftest import ClientAs, District, HandClock
from tests.service.generations.conftest import Generations
from tests.service.generations.making import Maker, communities_file


@pytest.fixture
def clerk(client_as: ClientAs) -> TestClient:
    client = client_as(Role.CLERK)
    client.headers.update({"accept": "text/html", "accept-language": "en"})
    return client


def test_what_holds_now_stands_first_then_plans_drafts_and_those_before(
    generations: Generations, clerk: TestClient, district: District, clock: HandClock
) -> None:
    generations.activate(generations.draft("second", 400.0, 501))
    older = generations.draft("older", 350.0, 701)
    newer = generations.draft("newer", 300.0, 801)
    planned = generations.draft("planned", 450.0, 601)
    generations.draft("newest", 320.0, 901)
    generations.plan(planned, clock.now + timedelta(days=40))

    page = clerk.get("/divisions").text
    names = re.findall(r'<h3><a href="/divisions/\d+">([^<]+)</a></h3>', page)
    first = generations.executor.read(activations, None)[-1].name
    assert names == ["second", "planned", "newest", "newer", "older", first]
    assert older < newer


def test_plans_of_one_time_are_listed_as_they_come_into_force(
    generations: Generations, clerk: TestClient, clock: HandClock
) -> None:
    at = clock.now + timedelta(days=40)
    for name, first_serial in (("one", 501), ("two", 701)):
        generations.plan(generations.draft(name, 400.0, first_serial), at)

    page = clerk.get("/divisions").text
    listed = re.findall(r'<h3><a href="/divisions/\d+">([^<]+)</a></h3>', page)
    assert listed[1:3] == ["one", "two"]
    clock.pass_by(timedelta(days=41))
    resources = generations.resources
    punctual = Punctuality(resources.executor, resources.divisions, resources.settings.zone)
    for _ in listed[1:3]:
        punctual.tick()
    came = generations.executor.read(activations, None)
    assert [one.name for one in reversed(came)][-2:] == ["one", "two"]


def test_a_draft_whose_codes_were_given_out_offers_to_draft_again_and_no_activation(
    generations: Generations, clerk: TestClient
) -> None:
    spent = generations.draft("spent", 350.0, 501)
    assert "Activate now" in clerk.get(f"/divisions/{spent}").text
    generations.activate(generations.draft("taken", 400.0, 501))

    page = clerk.get(f"/divisions/{spent}").text
    assert "Activate now" not in page
    assert 'href="/divisions/drafts/new"' in page
    assert "cannot come into force" in clerk.get("/divisions").text
    assert "Draft again" in page


def test_a_plan_that_cannot_be_kept_is_told_first_and_can_be_taken_back(
    generations: Generations, clerk: TestClient, clock: HandClock
) -> None:
    spent = generations.draft("spent", 350.0, 501)
    generations.plan(spent, clock.now + timedelta(days=40))
    generations.activate(generations.draft("taken", 400.0, 501))

    page = clerk.get(f"/divisions/{spent}").text
    assert page.index("cannot come into force any more") < page.index("data-division-map")
    assert f'action="/divisions/{spent}/cancel"' in page


def test_a_division_that_came_back_tells_every_time_that_it_was_in_force(
    generations: Generations, clerk: TestClient, district: District, clock: HandClock
) -> None:
    first = district.division_id
    second = generations.draft()
    for step in (
        lambda: generations.activate(second),
        lambda: generations.roll_back(first),
        lambda: generations.roll_back(second),
    ):
        clock.pass_by(timedelta(hours=1))
        step()
    periods = periods_by_division(generations.executor.read(activations, None))
    assert [len(periods[one]) for one in (first, second)] == [2, 2]
    assert periods[second][-1].end is None
    assert periods[first][0].end == periods[second][0].start
    told = clerk.get(f"/divisions/{first}").text
    assert told.count("in force 2026-11-24 ") == 2
    # Its record tells each end beside each beginning, the newest above.
    record = told.split("What came into force when")[1]
    steps = ("superseded by a roll back to “2027”", "back in force, instead of “2027”")
    places = [record.index(step) for step in (*steps, "superseded by “2027”")]
    assert places == sorted(places)


def test_a_division_beside_itself_is_told_to_be_one(
    generations: Generations, clerk: TestClient, district: District
) -> None:
    first = district.division_id
    assert "One division beside itself" in clerk.get(f"/divisions/{first}/diff/{first}").text
    other = generations.draft()
    assert "beside itself" not in clerk.get(f"/divisions/{first}/diff/{other}").text


def test_changes_are_told_fifty_a_page_each_once(
    generations: Generations, clerk: TestClient, district: District
) -> None:
    draft = generations.draft("fine", 150.0, 101)
    address = f"/divisions/{district.division_id}/diff/{draft}"
    row = re.compile(r'<tr data-code-old="(\d*)" data-code-new="(\d*)">')
    seen: list[tuple[str, str]] = []
    last = row.findall(clerk.get(f"{address}?page=1000").text)
    for page_number in range(1, 1000):
        rows = row.findall(clerk.get(f"{address}?page={page_number}").text)
        assert 0 < len(rows) <= 50
        seen += rows
        if rows == last:
            break
    told = clerk.get(f"/api/v1{address.replace('/diff/', '/changes/')}").json()["changes"]
    wanted = {(r["code_old"] or "", r["code_new"] or "") for r in told if r["kind"] != "kept"}
    assert len(seen) > 50
    assert len(seen) == len(set(seen))
    assert set(seen) == wanted


def test_the_division_in_force_leads_to_the_persons_that_wait_for_confirmation(
    maker: Maker, clerk: TestClient
) -> None:
    draft = maker.made(communities_file(), title="2027", size="400")["id"]
    waiting = f'href="/people/carrying?division={draft}"'
    assert waiting in clerk.get(f"/divisions/{draft}").text
    assert maker.client.post(f"/api/v1/divisions/{draft}/activate").status_code == 200
    page = clerk.get(f"/divisions/{draft}").text
    assert waiting in page
    assert "changes of persons to confirm" in page
