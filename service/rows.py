"""Many rows in one statement, each with values of its own, on SQLite and PostgreSQL.

A statement for each row costs a round trip on PostgreSQL, and more than the change itself on
SQLite. Here the values travel as one parameter, and the database joins them to its rows.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    String,
    Table,
    bindparam,
    column,
    func,
    literal,
    select,
    type_coerce,
    update,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.types import TypeEngine

from service.database import Transaction

Values = Sequence[int | str | None]
Typed = tuple[TypeEngine[Any], Values]


def given_rows(tx: Transaction, columns: Mapping[str, Typed]) -> FromClause:
    """Return rows that are not in the database as something to select from.

    Parameters
    ----------
    columns
        By name: the type, and a value for each row; whole numbers and texts only. All are of the
        same length.
    """
    if tx.session.get_bind().dialect.name == "postgresql":
        arrays = [
            bindparam(f"given_{name}", list(values), ARRAY(kind))
            for name, (kind, values) in columns.items()
        ]
        told = (column(name, kind) for name, (kind, _) in columns.items())
        return func.unnest(*arrays).table_valued(*told, name="given").render_derived()
    rows = list(zip(*(values for _, values in columns.values()), strict=True))
    each = func.json_each(literal(json.dumps(rows), String)).table_valued("value", name="each_row")
    return select(
        *(
            type_coerce(func.json_extract(each.c.value, f"$[{at}]"), kind).label(name)
            for at, (name, (kind, _)) in enumerate(columns.items())
        )
    ).subquery("given")


def set_rows(
    tx: Transaction,
    table: Table,
    columns: Mapping[str, Values],
    also: Mapping[str, object],
) -> None:
    """Give many rows, named by their ``id``, values of their own.

    Parameters
    ----------
    columns
        By name a value for each row; ``id`` is one of them. Each further one costs its indexes,
        changed or not.
    also
        What is set in all rows alike.
    """
    if not columns["id"]:
        return
    typed = {name: (table.c[name].type, values) for name, values in columns.items()}
    given = given_rows(tx, typed)
    own: dict[str, ColumnElement[Any]] = {name: given.c[name] for name in columns if name != "id"}
    tx.session.execute(update(table).where(table.c.id == given.c.id).values({**own, **also}))
