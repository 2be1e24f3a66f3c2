"""The people file's tables and columns, by their names in both languages."""

from dataclasses import dataclass
from enum import StrEnum

from gis.texts import Locale
from service.people.kinds import OrganisationKind, Tier


class Table(StrEnum):
    """A table of the people file."""

    ORGANISATIONS = "organisations"
    PERSONS = "persons"
    PAIRINGS = "pairings"
    RESPONSIBILITIES = "responsibilities"


class Form(StrEnum):
    """What a column's values look like."""

    TEXT = "text"
    DATE = "date"
    YES_NO = "yes_no"
    KIND = "kind"
    TIER = "tier"


@dataclass(frozen=True)
class Column:
    """A column; its note for the template is the text ``people-column-<table>-<key>``."""

    key: str
    zh: tuple[str, ...]
    """Chinese headers that are taken; the first one is written."""
    required: bool = False
    form: Form = Form.TEXT
    most: int = 60
    """Most characters of a text."""

    def header(self, locale: Locale) -> str:
        """Return the header as the template writes it."""
        return self.zh[0] if locale == "zh" else self.key


_PERIOD = (
    Column("valid_from", ("起始日期", "开始日期"), required=True, form=Form.DATE),
    Column("valid_to", ("截止日期", "结束日期"), form=Form.DATE),
)
COLUMNS: dict[Table, tuple[Column, ...]] = {
    Table.ORGANISATIONS: (
        Column("code", ("编码", "代码"), required=True, most=40),
        Column("kind", ("类别", "类型"), required=True, form=Form.KIND),
        Column("parent", ("上级编码", "上级"), most=40),
        Column("name", ("名称",), required=True, most=80),
        Column("name_en", ("英文名称",), most=120),
    ),
    Table.PERSONS: (
        Column("number", ("工号", "编号"), required=True, most=40),
        Column("name", ("姓名",), required=True),
        Column("post", ("职务",)),
        Column("post_en", ("英文职务",), most=80),
        Column("phone", ("电话", "联系电话"), most=30),
        Column("organisation", ("所属组织", "组织编码"), required=True, most=40),
    ),
    Table.PAIRINGS: (
        Column("department", ("部门编码", "部门"), required=True, most=40),
        Column("community", ("社区编码", "社区"), required=True, most=12),
        Column("contact", ("联络人工号", "联络人"), most=40),
        *_PERIOD,
    ),
    Table.RESPONSIBILITIES: (
        Column("cell", ("网格编码", "单元网格编码"), required=True, most=20),
        Column("tier", ("层级",), required=True, form=Form.TIER),
        Column("person", ("责任人工号", "责任人"), required=True, most=40),
        Column("stand_in", ("代班",), form=Form.YES_NO),
        *_PERIOD,
    ),
}
SHEET_NAMES: dict[Table, str] = {
    Table.ORGANISATIONS: "组织",
    Table.PERSONS: "人员",
    Table.PAIRINGS: "结对",
    Table.RESPONSIBILITIES: "责任人",
}
NOTES_SHEETS = ("说明", "notes")
"""Sheets for people only; they are passed over."""
TABLE_HEADERS = ("table", "sheet", "表")
"""In a .csv, the column that says which table a row belongs to; without it all rows are
responsibilities."""

KINDS: dict[str, OrganisationKind] = {
    "区": OrganisationKind.DISTRICT,
    "部门": OrganisationKind.DEPARTMENT,
    "街道": OrganisationKind.STREET_OFFICE,
    "社区": OrganisationKind.COMMUNITY,
    "督查机构": OrganisationKind.SUPERVISION_BODY,
    "志愿服务队": OrganisationKind.VOLUNTEER_TEAM,
    "街道办事处": OrganisationKind.STREET_OFFICE,
    "村": OrganisationKind.COMMUNITY,
    **{kind.value: kind for kind in OrganisationKind},
}
TIERS: dict[str, Tier] = {
    "部门": Tier.DEPARTMENT,
    "街道": Tier.STREET,
    "社区": Tier.COMMUNITY,
    **{tier.value: tier for tier in Tier},
}
YES_NO: dict[str, bool] = {
    "是": True, "yes": True, "true": True, "1": True, "y": True,
    "否": False, "no": False, "false": False, "0": False, "n": False, "": False,
}  # fmt: skip


def table_of(name: str) -> Table | None:
    """Return the table that a sheet's name, or a .csv row's first word, means."""
    plain = name.strip().lower()
    for table, chinese in SHEET_NAMES.items():
        if plain in (table.value, chinese):
            return table
    return None


def column_of(table: Table, header: str) -> Column | None:
    """Return the column that a header means."""
    plain = header.strip().lower().rstrip("*").strip()
    for column in COLUMNS[table]:
        if plain.replace(" ", "_") == column.key or plain in column.zh:
            return column
    return None
