"""A column of cell codes in a real PostGIS table, kept up to date, and nothing else touched."""

import secrets
import signal
import subprocess
import sys
import threading
from pathlib import Path

import psycopg
import pytest
from psycopg import sql
from sqlalchemy.engine import make_url

import gis
from gis.router.bulk import Progress
from service.postgis import batches, routing
from service.postgis.errors import TableKind, TableRefused
from service.postgis.routing import Outcome, route_table
from service.postgis.tables import Asked
from tests.service.cli.conftest import Gridward
from tests.service.postgis.conftest import EAST, WEST, Link

# Points in the west, in the east, on their border, and outside.
SPOTS = [(113.05, 22.05, WEST), (113.15, 22.05, EAST), (113.1, 22.05, WEST), (114, 22.05, None)]


def quiet(_: Progress) -> None:
    """Say nothing."""


def route(router: gis.Router, address: str, table: str, **asked: object) -> Outcome:
    return route_table(router, address, table, Asked(**asked), tell=quiet)


def fill(link: Link, kind: str, srid: int, key: str = "id serial PRIMARY KEY") -> None:
    link.execute(f"CREATE TABLE points ({key}, note text, geom {kind})")
    for lon, lat, _ in SPOTS:
        link.execute(
            f"""INSERT INTO points (note, geom) VALUES ('n', ST_Transform(
            ST_SetSRID(ST_MakePoint({lon}, {lat}), 4326), {srid})::{kind.split("(")[0]})"""
        )
    link.execute("INSERT INTO points (note, geom) VALUES ('none', NULL)")
    if "geography" not in kind:
        link.execute(
            f"""INSERT INTO points (note, geom)
            VALUES ('empty', ST_GeomFromEWKT('SRID={srid};POINT EMPTY'))"""
        )


def cells(link: Link, table: str = "points", order: str = "id") -> list[str | None]:
    return [row[0] for row in link.execute(f"SELECT cell FROM {table} ORDER BY {order}")]


@pytest.mark.parametrize(
    ("kind", "srid"),
    [
        ("geometry(Point, 4326)", 4326),
        ("geometry(Point, 4490)", 4490),
        ("geometry(Point, 4547)", 4547),
        ("geometry(Point, 3857)", 3857),
        ("geometry", 4326),
        ("geography(Point, 4326)", 4326),
    ],
)
def test_points_of_any_kind_get_their_cell(
    router: gis.Router, address: str, link: Link, kind: str, srid: int
) -> None:
    fill(link, kind, srid)
    done = route(router, address, "points")
    answers = [cell for _, _, cell in SPOTS]
    if srid in (4547, 3857):
        # A border's point may come back from a projection beside it.
        assert cells(link)[:2] + cells(link)[3:4] == [WEST, EAST, None]
    else:
        assert cells(link)[:4] == answers
    assert set(cells(link)[4:]) == {None}
    assert done.tally.total == len(cells(link))
    assert (done.updated, done.changed) == (3, 0)
    assert done.tally.unusable == len(cells(link)) - 4


def test_points_with_a_third_coordinate_and_in_mixed_systems_get_their_cell(
    router: gis.Router, address: str, link: Link
) -> None:
    link.execute("CREATE TABLE points (id serial PRIMARY KEY, geom geometry)")
    link.execute(
        """INSERT INTO points (geom) VALUES ('SRID=4326;POINT Z (113.05 22.05 7)'),
        (ST_Transform('SRID=4326;POINT(113.15 22.05)'::geometry, 3857))"""
    )
    route(router, address, "points")
    assert cells(link) == [WEST, EAST]


