"""Kinds of issues: load the district's table, and list it."""

import csv
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from importlib.resources import files

from sqlalchemy import select

from service.cases.errors import UnknownCategoryError
from service.cases.models import Category
from service.database import Hold, Transaction, hold


@dataclass(frozen=True)
class CategoryInfo:
    """A kind of issue."""

    code: str
    kind: str
    """``event`` or ``part``."""
    group_code: str
    group_name: str
    group_name_en: str
    name: str
    name_en: str
    department_key: str
    department: str
    department_en: str
    limit_working_hours: int
    urgent_limit_hours: int
    photo_required_to_rectify: bool


def packaged_categories() -> list[CategoryInfo]:
    """Return the table that comes with the service, the project's defaults."""
    text = files("service.cases").joinpath("categories.csv").read_text(encoding="utf-8")
    return [
        CategoryInfo(
            code=row["code"],
            kind=row["kind"],
            group_code=row["group_code"],
            group_name=row["group_zh"],
            group_name_en=row["group_en"],
            name=row["name_zh"],
            name_en=row["name_en"],
            department_key=row["department_key"],
            department=row["department_zh"],
            department_en=row["department_en"],
            limit_working_hours=int(row["limit_working_hours"]),
            urgent_limit_hours=int(row["urgent_limit_hours"]),
            photo_required_to_rectify=row["photo_required_to_rectify"] == "yes",
        )
        for row in csv.DictReader(text.splitlines())
    ]


def load_categories(tx: Transaction, rows: Iterable[CategoryInfo] | None) -> int:
    """Add or renew categories, the packaged ones by default, and return how many."""
    count = 0
    for row in packaged_categories() if rows is None else rows:
        tx.session.merge(Category(**asdict(row)))
        count += 1
    tx.session.flush()
    return count


def ensure_categories(tx: Transaction, _command: None) -> None:
    """Load the packaged categories where there are none; a district's own table is kept."""
    # Of two processes that start at once, the second finds the rows that the first one gave.
    hold(tx, Hold.FORM)
    if tx.session.scalar(select(Category.code).limit(1)) is None:
        load_categories(tx, None)


def categories(tx: Transaction, _command: None) -> list[CategoryInfo]:
    """List all categories in the order of their codes."""
    return [info_of(row) for row in tx.session.scalars(select(Category).order_by(Category.code))]


def category_of(tx: Transaction, code: str) -> CategoryInfo:
    """Return a category.

    Raises
    ------
    UnknownCategoryError
        There is none with the code.
    """
    # A NUL would be refused by PostgreSQL's driver, not by the table.
    row = None if "\0" in code else tx.session.get(Category, code)
    if row is None:
        raise UnknownCategoryError(code=code[:20])
    return info_of(row)


def info_of(row: Category) -> CategoryInfo:
    """Return a stored category as a value."""
    return CategoryInfo(**{field.name: getattr(row, field.name) for field in fields(CategoryInfo)})
