"""Generations from outside: who may do what, what is told, and that a repeat does nothing twice."""

import re
import subprocess
from dataclasses import replace
from datetime import timedelta

import pytest

from service.access.roles import Role
from service.areas.operations import add_division, prove
from tests.service.conftest import JIAOBEI, NANSHAN, ClientAs, District, HandClock
from tests.service.generations.conftest import Generations, drawn

MAY = (Role.CLERK, Role.ADMIN)
OFFICERS = (Role.COMMUNITY_OFFICER, Role.STREET_OFFICER, Role.DEPARTMENT_OFFICER)
MAY_READ = (*MAY, Role.SUPERVISOR, *OFFICERS)


def codes_in(pdf: bytes) -> set[str]:
    text = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True)
    return set(re.findall(r"440704 \d{3} \d{3} \d{3}", text.stdout.decode()))


def test_only_clerks_and_admins_bring_a_division_into_force(
    generations: Generations, client_as: ClientAs, clock: HandClock
) -> None:
    draft = generations.draft()
    at = (clock.now + timedelta(days=1)).isoformat()
    told = {}
    for role in Role:
        if role in MAY:
            continue
        client = client_as(role)
        told[role] = {
            client.post(f"/api/v1/divisions/{draft}/activate").status_code,
            client.post(f"/api/v1/divisions/{draft}/rollback").status_code,
            client.post(f"/api/v1/divisions/{draft}/cancel").status_code,
            client.post(f"/api/v1/divisions/{draft}/schedule", json={"at": at}).status_code,
        }
    assert told.pop(Role.ANONYMOUS) == {401}
    assert set().union(*told.values()) == {403}
    for role in MAY:
        client = client_as(role)
        planned = client.post(f"/api/v1/divisions/{draft}/schedule", json={"at": at})
        assert planned.status_code == 200, planned.text
        assert planned.json()["planned_at"]
        assert client.post(f"/api/v1/divisions/{draft}/cancel").json()["planned_at"] is None


def test_only_those_who_read_drafts_see_drafts_and_changes(
    generations: Generations, client_as: ClientAs, district: District
) -> None:
    draft = generations.draft()
    for role in Role:
        client = client_as(role)
        one = client.get(f"/api/v1/divisions/{draft}").status_code
        both = client.get(f"/api/v1/divisions/{district.division_id}/changes/{draft}").status_code
        page = client.get("/divisions", headers={"accept": "text/html"}).status_code
        if role in MAY_READ:
            assert (one, both, page) == (200, 200, 200), role
        elif role is Role.ANONYMOUS:
            assert (one, both, page) == (404, 401, 303)
        else:
            assert (one, both, page) == (404, 403, 403), role
        assert client.get(f"/api/v1/divisions/{district.division_id}").status_code == 200


def test_an_activation_and_a_roll_back_are_told_with_who_did_them(
    generations: Generations, client_as: ClientAs, district: District, clock: HandClock
) -> None:
    draft = generations.draft()
    clerk, admin, public = (client_as(r) for r in (Role.CLERK, Role.ADMIN, Role.ANONYMOUS))
    clock.pass_by(timedelta(hours=1))
    done = clerk.post(f"/api/v1/divisions/{draft}/activate").json()
    assert (done["id"], done["from_division"]) == (draft, district.division_id)
    clock.pass_by(timedelta(hours=1))
    back = admin.post(f"/api/v1/divisions/{district.division_id}/rollback").json()
    assert (back["id"], back["from_division"]) == (district.division_id, draft)

    told = clerk.get(f"/api/v1/divisions/{district.division_id}").json()
    assert told["status"] == "active"
    assert told["valid_to"] is None
    assert [(one["kind"], one["by"]) for one in told["activations"]] == [
        ("roll_back", "admin"),
        ("activate", ""),
    ]
    assert public.get(f"/api/v1/divisions/{draft}").json()["status"] == "superseded"
    assert public.get(f"/api/v1/divisions/{draft}").json()["activations"][0]["by"] == ""


