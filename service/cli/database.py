"""The database that the settings name, opened for a command."""

from sqlalchemy import Engine
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DatabaseError

from service.cli.refusal import UsageRefused
from service.database import Executor, is_missing, open_engine
from service.errors.domain import DomainError
from service.migrations import Form, form_of


class DatabaseOlderError(DomainError):
    """The database has no tables yet, or those of an older version."""

    key = "database-older"


class DatabaseNewerError(DomainError):
    """A newer version has migrated the database."""

    key = "database-newer"


class DatabaseUnreachableError(DomainError):
    """Nothing answers at the address, or what is there is no database."""

    key = "database-unreachable"


def open_database(url: str) -> Executor:
    """Open a database whose tables are those of this version; one that is not there is not made.

    Raises
    ------
    DatabaseOlderError
        It has none of them, or older ones.
    DatabaseNewerError, DatabaseUnreachableError
        As `opened` does.
    """
    if is_missing(_address(url)):
        raise DatabaseOlderError(address=_shown(url))
    engine, form = opened(url)
    if form is Form.OLDER:
        engine.dispose()
        raise DatabaseOlderError(address=_shown(url))
    return Executor(engine)


def opened(url: str) -> tuple[Engine, Form]:
    """Open a database, made where it is missing, and tell in which form it is.

    Raises
    ------
    DatabaseNewerError
        A newer version has migrated it.
    DatabaseUnreachableError
        It cannot be opened.
    """
    try:
        engine = open_engine(_address(url))
        form = form_of(engine)
    except DatabaseError as error:
        why = str(error.orig).strip().splitlines()[0]
        raise DatabaseUnreachableError(address=_shown(url), why=why) from error
    if form is Form.NEWER:
        engine.dispose()
        raise DatabaseNewerError(address=_shown(url))
    return engine, form


def _address(url: str) -> str:
    try:
        make_url(url)
    except ArgumentError as error:
        raise UsageRefused(
            "GRIDWARD_DATABASE_URL is no database's address; write sqlite:///FILE or"
            " postgresql+psycopg://USER:PASSWORD@HOST/NAME"
        ) from error
    return url


def _shown(url: str) -> str:
    return make_url(url).render_as_string(hide_password=True)