def test_columns_of_numbers_serve_and_odd_values_are_outside(
    router: gis.Router, address: str, link: Link
) -> None:
    link.execute("CREATE TABLE points (id serial PRIMARY KEY, lon float8, lat numeric)")
    link.execute(
        """INSERT INTO points (lon, lat) VALUES (113.05, 22.05), ('NaN', 22), ('Infinity', 22),
        ('-Infinity', 22), (NULL, 22), (999, 22), (113.15, 22.05)"""
    )
    done = route(router, address, "points")
    assert cells(link) == [WEST, None, None, None, None, None, EAST]
    assert done.tally.unusable == 5


def test_a_second_run_writes_what_is_new_moved_or_wrong_and_no_other_row(
    router: gis.Router, address: str, link: Link
) -> None:
    fill(link, "geometry(Point, 4326)", 4326)
    route(router, address, "points")
    assert route(router, address, "points").updated == 0
    before = dict(link.execute("SELECT id, xmin::text FROM points").fetchall())
    link.execute("UPDATE points SET geom = 'SRID=4326;POINT(113.15 22.05)' WHERE id = 1")
    link.execute("UPDATE points SET cell = 'wrong' WHERE id = 4")
    link.execute("INSERT INTO points (geom) VALUES ('SRID=4326;POINT(113.05 22.05)')")
    assert route(router, address, "points").updated == 3
    assert cells(link) == [EAST, EAST, WEST, None, None, None, WEST]
    after = dict(link.execute("SELECT id, xmin::text FROM points").fetchall())
    assert {k for k in before if after[k] == before[k]} == {2, 3, 5, 6}


@pytest.mark.parametrize(
    "key",
    ["a bigint GENERATED ALWAYS AS IDENTITY", "a uuid DEFAULT gen_random_uuid() PRIMARY KEY",
     'a text DEFAULT md5(random()::text), "B c" timestamptz DEFAULT clock_timestamp(),'
     ' PRIMARY KEY ("B c", a)',
     "a numeric(20, 3) DEFAULT random() * 1e6 PRIMARY KEY"],
)  # fmt: skip
def test_rows_are_met_once_whatever_their_key(
    router: gis.Router, address: str, link: Link, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "BATCH_ROWS", 37)
    monkeypatch.setattr(batches, "BATCH_BLOCKS", 1)
    link.execute(f"CREATE TABLE points ({key}, n int, geom geometry(Point, 4326))")
    link.execute(
        """INSERT INTO points (n, geom) SELECT g, ST_SetSRID(ST_MakePoint(
        113 + random() * 0.3, 22.05), 4326) FROM generate_series(1, 500) AS g"""
    )
    done = route(router, address, "points")
    wrong = link.execute(
        f"""SELECT count(*) FROM points WHERE cell IS DISTINCT FROM CASE
        WHEN ST_X(geom) <= 113.1 THEN '{WEST}' WHEN ST_X(geom) <= 113.2 THEN '{EAST}' END"""
    ).fetchone()
    assert wrong == (0,)
    assert done.tally.total >= 500
    assert route(router, address, "points").updated == 0


def test_a_partitioned_table_is_routed_partition_by_partition(
    router: gis.Router, address: str, link: Link
) -> None:
    link.execute(
        """CREATE TABLE points (id int, day int, geom geometry(Point, 4326), PRIMARY KEY (id, day))
        PARTITION BY RANGE (day)"""
    )
    for day in range(3):
        link.execute(
            f"CREATE TABLE p{day} PARTITION OF points FOR VALUES FROM ({day}) TO ({day + 1})"
        )
    link.execute(
        """INSERT INTO points SELECT g, g % 3, ST_SetSRID(ST_MakePoint(113.05, 22.05), 4326)
        FROM generate_series(1, 90) AS g"""
    )
    done = route(router, address, "points")
    assert (done.tally.total, done.updated) == (90, 90)
    assert set(cells(link)) == {WEST}


