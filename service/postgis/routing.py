"""Routing a table: read a batch, ask the router, write what differs; then the next.

Each batch is a transaction of its own: a run that is broken off leaves right answers behind it,
and may just be run again. What others change meanwhile is not touched: a row gets its cell only if
its point still is the one that was routed.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import psycopg
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv
from psycopg import Connection, sql
from psycopg.conninfo import conninfo_to_dict

import gis
from gis.router.bulk import Progress, Tally, Tell
from gis.router.bulk.answers import codes_of
from service.postgis.batches import Batches
from service.postgis.errors import TableKind, TableRefused
from service.postgis.tables import Asked, Table, find

LOCK_S = 10
_OURS = "Gridward"
_LOCK = 0x67726964
"""The first half of the advisory lock's key: “grid”."""


@dataclass(frozen=True)
class Outcome:
    """What became of a run.

    Attributes
    ----------
    table
        Which, with its schema.
    tally
        Points by cell.
    updated
        Rows that got another cell.
    changed
        Rows that somebody else changed or deleted between being read and being written.
    """

    table: str
    tally: Tally
    updated: int
    changed: int


def route_table(
    router: gis.Router,
    address: str,
    table: str,
    asked: Asked | None = None,
    *,
    tell: Tell,
) -> Outcome:
    """Bring a table's column of cell codes up to date.

    Parameters
    ----------
    router
        The cells.
    address
        Of the database: ``postgresql://…`` or libpq's ``key=value`` form.
    table
        As in SQL.
    asked
        Which columns are meant.
    tell
        Called after each batch, with rows.

    Raises
    ------
    TableRefused
        It cannot be done; the message says why, and never the password.
    """
    asked = asked or Asked()
    server = _server(address)
    with _connected(address, server) as link:
        if link.execute("SELECT to_regproc('postgis_lib_version')").fetchone() == (None,):
            raise TableRefused(TableKind.NO_POSTGIS, server=server)
        with _speaking_of(table):
            found = find(link, server, table, asked)
        with _speaking_of(found.said), _held(link, found):
            _prepare(link, found, asked.cell, router)
            outcome = _run(link, found, asked, router, tell)
            _sign(link, found, asked.cell, router)
    return outcome


def _server(address: str) -> str:
    """Return what a database is called in messages: without user and password."""
    try:
        told = conninfo_to_dict(address.replace("postgresql+psycopg://", "postgresql://", 1))
    except psycopg.ProgrammingError:
        # What is wrong with an address is not said: the reason would quote it, password and all.
        raise TableRefused(TableKind.ADDRESS) from None
    return f"{told.get('host', 'localhost')}/{told.get('dbname', '')}"


@contextmanager
def _connected(address: str, server: str) -> Iterator[Connection[Any]]:
    address = address.replace("postgresql+psycopg://", "postgresql://", 1)
    try:
        link = psycopg.connect(address, autocommit=True, application_name="gridward route")
    except psycopg.OperationalError as error:
        why = " ".join(str(error).split())
        raise TableRefused(TableKind.CONNECT, server=server, why=why) from None
    with link:
        link.execute(sql.SQL("SET lock_timeout = {}").format(sql.Literal(f"{LOCK_S}s")))
        # Doubles are written so that they are read back as they are.
        link.execute("SET extra_float_digits = 1; SET client_encoding = 'UTF8'")
        yield link


@contextmanager
def _speaking_of(table: str) -> Iterator[None]:
    try:
        yield
    except psycopg.errors.LockNotAvailable as error:
        raise TableRefused(TableKind.LOCKED, table=table, seconds=LOCK_S) from error
    except psycopg.Error as error:
        why = (error.diag.message_primary or str(error)).strip()
        raise TableRefused(TableKind.REFUSED, table=table, why=why) from error


@contextmanager
def _held(link: Connection[Any], table: Table) -> Iterator[None]:
    """Keep other runs off the table."""
    key = (_LOCK, table.oid - (1 << 32) if table.oid >= 1 << 31 else table.oid)
    if link.execute("SELECT pg_try_advisory_lock(%s::int, %s::int)", key).fetchone() != (True,):
        raise TableRefused(TableKind.RUNNING, table=table.said)
    # A session's lock ends with it, also where it ends badly; but the server takes a moment to
    # see that, and the next run may come before.
    yield
    link.execute("SELECT pg_advisory_unlock(%s::int, %s::int)", key)


def _prepare(link: Connection[Any], table: Table, cell: str, router: gis.Router) -> None:
    """See to it that there is a column that takes the codes."""
    column = table.columns.get(cell)
    if column is None:
        add = sql.SQL("ALTER TABLE {} ADD COLUMN {} text")
        link.execute(add.format(table.name, sql.Identifier(cell)))
        return
    if column.type not in ("text", "varchar"):
        raise TableRefused(TableKind.CELL_TYPE, table=table.said, column=cell, type=column.type)
    if column.made:
        raise TableRefused(TableKind.CELL_MADE, table=table.said, column=cell)
    longest = max(map(len, router.codes.tolist()), default=0)
    holds = column.modifier - 4
    if column.modifier >= 0 and holds < longest:
        raise TableRefused(
            TableKind.CELL_SHORT, table=table.said, column=cell, holds=holds, longest=longest
        )


