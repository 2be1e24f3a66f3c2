"""A cell that the city has named goes by its name: card, search, API, lines and print."""

import gzip
import subprocess
from dataclasses import replace

import pytest

from service.access.roles import Role
from service.areas.errors import ValueTooLongError
from service.areas.operations import add_division, prove
from service.database import Executor
from tests.service.conftest import NANSHAN, YINQUAN, ClientAs, District
from tests.service.generations.conftest import Generations, drawn

SCHOOL, SECOND = "江海区第一中学专属网格", "银泉社区第二网格"


@pytest.fixture
def named(generations: Generations, executor: Executor) -> tuple[str, str]:
    """Bring a division into force of which two cells have names; return their codes."""
    new = drawn("named", 400.0, 501)
    school = next(code for code in new.cells["code"] if code.startswith(NANSHAN))
    second = next(code for code in new.cells["code"] if code.startswith(YINQUAN))
    names = new.cells["code"].map({school: SCHOOL, second: SECOND})
    division_id = executor.write(
        add_division, prove(replace(new, cells=new.cells.assign(name=names)))
    )
    generations.activate(division_id)
    return school, second


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_cards_of_a_named_cell_and_of_its_neighbour_tell_the_name(
    client_as: ClientAs, generations: Generations, named: tuple[str, str], language: str
) -> None:
    client = client_as(Role.ANONYMOUS)
    client.headers["accept-language"] = language
    page = client.get(f"/cells/{named[0]}").text
    assert f"<h1>{SCHOOL}</h1>" in page
    assert f"<title>{SCHOOL}" in page
    division = generations.resources.divisions.active()
    beside = next(code for code in division.cells["code"] if code == f"{NANSHAN}502")
    assert SCHOOL in client.get(f"/cells/{beside}").text


def test_a_cell_without_a_name_goes_by_its_community_and_serial(
    client_as: ClientAs, named: tuple[str, str]
) -> None:
    page = client_as(Role.ANONYMOUS).get(f"/cells/{NANSHAN}502").text
    assert "<h1>南山村 第 502 网格</h1>" in page


@pytest.mark.parametrize("text", ["第一中学", SCHOOL, "一中学专属"])
def test_a_cell_is_found_by_its_name_or_a_part_of_it(
    client_as: ClientAs, named: tuple[str, str], text: str
) -> None:
    found = client_as(Role.ANONYMOUS).get("/api/v1/search", params={"q": text}).json()["results"]
    assert [(one["kind"], one["title"], one["code"]) for one in found] == [
        ("cell", SCHOOL, named[0])
    ]


def test_a_name_that_begins_with_its_communitys_is_found_after_no_other(
    client_as: ClientAs, named: tuple[str, str]
) -> None:
    found = client_as(Role.ANONYMOUS).get("/api/v1/search", params={"q": SECOND}).json()["results"]
    assert [one["code"] for one in found] == [named[1]]


def test_the_api_and_the_lines_of_the_map_tell_the_name(
    client_as: ClientAs, generations: Generations, named: tuple[str, str]
) -> None:
    client = client_as(Role.ANONYMOUS)
    assert client.get(f"/api/v1/cells/{named[0]}").json()["name"] == SCHOOL
    assert client.get(f"/api/v1/cells/{NANSHAN}502").json()["name"] == ""
    division = generations.resources.divisions.active()
    cell = division.cell(named[0])
    place = {"lon": cell.label_lon, "lat": cell.label_lat}
    assert client.get("/api/v1/locate", params=place).json()["cell"]["name"] == SCHOOL
    lines = gzip.decompress(division.cells_packed.gzipped).decode()
    assert lines.count(f'"name":"{SCHOOL}"') == 1


def test_the_printed_sheet_is_headed_by_the_name(
    client_as: ClientAs, named: tuple[str, str]
) -> None:
    pdf = client_as(Role.ANONYMOUS).get(f"/cells/{named[0]}/map.pdf").content
    read = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True)
    assert f"{SCHOOL}责任图" in read.stdout.decode()


def test_a_name_longer_than_its_place_is_refused(district: District) -> None:
    new = drawn("long", 400.0, 501)
    with pytest.raises(ValueTooLongError) as refused:
        prove(replace(new, cells=new.cells.assign(name="网" * 121)))
    facts = refused.value.facts
    assert (facts["what"], facts["length"], facts["longest"]) == ("name", 121, 120)
