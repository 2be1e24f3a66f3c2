"""Kill -9 in the middle of an activation or a roll-back leaves one generation, and all with it.

Each test kills at every stage in turn, from the first write to the moment after the commit: what
stands then is wholly the old generation or wholly the new one, and the next try goes on from it.
"""

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from sqlalchemy import text

from gis.router import Router
from service.areas.active import Divisions
from service.areas.divisions import Located
from service.areas.loaded import LoadedDivision
from service.areas.operations import (
    Plan,
    activations,
    add_division,
    generations,
    plan,
    prove,
    standing,
)
from service.areas.status import DivisionStatus
from service.cases.states import State
from service.database import Executor, Transaction, open_engine
from service.generations.operations import SERVER
from service.settings import Settings
from tests.faults.activating import COMMITTED, COMMITTING, NAMED, NEVER, UNNAMED
from tests.service.district import (
    Clock,
    District,
    new_division,
    open_district,
    redrawn,
    report_fields,
)
from tests.service.redrawing import name_person

SWITCHED = ("UPDATE divisions", "INSERT INTO activations")
ENDED = ("UPDATE responsibilities",)
BEGUN = ("INSERT INTO responsibilities", "INSERT INTO carryings")
FOLLOWED = ("UPDATE cases", "INSERT INTO case_events")
PREPARED = (UNNAMED, NAMED)
STAGES = (*PREPARED, *SWITCHED, *ENDED, *BEGUN, *FOLLOWED, COMMITTING)
"""Those before the commit."""


class Mortals:
    """The processes that are killed; see `tests.faults.activating`."""

    def __init__(self, settings: Settings, at: datetime) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.activating", at.isoformat()],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={
                **os.environ,
                "GRIDWARD_DATABASE_URL": settings.database_url,
                "GRIDWARD_VAR_DIR": str(settings.var_dir),
                "GRIDWARD_MEDIA_URL": settings.media_url,
                "GRIDWARD_SECRET": "a secret of the tests",
            },
        )

    def begin(self, deed: str, division_id: int, moment: str = NEVER) -> None:
        """Let a child begin its deed."""
        assert self._process.stdin is not None
        self._process.stdin.write(f"{deed} {division_id} {moment}\n")
        self._process.stdin.flush()

    def ended(self) -> str:
        """Tell how the child ended."""
        assert self._process.stdout is not None
        return self._process.stdout.readline().strip()

    def perform(self, deed: str, division_id: int, moment: str = NEVER) -> str:
        """Let a child do its deed to the end, or to its own."""
        self.begin(deed, division_id, moment)
        return self.ended()

    def end(self) -> None:
        """End the process."""
        self._process.communicate()


@contextmanager
def mortals(settings: Settings, at: datetime) -> Iterator[Mortals]:
    processes = Mortals(settings, at)
    try:
        yield processes
    finally:
        processes.end()


@pytest.fixture
def district(database_url: str, tmp_path: Path) -> Iterator[District]:
    """Open a district with a person for every third cell and a case in each."""
    district = open_district(database_url, tmp_path)
    first = district.resources.divisions.active()
    for cell in list(first.cells_by_code)[::3]:
        name_person(district, cell, next(iter(district.persons)))
    client = district.client()
    for cell in first.cells_by_code.values():
        fields = report_fields((cell.label_lon, cell.label_lat))
        assert client.post("/api/v1/cases", json=fields).status_code == 201
    yield district
    district.executor.engine.dispose()


def test_an_activation_and_a_roll_back_survive_a_kill_at_every_stage(district: District) -> None:
    first = _active_id(district.executor)
    second = district.executor.write(add_division, prove(redrawn("2027", 400)))
    with mortals(district.settings, district.clock()) as processes:
        _die_at_each(district, processes, "activate", (first, second), STAGES)
        assert processes.perform("activate", second) == "refused area-not-a-draft"

        for index in (district.settings.var_dir / "index").iterdir():
            index.unlink()  # as if the older generation were on a disk that was lost
        # On the same day its persons simply go on: none begins anew, and nobody is proposed.
        stages = [stage for stage in STAGES if stage not in BEGUN]
        _die_at_each(district, processes, "roll_back", (second, first), stages)
        assert processes.perform("roll_back", first) == "refused area-in-force-already"
    assert len(district.executor.read(activations, None)) == 3


def test_the_first_activation_ever_survives_a_kill_at_every_stage(
    database_url: str, tmp_path: Path
) -> None:
    settings = Settings(database_url=database_url, var_dir=tmp_path / "var")
    executor, clock = Executor(open_engine(database_url), Clock()), Clock()
    draft = executor.write(add_division, prove(new_division()))
    with mortals(settings, clock()) as processes:
        for stage in (*PREPARED, *SWITCHED, COMMITTING):
            assert processes.perform("activate", draft, stage) == "killed", stage
            assert executor.read(standing, None).active is None
            assert executor.read(activations, None) == []
        assert processes.perform("activate", draft, COMMITTED) == "killed"
        (entry,) = executor.read(activations, None)
        assert (entry.division_id, entry.from_division_id) == (draft, None)
        _serves(Divisions(executor, settings.var_dir / "index").active(), settings, tmp_path)
    executor.engine.dispose()