def test_a_repeated_activation_gets_the_same_answer(
    generations: Generations, client_as: ClientAs
) -> None:
    draft = generations.draft()
    clerk = client_as(Role.CLERK)
    keyed = {"Idempotency-Key": "once"}
    first = clerk.post(f"/api/v1/divisions/{draft}/activate", headers=keyed)
    again = clerk.post(f"/api/v1/divisions/{draft}/activate", headers=keyed)
    other = clerk.post(f"/api/v1/divisions/{draft}/activate")

    assert first.status_code == again.status_code == 200
    assert first.content == again.content
    assert other.status_code == 409
    assert other.json()["type"] == "/problems/area-not-a-draft"
    path = f"/api/v1/divisions/{draft}/activate"
    said = clerk.post(path, headers={"accept-language": "zh"}).json()["detail"]
    assert "的状态是现行，" in said
    assert "is in force;" in clerk.post(path, headers={"accept-language": "en"}).json()["detail"]


def test_a_draft_made_before_a_roll_back_asks_whether_other_codes_are_meant(
    generations: Generations, client_as: ClientAs, district: District, clock: HandClock
) -> None:
    cells = len(district.cells)
    clerk = client_as(Role.CLERK)
    clerk.headers.update({"accept-language": "en"})
    # The same shapes under other codes: drafted while such a division was in force.
    draft = generations.draft(size_m=500.0, first_serial=601)
    assert clerk.get(f"/divisions/{draft}").text.count('name="renumber"') == 0
    other = generations.draft("2028")
    clock.pass_by(timedelta(hours=1))
    generations.activate(other)
    clock.pass_by(timedelta(hours=1))
    generations.roll_back(district.division_id)
    at = (clock.now + timedelta(days=1)).isoformat()
    start = f"/api/v1/divisions/{draft}"

    for refused in (
        clerk.post(f"{start}/activate"),
        clerk.post(f"{start}/activate", json={}),
        clerk.post(f"{start}/schedule", json={"at": at}),
    ):
        assert refused.status_code == 409
        assert refused.json()["type"] == "/problems/area-renumbers"
        assert f"{cells} cells that “2027” does not change" in refused.json()["detail"]
    # A page that was opened before the roll back did not warn: it is shown again, and now does.
    again = clerk.post(f"/divisions/{draft}/activate", headers={"accept": "text/html"})
    assert again.status_code == 409
    assert again.text.count('name="renumber" value="true"') == 2
    at_clock = {"at": "2026-12-01T00:00"}
    assert clerk.post(f"/divisions/{draft}/schedule", data=at_clock).status_code == 409
    meant = {"renumber": "true"}
    assert clerk.post(f"/divisions/{draft}/schedule", data=at_clock | meant).status_code == 303
    planned = clerk.post(f"{start}/schedule", json={"at": at, "renumber": True})
    assert planned.status_code == 200, planned.text
    done = clerk.post(f"{start}/activate", json={"renumber": True})
    assert done.status_code == 200, done.text
    assert clerk.get(start).json()["status"] == "active"


def test_changes_are_told_as_json_as_csv_and_as_lines(
    generations: Generations, client_as: ClientAs, district: District
) -> None:
    draft = generations.draft(size_m=250.0)
    clerk = client_as(Role.CLERK)
    start = f"/api/v1/divisions/{district.division_id}/changes/{draft}"
    told = clerk.get(start).json()
    table = clerk.get(f"{start}.csv")
    lines = clerk.get(f"{start}.geojson").json()

    figures = {one["kind"]: one["cells"] for one in told["figures"]}
    assert list(figures) == ["kept", "moved", "split", "merged", "new", "retired"]
    assert figures["split"] > 0
    assert figures["new"] == figures["retired"] == 0
    assert sum(one["area_m2"] for one in told["changes"]) == pytest.approx(3.28e6, rel=0.1)
    assert table.headers["content-type"].startswith("text/csv")
    assert len(table.text.splitlines()) == 1 + len(told["changes"])
    sides = {feature["properties"]["side"] for feature in lines["features"]}
    assert sides == {"old", "new"}


