"""Where drafts are made, outside of all requests.

The database holds the jobs; whichever worker is free takes the next one. A worker that dies leaves
its job behind, and any other one says so after `LEASE`.
"""

import logging
import tempfile
import threading
import uuid
from pathlib import Path
from zoneinfo import ZoneInfo

from gis.texts import LOCALES, Catalogue
from gis.webmap import write_web_map
from service.areas.active import Divisions
from service.areas.errors import NoActiveDivisionError
from service.areas.loaded import LoadedDivision
from service.database import Executor, Transaction
from service.generations.choices import CellChoices
from service.generations.drafting import Followed, draft, follow
from service.generations.findings import Refused
from service.generations.job_files import FileWanted, file_part
from service.generations.making import keeps_codes, make_division
from service.generations.readings import Ground, ReadingTold, read_file
from service.generations.refusals import refused
from service.generations.stages import MAPS, FileRole, JobState, Step, Task
from service.generations.work import (
    Claimed,
    Ended,
    JobCancelledError,
    JobLostError,
    Kept,
    StepBegun,
    WasRead,
    begin_step,
    claim,
    end,
    give_sign,
    keep_draft,
    keep_reading,
    release_dead,
    something_to_do,
)

_SIGN_S = 5.0
"""How often a worker says that it lives, within a step that takes long."""
_log = logging.getLogger("gridward.drafting")


class Workshop:
    """Who makes drafts, one after the other.

    Parameters
    ----------
    executor, divisions
        Of the running service.
    zone
        The district's time zone.
    catalogue
        Words for what is found.
    worker
        By which the database knows whose work is whose; one of its own if empty.
    """

    def __init__(
        self,
        executor: Executor,
        divisions: Divisions,
        zone: ZoneInfo,
        catalogue: Catalogue,
        worker: str = "",
    ) -> None:
        self._executor = executor
        self._divisions = divisions
        self._zone = zone
        self._catalogue = catalogue
        self._worker = worker or uuid.uuid4().hex

    def work_off(self) -> int:
        """Do all that waits, here and now; return how many jobs that were."""
        done = 0
        while self._executor.read(something_to_do, None):
            self._executor.write(release_dead, self._refused("drafting-broken-off-text"))
            job = self._executor.write(claim, self._worker)
            if job is None:
                break
            self._work(job)
            done += 1
        return done

    def _work(self, job: Claimed) -> None:
        done = threading.Event()
        signs = threading.Thread(target=self._give_signs, args=(job, done), daemon=True)
        signs.start()
        try:
            with tempfile.TemporaryDirectory(prefix="gridward-draft-") as folder:
                self._do(job, Path(folder))
        except JobCancelledError:
            self._end(job, JobState.CANCELLED)
        except JobLostError:
            _log.warning("draft job %s went on without this worker", job.id)
        except Exception as error:  # noqa: BLE001 - the workshop goes on with the next job
            told = refused(error, self._catalogue)
            if told is not None:
                self._end(job, JobState.REFUSED, told)
            else:
                _log.exception("draft job %s failed", job.id)
                self._end(job, JobState.BROKEN_OFF, self._refused("drafting-fault"))
        finally:
            done.set()
            signs.join()

    def _do(self, job: Claimed, folder: Path) -> None:
        if job.division_id is not None:
            self._tell(job, Step.FOLLOW)
            self._made(job, follow(self._executor, self._divisions, self._zone, job.division_id))
            return
        self._tell(job, Step.READ)
        paths = {role: self._copied(job, role, name, folder) for role, name in job.files.items()}
        read = read_file(paths, job.reading, self._catalogue)
        if job.task is not Task.MAKE:
            self._tell(job, Step.MAP)
            self._keep_reading(job, read, folder)
        if read.ground is None:
            self._end(job, JobState.REFUSED, read.refusal)
        elif job.task is Task.CHECK or job.cells is None:
            self._end(job, JobState.READ)
        else:
            self._made(job, self._draft(job, job.cells, read.ground, paths))

    def _draft(
        self, job: Claimed, choices: CellChoices, ground: Ground, paths: dict[FileRole, Path]
    ) -> Followed:
        self._tell(job, Step.DIVIDE)
        new, left_out = make_division(ground, choices, paths, self._active())
        notes: tuple[dict[str, str], ...] = tuple(
            {locale: one.text(locale, self._catalogue) for locale in LOCALES} for one in left_out
        )

        def note(tx: Transaction, division_id: int) -> None:
            keep_draft(tx, Kept(job, division_id, notes))

        drafted = draft(
            self._executor,
            self._divisions,
            self._zone,
            new,
            keep_codes=keeps_codes(choices),
            serial_digits=choices.serial_digits,
            tell=lambda step: self._tell(job, step),
            along=note,
        )
        return Followed(drafted.kept_codes, drafted.to_confirm)

    def _keep_reading(self, job: Claimed, read: ReadingTold, folder: Path) -> None:
        maps = []
        for locale in LOCALES:
            drawn = read.map(locale, self._catalogue)
            if drawn is not None:
                path = folder / f"map-{locale}.html"
                write_web_map(drawn, path)
                maps.append((MAPS[locale], path.read_bytes()))
        self._executor.write(keep_reading, WasRead(job, read.found, tuple(maps)))

    def _copied(self, job: Claimed, role: FileRole, name: str, folder: Path) -> Path:
        path = folder / role.value / name
        path.parent.mkdir()
        with path.open("wb") as copy:
            part = 0
            while (
                content := self._executor.read(file_part, FileWanted(job.id, role, part))
            ) is not None:
                copy.write(content)
                part += 1
        return path

    def _tell(self, job: Claimed, step: Step) -> None:
        self._executor.write(begin_step, StepBegun(job, step))

    def _made(self, job: Claimed, followed: Followed) -> None:
        self._executor.write(end, Ended(job, JobState.MADE, followed=followed))

    def _end(self, job: Claimed, state: JobState, why: Refused | None = None) -> None:
        self._executor.write(end, Ended(job, state, why))

    def _refused(self, key: str) -> Refused:
        return Refused.by_key(self._catalogue, key)

    def _give_signs(self, job: Claimed, done: threading.Event) -> None:
        while not done.wait(_SIGN_S):
            try:
                self._executor.write(give_sign, job)
            except Exception:  # noqa: BLE001 - the next sign may get through
                _log.exception("could not give a sign of life for draft job %s", job.id)

    def _active(self) -> LoadedDivision | None:
        try:
            return self._divisions.active()
        except NoActiveDivisionError:
            return None