def test_names_of_any_kind_are_quoted_and_a_column_may_be_named(
    router: gis.Router, address: str, link: Link
) -> None:
    link.execute('CREATE SCHEMA "S; --"')
    link.execute(
        """CREATE TABLE "S; --"."Mixed ""Case"" 点" ("Id %s" int PRIMARY KEY, "g'x" geometry,
        "h" geometry)"""
    )
    table = '"S; --"."Mixed ""Case"" 点"'
    link.execute(f"INSERT INTO {table} VALUES (1, 'SRID=4326;POINT(113.05 22.05)', NULL)")
    route(router, address, table, geometry="g'x", cell='网格 "%s"')
    row = link.execute(sql.SQL("SELECT {} FROM " + table).format(sql.Identifier('网格 "%s"')))
    assert row.fetchone() == (WEST,)


def test_the_database_is_told_which_division_the_column_holds_but_no_note_is_overwritten(
    router: gis.Router, address: str, link: Link
) -> None:
    fill(link, "geometry(Point, 4326)", 4326)
    route(router, address, "points")
    note = """SELECT col_description('points'::regclass, attnum) FROM pg_attribute
        WHERE attname = 'cell' AND attrelid = 'points'::regclass"""
    assert "generation 2026-11" in link.execute(note).fetchone()[0]
    link.execute("COMMENT ON COLUMN points.cell IS 'mine'")
    route(router, address, "points")
    assert link.execute(note).fetchone() == ("mine",)


def test_who_may_write_a_table_without_owning_it_routes_it_whole(
    router: gis.Router, address: str, link: Link
) -> None:
    fill(link, "geometry(Point, 4326)", 4326)
    link.execute("ALTER TABLE points ADD COLUMN cell text")
    name = f"clerk_{secrets.token_hex(4)}"
    link.execute(f"CREATE ROLE {name} LOGIN PASSWORD 'secret'")
    link.execute(f"GRANT SELECT, UPDATE ON points TO {name}")
    as_clerk = make_url(address).set(username=name, password="secret")
    try:
        done = route(router, as_clerk.render_as_string(hide_password=False), "points")
    finally:
        link.execute(f"DROP OWNED BY {name}")
        link.execute(f"DROP ROLE {name}")
    assert cells(link)[:4] == [cell for _, _, cell in SPOTS]
    assert done.updated == 3


