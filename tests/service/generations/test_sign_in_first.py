"""Who is not signed in is led to the sign-in page, and from there to where they wanted to go."""

import pytest

from service.access.roles import Role
from tests.service.conftest import PASSWORD, ClientAs, District
from tests.service.generations.conftest import Generations


@pytest.mark.parametrize("accept", ["text/html", "*/*"])
def test_the_pages_of_divisions_lead_to_the_sign_in_page_and_back(
    generations: Generations, client_as: ClientAs, district: District, accept: str
) -> None:
    draft = generations.draft()
    for path in (
        "/divisions",
        f"/divisions/{draft}",
        f"/divisions/{district.division_id}/diff/{draft}?kind=split",
        "/divisions/drafts/new",
        "/divisions/drafts/1",
    ):
        public = client_as(Role.ANONYMOUS)
        asked = public.get(path, headers={"accept": accept})
        assert asked.status_code == 303, path
        form = public.get(asked.headers["location"], headers={"accept": "text/html"})
        assert form.status_code == 200
        target = path.replace("&", "&amp;")
        assert f'value="{target}"' in form.text
        signed_in = public.post(
            "/sign-in", data={"username": "clerk", "password": PASSWORD, "next": path}
        )
        assert signed_in.headers["location"] == path


def test_the_api_says_that_a_sign_in_is_needed(
    generations: Generations, client_as: ClientAs, district: District
) -> None:
    draft = generations.draft()
    public = client_as(Role.ANONYMOUS)
    for path in (f"{district.division_id}/changes/{draft}", "drafts", "drafts/1"):
        answer = public.get(f"/api/v1/divisions/{path}")
        assert answer.status_code == 401
        assert answer.json()["type"] == "/problems/error-sign-in-needed"


def test_every_officer_sees_how_a_draft_differs_and_a_grid_worker_does_not(
    generations: Generations, client_as: ClientAs, district: District
) -> None:
    draft = generations.draft()
    page = f"/divisions/{district.division_id}/diff/{draft}"
    told = f"/api/v1/divisions/{district.division_id}/changes/{draft}"
    lines = f"/api/v1/divisions/{draft}/cells.geojson"
    for role in Role:
        client = client_as(role)
        answers = {
            client.get(page, headers={"accept": "text/html"}).status_code,
            client.get(told).status_code,
        }
        drawn = client.get(lines).status_code
        if role is Role.ANONYMOUS:
            assert (answers, drawn) == ({303, 401}, 404)
        elif role in (Role.RESIDENT, Role.VOLUNTEER, Role.GRID_WORKER):
            assert (answers, drawn) == ({403}, 404), role
        else:
            assert (answers, drawn) == ({200}, 200), role


def test_a_time_without_its_offset_is_refused_with_an_example(
    generations: Generations, client_as: ClientAs
) -> None:
    draft = generations.draft()
    clerk = client_as(Role.CLERK)
    for language, words in (("en", "Give the offset"), ("zh", "时区偏移")):
        answer = clerk.post(
            f"/api/v1/divisions/{draft}/schedule",
            json={"at": "2026-12-01T00:00"},
            headers={"accept-language": language},
        )
        assert answer.status_code == 422
        (fault,) = answer.json()["errors"]
        assert fault["field"] == "at"
        assert words in fault["detail"]
        assert "2026-12-01T00:00:00+08:00" in fault["detail"]
    good = clerk.post(
        f"/api/v1/divisions/{draft}/schedule", json={"at": "2026-12-01T00:00:00+08:00"}
    )
    assert good.status_code == 200
