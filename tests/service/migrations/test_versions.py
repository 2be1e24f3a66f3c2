"""The migrations and the models say the same on both databases."""

import os
import secrets
import subprocess
import sys
import time

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, inspect, make_url, text
from sqlalchemy.exc import IntegrityError

import service.access.models
import service.areas.models
import service.audit.models
import service.cases.models
import service.generations.models
import service.idempotency
import service.people.models
import service.studio.models  # noqa: F401
from service.cases.categories import packaged_categories
from service.database import Hold, Model, hold_in, open_engine
from service.migrations import config_of, upgrade


def test_the_migrated_database_is_what_the_models_describe(database_url: str) -> None:
    engine = open_engine(database_url)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Model.metadata) == []
    engine.dispose()


def test_migrating_again_changes_nothing(database_url: str) -> None:
    engine = open_engine(database_url)
    with engine.begin() as connection:
        for statement in _ONE_CASE:
            connection.execute(text(statement))

    def kept() -> dict[str, list[tuple[object, ...]]]:
        with engine.connect() as connection:
            return {
                name: [tuple(row) for row in connection.execute(text(f'SELECT * FROM "{name}"'))]
                for name in inspect(engine).get_table_names()
            }

    before = kept()
    assert before["cases"]
    upgrade(database_url)
    assert kept() == before
    engine.dispose()


def test_of_two_processes_that_prepare_one_empty_database_the_second_waits(
    postgres_url: str,
) -> None:
    name = f"empty_{secrets.token_hex(6)}"
    admin = create_engine(postgres_url, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f'CREATE DATABASE "{name}"'))
    url = make_url(postgres_url).set(database=name).render_as_string(hide_password=False)
    engine = open_engine(url)
    with engine.begin() as holder:
        hold_in(holder, Hold.FORM)
        both = [_migrating(url) for _ in range(2)]
        with engine.connect() as watcher:
            while watcher.scalar(_WAITING) < 2:
                watcher.rollback()
                assert [one.poll() for one in both] == [None, None], "one did not wait"
                time.sleep(0.02)
    said = [one.communicate()[0] for one in both]
    assert [one.returncode for one in both] == [0, 0], said
    with engine.connect() as connection:
        kinds = connection.scalar(text("SELECT count(*) FROM categories"))
    assert kinds == len(packaged_categories())
    engine.dispose()
    with admin.connect() as connection:
        connection.execute(text(f'DROP DATABASE "{name}" WITH (FORCE)'))
    admin.dispose()


_WAITING = text(
    "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
    " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
)


def _migrating(url: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", "from service.cli import main; main()", "migrate"],
        env={**os.environ, "GRIDWARD_DATABASE_URL": url},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def test_the_first_migration_can_be_taken_back(database_url: str) -> None:
    command.downgrade(config_of(database_url), "base")
    engine = open_engine(database_url)
    assert set(inspect(engine).get_table_names()) <= {"alembic_version"}
    engine.dispose()
    upgrade(database_url)


@pytest.mark.parametrize(
    "deed", ["UPDATE case_events SET note = 'other'", "DELETE FROM case_events"]
)
def test_a_line_of_history_can_be_neither_changed_nor_deleted(database_url: str, deed: str) -> None:
    engine = open_engine(database_url)
    with engine.begin() as connection:
        for statement in _ONE_CASE:
            connection.execute(text(statement))
    with pytest.raises(IntegrityError, match="append-only"), engine.begin() as connection:
        connection.execute(text(deed))
    with engine.connect() as connection:
        assert connection.execute(text("SELECT note FROM case_events")).scalar_one() == "as it was"
    engine.dispose()


_ONE_CASE = (
    "INSERT INTO divisions (id, name, name_en, district_code, district_name, district_name_en,"
    " status, strategy, illustrative, source, created_at) VALUES (1, 'd', '', '440704', 'd', '',"
    " 'draft', 's', true, '', '2026-01-01 00:00:00')",
    "INSERT INTO communities (division_id, code, name, name_en, kind, street_code, street,"
    " street_en, area_m2, geometry) VALUES (1, '440704001016', 'c', '', 'community',"
    " '440704001', '', '', 1, '')",
    "INSERT INTO cells (division_id, code, community_code, kind, area_m2, geometry)"
    " VALUES (1, '440704001016001', '440704001016', 'general', 1, '')",
    "INSERT INTO categories (code, kind, group_code, group_name, group_name_en, name, name_en,"
    " department_key, department, department_en, limit_working_hours, urgent_limit_hours,"
    " photo_required_to_rectify) VALUES ('01', 'event', '0', '', '', '', '', '', '', '', 1, 1,"
    " false)",
    "INSERT INTO cases (id, number, category_code, description, address, lon_e7, lat_e7,"
    " division_id, cell_code, community_code, street_code, source, urgent, state, revision,"
    " reporter_name, reporter_contact, reported_at, due_at, rework_count) VALUES (1, 'n', '01',"
    " '', '', 0, 0, 1, '440704001016001', '440704001016', '440704001', 'resident', false,"
    " 'dispatched', 1, '', '', '2026-01-01 00:00:00', '2026-01-01 00:00:00', 0)",
    "INSERT INTO case_events (id, case_id, at, kind, state, actor_name, actor_role, person_name,"
    " note) VALUES (1, 1, '2026-01-01 00:00:00', 'report', 'dispatched', '', '', '', 'as it was')",
)
