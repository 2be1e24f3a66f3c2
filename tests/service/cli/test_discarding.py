"""Throw a draft away on the command line: asked first, and never what was in force."""

import io
from pathlib import Path

import pytest

from tests.service.cli.conftest import Gridward
from tests.service.conftest import communities_frame

PLACE = ("--district", "440704", "--district-name", "江海区")


@pytest.fixture
def drafts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, gridward: Gridward) -> None:
    """Make a database with two drafts, 1 and 2."""
    for name, value in {
        "DATABASE_URL": f"sqlite:///{tmp_path / 'gridward.db'}",
        "VAR_DIR": str(tmp_path / "var"),
        "MEDIA_URL": str(tmp_path / "media"),
    }.items():
        monkeypatch.setenv(f"GRIDWARD_{name}", value)
    path = tmp_path / "communities.geojson"
    communities_frame().to_file(path, driver="GeoJSON")
    assert gridward("migrate").status == 0
    for title in ("2026", "2027"):
        done = gridward("division", "draft", path, "--title", title, "--size", 500, *PLACE)
        assert done.status == 0, done.err


def test_a_draft_is_discarded_when_it_is_meant(
    drafts: None, gridward: Gridward, monkeypatch: pytest.MonkeyPatch
) -> None:
    del drafts
    monkeypatch.setattr("sys.stdin", io.StringIO("n\n"))
    asked = gridward("division", "discard", 2)
    still = gridward("division", "list").out
    monkeypatch.setattr("sys.stdin", io.StringIO("y\n"))
    done = gridward("division", "discard", 2)
    gone = gridward("division", "list").out

    assert asked.status == 1
    assert "“2027” with its 18 cells" in asked.out + asked.err
    assert "2027" in still
    assert done.status == 0
    assert "division 2 “2027” is discarded" in done.out
    assert "2027" not in gone
    assert "2026" in gone


def test_where_nobody_can_be_asked_the_option_is_named(
    drafts: None, gridward: Gridward, monkeypatch: pytest.MonkeyPatch
) -> None:
    del drafts
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    asked = gridward("division", "discard", 2)
    assert asked.status == 1
    assert "--yes" in asked.err
    assert "2027" in gridward("division", "list").out


def test_what_was_in_force_and_what_is_not_there_is_refused(
    drafts: None, gridward: Gridward
) -> None:
    del drafts
    assert gridward("division", "activate", 1).status == 0
    in_force = gridward("division", "discard", 1, "--yes")
    unknown = gridward("division", "discard", 9, "--yes")

    assert in_force.status == 1
    assert "only a draft that was never in force can be discarded" in in_force.err
    assert unknown.status == 1
    assert "There is no division 9" in unknown.err
    assert gridward("division", "discard", 2, "--yes").status == 0
    again = gridward("division", "discard", 2, "--yes")
    assert again.status == 1
    assert "Division 2 “2027” was a draft and was thrown away" in again.err