def test_a_plan_that_the_server_keeps_survives_a_kill_at_every_stage(district: District) -> None:
    first = _active_id(district.executor)
    second = district.executor.write(add_division, prove(redrawn("2027", 400)))
    due = district.clock() + timedelta(hours=1)
    district.executor.write(plan, Plan(second, due, SERVER))
    # The service was down at the time, and is started later.
    with mortals(district.settings, due + timedelta(hours=3)) as processes:
        _die_at_each(district, processes, "serve", (first, second), STAGES)
        assert processes.perform("serve", second) == "done"  # nothing is left to do
    latest, _ = district.executor.read(activations, None)
    assert (latest.planned_at, latest.at) == (due, due + timedelta(hours=3))


def test_of_two_servers_one_keeps_the_plan(district: District) -> None:
    second = district.executor.write(add_division, prove(redrawn("2027", 400)))
    due = district.clock() + timedelta(hours=1)
    district.executor.write(plan, Plan(second, due, SERVER))
    with mortals(district.settings, due) as some, mortals(district.settings, due) as others:
        some.begin("serve", second)
        others.begin("serve", second)
        assert {some.ended(), others.ended()} == {"done"}
    told = [one.division_id for one in district.executor.read(activations, None)]
    assert told.count(second) == 1
    assert set(Counter(district.executor.read(_moved_cases, None)).values()) == {1}
    _whole(district, second)


def _die_at_each(
    district: District,
    processes: Mortals,
    deed: str,
    way: tuple[int, int],
    stages: Sequence[str],
) -> None:
    """Die at each stage before the commit, which leaves the old; then after it, with the new."""
    before, after = way
    lines = len(district.executor.read(_moved_cases, None))
    for stage in stages:
        assert processes.perform(deed, after, stage) == "killed", stage
        _whole(district, before)
        assert len(district.executor.read(_moved_cases, None)) == lines, stage
    assert processes.perform(deed, after, COMMITTED) == "killed"
    _whole(district, after)


def _active_id(executor: Executor) -> int:
    (active,) = (
        one.info.id
        for one in executor.read(generations, None)
        if one.info.status is DivisionStatus.ACTIVE
    )
    return active


def _whole(district: District, division_id: int) -> None:
    """Hold everything to the generation in force: cases, persons, history, index, map."""
    assert _active_id(district.executor) == division_id
    past = district.executor.read(activations, None)
    assert past[0].division_id == division_id
    for later, earlier in pairwise(past):
        assert later.from_division_id == earlier.division_id
    active = Divisions(district.executor, district.settings.var_dir / "index").active()
    assert active.info.id == division_id
    _serves(active, district.settings, Path(district.settings.media_url).parent)
    told = {row[0]: row[1:] for row in district.executor.read(_last_lines, None)}
    cases = district.executor.read(_open_cases, None)
    assert cases
    for number, division, cell, lon_e7, lat_e7 in cases:
        place = active.place(lon_e7 / 1e7, lat_e7 / 1e7)
        assert isinstance(place, Located)
        assert (number, division, cell) == (number, division_id, place.cell.code)
        assert told.get(number, (division_id, cell)) == (division_id, cell)
    living = district.executor.read(_cells_with_persons, None)
    assert living
    assert living <= active.cells_by_code.keys()


def _serves(active: LoadedDivision, settings: Settings, folder: Path) -> None:
    """Hold the index on the disk and the map's lines to the cells in the database."""
    (index,) = (settings.var_dir / "index").glob(f"{active.info.id}-*.gridx")
    Router.build(active.cells).save(folder / "again.gridx")
    assert index.read_bytes() == (folder / "again.gridx").read_bytes()
    assert all(code.encode() in active.cells_packed.plain for code in active.cells_by_code)


def _open_cases(tx: Transaction, _command: None) -> list[tuple[str, int, str, int, int]]:
    rows = tx.session.execute(
        text("SELECT number, division_id, cell_code, lon_e7, lat_e7 FROM cases WHERE state = :s"),
        {"s": State.DISPATCHED.value},
    )
    return [tuple(row) for row in rows]


def _moved_cases(tx: Transaction, _command: None) -> list[int]:
    """Return the case of each line of history that tells of another cell."""
    return list(
        tx.session.scalars(text("SELECT case_id FROM case_events WHERE division_id IS NOT NULL"))
    )


def _last_lines(tx: Transaction, _command: None) -> list[tuple[str, int, str]]:
    rows = tx.session.execute(
        text(
            "SELECT number, case_events.division_id, cell_to FROM case_events"
            " JOIN cases ON cases.id = case_id WHERE case_events.division_id IS NOT NULL"
            " ORDER BY case_events.id"
        )
    )
    return [tuple(row) for row in rows]


def _cells_with_persons(tx: Transaction, _command: None) -> set[str]:
    rows = tx.session.execute(
        text("SELECT DISTINCT cell_code FROM responsibilities WHERE ended_on IS NULL")
    )
    return {row[0] for row in rows}
