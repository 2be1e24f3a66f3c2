"""Commands that need tables say so where there are none, and leave nothing behind."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event, inspect, text

from service.database import open_engine
from service.migrations import Form, form_of
from tests.service.cli.conftest import Gridward
from tests.service.conftest import communities_frame

PEOPLE = b"table,code,kind\n"
NEEDING_TABLES = (
    "division list",
    "division show 1",
    "division diff 1 2",
    "division draft {boundaries} --title 2027 --district 630000 --district-name X",
    "division activate 1",
    "division activate 1 --at 2026-12-01T00:00",
    "division cancel 1",
    "division rollback",
    "division rollback 1",
    "user add chief --role admin --password long-pass-phrase",
    "user passwd chief --password long-pass-phrase",
    "user disable chief",
    "user enable chief",
    "import people {people}",
    "import responsibilities {people}",
)


@pytest.fixture
def arguments(tmp_path: Path) -> dict[str, Path]:
    people = tmp_path / "people.csv"
    people.write_bytes(PEOPLE)
    return {
        "people": people,
        "boundaries": Path(__file__).parents[3] / "data" / "boundaries" / "taipei_villages.geojson",
    }


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> pytest.MonkeyPatch:
    monkeypatch.setenv("GRIDWARD_VAR_DIR", str(tmp_path / "var"))
    return monkeypatch


@pytest.mark.parametrize("command", NEEDING_TABLES)
def test_a_command_on_a_database_that_is_not_there_says_to_migrate_and_makes_none(
    gridward: Gridward,
    at: pytest.MonkeyPatch,
    tmp_path: Path,
    arguments: dict[str, Path],
    command: str,
) -> None:
    file = tmp_path / "made" / "gridward.db"
    at.setenv("GRIDWARD_DATABASE_URL", f"sqlite:///{file}")
    run = gridward(*command.format(**arguments).split())
    assert run.status == 1
    assert run.err.startswith("gridward: ")
    assert "Run gridward migrate first" in run.err
    assert "Traceback" not in run.err
    assert not file.parent.exists()


@pytest.mark.parametrize("command", NEEDING_TABLES)
def test_a_command_on_an_empty_database_says_to_migrate(
    gridward: Gridward,
    at: pytest.MonkeyPatch,
    empty_database_url: str,
    arguments: dict[str, Path],
    command: str,
) -> None:
    at.setenv("GRIDWARD_DATABASE_URL", empty_database_url)
    run = gridward(*command.format(**arguments).split())
    assert run.status == 1
    assert "Run gridward migrate first" in run.err
    engine = open_engine(empty_database_url)
    assert inspect(engine).get_table_names() == []
    engine.dispose()


def test_a_password_in_the_address_is_never_told(
    gridward: Gridward, at: pytest.MonkeyPatch
) -> None:
    # Nothing listens on the discard port of this machine.
    address = "postgresql+psycopg://gridward:a-secret@127.0.0.1:9/gridward"
    at.setenv("GRIDWARD_DATABASE_URL", address)
    for command in ("migrate", "division list"):
        run = gridward(*command.split())
        assert run.status == 1
        assert "cannot be opened" in run.err
        assert "127.0.0.1" in run.err
        assert "a-secret" not in run.err


def test_what_is_no_address_is_refused_with_what_to_write(
    gridward: Gridward, at: pytest.MonkeyPatch
) -> None:
    at.setenv("GRIDWARD_DATABASE_URL", "gridward.db with a-secret")
    run = gridward("division", "list")
    assert run.status == 1
    assert "sqlite:///FILE" in run.err
    assert "a-secret" not in run.err


def test_a_file_that_is_no_database_is_refused_and_kept(
    gridward: Gridward, at: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("not a database, but somebody's notes\n" * 100)
    before = file.read_bytes()
    at.setenv("GRIDWARD_DATABASE_URL", f"sqlite:///{file}")
    for command in ("migrate", "division list"):
        run = gridward(*command.split())
        assert run.status == 1
        assert "cannot be opened" in run.err
    assert file.read_bytes() == before


def test_a_database_of_a_newer_version_is_left_alone(
    gridward: Gridward, at: pytest.MonkeyPatch, database_url: str
) -> None:
    at.setenv("GRIDWARD_DATABASE_URL", database_url)
    engine = open_engine(database_url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    assert form_of(engine) is Form.NEWER
    for command in ("migrate", "division list"):
        run = gridward(*command.split())
        assert run.status == 1
        assert "newer version of Gridward" in run.err
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT version_num FROM alembic_version")) == "9999"
    engine.dispose()


def test_a_database_of_an_older_version_is_told_and_migrated(
    gridward: Gridward, at: pytest.MonkeyPatch, empty_database_url: str
) -> None:
    from alembic import command

    from service.migrations import config_of

    at.setenv("GRIDWARD_DATABASE_URL", empty_database_url)
    command.upgrade(config_of(empty_database_url), "0002")
    assert "older version" in gridward("division", "list").err
    assert gridward("migrate").status == 0
    assert gridward("division", "list").status == 0


def test_a_database_that_is_lost_in_the_middle_is_told_and_nothing_is_half_done(
    gridward: Gridward, at: pytest.MonkeyPatch, database_url: str, tmp_path: Path
) -> None:
    at.setenv("GRIDWARD_DATABASE_URL", database_url)
    communities = tmp_path / "communities.geojson"
    communities_frame().to_file(communities, driver="GeoJSON")
    place = ("--district", "440704", "--district-name", "江海区")
    for title in ("2026", "2027"):
        drafted = gridward("division", "draft", communities, "--title", title, *place)
        assert drafted.status == 0, drafted.err
        assert gridward("division", "activate", drafted.out.split()[-1]).status == 0
    before = gridward("division", "list").out
    admin = open_engine(database_url)

    @event.listens_for(Engine, "before_cursor_execute")
    def lose(connection: Any, cursor: Any, statement: str, *_: Any) -> None:
        if not statement.startswith("INSERT INTO activations"):
            return
        if connection.dialect.name == "sqlite":
            cursor.execute("PRAGMA query_only=ON")
            return
        with admin.connect() as other:
            pid = connection.connection.driver_connection.info.backend_pid
            other.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": pid})

    try:
        run = gridward("division", "rollback")
    finally:
        event.remove(Engine, "before_cursor_execute", lose)
        admin.dispose()
    assert run.status == 1
    assert "the database gave up" in run.err
    assert "Traceback" not in run.err
    assert gridward("division", "list").out == before
    assert gridward("division", "rollback").status == 0
