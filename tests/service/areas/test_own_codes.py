"""A city's own codes are served under their address, whatever signs they hold."""

from pathlib import Path
from urllib.parse import quote

import pytest

from service.areas import api as areas_api
from service.areas import pages as areas_pages
from service.cases.pages import report as report_pages
from tests.service.district import IN_SPRING, District, new_division, open_district
from tests.service.redrawing import bring, drafted

SIGNS = ("A/B#0?-{}", "网格{}", "WG-0{}", "7-{}", "WG {}")


@pytest.fixture(params=SIGNS)
def own(request: pytest.FixtureRequest, database_url: str, tmp_path: Path) -> District:
    """Open a district whose division in force has a city's own codes."""
    district = open_district(database_url, tmp_path)
    district.app.include_router(areas_api.router)
    district.app.include_router(areas_pages.router)
    district.app.include_router(report_pages.router)
    cells = new_division().cells
    codes = [request.param.format(row) for row in range(len(cells))]
    bring(district, drafted(district, cells.assign(code=codes), "own"))
    return district


def test_pages_answers_and_sheets_of_a_cell_are_found_under_its_own_code(own: District) -> None:
    client = own.client(None)
    place = client.get("/api/v1/locate", params={"lon": IN_SPRING[0], "lat": IN_SPRING[1]}).json()
    code = place["cell"]["code"]
    assert place["cell"]["serial"] == 0
    path = f"/cells/{quote(code, safe='')}"
    assert client.get(f"/api/v1{path}").json()["code"] == code
    page = client.get(path)
    assert page.status_code == 200
    assert f'href="/cells/{quote(code)}' in page.text or f"/cells/{quote(code)}" in page.text
    assert client.get(f"{path}/panel").status_code == 200
    sheet = client.get(f"{path}/map.pdf")
    assert sheet.status_code == 200
    assert quote(code, safe="") in sheet.headers["Content-Disposition"]
    assert client.get("/", params={"cell": code}).status_code == 200
    found = client.get("/api/v1/search", params={"q": code}).json()["results"]
    assert code in [one["code"] for one in found]
    own.executor.engine.dispose()


@pytest.mark.parametrize("own", ["WG {}"], indirect=True)
def test_a_code_with_a_blank_in_it_is_found_as_it_is_and_without_the_blank(own: District) -> None:
    client = own.client(None)
    place = client.get("/api/v1/locate", params={"lon": IN_SPRING[0], "lat": IN_SPRING[1]}).json()
    code = place["cell"]["code"]
    assert " " in code
    for number, typed in enumerate((code, code.replace(" ", ""), f" {code} "), start=1):
        found = client.get("/api/v1/search", params={"q": typed}).json()["results"]
        assert code in [one["code"] for one in found]
        assert 'value="22.' in client.get("/report", params={"cell": typed}).text
        fields = {"cell": typed, "category": "0101", "description": f"report {number}"}
        sent = client.post("/report", data=fields, follow_redirects=False)
        assert sent.status_code == 303, sent.text
    unknown = {"cell": "WG 999999", "category": "0101", "description": "x"}
    assert client.post("/report", data=unknown).status_code == 404
    own.executor.engine.dispose()
