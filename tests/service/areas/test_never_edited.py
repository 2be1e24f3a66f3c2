"""The database itself refuses to edit a generation that has been in force."""

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import IntegrityError

from service.database import open_engine

_DRAFT = (
    "INSERT INTO divisions (id, name, name_en, district_code, district_name, district_name_en,"
    " status, strategy, illustrative, source, created_at) VALUES ({id}, 'd', '', '440704', 'd', '',"
    " 'draft', 's', true, '', '2026-01-01 00:00:00')",
    "INSERT INTO communities (division_id, code, name, name_en, kind, street_code, street,"
    " street_en, area_m2, geometry) VALUES ({id}, '440704001016', 'c', '', 'community',"
    " '440704001', '', '', 1, '')",
    "INSERT INTO cells (division_id, code, community_code, kind, area_m2, geometry)"
    " VALUES ({id}, '440704001016001', '440704001016', 'general', 1, '')",
)
_EDITS = (
    "UPDATE cells SET area_m2 = 2 WHERE division_id = 1",
    "DELETE FROM cells WHERE division_id = 1",
    "UPDATE cells SET division_id = 1, code = '440704001016002' WHERE division_id = 2",
    "INSERT INTO cells (division_id, code, community_code, kind, area_m2, geometry)"
    " VALUES (1, '440704001016002', '440704001016', 'general', 1, '')",
    "UPDATE communities SET name = 'other' WHERE division_id = 1",
    "INSERT INTO communities (division_id, code, name, name_en, kind, street_code, street,"
    " street_en, area_m2, geometry) VALUES (1, '440704001017', 'c', '', 'community',"
    " '440704001', '', '', 1, '')",
    "UPDATE divisions SET strategy = 'other' WHERE id = 1",
    "UPDATE divisions SET status = 'draft' WHERE id = 1",
    "DELETE FROM divisions WHERE id = 1",
    "UPDATE activations SET actor_name = 'other'",
    "DELETE FROM activations",
)


def _lay(connection: Connection) -> None:
    for number in (1, 2):
        for statement in _DRAFT:
            connection.execute(text(statement.format(id=number)))
    connection.execute(text("UPDATE divisions SET status = 'active' WHERE id = 1"))
    connection.execute(
        text(
            "INSERT INTO activations (division_id, kind, at, actor_name, actor_role)"
            " VALUES (1, 'activate', '2026-01-01 00:00:00', '', '')"
        )
    )


def test_a_generation_that_was_in_force_cannot_be_edited(database_url: str) -> None:
    engine = open_engine(database_url)
    with engine.begin() as connection:
        _lay(connection)
    let_through = []
    for edit in _EDITS:
        try:
            with engine.begin() as connection:
                connection.execute(text(edit))
        except IntegrityError as error:
            assert "never edited" in str(error) or "append-only" in str(error)  # noqa: PT017
        else:
            let_through.append(edit)
    engine.dispose()

    assert let_through == []


def test_a_superseded_generation_cannot_be_edited_either(database_url: str) -> None:
    engine = open_engine(database_url)
    with engine.begin() as connection:
        _lay(connection)
        connection.execute(text("UPDATE divisions SET status = 'superseded' WHERE id = 1"))
    with pytest.raises(IntegrityError, match="never edited"), engine.begin() as connection:
        connection.execute(text("UPDATE cells SET area_m2 = 2 WHERE division_id = 1"))
    engine.dispose()


def test_a_draft_can_be_edited_and_thrown_away(database_url: str) -> None:
    engine = open_engine(database_url)
    with engine.begin() as connection:
        _lay(connection)
        for deed in (
            "UPDATE cells SET area_m2 = 2",
            "DELETE FROM cells",
            "DELETE FROM communities",
        ):
            connection.execute(text(f"{deed} WHERE division_id = 2"))
        connection.execute(text("DELETE FROM divisions WHERE id = 2"))
        assert connection.execute(text("SELECT count(*) FROM divisions")).scalar_one() == 1
    engine.dispose()
