"""Kill -9 in the middle of a draft's making leaves the draft whole, or none and says so."""

import io
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from gis.coverage import check_coverage
from service.access.roles import Actor, Role
from service.areas.active import Divisions
from service.areas.operations import Discard, generations
from service.database import Executor
from service.generations.choices import CellChoices, ReadingChoices
from service.generations.discarding import discard_draft
from service.generations.job_files import GivenFile
from service.generations.jobs import NewJob, add_job, drop_job
from service.generations.jobs_told import job_told
from service.generations.stages import FileRole, JobState
from service.generations.work import LEASE
from service.generations.workshop import Workshop
from service.web.i18n import page_catalogue
from tests.service.district import District, new_division, open_district

MOMENTS_TRIED = 8
CLERK = Actor(Role.CLERK, name="clerk")


@pytest.fixture
def district(database_url: str, tmp_path: Path) -> Iterator[District]:
    district = open_district(database_url, tmp_path)
    yield district
    district.executor.engine.dispose()


def test_a_draft_is_whole_or_not_there_after_a_kill_at_any_moment(district: District) -> None:
    settings = district.settings
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.faults.drafting"],
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
    assert process.stdin is not None
    assert process.stdout is not None
    now = Executor(district.executor.engine, lambda: datetime.now(UTC))
    later = Executor(now.engine, lambda: datetime.now(UTC) + 2 * LEASE + timedelta(seconds=1))
    divisions = Divisions(later, settings.var_dir / "index")
    heir = Workshop(later, divisions, settings.zone, page_catalogue())
    communities = new_division().communities
    content = str(communities.to_json(drop_id=True)).encode()

    def make(last: int) -> tuple[str, int]:
        assert process.stdin is not None
        assert process.stdout is not None
        file = GivenFile(FileRole.BOUNDARIES, "communities.geojson", io.BytesIO(content))
        cells = CellChoices("killed", size_m=400.0)
        job_id = now.write(add_job, NewJob(ReadingChoices(), cells, (file,), CLERK))
        process.stdin.write(f"{last}\n")
        process.stdin.flush()
        return process.stdout.readline().strip(), job_id

    try:
        told, _ = make(0)
        moments = int(told.removeprefix("done "))
        ends = []
        for last in range(1, moments + 1, max(1, moments // MOMENTS_TRIED)):
            _forget_drafts(now)
            told, job_id = make(last)
            assert told == "killed"
            heir.work_off()
            ends.append(_whole(later, divisions, job_id))
    finally:
        process.communicate()

    # Some were killed before the draft was kept, and some after; the first before it was taken.
    assert set(ends) == {JobState.BROKEN_OFF, JobState.MADE}
    assert len(ends) >= MOMENTS_TRIED


def _whole(executor: Executor, divisions: Divisions, job_id: int) -> JobState:
    """Look whether the job and the divisions tell the same story, and return the job's end."""
    job = executor.read(job_told, job_id)
    drafts = [one for one in executor.read(generations, None) if one.info.name == "killed"]
    if job.state is JobState.BROKEN_OFF:
        assert drafts == []
        assert job.refusal is not None
        executor.write(drop_job, job_id)
        return job.state
    assert job.state is JobState.MADE
    (draft,) = drafts
    assert draft.info.id == job.division_id
    loaded = divisions.get(draft.info.id)
    assert check_coverage(loaded.cells, loaded.communities).exact
    assert len(loaded.cells) == draft.cells > 0
    return job.state


def _forget_drafts(executor: Executor) -> None:
    for one in executor.read(generations, None):
        if one.info.name == "killed":
            executor.write(discard_draft, Discard(one.info.id, CLERK))
