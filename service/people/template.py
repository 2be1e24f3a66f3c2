"""The people file's template, to be filled in."""

from io import BytesIO

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from gis.texts import Locale
from service.people.columns import COLUMNS, NOTES_SHEETS, SHEET_NAMES, Form, Table
from service.people.sheets import COMMENT
from service.web.i18n import catalogue

_EXAMPLES: dict[Table, tuple[tuple[str, ...], ...]] = {
    Table.ORGANISATIONS: (
        ("440704", "区", "", "江海区", "Jianghai District"),
        ("market", "部门", "440704", "区市场监管局", "Market Regulation Bureau"),
        ("440704001", "街道", "440704", "外海街道办事处", "Waihai Subdistrict Office"),
        ("440704001016", "社区", "440704001", "银泉社区", "Yinquan Community"),
    ),
    Table.PERSONS: (("W-001", "张三", "网格员", "Grid worker", "000-0000 0101", "440704001016"),),
    Table.PAIRINGS: (("market", "440704001016", "W-001", "2026-11-01", ""),),
    Table.RESPONSIBILITIES: (("440704001016001", "社区", "W-001", "否", "2026-11-01", ""),),
}


def template_workbook(locale: Locale) -> bytes:
    """Return the template: per table its headers, a row of notes, and examples to overwrite.

    Notes and examples begin with ``#``: the import passes over them.
    """
    text = catalogue().text
    book = Workbook()
    book.remove(book.worksheets[0])
    notes = book.create_sheet(NOTES_SHEETS[0 if locale == "zh" else 1])
    notes.column_dimensions["A"].width = 110
    for line in text(locale, "people-template-notes").splitlines():
        notes.append([line])
    need = text(locale, "people-column-required")
    for table in Table:
        columns = COLUMNS[table]
        sheet = book.create_sheet(SHEET_NAMES[table] if locale == "zh" else table.value)
        sheet.freeze_panes = "A2"
        sheet.append([column.header(locale) for column in columns])
        words = [
            text(locale, f"people-column-{table.value}-{column.key.replace('_', '-')}")
            + (need if column.required else "")
            for column in columns
        ]
        sheet.append([COMMENT + words[0], *words[1:]])
        for example in _EXAMPLES[table]:
            shown = [
                _in_language(locale, column.form, value)
                for column, value in zip(columns, example, strict=True)
            ]
            sheet.append([COMMENT + shown[0], *shown[1:]])
        for at, column in enumerate(columns, start=1):
            sheet.column_dimensions[get_column_letter(at)].width = 24
            head, note = sheet.cell(1, at), sheet.cell(2, at)
            head.font, note.font = Font(bold=True), Font(italic=True)
            head.fill = PatternFill("solid", fgColor="DCE6F1" if column.required else "F2F2F2")
            note.alignment = Alignment(wrap_text=True)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


_ENGLISH = {
    (Form.KIND, "区"): "district",
    (Form.KIND, "部门"): "department",
    (Form.KIND, "街道"): "street_office",
    (Form.KIND, "社区"): "community",
    (Form.TIER, "社区"): "community",
    (Form.YES_NO, "否"): "no",
}


def _in_language(locale: Locale, form: Form, value: str) -> str:
    return value if locale == "zh" else _ENGLISH.get((form, value), value)
