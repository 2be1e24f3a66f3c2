"""Kill -9 in the middle of an activation or a roll-back leaves one generation, and all with it."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from service.areas.active import Divisions
from service.areas.divisions import Located
from service.areas.operations import activations, add_division, generations, prove
from service.areas.status import DivisionStatus
from service.cases.states import State
from service.database import Transaction
from tests.service.district import District, open_district, redrawn, report_fields
from tests.service.redrawing import name_person

MOMENTS_TRIED = 8


class Mortals:
    """The process that is killed; see `tests.faults.activating`."""

    def __init__(self, district: District) -> None:
        settings = district.settings
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.activating"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={
                **os.environ,
                "GRIDWARD_DATABASE_URL": settings.database_url,
                "GRIDWARD_VAR_DIR": str(settings.var_dir),
                "GRIDWARD_MEDIA_URL": settings.media_url,
            },
        )

    def perform(self, kind: str, division_id: int, last: int) -> str:
        """Let a child bring a division into force, and tell how it ended."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{kind} {division_id} {last}\n")
        self._process.stdin.flush()
        return self._process.stdout.readline().strip()

    def end(self) -> None:
        """End the process."""
        self._process.communicate()


@pytest.fixture
def district(database_url: str, tmp_path: Path) -> Iterator[District]:
    district = open_district(database_url, tmp_path)
    yield district
    district.executor.engine.dispose()


def test_one_generation_stands_after_a_kill_at_any_moment(district: District) -> None:
    first = district.resources.divisions.active()
    for cell in list(first.cells_by_code)[::3]:
        name_person(district, cell, next(iter(district.persons)))
    client = district.client()
    for cell in first.cells_by_code.values():
        fields = report_fields((cell.label_lon, cell.label_lat))
        assert client.post("/api/v1/cases", json=fields).status_code == 201
    draft = district.executor.write(add_division, prove(redrawn("2027", 400)))
    mortals = Mortals(district)
    try:
        # Roll-backs to the first one and forth again: each is one change of generation.
        died = {"activate": _try(mortals, district, "activate", draft, first.info.id)}
        died["roll_back"] = _try(mortals, district, "roll_back", first.info.id, draft)
    finally:
        mortals.end()

    assert died["activate"] >= MOMENTS_TRIED - 2
    assert died["roll_back"] >= MOMENTS_TRIED - 2


def _try(mortals: Mortals, district: District, kind: str, target: int, before: int) -> int:
    """Kill at moments from the first to the last, then let it be done; count the deaths."""
    # One whole run first, to know how many moments there are; then back to where it began.
    told = mortals.perform(kind, target, 0)
    moments = int(told.removeprefix("done "))
    _whole(district, target)
    assert mortals.perform("roll_back", before, 0).startswith("done")
    _whole(district, before)
    again = "roll_back"  # the target has been in force by now
    died = 0
    for last in sorted(
        {1 + moments * n // MOMENTS_TRIED for n in range(MOMENTS_TRIED)} | {moments}
    ):
        told = mortals.perform(again, target, last)
        died += told == "killed"
        standing = _active(district)
        assert standing in (before, target)
        _whole(district, standing)
        if standing == target:
            assert mortals.perform("roll_back", before, 0).startswith("done")
    assert mortals.perform(again, target, 0).startswith("done")
    _whole(district, target)
    return died


def _active(district: District) -> int:
    (active,) = (
        one.info.id
        for one in district.executor.read(generations, None)
        if one.info.status is DivisionStatus.ACTIVE
    )
    return active


def _whole(district: District, division_id: int) -> None:
    """Hold everything to the generation in force: cases, persons, history, index."""
    assert _active(district) == division_id
    latest = district.executor.read(activations, None)[0]
    assert latest.division_id == division_id
    divisions = Divisions(district.executor, district.settings.var_dir / "index")
    active = divisions.active()
    assert active.info.id == division_id
    for number, division, cell, lon_e7, lat_e7 in district.executor.read(_open_cases, None):
        place = active.place(lon_e7 / 1e7, lat_e7 / 1e7)
        assert isinstance(place, Located)
        assert (number, division, cell) == (number, division_id, place.cell.code)
    living = district.executor.read(_cells_with_persons, None)
    assert living
    assert living <= active.cells_by_code.keys()


def _open_cases(tx: Transaction, _command: None) -> list[tuple[str, int, str, int, int]]:
    rows = tx.session.execute(
        text("SELECT number, division_id, cell_code, lon_e7, lat_e7 FROM cases WHERE state = :s"),
        {"s": State.DISPATCHED.value},
    )
    return [tuple(row) for row in rows]


def _cells_with_persons(tx: Transaction, _command: None) -> set[str]:
    rows = tx.session.execute(
        text("SELECT DISTINCT cell_code FROM responsibilities WHERE ended_on IS NULL")
    )
    return {row[0] for row in rows}
