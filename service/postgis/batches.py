"""The rows of a table, so many at a time: by its primary key, or by its blocks where it has none.

Each batch stands in a temporary table, numbered, so that its rows' keys need never leave the
database, whatever their types.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from psycopg import Connection, sql

from service.postgis.tables import Leaf, Place

BATCH_ROWS = 100_000
BATCH_BLOCKS = 1 << 11
"""16 MB: some hundred thousand rows."""

_TAKE = sql.SQL(
    """CREATE TEMPORARY TABLE gridward_batch ON COMMIT DROP AS
    SELECT row_number() OVER ({order}) AS n, {key}, {lon} AS lon, {lat} AS lat, {odd} AS odd,
        t.{cell}::text AS cell
    FROM ONLY {table} AS t {where} {order} {limit}"""
)


@dataclass(frozen=True)
class Batches:
    """The batches of a table.

    Attributes
    ----------
    leaf
        Whose rows they are.
    place
        How their points are read.
    cell
        The column of codes.
    """

    leaf: Leaf
    place: Place
    cell: str

    def taken(self, link: Connection[Any]) -> Iterator[None]:
        """Take one batch after the other; the caller ends each in a transaction of its own."""
        return self._by_key(link) if self.leaf.key else self._by_blocks(link)

    @property
    def same_row(self) -> sql.Composable:
        """How a row ``t`` of the table is found again from a row ``b`` of the batch."""
        names = [name for name, _ in self.leaf.key] or ["ctid"]
        pairs = [
            sql.SQL("t.{} = b.{}").format(sql.Identifier(name), sql.Identifier(f"k{i}"))
            for i, name in enumerate(names)
        ]
        return sql.SQL(" AND ").join(pairs)

    @property
    def said(self) -> sql.Composable:
        """A row of the batch in words, by its key."""
        parts = [
            sql.SQL("{} || b.{}::text").format(sql.Literal(f"{name} = "), sql.Identifier(f"k{i}"))
            for i, name in enumerate([name for name, _ in self.leaf.key] or ["ctid"])
        ]
        return sql.SQL(" || ', ' || ").join(parts)

    def _by_key(self, link: Connection[Any]) -> Iterator[None]:
        names = [sql.Identifier("t", name) for name, _ in self.leaf.key]
        listed = sql.SQL(", ").join(names)
        last: tuple[Any, ...] | None = None
        while True:
            where: sql.Composable = sql.SQL("")
            if last is not None:
                values = sql.SQL(", ").join(
                    sql.SQL("{}::{}").format(sql.Literal(value), sql.SQL(kind))
                    for value, (_, kind) in zip(last, self.leaf.key, strict=True)
                )
                where = sql.SQL("WHERE ({}) > ({})").format(listed, values)
            self._take(
                link,
                names,
                where,
                sql.SQL("ORDER BY {}").format(listed),
                sql.SQL("LIMIT {}").format(sql.Literal(BATCH_ROWS)),
            )
            # As text every type comes back as it went.
            keys = sql.SQL(", ").join(
                sql.SQL("{}::text").format(sql.Identifier(f"k{i}")) for i in range(len(names))
            )
            last = link.execute(
                sql.SQL("SELECT {} FROM gridward_batch ORDER BY n DESC LIMIT 1").format(keys)
            ).fetchone()
            if last is None:
                return
            yield

    def _by_blocks(self, link: Connection[Any]) -> Iterator[None]:
        # Rows that are updated move on to blocks behind; met again, they need no other update.
        start = 0
        while True:
            size = sql.SQL(
                "SELECT pg_relation_size({}::regclass) / current_setting('block_size')::int"
            )
            row = link.execute(size.format(sql.Literal(self.leaf.name.as_string(link)))).fetchone()
            if row is None or start >= row[0]:
                return
            stop = start + BATCH_BLOCKS
            where = sql.SQL("WHERE t.ctid >= {}::tid AND t.ctid < {}::tid").format(
                sql.Literal(f"({start},0)"), sql.Literal(f"({stop},0)")
            )
            self._take(link, [sql.Identifier("t", "ctid")], where, sql.SQL(""), sql.SQL(""))
            start = stop
            yield

    def _take(
        self,
        link: Connection[Any],
        key: list[sql.Identifier],
        where: sql.Composable,
        order: sql.Composable,
        limit: sql.Composable,
    ) -> None:
        columns = sql.SQL(", ").join(
            sql.SQL("{} AS {}").format(name, sql.Identifier(f"k{i}")) for i, name in enumerate(key)
        )
        link.execute(
            _TAKE.format(
                key=columns,
                lon=self.place.lon,
                lat=self.place.lat,
                odd=self.place.odd,
                cell=sql.Identifier(self.cell),
                table=self.leaf.name,
                where=where,
                order=order,
                limit=limit,
            )
        )
