"""Engine, transactions and their executor; SQLite and PostgreSQL differ here and in `rows` only.

An operation is a plain function ``operation(tx, command) -> answer``. It never begins, commits or
awaits: `Executor` does, in one place, so that it can later commit many commands together.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import IntEnum
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import (
    Connection,
    DateTime,
    Dialect,
    Engine,
    MetaData,
    create_engine,
    event,
    func,
    select,
)
from sqlalchemy.engine import make_url
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.types import TypeDecorator

Clock = Callable[[], datetime]
Command = TypeVar("Command")
Answer = TypeVar("Answer")


def utc_now() -> datetime:
    """Return the time in UTC."""
    return datetime.now(UTC)


class Model(DeclarativeBase):
    """Declarative root of all tables, with names that Alembic can refer to on both databases."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class UtcDateTime(TypeDecorator[datetime]):
    """An aware time in UTC; SQLite, which keeps none, gets and gives it without its zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a time without a zone and store it in UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a time needs its zone: {value.isoformat()}")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the time back in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


@dataclass(frozen=True)
class Transaction:
    """What an operation works with: the session and the one time of this transaction."""

    session: Session
    now: datetime


class Hold(IntEnum):
    """What transactions hold against each other until they end."""

    GENERATION = 1
    """Which generation is in force: shared by those who rely on it, alone to change it."""
    REGISTER = 2
    """The register of people."""
    DRAFTS = 3
    """The files of which drafts are made."""
    FORM = 4
    """The tables themselves, and what every database is given at first."""
    AUDIT = 5
    """What the audit of the division in force keeps."""


_HOLDS = 0x6764  # apart from advisory locks of others in the same PostgreSQL database


def hold(tx: Transaction, what: Hold, *, shared: bool = False) -> None:
    """Wait for a hold and keep it until the transaction ends.

    Waiting is fair: who wants it alone is not passed by later ones who want to share it, as they
    would be at a row's lock. On SQLite a write holds everything anyway.
    """
    hold_in(tx.session.connection(), what, shared=shared)


def hold_in(connection: Connection, what: Hold, *, shared: bool = False) -> None:
    """Hold as `hold` does, until the transaction that a connection is in ends."""
    if connection.dialect.name == "postgresql":
        take = func.pg_advisory_xact_lock_shared if shared else func.pg_advisory_xact_lock
        connection.execute(select(take(_HOLDS, int(what))))


class Executor:
    """Run operations, each in one transaction.

    Parameters
    ----------
    engine
        From `open_engine`.
    clock
        Gives the time of each transaction.
    """

    def __init__(self, engine: Engine, clock: Clock = utc_now) -> None:
        self.engine = engine
        self.clock = clock
        # SQLite has one writer: waiting here in turn is fairer and faster than busy_timeout.
        self._turn = threading.Lock() if engine.dialect.name == "sqlite" else nullcontext()

    def write(
        self, operation: Callable[[Transaction, Command], Answer], command: Command
    ) -> Answer:
        """Run an operation and commit; on any error nothing of it remains."""
        with self._turn, self._session() as session, session.begin():
            # Begins in earnest: on SQLite it waits for other processes, and only then is it now.
            session.connection()
            return operation(Transaction(session, self.clock()), command)

    def read(self, operation: Callable[[Transaction, Command], Answer], command: Command) -> Answer:
        """Run an operation on one consistent state, and write nothing."""
        with self._session(read_only=True) as session:
            answer = operation(Transaction(session, self.clock()), command)
            session.rollback()
            return answer

    @contextmanager
    def _session(self, *, read_only: bool = False) -> Iterator[Session]:
        options = {"gridward_read_only": True} if read_only else {}
        with self.engine.connect().execution_options(**options) as connection:
            if read_only and connection.dialect.name == "postgresql":
                connection = connection.execution_options(
                    isolation_level="REPEATABLE READ", postgresql_readonly=True
                )
            with Session(connection, expire_on_commit=False, autoflush=True) as session:
                yield session


def open_engine(url: str) -> Engine:
    """Open the database at an address; a missing SQLite file and its folder are made."""
    address = make_url(url)
    if address.get_backend_name() == "sqlite":
        if address.database:
            Path(address.database).parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(address, connect_args={"timeout": 30, "check_same_thread": False})
        _prepare_sqlite(engine)
        return engine
    return create_engine(address, pool_size=10, max_overflow=20, pool_pre_ping=True)


def is_missing(url: str) -> bool:
    """Tell whether an address names a SQLite file that is not there; opening it would make it."""
    address = make_url(url)
    file = address.database if address.get_backend_name() == "sqlite" else None
    return bool(file) and file != ":memory:" and not Path(str(file)).exists()


def _prepare_sqlite(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def _on_connect(connection: Any, _record: Any) -> None:
        # The driver's own transactions begin late and release read locks early: BEGIN is ours.
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            "busy_timeout=30000",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _on_begin(connection: Any) -> None:
        # A writer that starts as a reader can fail to upgrade; IMMEDIATE takes its turn at once.
        read_only = connection.get_execution_options().get("gridward_read_only", False)
        connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")