def test_a_retired_cell_tells_what_it_was_and_who_has_its_ground_now(
    generations: Generations, client_as: ClientAs, district: District, clock: HandClock
) -> None:
    code = district.cells_of[NANSHAN][-1]
    public = client_as(Role.ANONYMOUS)
    before = public.get(f"/api/v1/cells/{code}").json()
    clock.pass_by(timedelta(days=2))
    generations.activate(generations.draft(size_m=250.0))
    clock.pass_by(timedelta(days=2))
    after = public.get(f"/api/v1/cells/{code}").json()

    assert before["successors"] == []
    assert after["division"]["id"] == district.division_id
    assert after["division"]["status"] == "superseded"
    assert after["area_m2"] == before["area_m2"]
    assert [person["name"] for person in after["persons"]] == [
        person["name"] for person in before["persons"]
    ]
    assert len(after["successors"]) >= 4
    assert sum(one["share"] for one in after["successors"]) == pytest.approx(1, abs=0.01)
    page = public.get(f"/cells/{code}", headers={"accept": "text/html", "accept-language": "en"})
    assert page.status_code == 200
    assert "This cell is no more" in page.text
    assert after["successors"][0]["code"] in page.text
    on_map = public.get(f"/?cell={code}", headers={"accept": "text/html"})
    assert on_map.headers["location"] == f"/?division={district.division_id}&cell={code}"
    pdf = public.get(f"/cells/{code}/map.pdf").content
    sheet = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True)
    assert "已停用" in sheet.stdout.decode()
    form = public.get(f"/report?cell={code}", headers={"accept": "text/html"})
    assert NANSHAN + "5" in form.text
    # What is printed on the wall, or typed just then, still means the place that it meant.
    lon, _lat = district.middles[code]
    assert f'value="{lon:.7f}"' in form.text
    assert "已不再使用" in form.text
    typed = {"cell": code, "category": "0101", "description": "井盖缺失"}
    sent = public.post("/report", data=typed, follow_redirects=False)
    assert sent.status_code == 303
    unknown = typed | {"cell": "440704001017999"}
    assert public.post("/report", data=unknown).status_code == 404
    assert public.get("/cells/440704001017999").status_code == 404


def test_a_retired_cell_says_where_its_open_cases_went(
    generations: Generations, client_as: ClientAs, district: District
) -> None:
    code = district.cells_of[NANSHAN][0]
    lon, lat = district.middles[code]
    public = client_as(Role.ANONYMOUS)
    report = {"lon": lon, "lat": lat, "category": "0101"}
    assert public.post("/api/v1/cases", json=report).status_code == 201
    generations.activate(generations.draft(size_m=250.0))

    now = public.get("/api/v1/locate", params={"lon": lon, "lat": lat}).json()["cell"]["code"]
    page = public.get(f"/cells/{code}", headers={"accept-language": "en"}).text
    successors = page.split('class="successors"')[1].split("</ul>")[0]
    assert successors.count("open case here") == 1
    (told,) = (line for line in successors.split("</li>") if f'href="/cells/{now}"' in line)
    assert "1 open case here" in told
    # Retired on the day on which it began: the clock tells the two apart.
    assert "in force from 2026-11-24 10:00:00 to 2026-11-24 10:00:00" in page


def test_the_atlas_of_a_community_that_is_gone_prints_it_as_it_was(
    generations: Generations, client_as: ClientAs
) -> None:
    public = client_as(Role.ANONYMOUS)
    address = f"/communities/{JIAOBEI}/atlas.pdf"
    before = public.get(address)
    new = drawn("2027", 400.0, 501)
    kept = replace(
        new,
        communities=new.communities[new.communities["code"] != JIAOBEI],
        cells=new.cells[new.cells["community"] != JIAOBEI].reset_index(drop=True),
    )
    generations.activate(generations.executor.write(add_division, prove(kept)))

    after = public.get(address)
    assert (before.status_code, after.status_code) == (200, 200)
    assert after.content.startswith(b"%PDF")
    assert codes_in(after.content) == codes_in(before.content) != set()
    assert public.get("/communities/440704009009/atlas.pdf").status_code == 404


