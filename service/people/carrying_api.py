"""Who is carried into a new generation of cells: JSON."""

from datetime import date, datetime
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field

from service.access.guard import ActingContextDep
from service.generations.deciding import decide_and_follow
from service.people.days import today_of
from service.people.kinds import CarryingState, Decision, Tier
from service.people.operations import (
    CarryingsWanted,
    ConfirmUnambiguous,
    Decide,
    carryings,
    confirm_unambiguous,
)
from service.web.context import ContextDep
from service.web.ids import Id

router = APIRouter(prefix="/carrying")


class _Answer(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class FollowerAnswer(_Answer):
    """A person of the register."""

    number: str
    name: str
    post: str
    post_en: str
    organisation: str
    organisation_en: str


class PlaceAnswer(_Answer):
    """A community."""

    code: str
    name: str
    name_en: str
    street: str
    street_en: str


class EarlierAnswer(_Answer):
    """What somebody decided in an earlier time that the generation was in force."""

    state: CarryingState
    proposed: FollowerAnswer
    chosen: FollowerAnswer | None
    carried_on: date
    decided_at: datetime
    decided_by: str


class CarryingAnswer(_Answer):
    """A person who follows an old cell's ground into a new cell, or follows it nowhere."""

    id: int
    division_id: int
    ends: bool
    """Whether the person follows nowhere: their responsibility ends with the old cell."""
    cell_code: str
    """The new cell. Where it ends, the cell on the old one's middle; empty if there is none."""
    community: PlaceAnswer
    """Of the new cell; where it ends, of the old one."""
    tier: Tier
    from_cell_code: str
    share: float
    """Part of the new cell's area that lies in the old one, 0 to 1."""
    unambiguous: bool
    proposed: FollowerAnswer
    restored: bool
    """Whether they come back because the cell itself does."""
    state: CarryingState
    chosen: FollowerAnswer | None
    carried_on: date | None
    """Since when it is in effect; none while the generation is a draft."""
    ends_on: date | None
    """Where it ends and is in effect, the last day."""
    decided_at: datetime | None
    decided_by: str
    over: bool
    """Whether it took effect, but is so no longer: nothing is left to decide."""
    earlier: list[EarlierAnswer]
    """What was decided when the generation was in force before, the latest first."""


class CarryingListAnswer(_Answer):
    """A page of proposals and endings in the reader's reach: those of up to 50 cells."""

    rows: list[CarryingAnswer]
    total: int
    """Proposals and endings on all pages."""
    cells: int
    """The cells that they are of, on all pages."""
    page: int
    pages: int
    counts: dict[CarryingState, int]
    unambiguous: int
    """Proposals to confirm about which nobody has to think."""


class DecisionBody(BaseModel):
    """A decision about a proposal, or about an ending: to confirm it, or to give a cell."""

    decision: Decision
    person: str = Field(default="", max_length=40, description="Number of the person chosen")


class ConfirmBody(BaseModel):
    """Whose matters of course to confirm."""

    division: Id


class ConfirmedAnswer(BaseModel):
    """How many proposals were confirmed."""

    confirmed: int


@router.get("")
def list_carryings(
    context: ContextDep,
    division: Annotated[Id | None, Query()] = None,
    state: CarryingState | None = None,
    page: Annotated[int, Query(ge=1, le=100_000)] = 1,
) -> CarryingListAnswer:
    """List who follows into a division's cells and who nowhere; without one, of that in force."""
    division_id = division if division is not None else context.in_force.info.id
    wanted = CarryingsWanted(division_id, context.actor, state, page)
    return CarryingListAnswer.model_validate(context.executor.read(carryings, wanted))


@router.post("/confirm")
def confirm_all(context: ActingContextDep, body: ConfirmBody) -> ConfirmedAnswer:
    """Confirm every proposal in reach about which nobody has to think."""
    command = ConfirmUnambiguous(body.division, context.actor)
    return ConfirmedAnswer(confirmed=context.executor.write(confirm_unambiguous, command))


@router.post("/{carrying_id}")
def decide(
    context: ActingContextDep,
    carrying_id: Id,
    body: DecisionBody,
) -> CarryingAnswer:
    """Confirm a proposal, choose another person, or nobody; confirm an ending, or give a cell."""
    command = Decide(
        carrying_id, context.actor, today_of(context), body.decision, body.person.strip()
    )
    return CarryingAnswer.model_validate(context.executor.write(decide_and_follow, command))