def test_what_others_write_meanwhile_is_kept_and_their_rows_are_not_spoilt(
    router: gis.Router, address: str, link: Link, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody moves a point between its being read and its being written."""
    fill(link, "geometry(Point, 4326)", 4326)
    real = routing._write

    def write(*given: object) -> tuple[int, int]:
        with psycopg.connect(address, autocommit=True) as other:
            other.execute("UPDATE points SET geom = 'SRID=4326;POINT(113.15 22.05)' WHERE id = 1")
            other.execute("DELETE FROM points WHERE id = 2")
        monkeypatch.setattr(routing, "_write", real)
        return real(*given)

    monkeypatch.setattr(routing, "_write", write)
    done = route(router, address, "points")
    assert (done.updated, done.changed) == (1, 2)
    assert cells(link)[0] is None
    assert route(router, address, "points").changed == 0
    assert cells(link)[0] == EAST


def test_writers_at_work_lose_nothing_and_every_row_is_right_after_one_more_run(
    router: gis.Router, address: str, link: Link, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "BATCH_ROWS", 50)
    link.execute(
        "CREATE TABLE points (id serial PRIMARY KEY, n int DEFAULT 0, geom geometry(Point, 4326))"
    )
    link.execute(
        """INSERT INTO points (geom) SELECT ST_SetSRID(ST_MakePoint(113.05, 22.05), 4326)
        FROM generate_series(1, 600)"""
    )
    stop = threading.Event()
    begun = threading.Event()
    moved: list[int] = []

    def work() -> None:
        with psycopg.connect(address, autocommit=True) as other:
            k = 0
            while not stop.is_set():
                k += 1
                row = k * 7 % 600 + 1
                other.execute(
                    """UPDATE points SET n = n + 1, geom = 'SRID=4326;POINT(113.15 22.05)'
                    WHERE id = %s""",
                    (row,),
                )
                moved.append(row)
                if k == 20:
                    begun.set()

    writer = threading.Thread(target=work)
    writer.start()
    try:
        begun.wait()
        for _ in range(3):
            route(router, address, "points")
    finally:
        stop.set()
        writer.join()
    route(router, address, "points")
    assert link.execute("SELECT sum(n) FROM points").fetchone() == (len(moved),)
    wrong = link.execute(
        f"""SELECT count(*) FROM points WHERE cell IS DISTINCT FROM
        CASE WHEN n > 0 THEN '{EAST}' ELSE '{WEST}' END"""
    ).fetchone()
    assert wrong == (0,)


KILLED = """
import os, signal, sys
import gis
from service.postgis import batches
from service.postgis.routing import route_table
batches.BATCH_ROWS = 50

def tell(now):
    if now.points >= 200:
        os.kill(os.getpid(), signal.SIGKILL)

route_table(gis.Router.open(sys.argv[1]), sys.argv[2], "points", tell=tell)
"""


def test_a_killed_run_leaves_right_answers_and_may_be_run_again(
    router: gis.Router, address: str, link: Link, index: Path
) -> None:
    link.execute("CREATE TABLE points (id serial PRIMARY KEY, geom geometry(Point, 4326))")
    link.execute(
        """INSERT INTO points (geom) SELECT ST_SetSRID(ST_MakePoint(113.05, 22.05), 4326)
        FROM generate_series(1, 600)"""
    )
    done = subprocess.run([sys.executable, "-c", KILLED, index, address], check=False)
    assert done.returncode == -signal.SIGKILL
    assert sum(cell == WEST for cell in cells(link)) == 200
    again = route(router, address, "points")
    assert again.updated == 400
    assert set(cells(link)) == {WEST}


def _views(link: Link) -> None:
    fill(link, "geometry(Point, 4326)", 4326)
    link.execute("CREATE VIEW seen AS SELECT * FROM points")
    link.execute("CREATE TABLE bare (id int)")
    link.execute("CREATE TABLE two (a geometry, b geometry)")
    link.execute("CREATE TABLE lines (id int PRIMARY KEY, g geometry)")
    link.execute("INSERT INTO lines VALUES (7, 'SRID=4326;LINESTRING(0 0, 1 1)')")
    link.execute("CREATE TABLE local (id int PRIMARY KEY, g geometry)")
    link.execute("INSERT INTO local VALUES (7, 'POINT(113.05 22.05)')")
    link.execute("CREATE TABLE short (id int, g geometry, cell varchar(4))")
    link.execute("CREATE TABLE number (id int, g geometry, cell int)")
    link.execute(
        "CREATE TABLE made (id int, g geometry, cell text GENERATED ALWAYS AS ('x') STORED)"
    )
    link.execute("CREATE TABLE words (lon text, lat text)")


@pytest.mark.parametrize(
    ("table", "asked", "kind", "said"),
    [
        ("none", {}, TableKind.NO_TABLE, "has no table none"),
        ("a.b.c.d", {}, TableKind.REFUSED, "a.b.c.d: "),
        ('"open', {}, TableKind.REFUSED, '"open: '),
        ("seen", {}, TableKind.NOT_TABLE, "public.seen: is a view"),
        ("bare", {}, TableKind.NO_POINTS, "(it has: id)"),
        ("two", {}, TableKind.WHICH, "(a, b); name one with --geometry"),
        ("points", {"geometry": "shape"}, TableKind.NO_COLUMN, "no column “shape”"),
        ("points", {"lon": "x", "lat": "y"}, TableKind.NO_COLUMN, "no column “x”"),
        ("lines", {}, TableKind.ODD, "where id = 7 the geometry is a LINESTRING"),
        ("local", {}, TableKind.ODD, "in no coordinate system; say which with --crs"),
        ("short", {}, TableKind.CELL_SHORT, "takes 4 characters, the codes have up to 15"),
        ("number", {}, TableKind.CELL_TYPE, "“cell” is int4; make it text"),
        ("made", {}, TableKind.CELL_MADE, "computed by the database"),
        ("words", {}, TableKind.NOT_NUMBERS, "“lon” holds text"),
    ],
)
def test_a_table_that_cannot_be_routed_is_refused_with_the_mend(
    router: gis.Router,
    address: str,
    link: Link,
    table: str,
    asked: dict[str, str],
    kind: TableKind,
    said: str,
) -> None:
    _views(link)
    with pytest.raises(TableRefused) as refused:
        route(router, address, table, **asked)
    assert refused.value.kind == kind
    assert said in str(refused.value)
    assert refused.value.text("zh") != refused.value.text("en")


def test_a_table_without_a_system_is_routed_when_it_is_said(
    router: gis.Router, address: str, link: Link
) -> None:
    _views(link)
    route(router, address, "local", srid=4326)
    assert cells(link, "local") == [WEST]


def test_two_runs_at_once_and_a_locked_table_are_refused(
    router: gis.Router, address: str, link: Link, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(link, "geometry(Point, 4326)", 4326)
    refused: list[TableKind] = []

    def another(_: Progress) -> None:
        with pytest.raises(TableRefused) as error:
            route(router, address, "points")
        refused.append(error.value.kind)

    route_table(router, address, "points", tell=another)
    assert refused == [TableKind.RUNNING]
    monkeypatch.setattr(routing, "LOCK_S", 1)
    link.execute("UPDATE points SET cell = NULL")
    with psycopg.connect(address) as other:
        other.execute("LOCK TABLE points IN EXCLUSIVE MODE")
        with pytest.raises(TableRefused, match="somebody holds it locked"):
            route(router, address, "points")
        other.rollback()
    assert route(router, address, "points").updated == 3


@pytest.mark.parametrize(
    "wrong",
    [
        "postgresql://gridward:s3cret@127.0.0.1:1/none",
        "host=127.0.0.1 port=1 password=s3cret",
        "s3cret and more",
        "postgresql://gridward:s3cret@127.0.0.1:port/none",
    ],
)
def test_no_password_is_ever_told(router: gis.Router, wrong: str) -> None:
    with pytest.raises(TableRefused) as refused:
        route(router, wrong, "points")
    assert refused.value.kind in (TableKind.ADDRESS, TableKind.CONNECT)
    assert "s3cret" not in refused.value.text("en") + refused.value.text("zh")
    assert refused.value.__suppress_context__


def test_a_database_without_postgis_says_so(router: gis.Router, postgres_url: str) -> None:
    with pytest.raises(TableRefused, match="has no PostGIS"):
        route(router, postgres_url, "points")


@pytest.mark.parametrize("locale", ["zh", "en"])
def test_the_command_tells_counts_and_writes_them(
    address: str, link: Link, index: Path, tmp_path: Path, locale: str,
    gridward: Gridward,
) -> None:  # fmt: skip
    fill(link, "geometry(Point, 4326)", 4326)
    counts = tmp_path / "counts.csv"
    done = gridward(
        "route", "points", "--postgis", address, "--cells", index, "--counts", counts,
        "--locale", locale,
    )  # fmt: skip
    assert done.status == 0
    told = "6 points, 3 in a cell, 3 outside: public.points"
    assert told in done.out if locale == "en" else "共 6 个点：3 个在网格内" in done.out
    assert counts.read_text().splitlines() == ["code,points", f"{WEST},2", f"{EAST},1"]
    assert gridward("route", "a", "b", "--postgis", address, "--cells", index).status == 2
    refused = gridward("route", "none", "--postgis", address, "--cells", index, "--locale", locale)
    assert refused.status == 1
    assert ("没有表" if locale == "zh" else "has no table") in refused.err
