"""Pages and prints of areas: what each reader is told of a cell."""

import re

import pytest

from gis.partition import divide
from service.access.roles import Role
from service.areas.divisions import NewDivision
from service.areas.operations import add_division, prove
from service.database import Executor
from tests.service.conftest import YINQUAN, ClientAs, District, communities_frame

PHONE = "000-0000 0101"
"""The phone of the first cell's grid worker."""


def test_everybody_reads_the_persons_and_only_staff_their_phones(
    client_as: ClientAs, district: District
) -> None:
    path = f"/cells/{district.cells_of[YINQUAN][0]}/panel"

    public = client_as(Role.ANONYMOUS).get(path).text
    staff = client_as(Role.GRID_WORKER).get(path).text

    for name in ("梁伟明", "李国栋", "黄志文"):
        assert name in public
    assert "000-0000" not in public
    assert PHONE in staff


def test_a_tier_without_a_person_shows_as_a_gap(client_as: ClientAs, district: District) -> None:
    page = client_as(Role.ANONYMOUS).get(f"/cells/{district.cells[-1]}")

    assert page.status_code == 200
    assert "未落实" in page.text


@pytest.mark.parametrize(("language", "words"), [("zh", "第 1 网格"), ("en", "cell 1")])
def test_a_cells_page_speaks_the_readers_language(
    client_as: ClientAs, district: District, language: str, words: str
) -> None:
    page = client_as(Role.ANONYMOUS).get(f"/cells/{district.cells[0]}", params={"lang": language})

    assert re.search(f'<html lang="{language}', page.text)
    assert words in page.text


def test_the_map_lists_every_community_for_readers_without_a_map(
    client_as: ClientAs, district: District
) -> None:
    page = client_as(Role.ANONYMOUS).get("/")

    assert set(re.findall(r'data-community="(\d+)"', page.text)) == set(district.cells_of)


def test_a_drafts_map_says_what_it_is_and_leads_to_the_division_in_force(
    client_as: ClientAs, district: District, executor: Executor
) -> None:
    made = divide(communities_frame(), "squares", size_m=700.0)
    codes = [f"{code[:12]}{int(code[12:]) + 500}" for code in made.cells["code"].astype(str)]
    new = NewDivision(
        name="2027",
        district_code="440704",
        district_name="江海区",
        district_name_en="Jianghai District",
        strategy="squares, 700 m",
        illustrative=True,
        source="made for tests",
        communities=made.communities,
        cells=made.cells.assign(code=codes),
    )
    draft = executor.write(add_division, prove(new))
    clerk = client_as(Role.CLERK)

    page = clerk.get("/", params={"division": draft}).text

    assert "草案，尚未启用" in page
    assert "看现行划分" in page
    assert 'href="/report"' not in page
    assert 'href="/report"' in clerk.get("/").text


def test_a_cell_that_is_not_there_is_not_found(client_as: ClientAs) -> None:
    client = client_as(Role.ANONYMOUS)
    headers = {"accept": "text/html"}

    answers = [
        client.get(path, headers=headers)
        for path in ("/cells/440704999999999", "/?cell=1", "/cells/1/map.pdf")
    ]

    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert all("<h1>" in answer.text for answer in answers)


def test_a_cell_and_a_community_are_printed(client_as: ClientAs, district: District) -> None:
    client = client_as(Role.ANONYMOUS)

    for path in (f"/cells/{district.cells[0]}/map.pdf", f"/communities/{YINQUAN}/atlas.pdf"):
        sheet = client.get(path)
        assert sheet.headers["content-type"] == "application/pdf"
        assert sheet.headers["cache-control"].startswith("private")
        assert sheet.content.startswith(b"%PDF")
