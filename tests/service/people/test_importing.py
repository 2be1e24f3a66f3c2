"""The people file: all of it, or nothing, and each fault by its place."""

import zipfile
from datetime import date
from io import BytesIO

import pytest
from openpyxl import Workbook, load_workbook
from sqlalchemy import func, select

from service.access.roles import Role
from service.database import Executor, Transaction
from service.people.models import Person, Responsibility
from service.people.operations import (
    ImportRefusedError,
    NotASpreadsheetError,
    PeopleFile,
    SpreadsheetTooLargeError,
    import_people,
    template_workbook,
)
from service.people.roll import with_codes_among
from tests.service.conftest import NANSHAN, YINQUAN, ClientAs, District, people_csv


def _book(sheets: dict[str, list[list[object]]]) -> bytes:
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _faults(executor: Executor, content: bytes) -> list[tuple[str, int, str, str]]:
    with pytest.raises(ImportRefusedError) as refused:
        executor.write(import_people, PeopleFile.read(content))
    return [
        (fault.sheet, fault.row, fault.column, fault.key.removeprefix("people-fault-"))
        for fault in refused.value.faults
    ]


def _counts(tx: Transaction, _command: None) -> tuple[int, int]:
    counts = [
        tx.session.scalar(select(func.count()).select_from(model))
        for model in (Person, Responsibility)
    ]
    return counts[0] or 0, counts[1] or 0


def test_importing_the_same_file_again_changes_nothing(
    executor: Executor, district: District
) -> None:
    before = executor.read(_counts, None)
    report = executor.write(import_people, PeopleFile.read(people_csv(district.cells)))
    assert (report.organisations, report.persons, report.pairings, report.changed) == (8, 5, 1, 0)
    assert executor.read(_counts, None) == before


def test_chinese_sheets_headers_and_real_dates_are_taken(
    executor: Executor, district: District
) -> None:
    cell = int(district.cells[0])  # spreadsheets keep codes as numbers
    content = _book(
        {
            "人员": [["工号", "姓名", "所属组织"], ["W-9", "=1+1", int(YINQUAN)]],
            "责任人": [
                ["网格编码", "层级", "责任人工号", "代班", "起始日期", "截止日期"],
                [cell, "社区", "W-9", "是", date(2026, 12, 1), "2026年12月3日"],
            ],
        }
    )
    report = executor.write(import_people, PeopleFile.read(content))
    assert (report.persons, report.responsibilities, report.changed) == (1, 1, 2)

    def name(tx: Transaction, _command: None) -> str:
        return tx.session.scalars(select(Person.name).where(Person.number == "W-9")).one()

    assert executor.read(name, None) == "=1+1"


def test_every_fault_is_told_by_sheet_row_and_column_and_nothing_is_stored(
    executor: Executor, district: District
) -> None:
    before = executor.read(_counts, None)
    cell = district.cells_of[YINQUAN][0]
    content = _book(
        {
            "persons": [
                ["number", "name", "organisation"],
                ["P-1", "甲", YINQUAN],
                ["P-1", "乙", YINQUAN],
                ["P-2", "丙", "nowhere"],
            ],
            "pairings": [
                ["department", "community", "valid_from"],
                ["market", NANSHAN, "2026-12-01"],
                ["water", "999999999999", "2026-12-01"],
                ["440704001", NANSHAN, "2026-12-01"],
            ],
            "responsibilities": [
                ["cell", "tier", "person", "valid_from"],
                [cell, "community", "W-2", "2026-12-01"],
                [cell, "department", "P-404", "2026-12-01"],
                ["440704001016999", "department", "W-2", "2026-12-01"],
            ],
        }
    )
    assert sorted(_faults(executor, content)) == sorted(
        [
            ("persons", 3, "number", "twice"),
            ("persons", 4, "organisation", "organisation-unknown"),
            ("pairings", 2, "department", "department-paired"),
            ("pairings", 3, "community", "community-unknown"),
            ("pairings", 4, "department", "department-unknown"),
            ("pairings", 4, "community", "community-paired"),
            ("responsibilities", 2, "cell", "overlap"),
            ("responsibilities", 3, "person", "person-unknown"),
            ("responsibilities", 4, "cell", "cell-unknown"),
        ]
    )
    assert executor.read(_counts, None) == before


def test_values_that_cannot_be_read_are_told_all_at_once(
    executor: Executor, district: District
) -> None:
    content = _book(
        {
            "组织": [["编码", "类别", "名称"], ["x", "公司", "名"], ["", "部门", "长" * 81]],
            "responsibilities": [
                ["cell", "tier", "person", "stand_in", "valid_from", "valid_to", "colour"],
                [district.cells[0], "top", "W-1", "maybe", "2026-02-30", "", ""],
                [district.cells[0], "street", "", "", "2026-02-03", "2026-02-01", ""],
            ],
            "extra": [["a"]],
        }
    )
    assert sorted(_faults(executor, content)) == sorted(
        [
            ("extra", 0, "", "sheet-unknown"),
            ("responsibilities", 1, "colour", "column-unknown"),
            ("组织", 2, "类别", "kind"),
            ("组织", 3, "编码", "blank"),
            ("组织", 3, "名称", "too-long"),
            ("responsibilities", 2, "tier", "tier"),
            ("responsibilities", 2, "stand_in", "yes-no"),
            ("responsibilities", 2, "valid_from", "date"),
            ("responsibilities", 3, "person", "blank"),
            ("responsibilities", 3, "valid_to", "period-reversed"),
        ]
    )


