from service.access.roles import Role
from tests.service.conftest import ClientAs, District


def test_the_board_links_each_cell_that_lacks_somebody(
    client_as: ClientAs, district: District
) -> None:
    page = client_as(Role.COMMUNITY_OFFICER).get("/people")
    assert page.status_code == 200
    assert f"/cells/{district.cells[-1]}" in page.text
    assert "区市场监管局" in page.text


def test_a_grid_worker_does_not_see_the_board(client_as: ClientAs) -> None:
    assert client_as(Role.GRID_WORKER).get("/people").status_code == 403


def test_only_an_administrator_imports(client_as: ClientAs) -> None:
    file = {"file": ("p.csv", b"x", "text/csv")}
    assert client_as(Role.STREET_OFFICER).post("/people/import", files=file).status_code == 403


def test_a_faulty_file_is_told_by_sheet_row_and_column(client_as: ClientAs) -> None:
    rows = "table,number,name,organisation\npersons,X-1,,440704001\n"
    page = client_as(Role.ADMIN).post(
        "/people/import", files={"file": ("p.csv", rows.encode(), "text/csv")}
    )
    assert page.status_code == 422
    assert '<td data-name="行" class="is-number">2</td>' in page.text
    assert '<td data-name="怎样改">' in page.text


def test_no_file_and_no_spreadsheet_are_told_apart(client_as: ClientAs) -> None:
    admin = client_as(Role.ADMIN)
    assert "请选择一个文件" in admin.post("/people/import", data={"x": "y"}).text
    broken = admin.post("/people/import", files={"file": ("p.xlsx", b"PK\x03\x04nothing")})
    assert broken.status_code == 422
