"""JSON of the studio."""

import json
from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, Field

from service.areas.operations import RowChanges
from service.studio.edits import Edit, EditKind
from service.studio.features import cell_features
from service.studio.locks import Lock
from service.studio.operations import Stepped, StepTold, StudioState

_MOST_CELLS = 200
_MOST_PLACES = 5_000

Lon = Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)]
Lat = Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False)]
Code = Annotated[str, Field(min_length=1, max_length=20)]


class RevisionBody(BaseModel):
    """The state of a draft that somebody saw."""

    revision: Annotated[int, Field(ge=0, lt=2**31)]
    """As the last answer told it; another one by now is refused."""


class EditBody(RevisionBody):
    """An edit as it was drawn."""

    kind: EditKind
    cells: Annotated[list[Code], Field(max_length=_MOST_CELLS)] = []
    """Codes; of merged cells the first one stays."""
    places: Annotated[list[tuple[Lon, Lat]], Field(max_length=_MOST_PLACES)] = []
    """The line; the outline of what is carved out; or a vertex and where it goes."""
    parts: Annotated[int, Field(ge=0, le=1_000)] = 0
    name: Annotated[str, Field(max_length=120)] = ""

    def edit(self) -> Edit:
        """Return it as the studio takes it."""
        return Edit(self.kind, tuple(self.cells), tuple(self.places), self.parts, self.name.strip())


class LockBody(BaseModel):
    """Where somebody is at work, and nowhere else."""

    communities: Annotated[list[Annotated[str, Field(max_length=12)]], Field(max_length=1_000)]


class LockAnswer(BaseModel):
    """A community in which somebody is at work."""

    community: str
    by: str
    mine: bool
    until: datetime

    @classmethod
    def of(cls, lock: Lock, account_id: int | None) -> "LockAnswer":
        """Tell a lock to one reader."""
        return cls(
            community=lock.community,
            by=lock.name,
            mine=lock.account_id == account_id,
            until=lock.until,
        )


class StepTellAnswer(BaseModel):
    """A step of a draft's history."""

    number: int
    kind: EditKind
    undone: bool
    at: datetime
    by: str

    @classmethod
    def of(cls, step: StepTold) -> "StepTellAnswer":
        """Tell a step."""
        return cls(
            number=step.number,
            kind=EditKind(step.kind),
            undone=step.undone,
            at=step.at,
            by=step.by_name,
        )


class StudioAnswer(BaseModel):
    """How a draft stands, without its cells."""

    revision: int
    draft: bool
    """Whether it can be changed: a division that was in force cannot."""
    steps: list[StepTellAnswer]
    steps_total: int
    locks: list[LockAnswer]

    @classmethod
    def of(cls, state: StudioState, account_id: int | None) -> "StudioAnswer":
        """Tell a state to one reader."""
        return cls(
            revision=state.revision,
            draft=state.draft,
            steps=[StepTellAnswer.of(step) for step in state.steps],
            steps_total=state.steps_total,
            locks=[LockAnswer.of(lock, account_id) for lock in state.locks],
        )


class SteppedAnswer(BaseModel):
    """What a step did."""

    revision: int
    """To be named by the next edit."""
    number: int
    kind: EditKind
    created: list[str]
    removed: list[str]
    changed: list[str]
    """Cells that are others now by the same code, be it by one vertex of a moved border."""
    cells: dict[str, Any]
    """Created and changed ones as GeoJSON."""

    @classmethod
    def of(cls, stepped: Stepped) -> "SteppedAnswer":
        """Tell a step."""
        changes: RowChanges = stepped.changes
        before = {str(s.before["code"]) for s in changes.cells if s.before is not None}
        after = {str(s.after["code"]): s.after for s in changes.cells if s.after is not None}
        return cls(
            revision=stepped.revision,
            number=stepped.number,
            kind=EditKind(stepped.kind),
            created=sorted(after.keys() - before),
            removed=sorted(before - after.keys()),
            changed=sorted(after.keys() & before),
            # What has micro-cells, or is one, no edit changes.
            cells=json.loads(cell_features(after.values(), ())),
        )
