"""JSON about generations: their past, what differs between two, what was done."""

from datetime import datetime
from typing import Annotated

from pydantic import AwareDatetime, BaseModel, Field

from gis.comparison import KindFigures
from service.areas.api_models import DivisionAnswer
from service.areas.differences import ChangedPair, Difference
from service.areas.operations import ActivationTold, Generation, ProofSummary
from service.generations.operations import InForce

_RENUMBER = (
    "Whether it is meant that cells that did not change get other codes. A draft made before the "
    "present division came into force may do that; without this it is then refused with 409, "
    "`/problems/area-renumbers`."
)


class ActivationAnswer(BaseModel):
    """One time that a division came into force."""

    division: int
    from_division: int | None
    kind: str
    """``activate`` or ``roll_back``."""
    at: datetime
    planned_at: datetime | None
    by: str
    """Empty where it was done on the server's command line."""
    role: str

    @classmethod
    def of(cls, told: ActivationTold) -> "ActivationAnswer":
        """Tell an activation."""
        return cls(
            division=told.division_id,
            from_division=told.from_division_id,
            kind=told.kind.value,
            at=told.at,
            planned_at=told.planned_at,
            by=told.actor_name,
            role=told.actor_role,
        )


class ProofAnswer(BaseModel):
    """What the proof of a division found when it was drafted."""

    exact: bool = True
    communities: int
    cells: int
    micro_cells: int
    multipart: tuple[str, ...]
    slivers: tuple[str, ...]
    smallest_m2: float
    median_m2: float
    largest_m2: float

    @classmethod
    def of(cls, proof: ProofSummary) -> "ProofAnswer":
        """Tell a proof; what is not exact is never kept."""
        return cls.model_validate(proof.to_json())


class GenerationAnswer(DivisionAnswer):
    """A division with its figures and its past."""

    communities: int
    cells: int
    special: int
    micro_cells: int
    proof: ProofAnswer | None
    activations: list[ActivationAnswer]
    """The newest first."""

    @classmethod
    def told(cls, generation: Generation) -> "GenerationAnswer":
        """Tell a generation."""
        return cls(
            **DivisionAnswer.of(generation.info).model_dump(),
            communities=generation.communities,
            cells=generation.cells,
            special=generation.special,
            micro_cells=generation.micro_cells,
            proof=ProofAnswer.of(generation.proof) if generation.proof else None,
            activations=[ActivationAnswer.of(one) for one in generation.activations],
        )


class KindAnswer(BaseModel):
    """How much changed in one way."""

    kind: str
    cells: int
    area_m2: float
    """Of cells with a moved edge, the ground that passed over it."""
    renamed: int
    """Of kept cells, how many have another code now."""

    @classmethod
    def of(cls, one: KindFigures) -> "KindAnswer":
        """Tell the figures of a kind."""
        return cls(
            kind=one.kind, cells=one.cells, area_m2=round(one.area_m2, 1), renamed=one.renamed
        )


class ChangeAnswer(BaseModel):
    """One cell, or a pair of cells that share ground."""

    kind: str
    code_old: str | None
    code_new: str | None
    area_m2: float
    """The shared area; of new and retired ground its own."""
    share_old: float | None
    """Part of the old cell, 0 to 1."""
    share_new: float | None
    renamed: bool

    @classmethod
    def of(cls, row: ChangedPair) -> "ChangeAnswer":
        """Tell a change."""
        return cls(
            kind=row.kind,
            code_old=row.code_old,
            code_new=row.code_new,
            area_m2=round(row.area_m2, 2),
            share_old=row.share_old,
            share_new=row.share_new,
            renamed=row.renamed,
        )


class ChangesAnswer(BaseModel):
    """What differs between two divisions."""

    old: DivisionAnswer
    new: DivisionAnswer
    figures: list[KindAnswer]
    changes: list[ChangeAnswer]
    micro_figures: list[KindAnswer]
    """Of micro-cells; empty where neither division has any."""
    micro_changes: list[ChangeAnswer]

    @classmethod
    def of(cls, difference: Difference) -> "ChangesAnswer":
        """Tell a difference whole."""
        return cls(
            old=DivisionAnswer.of(difference.old.info),
            new=DivisionAnswer.of(difference.new.info),
            figures=[KindAnswer.of(one) for one in difference.figures],
            changes=[ChangeAnswer.of(row) for row in difference.rows],
            micro_figures=[KindAnswer.of(one) for one in difference.micro_figures],
            micro_changes=[ChangeAnswer.of(row) for row in difference.micro_rows],
        )


class ActivateBody(BaseModel):
    """How a draft is to be activated; it may be left out whole."""

    renumber: Annotated[bool, Field(description=_RENUMBER)] = False


class PlanBody(ActivateBody):
    """When a draft is to be activated."""

    at: AwareDatetime
    """With its zone: ``2026-12-01T00:00:00+08:00``."""


class InForceAnswer(BaseModel):
    """What came into force."""

    id: int
    name: str
    name_en: str
    from_division: int | None

    @classmethod
    def of(cls, done: InForce) -> "InForceAnswer":
        """Tell what was done."""
        return cls(
            id=done.division_id,
            name=done.name,
            name_en=done.name_en,
            from_division=done.from_division_id,
        )
