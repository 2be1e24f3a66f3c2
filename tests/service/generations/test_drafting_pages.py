"""The clerk's pages without a script: a file, a choice, a draft; and every state of the way."""

import re

import shapely

from service.database import Executor
from service.generations.stages import Step
from service.generations.work import StepBegun, begin_step, claim
from tests.service.conftest import SOUTH, WEST, District, communities_frame
from tests.service.generations.making import Maker, communities_file, geojson, overlapping_file

ENGLISH = {"accept": "text/html", "accept-language": "en"}


def given(maker: Maker, content: bytes, **fields: str) -> str:
    """Give a file by the form, and return the page of what becomes of it."""
    maker.client.headers.update(ENGLISH)
    answer = maker.client.post(
        "/divisions/drafts/new", data=fields, files={"file": ("lines.geojson", content)}
    )
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def test_a_clerk_makes_a_draft_page_by_page(maker: Maker, district: District) -> None:
    page = given(maker, communities_file(), holds="communities", tolerance="1")
    waiting = maker.client.get(page).text
    listed = maker.client.get("/divisions").text
    maker.workshop.work_off()
    read = maker.client.get(page).text
    blank = maker.client.post(f"{page}/make", data={"title": " ", "size": "400"})
    asked = maker.client.post(f"{page}/make", data={"title": "2027", "size": "400"})
    maker.workshop.work_off()
    made = maker.client.get(page)

    assert "Waiting for its turn" in waiting
    assert 'http-equiv="refresh"' in waiting
    assert "lines.geojson" in listed
    assert "In the making" in listed
    assert "one exact coverage" in read
    assert f'src="{page}/map?lang=en"' in read
    assert re.search(r'value="1"[^>]* name="tolerance"', read)
    assert blank.status_code == 422
    assert "Give the division a name" in blank.text
    assert 'value="400"' in blank.text
    assert (asked.status_code, asked.headers["location"]) == (303, page)
    assert made.status_code == 303
    division = maker.client.get(made.headers["location"]).text
    assert "The draft is there, proven exact" in division
    assert "changes of responsible persons wait" in division
    assert f"/divisions/{district.division_id}/diff/" in division
    assert "Discard this draft" in division
    assert "In the making" not in maker.client.get("/divisions").text


def test_the_page_tells_each_step(maker: Maker, executor: Executor) -> None:
    page = given(maker, communities_file())
    job = executor.write(claim, "another")
    assert job is not None
    executor.write(begin_step, StepBegun(job, Step.MAP))
    told = maker.client.get(page).text
    assert "Step 2 of 2" in told
    assert 'aria-current="step"' in told
    stopped = maker.client.post(f"{page}/cancel")
    assert stopped.headers["location"] == page
    assert "Stopping" in maker.client.get(page).text


def test_a_refusal_stands_beside_the_option_that_may_mend_it(maker: Maker) -> None:
    page = given(maker, overlapping_file(3.0))
    maker.workshop.work_off()
    refused = maker.client.get(page).text
    assert "The file is refused" in refused
    assert "read again with a tolerance of" in refused
    told = re.search(r"read again with a tolerance of ([\d.]+) m", refused)
    assert told is not None
    assert re.search(rf'value="{told[1]}"[^>]* name="tolerance"', refused)
    assert 'href="#field-tolerance"' in refused
    assert refused.count("This may mend it") == 1
    assert "Make the draft" not in refused
    wrong = maker.client.post(f"{page}/read", data={"tolerance": "much"})
    assert wrong.status_code == 422
    assert 'value="much"' in wrong.text
    assert maker.client.post(f"{page}/read", data={"tolerance": "5"}).status_code == 303
    maker.workshop.work_off()
    assert "one exact coverage" in maker.client.get(page).text
    assert maker.client.post(f"{page}/drop").headers["location"] == "/divisions"
    assert "Thrown away" in maker.client.get(page).text


def test_a_division_that_cannot_be_made_keeps_what_was_chosen(maker: Maker) -> None:
    page = given(maker, communities_file())
    maker.workshop.work_off()
    maker.client.post(f"{page}/make", data={"title": "tiny cells", "size": "20"})
    maker.workshop.work_off()
    told = maker.client.get(page).text
    assert "No draft was made" in told
    assert "more than there are serials" in told
    assert 'value="tiny cells"' in told


def test_files_that_were_given_are_named_and_can_be_left_out(maker: Maker) -> None:
    page = given(maker, communities_file())
    maker.workshop.work_off()
    maker.client.post(
        f"{page}/make",
        data={"title": "2027", "size": "500"},
        files={"plan": ("plan.csv", b"code,strategy\n1,triangles\n")},
    )
    maker.workshop.work_off()
    assert "plan.csv is given" in maker.client.get(page).text
    again = {"title": "2027", "size": "500", "leave_out": "plan"}
    assert maker.client.post(f"{page}/make", data=again).status_code == 303
    maker.workshop.work_off()
    assert maker.client.get(page).status_code == 303


def test_without_a_file_the_form_says_so(maker: Maker) -> None:
    maker.client.headers.update(ENGLISH)
    answer = maker.client.post(
        "/divisions/drafts/new", data={"holds": "cells", "extent": "1,2,3,4"}
    )
    assert answer.status_code == 422
    assert "Choose the boundary file" in answer.text
    assert 'value="1,2,3,4"' in answer.text
    assert re.search(r'value="cells" checked', answer.text)


def test_the_map_is_a_page_of_its_own_that_can_do_nothing_with_ours(maker: Maker) -> None:
    page = given(maker, communities_file())
    maker.workshop.work_off()
    drawn = maker.client.get(f"{page}/map")
    policy = drawn.headers["content-security-policy"]
    assert drawn.status_code == 200
    assert "allow-same-origin" not in policy
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'self'" in policy


def test_a_draft_of_another_place_says_so_before_it_can_come_into_force(
    maker: Maker, district: District
) -> None:
    frame = communities_frame()
    far = maker.made(
        geojson(frame.set_geometry(frame.translate(3.0, 1.0))), title="far", size="500"
    )
    page = maker.client.get(f"/divisions/{far['id']}?lang=en").text
    assert "This draft lies somewhere else" in page
    assert "It has 0 % of the ground of" in page
    asked = page[page.index('id="activate-sure"') :]
    assert "It has 0 % of the ground of" in asked[: asked.index("</dialog>")]
    near = maker.made(communities_file(), title="near", size="400")
    assert "somewhere else" not in maker.client.get(f"/divisions/{near['id']}?lang=en").text


def test_land_of_no_community_is_told_with_the_verdict(maker: Maker) -> None:
    frame = communities_frame()
    shapes = list(frame.geometry)
    lake = shapely.box(WEST + 0.002, SOUTH + 0.002, WEST + 0.004, SOUTH + 0.004)
    shapes[0] = shapes[0].difference(lake)
    job = maker.given(geojson(frame.set_geometry(shapes, crs=4326)))
    assert maker.done(job)["state"] == "read"
    page = maker.client.get(f"/divisions/drafts/{job.rpartition('/')[2]}?lang=en").text
    assert "The file is fine, with 1 place of no community: 4." in page
