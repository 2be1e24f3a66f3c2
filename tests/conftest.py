"""Real databases for every test that needs one: SQLite and PostgreSQL, one after the other."""

import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from service.migrations import upgrade
from tests.postgres import cluster

DATABASES = ("sqlite", "postgresql")

# How long an example takes is the machine's affair: no test may depend on it.
settings.register_profile("gridward", deadline=None)
settings.load_profile("gridward")


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """Give a superuser's address of a running PostgreSQL."""
    with cluster() as url:
        yield url


@pytest.fixture(scope="session")
def migrated_template(postgres_url: str) -> str:
    """Migrate one PostgreSQL database, for tests to copy (a copy takes 50 ms, migrating more)."""
    name = f"template_{secrets.token_hex(4)}"
    with create_engine(postgres_url, isolation_level="AUTOCOMMIT").connect() as connection:
        connection.execute(text(f'CREATE DATABASE "{name}"'))
    upgrade(make_url(postgres_url).set(database=name).render_as_string(hide_password=False))
    return name


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Migrate one SQLite file, for tests to copy."""
    path = tmp_path_factory.mktemp("template") / "gridward.db"
    upgrade(f"sqlite:///{path}")
    return path


@pytest.fixture(params=DATABASES)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Give the address of a fresh, migrated database; the test runs on both kinds."""
    if request.param == "sqlite":
        path = tmp_path / "gridward.db"
        shutil.copyfile(request.getfixturevalue("migrated_file"), path)
        yield f"sqlite:///{path}"
        return
    postgres_url = request.getfixturevalue("postgres_url")
    template = request.getfixturevalue("migrated_template")
    name = f"test_{secrets.token_hex(6)}"
    admin = create_engine(postgres_url, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f'CREATE DATABASE "{name}" TEMPLATE "{template}"'))
    yield make_url(postgres_url).set(database=name).render_as_string(hide_password=False)
    with admin.connect() as connection:
        connection.execute(text(f'DROP DATABASE "{name}" WITH (FORCE)'))
    admin.dispose()