def _run(
    link: Connection[Any], table: Table, asked: Asked, router: gis.Router, tell: Tell
) -> Outcome:
    tally, codes = Tally.empty(len(router.codes)), codes_of(router)
    updated = changed = 0
    total = max(sum(leaf.rows for leaf in table.leaves), 1)
    for leaf in table.leaves:
        batches = Batches(leaf, table.place, asked.cell)
        taken = batches.taken(link)
        while True:
            with link.transaction():
                if next(taken, table) is table:
                    break
                points = _read(link, batches, table)
                routed = router.route_counted(points["lon"], points["lat"])
                tally.add_rows(routed.rows, routed.unusable)
                rows = pa.array(routed.rows)
                cells = codes.take(pc.if_else(pc.less(rows, 0), None, rows))
                wanted, written = _write(link, batches, points, cells)
                updated += written
                changed += wanted - written
            tell(Progress(min(tally.total, total), max(total, tally.total), tally.total))
    return Outcome(table.said, tally, updated, changed)


def _read(link: Connection[Any], batches: Batches, table: Table) -> pa.Table:
    """Read a batch's numbers, points and codes.

    Raises
    ------
    TableRefused
        A row holds no point.
    """
    odd = link.execute(
        sql.SQL("SELECT {}, odd FROM gridward_batch AS b WHERE odd IS NOT NULL LIMIT 1").format(
            batches.said
        )
    ).fetchone()
    if odd is not None:
        raise TableRefused(TableKind.ODD, table=table.said, key=odd[0], what=odd[1])
    copy = "COPY (SELECT n, lon, lat, cell FROM gridward_batch ORDER BY n) TO STDOUT (FORMAT csv)"
    content = io.BytesIO()
    with link.cursor() as cursor, cursor.copy(copy) as rows:
        for some in rows:
            content.write(some)
    names = ["n", "lon", "lat", "cell"]
    if not content.tell():
        return pa.table({name: pa.array([], kind) for name, kind in _KINDS.items()})
    content.seek(0)
    return pacsv.read_csv(
        content,
        read_options=pacsv.ReadOptions(column_names=names),
        parse_options=pacsv.ParseOptions(newlines_in_values=True),
        convert_options=pacsv.ConvertOptions(
            column_types=_KINDS,
            null_values=[""],
            strings_can_be_null=True,
            quoted_strings_can_be_null=False,
        ),
    )


_KINDS = {"n": pa.int64(), "lon": pa.float64(), "lat": pa.float64(), "cell": pa.string()}


def _write(
    link: Connection[Any], batches: Batches, points: pa.Table, cells: pa.Array
) -> tuple[int, int]:
    """Write the codes that differ; return how many do, and how many could be written."""
    was = points["cell"].combine_chunks()
    same = pc.fill_null(pc.equal(was, cells), False)
    both = pc.and_(pc.is_null(was), pc.is_null(cells))
    differ = pc.invert(pc.or_(same, both))
    news = pa.table(
        {"n": points["n"].combine_chunks().filter(differ), "cell": cells.filter(differ)}
    )
    if not news.num_rows:
        return 0, 0
    link.execute("CREATE TEMPORARY TABLE gridward_news (n bigint, cell text) ON COMMIT DROP")
    content = io.BytesIO()
    pacsv.write_csv(news, content, pacsv.WriteOptions(include_header=False))
    with link.cursor() as cursor:
        with cursor.copy("COPY gridward_news FROM STDIN (FORMAT csv)") as rows:
            rows.write(content.getvalue())
        link.execute("ANALYZE gridward_batch, gridward_news")
        done = link.execute(
            sql.SQL(
                # Joined first: beside the conditions below, of which nothing is known beforehand,
                # a planner expects one row, and would compare each with each.
                """WITH news AS MATERIALIZED (
                    SELECT b.*, news.cell AS fresh FROM gridward_batch AS b
                    JOIN gridward_news AS news ON news.n = b.n
                )
                UPDATE ONLY {table} AS t SET {cell} = b.fresh FROM news AS b
                WHERE {same_row} AND t.{cell} IS DISTINCT FROM b.fresh
                AND {lon} IS NOT DISTINCT FROM b.lon AND {lat} IS NOT DISTINCT FROM b.lat"""
            ).format(
                table=batches.leaf.name,
                cell=sql.Identifier(batches.cell),
                same_row=batches.same_row,
                lon=batches.place.lon,
                lat=batches.place.lat,
            )
        )
    return news.num_rows, done.rowcount


def _sign(link: Connection[Any], table: Table, cell: str, router: gis.Router) -> None:
    """Say in the database itself which division the column holds; a note of the owner's stays.

    Only a table's owner may: who may write its rows has done all that was asked.
    """
    owns = "SELECT pg_has_role(relowner, 'USAGE') FROM pg_class WHERE oid = %s"
    if link.execute(owns, (table.oid,)).fetchone() != (True,):
        return
    (kept,) = link.execute(
        """SELECT col_description(%s::oid, attnum) FROM pg_attribute
        WHERE attrelid = %s AND attname = %s""",
        (table.oid, table.oid, cell),
    ).fetchone() or (None,)
    if kept is not None and not kept.startswith(_OURS):
        return
    now = datetime.now(UTC).isoformat(timespec="seconds")
    said = f"{_OURS}: generation {router.generation or router.digest}, brought up to date {now}"
    comment = sql.SQL("COMMENT ON COLUMN {}.{} IS {}")
    link.execute(comment.format(table.name, sql.Identifier(cell), sql.Literal(said)))