def _bomb() -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 210_000_000)
    return file.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x89PNG\r\n\x1a\n\x00",
        b"PK\x03\x04 cut off",
        b"one column\nonly\n",
        b"\xd0\xcf\x11\xe0",
    ],
)
def test_what_is_no_spreadsheet_is_refused(executor: Executor, content: bytes) -> None:
    with pytest.raises(NotASpreadsheetError):
        executor.write(import_people, PeopleFile.read(content))


def test_a_file_that_unpacks_to_too_much_is_refused_unread(executor: Executor) -> None:
    content = _bomb()
    assert len(content) < 1_000_000
    with pytest.raises(SpreadsheetTooLargeError):
        executor.write(import_people, PeopleFile.read(content))


@pytest.mark.parametrize("locale", ["zh", "en"])
def test_the_template_without_its_marks_is_a_file_that_imports(
    executor: Executor, district: District, locale: str
) -> None:
    content = template_workbook("zh" if locale == "zh" else "en")
    assert _faults(executor, content) == [("", 0, "", "empty")]
    book = load_workbook(BytesIO(content))
    for sheet in book.worksheets[1:]:
        sheet.delete_rows(2)
        for row in sheet.iter_rows(min_row=2, max_col=1):
            row[0].value = str(row[0].value).removeprefix("#")
    sheet = book.worksheets[-1]
    sheet.cell(2, 1).value, sheet.cell(2, 5).value = district.cells[-1], "2026-11-02"
    file = BytesIO()
    book.save(file)
    report = executor.write(import_people, PeopleFile.read(file.getvalue()))
    assert (report.organisations, report.persons, report.responsibilities) == (4, 1, 1)


def test_only_an_administrator_imports_people(client_as: ClientAs, district: District) -> None:
    files = {"file": ("people.csv", people_csv(district.cells))}
    for role in Role:
        answer = client_as(role).post("/api/v1/people/import", files=files)
        assert answer.status_code == {Role.ADMIN: 200, Role.ANONYMOUS: 401}.get(role, 403), role
    assert answer.json()["changed"] == 0


def test_the_faults_of_a_file_come_as_a_problem_in_the_readers_language(
    client_as: ClientAs,
) -> None:
    content = b"cell,tier,person,valid_from\n1,street,W-404,2026-11-01\n"
    answer = client_as(Role.ADMIN).post(
        "/api/v1/people/import?lang=en", files={"file": ("p.csv", content)}
    )
    assert answer.status_code == 422
    assert answer.json()["errors"][1] == {
        "sheet": "csv",
        "row": 2,
        "column": "person",
        "detail": "There is no person “W-404”.",
        "mend": "Add them to the persons, or correct the number.",
    }


_STAFF = {
    Role.COMMUNITY_OFFICER, Role.STREET_OFFICER, Role.DEPARTMENT_OFFICER,
    Role.SUPERVISOR, Role.CLERK, Role.ADMIN,
}  # fmt: skip


def test_lists_of_people_are_for_staff_and_phones_for_those_who_may(client_as: ClientAs) -> None:
    for role in Role:
        client = client_as(role)
        expected = 200 if role in _STAFF else 401 if role is Role.ANONYMOUS else 403
        assert client.get("/api/v1/people/gaps").status_code == expected, role
        answer = client.get("/api/v1/people/pairings")
        assert answer.status_code == expected, role
        if expected == 200:
            phone = answer.json()["pairs"][0]["contact_phone"]
            assert phone == (None if role is Role.CLERK else "000-0000 0104"), role


def test_values_and_references_are_faulted_in_one_round(executor: Executor) -> None:
    content = _book(
        {
            "persons": [
                ["number", "name", "organisation"],
                ["P-1", "", "440704001016"],
                ["P-2", "张三", "nosuch"],
            ],
            "responsibilities": [
                ["cell", "tier", "person", "valid_from"],
                ["440704001016001", "community", "NOBODY", "2026-11-01"],
                ["440704001016001", "community", "P-1", "2026-11-01"],
                ["440704001016001", "street", "P-2", "tomorrow"],
            ],
        }
    )
    told = {(sheet, row, column) for sheet, row, column, _ in _faults(executor, content)}
    assert {
        ("persons", 2, "name"),
        ("persons", 3, "organisation"),
        ("responsibilities", 2, "person"),
        ("responsibilities", 4, "valid_from"),
    } <= told
    # The row of P-1 has its own fault: who refers to P-1 has none.
    assert ("responsibilities", 3, "person") not in told


def test_codes_in_groups_and_own_codes_with_blanks_mean_the_known_ones() -> None:
    typed = ("440704 001 016 003", "WG 7", "WG7", "WG 8")
    rows = [[cell, "community", "W-1", "2026-11-01"] for cell in typed]
    sheet = _book({"responsibilities": [["cell", "tier", "person", "valid_from"], *rows]})
    read = PeopleFile.read(sheet).roll
    meant = with_codes_among(read, [], ["440704001016003", "WG 7"])
    assert [row.cell for row in meant.responsibilities] == [
        "440704001016003",
        "WG 7",
        "WG 7",
        "WG8",
    ]
