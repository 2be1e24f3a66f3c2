"""JSON about drafts in the making."""

from datetime import datetime

from pydantic import BaseModel

from gis.texts import Locale
from service.generations.jobs_told import JobTold
from service.generations.stages import JobState


class FoundAnswer(BaseModel):
    """What reading a file found."""

    fine: bool
    format: str
    crs: str
    layer: str
    columns: dict[str, str]
    """The columns that were taken as ``code``, ``name`` and ``parent``."""
    features: int
    communities: int
    cells: int
    """Of a file of cells."""
    micro_cells: int
    area_m2: float
    moved_m2: float
    """By how much repairs and closing changed the communities' areas."""
    repairs: int
    report: list[str]
    """Line by line, in the language of the request."""
    layer_names: tuple[str, ...]
    """To choose from, where the file has several."""
    column_names: tuple[str, ...]
    """To choose from, where none looks like the code's."""


class DraftJobAnswer(BaseModel):
    """A boundary file on its way to a draft."""

    id: int
    state: JobState
    task: str
    """What is done: ``check`` reads, ``make`` divides, ``both`` does one after the other."""
    step: str | None
    """What is under way; none before the first step and after the last one."""
    step_number: int
    steps: int
    file: str
    found: FoundAnswer | None
    refusal: str | None
    """Why it came to nothing, and what to do about it."""
    division: int | None
    """The draft, when it is made."""
    kept_codes: int | None
    """Cells that have the code that they have in the division in force."""
    to_confirm: int | None
    """Changes of responsible persons for somebody to confirm."""
    notes: list[str]
    """What the division left out of what it was given, in the language of the request."""
    created_at: datetime
    begun_at: datetime | None
    ended_at: datetime | None
    by: str

    @classmethod
    def of(cls, job: JobTold, locale: Locale) -> "DraftJobAnswer":
        """Tell a job in a language."""
        found = job.found
        return cls(
            id=job.id,
            state=job.state,
            task=job.task.value,
            step=job.steps[job.step - 1].value if job.busy and job.step else None,
            step_number=job.step,
            steps=len(job.steps),
            file=job.file_name,
            found=None
            if found is None
            else FoundAnswer(
                fine=found.fine,
                format=found.format,
                crs=found.crs,
                layer=found.layer,
                columns=found.columns,
                features=found.features,
                communities=found.communities,
                cells=found.cells,
                micro_cells=found.micro_cells,
                area_m2=round(found.area_m2, 1),
                moved_m2=round(found.moved_m2, 3),
                repairs=found.repairs,
                report=found.lines[locale],
                layer_names=found.layer_names,
                column_names=found.column_names,
            ),
            refusal=None if job.refusal is None else job.refusal.in_words(locale),
            division=job.division_id if job.state is JobState.MADE else None,
            kept_codes=job.kept_codes,
            to_confirm=job.to_confirm,
            notes=[note[locale] for note in job.notes],
            created_at=job.created_at,
            begun_at=job.begun_at,
            ended_at=job.ended_at,
            by=job.by_name,
        )


class DraftStartedAnswer(BaseModel):
    """A file that was taken."""

    id: int
    state: JobState = JobState.WAITING
    href: str
    """Where to ask how far it is."""

    @classmethod
    def of(cls, job_id: int) -> "DraftStartedAnswer":
        """Tell where to ask."""
        return cls(id=job_id, href=href_of(job_id))


def href_of(job_id: int) -> str:
    """Return the address of a draft in the making."""
    return f"/api/v1/divisions/drafts/{job_id}"
