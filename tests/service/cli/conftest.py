"""Run ``gridward`` as a user does, in this process."""

import secrets
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from service.cli import main
from tests.conftest import DATABASES


@dataclass(frozen=True)
class Run:
    """How a command ended."""

    status: int
    out: str
    err: str


Gridward = Callable[..., Run]


@pytest.fixture
def gridward(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Gridward:
    """Give a function that runs the command with arguments and tells how it ended."""

    def run(*arguments: object) -> Run:
        monkeypatch.setattr(sys, "argv", ["gridward", *(str(part) for part in arguments)])
        with pytest.raises(SystemExit) as end:
            main()
        told = capsys.readouterr()
        code = end.value.code
        return Run(code if isinstance(code, int) else 0, told.out, told.err)

    return run


@pytest.fixture(params=DATABASES)
def empty_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Give the address of a database that is there, but was never migrated."""
    if request.param == "sqlite":
        file = tmp_path / "empty.db"
        file.touch()
        yield f"sqlite:///{file}"
        return
    postgres_url = request.getfixturevalue("postgres_url")
    name = f"empty_{secrets.token_hex(6)}"
    admin = create_engine(postgres_url, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f'CREATE DATABASE "{name}"'))
    yield make_url(postgres_url).set(database=name).render_as_string(hide_password=False)
    with admin.connect() as connection:
        connection.execute(text(f'DROP DATABASE "{name}" WITH (FORCE)'))
    admin.dispose()