def test_the_pages_do_what_the_routes_do(
    generations: Generations, client_as: ClientAs, district: District
) -> None:
    draft = generations.draft()
    clerk = client_as(Role.CLERK)
    clerk.headers.update({"accept": "text/html", "accept-language": "en"})
    past = clerk.post(f"/divisions/{draft}/schedule", data={"at": "2026-11-24T09:59"})
    assert past.status_code == 422
    assert "does not lie ahead" in past.text
    assert clerk.post(f"/divisions/{draft}/schedule", data={"at": "soon"}).status_code == 422
    far = clerk.post(f"/divisions/{draft}/schedule", data={"at": "9999-12-31T23:59"})
    assert far.status_code == 422
    assert "2026" not in far.text or "9999" in far.text
    assert clerk.get("/divisions").status_code == 200
    worker = client_as(Role.GRID_WORKER)
    assert worker.post(f"/divisions/{draft}/schedule", data={"at": "soon"}).status_code == 403
    planned = clerk.post(f"/divisions/{draft}/schedule", data={"at": "2026-12-01T00:00"})
    assert planned.headers["location"] == f"/divisions/{draft}?done=planned"
    assert "The activation is planned" in clerk.get(planned.headers["location"]).text
    assert "to come into force 2026-12-01 00:00" in clerk.get("/divisions").text
    assert clerk.post(f"/divisions/{draft}/cancel").status_code == 303
    assert clerk.post(f"/divisions/{draft}/cancel").status_code == 409
    # An old address says nothing that is so no longer.
    assert "is planned" not in clerk.get(planned.headers["location"]).text
    # Pressed twice, it is in force once, and nothing is red.
    for _ in range(2):
        brought = clerk.post(f"/divisions/{draft}/activate")
        assert brought.headers["location"] == f"/divisions/{draft}?done=in-force"
    told = clerk.get(brought.headers["location"]).text
    assert "“2027” is in force" in told
    assert f'href="/divisions/{district.division_id}/diff/{draft}">What changed' in told
    assert "Roll back" in clerk.get(f"/divisions/{district.division_id}").text
    diff = clerk.get(f"/divisions/{district.division_id}/diff/{draft}?kind=split")
    assert diff.status_code == 200
    for _ in range(2):
        assert clerk.post(f"/divisions/{district.division_id}/rollback").status_code == 303
    # What was not asked for is still refused.
    assert clerk.post(f"/divisions/{draft}/activate").status_code == 409
    assert "back in force, instead of “2027”" in clerk.get("/divisions").text


def test_a_cell_that_goes_on_is_printed_as_the_division_had_it_that_is_asked_for(
    generations: Generations, client_as: ClientAs, district: District
) -> None:
    code = district.cells[0]
    public = client_as(Role.ANONYMOUS)

    def sheet(division: int | None) -> str:
        asked = {} if division is None else {"division": division}
        pdf = public.get(f"/cells/{code}/map.pdf", params=asked).content
        text = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True)
        return text.stdout.decode()

    before = sheet(None)
    draft = generations.draft(size_m=500.0, first_serial=1)
    assert public.get(f"/cells/{code}/map.pdf?division={draft}").status_code == 404
    generations.activate(draft)
    assert sheet(None) == sheet(draft)
    # Printed after its time it says so, with the same neighbours and persons as then.
    then = sheet(district.division_id)
    assert then != sheet(None)
    assert "已停用" in then
    assert "已停用" not in before
    assert public.get(f"/cells/{code}/map.pdf?division=999").status_code == 404
