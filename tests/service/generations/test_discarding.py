"""A draft can be thrown away, and nothing but a draft."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from fastapi import FastAPI
from sqlalchemy import text

from service.access.roles import Role
from service.areas.operations import generations as all_generations
from service.areas.status import DivisionStatus
from service.database import Executor
from tests.service.conftest import ClientAs, District, HandClock
from tests.service.generations.conftest import Generations
from tests.service.generations.making import Maker, communities_file

MAY = (Role.CLERK, Role.ADMIN)


def test_only_clerks_and_admins_discard_a_draft(
    generations: Generations, client_as: ClientAs
) -> None:
    draft = generations.draft()
    for role in Role:
        if role in MAY:
            continue
        client = client_as(role)
        statuses = {
            client.delete(f"/api/v1/divisions/{draft}").status_code,
            client.post(f"/divisions/{draft}/discard").status_code,
        }
        assert statuses == ({401} if role is Role.ANONYMOUS else {403}), role
    for role in MAY:
        client = client_as(role)
        other = generations.draft()
        assert client.delete(f"/api/v1/divisions/{other}").status_code == 204
    answer = client_as(Role.CLERK).post(f"/divisions/{draft}/discard")
    assert (answer.status_code, answer.headers["location"]) == (303, "/divisions")


def test_a_discarded_draft_is_gone_but_for_who_discarded_it(
    maker: Maker, executor: Executor
) -> None:
    draft = maker.made(communities_file(), title="2027", size="400")["id"]
    tables = ("cells", "communities", "carryings")

    def rows() -> dict[str, int]:
        with executor.engine.connect() as connection:
            return {
                table: connection.execute(
                    text(f"SELECT count(*) FROM {table} WHERE division_id = {draft}")
                ).scalar_one()
                for table in tables
            }

    before = rows()
    assert min(before.values()) > 0
    assert maker.client.delete(f"/api/v1/divisions/{draft}").status_code == 204

    assert rows() == dict.fromkeys(tables, 0)
    for path in ("", "/cells.geojson"):
        gone = maker.client.get(f"/api/v1/divisions/{draft}{path}")
        assert gone.status_code == 410
        assert gone.json()["type"] == "/problems/area-discarded-division"
    assert maker.client.delete(f"/api/v1/divisions/{draft}").status_code == 410
    assert maker.client.post(f"/api/v1/divisions/{draft}/activate").status_code == 410
    assert draft not in [one["id"] for one in maker.client.get("/api/v1/divisions").json()]
    page = maker.client.get("/divisions", headers={"accept-language": "en"}).text
    assert "Discarded drafts" in page
    assert "clerk discarded it" in page
    old_link = maker.client.get(f"/divisions/{draft}", headers={"accept-language": "en"})
    assert old_link.status_code == 410
    assert "was thrown away" in old_link.text


def test_that_there_was_a_draft_is_nothing_for_the_public(
    generations: Generations, client_as: ClientAs
) -> None:
    draft = generations.draft()
    assert client_as(Role.CLERK).delete(f"/api/v1/divisions/{draft}").status_code == 204
    for role in (Role.ANONYMOUS, Role.GRID_WORKER):
        answer = client_as(role).get(f"/api/v1/divisions/{draft}/cells.geojson")
        assert answer.status_code == 404
        assert answer.json()["type"] == "/problems/area-unknown-division"


def test_the_number_of_a_discarded_draft_denotes_no_other_division(
    generations: Generations, client_as: ClientAs
) -> None:
    clerk = client_as(Role.CLERK)
    first = generations.draft()
    assert clerk.delete(f"/api/v1/divisions/{first}").status_code == 204
    assert generations.draft() > first


def test_a_planned_draft_is_discarded_with_its_plan(
    generations: Generations, client_as: ClientAs, clock: HandClock, district: District
) -> None:
    draft = generations.draft()
    generations.plan(draft, clock.now + timedelta(hours=1))
    clerk = client_as(Role.CLERK)
    assert "planned activation" in clerk.get(f"/divisions/{draft}?lang=en").text
    assert clerk.delete(f"/api/v1/divisions/{draft}").status_code == 204
    clock.pass_by(timedelta(hours=2))
    assert clerk.get("/api/v1/divisions").json()[0]["status"] == "active"
    assert generations.resources.divisions.active().info.id == district.division_id


def test_what_is_or_was_in_force_is_never_discarded(
    generations: Generations, client_as: ClientAs, district: District
) -> None:
    clerk = client_as(Role.CLERK)
    draft = generations.draft()
    in_force = clerk.delete(f"/api/v1/divisions/{district.division_id}")
    generations.activate(draft)
    was = clerk.delete(f"/api/v1/divisions/{district.division_id}")
    page = clerk.post(
        f"/divisions/{district.division_id}/discard",
        headers={"accept": "text/html", "accept-language": "en"},
    )
    for answer in (in_force, was):
        assert answer.status_code == 409
        assert answer.json()["type"] == "/problems/area-not-discardable"
    assert page.status_code == 409
    assert "never in force can be discarded" in page.text
    assert clerk.get(f"/api/v1/divisions/{district.division_id}").json()["cells"] == 18


def test_of_an_activation_and_a_discarding_at_once_one_is_done(
    app: FastAPI, generations: Generations, client_as: ClientAs, executor: Executor
) -> None:
    del app
    for turn in range(3):
        draft = generations.draft(f"turn {turn}", first_serial=501 + 20 * turn)
        activating, discarding = client_as(Role.CLERK), client_as(Role.ADMIN)
        with ThreadPoolExecutor(2) as pool:
            activated = pool.submit(activating.post, f"/api/v1/divisions/{draft}/activate")
            discarded = pool.submit(discarding.delete, f"/api/v1/divisions/{draft}")
        won = (activated.result().status_code, discarded.result().status_code)
        assert won in {(200, 409), (410, 204), (409, 204)}, won
        found = {one.info.id: one for one in executor.read(all_generations, None)}
        active = [one for one in found.values() if one.info.status is DivisionStatus.ACTIVE]
        assert len(active) == 1
        assert (draft in found) == (won[0] == 200)
        assert active[0].cells > 0
