"""A table of points as the database's own catalogue describes it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

from psycopg import Connection, sql

from service.postgis.errors import TableKind, TableRefused

_DEGREES = (4326, 4490)
"""China's CGCS2000 differs from WGS84 by centimetres; the project takes the two for one."""

_NUMBERS = ("int2", "int4", "int8", "float4", "float8", "numeric")


@dataclass(frozen=True)
class Asked:
    """Which columns are meant.

    Attributes
    ----------
    lon, lat
        Columns of degrees.
    geometry
        Column of points instead.
    srid
        Coordinate system to take, where the table tells none.
    cell
        Column that gets the codes.
    """

    lon: str | None = None
    lat: str | None = None
    geometry: str | None = None
    srid: int | None = None
    cell: str = "cell"


class Column(NamedTuple):
    """A column."""

    name: str
    type: str
    modifier: int
    made: bool


@dataclass(frozen=True)
class Place:
    """How a row's point is read, in SQL over the table's alias ``t``.

    Attributes
    ----------
    lon, lat
        Expressions of double precision.
    odd
        Expression of text: what keeps the row from being a point; null where it is one.
    """

    lon: sql.Composable
    lat: sql.Composable
    odd: sql.Composable


@dataclass(frozen=True)
class Leaf:
    """A table that holds rows itself: the one named, or a partition of it.

    Attributes
    ----------
    name
        Qualified and quoted.
    key
        Columns of its primary key with their types; empty where it has none.
    rows
        About how many rows it has.
    """

    name: sql.Composable
    key: tuple[tuple[str, str], ...]
    rows: int


@dataclass(frozen=True)
class Table:
    """A table of points.

    Attributes
    ----------
    oid
        Its number.
    said
        Its name, for people.
    name
        Qualified and quoted.
    columns
        By name.
    place
        How points are read.
    leaves
        What holds its rows.
    """

    oid: int
    said: str
    name: sql.Composable
    columns: dict[str, Column]
    place: Place
    leaves: tuple[Leaf, ...]


def find(link: Connection[Any], server: str, table: str, asked: Asked) -> Table:
    """Find a table.

    Parameters
    ----------
    server
        What the database is called in messages.
    table
        Its name as in SQL: with a schema or not, quoted where it must be.

    Raises
    ------
    TableRefused
        There is no such table, it holds no rows itself, or its points cannot be found.
    """
    row = link.execute(
        """SELECT c.oid::bigint, n.nspname, c.relname, c.relkind::text FROM pg_class AS c
        JOIN pg_namespace AS n ON n.oid = c.relnamespace WHERE c.oid = to_regclass(%s)""",
        (table,),
    ).fetchone()
    if row is None:
        raise TableRefused(TableKind.NO_TABLE, server=server, table=table)
    oid, schema, name, kind = row
    said = f"{schema}.{name}"
    if kind not in ("r", "p"):
        raise TableRefused(TableKind.NOT_TABLE, table=said, type=kind)
    columns = {
        column.name: column
        for column in map(
            Column._make,
            link.execute(
                """SELECT attname, typname, atttypmod, attgenerated <> '' OR attidentity = 'a'
                FROM pg_attribute JOIN pg_type ON pg_type.oid = atttypid
                WHERE attrelid = %s AND attnum > 0 AND NOT attisdropped ORDER BY attnum""",
                (oid,),
            ),
        )
    }
    place = _place(said, columns, asked)
    return Table(oid, said, sql.Identifier(schema, name), columns, place, _leaves(link, oid))


def _place(table: str, columns: dict[str, Column], asked: Asked) -> Place:
    listed = ", ".join(columns)
    named = [asked.geometry] if asked.geometry else [asked.lon or "lon", asked.lat or "lat"]
    if asked.geometry is None and asked.lon is None and asked.lat is None:
        shapes = [c.name for c in columns.values() if c.type in ("geometry", "geography")]
        if len(shapes) > 1:
            raise TableRefused(TableKind.WHICH, table=table, columns=", ".join(shapes))
        if not shapes and not set(named) <= set(columns):
            raise TableRefused(TableKind.NO_POINTS, table=table, columns=listed)
        named = shapes or named
    for name in named:
        if name not in columns:
            raise TableRefused(TableKind.NO_COLUMN, table=table, column=name, columns=listed)
    if len(named) == 1:
        column = columns[named[0]]
        if column.type not in ("geometry", "geography"):
            raise TableRefused(TableKind.NO_POINTS, table=table, columns=listed)
        return _of_geometry(column.name, asked.srid)
    for name in named:
        if columns[name].type not in _NUMBERS:
            kind = columns[name].type
            raise TableRefused(TableKind.NOT_NUMBERS, table=table, column=name, type=kind)
    lon, lat = (sql.SQL("t.{}::float8").format(sql.Identifier(name)) for name in named)
    return Place(lon, lat, sql.SQL("NULL::text"))


def _of_geometry(name: str, srid: int | None) -> Place:
    shape = sql.SQL("t.{}::geometry").format(sql.Identifier(name))
    if srid is not None:
        shape = sql.SQL("ST_SetSRID({}, {})").format(shape, sql.Literal(srid))
    degrees = sql.SQL("({})").format(sql.SQL(", ").join(map(sql.Literal, _DEGREES)))
    odd = sql.SQL(
        "CASE WHEN {g} IS NULL OR ST_IsEmpty({g}) THEN NULL"
        " WHEN GeometryType({g}) NOT IN ('POINT', 'POINTZ', 'POINTM', 'POINTZM')"
        " THEN GeometryType({g}) WHEN ST_SRID({g}) = 0 THEN 'no-srid' END"
    ).format(g=shape)
    axis = sql.SQL(
        "CASE WHEN {g} IS NULL OR ST_IsEmpty({g}) OR {odd} IS NOT NULL THEN NULL"
        " WHEN ST_SRID({g}) IN {degrees} THEN {f}({g}) ELSE {f}(ST_Transform({g}, 4326)) END"
    )
    lon, lat = (
        axis.format(g=shape, odd=odd, degrees=degrees, f=sql.SQL(f)) for f in ("ST_X", "ST_Y")
    )
    return Place(lon, lat, odd)


def _leaves(link: Connection[Any], oid: int) -> tuple[Leaf, ...]:
    found = link.execute(
        """SELECT c.oid::bigint, n.nspname, c.relname, greatest(c.reltuples, 0)::bigint
        FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
        WHERE c.relkind = 'r' AND c.oid IN (
            SELECT %(oid)s UNION SELECT relid FROM pg_partition_tree(%(oid)s::oid) WHERE isleaf
        ) ORDER BY n.nspname, c.relname""",
        {"oid": oid},
    ).fetchall()
    return tuple(
        Leaf(sql.Identifier(schema, name), _key(link, leaf), rows)
        for leaf, schema, name, rows in found
    )


def _key(link: Connection[Any], oid: int) -> tuple[tuple[str, str], ...]:
    return tuple(
        link.execute(
            """SELECT a.attname, format_type(a.atttypid, a.atttypmod)
            FROM pg_index AS i, unnest(i.indkey::int2[]) WITH ORDINALITY AS k (attnum, n)
            JOIN pg_attribute AS a ON a.attnum = k.attnum
            WHERE i.indrelid = %s AND i.indisprimary AND a.attrelid = i.indrelid
            AND k.n <= i.indnkeyatts ORDER BY k.n""",
            (oid,),
        ).fetchall()
    )
