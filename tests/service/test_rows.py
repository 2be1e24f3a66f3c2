"""Many rows travel in one statement, with the same answer on both databases."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Column, Integer, MetaData, String, Table, event, select

from service.database import Executor, Transaction, open_engine
from service.rows import given_rows, set_rows

KEPT = Table(
    "kept",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("word", String),
    Column("number", Integer),
    Column("revision", Integer),
)
ODD = ("银泉社区", "a \"quoted\" 'word', {with} \\slashes", "01", "", None, "null", "[1]")


@pytest.fixture
def executor(database_url: str) -> Iterator[Executor]:
    engine = open_engine(database_url)
    with engine.begin() as connection:
        KEPT.create(connection)
        rows = [{"id": n, "word": "before", "number": n, "revision": 1} for n in range(1, 11)]
        connection.execute(KEPT.insert(), rows)
    yield Executor(engine)
    engine.dispose()


def kept(tx: Transaction, _command: None) -> list[tuple[int, str | None, int | None, int]]:
    return [tuple(row) for row in tx.session.execute(select(KEPT).order_by(KEPT.c.id))]


def test_each_row_gets_its_own_values_and_others_stay(executor: Executor) -> None:
    def change(tx: Transaction, _command: None) -> None:
        numbers = [None, *range(2**31 - len(ODD), 2**31 - 1)]
        columns = {"id": list(range(2, 2 + len(ODD))), "word": ODD, "number": numbers}
        set_rows(tx, KEPT, columns, {"revision": KEPT.c.revision + 1})

    executor.write(change, None)

    changed = [(2 + n, word) for n, word in enumerate(ODD)]
    rows = executor.read(kept, None)
    assert [(row[0], row[1]) for row in rows if row[3] == 2] == changed
    assert rows[1][2] is None
    assert rows[2][2] == 2**31 - len(ODD)
    assert [row for row in rows if row[3] == 1] == [
        (n, "before", n, 1) for n in (1, *range(2 + len(ODD), 11))
    ]


def test_no_rows_change_nothing(executor: Executor) -> None:
    def change(tx: Transaction, _command: None) -> None:
        set_rows(tx, KEPT, {"id": [], "word": []}, {"revision": 2})

    before = executor.read(kept, None)
    executor.write(change, None)
    assert executor.read(kept, None) == before


def test_given_rows_can_be_selected_from_as_they_were_given(executor: Executor) -> None:
    def told(tx: Transaction, _command: None) -> list[tuple[int, str | None]]:
        columns = {"id": (Integer(), list(range(len(ODD)))), "word": (String(), ODD)}
        given = given_rows(tx, columns)
        rows = tx.session.execute(select(given.c.id, given.c.word).order_by(given.c.id))
        return [(row.id, row.word) for row in rows]

    assert executor.read(told, None) == list(enumerate(ODD))


def test_however_many_rows_there_are_it_is_one_statement(executor: Executor) -> None:
    seen: list[str] = []
    event.listen(executor.engine, "before_cursor_execute", lambda *told: seen.append(told[2]))

    def change(tx: Transaction, ids: list[int]) -> None:
        set_rows(tx, KEPT, {"id": ids, "number": ids}, {"revision": 2})

    for ids in ([1], list(range(1, 5_000))):
        seen.clear()
        executor.write(change, ids)
        assert sum(statement.startswith("UPDATE") for statement in seen) == 1
