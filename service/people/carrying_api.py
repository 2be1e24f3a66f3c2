"""Who is carried into a new generation of cells: JSON."""

from datetime import date, datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field

from service.access.guard import ActingContextDep
from service.people.days import today_of
from service.people.kinds import CarryingState, Tier
from service.people.operations import (
    CarryingsWanted,
    ConfirmUnambiguous,
    Decide,
    carryings,
    confirm_unambiguous,
    decide_carrying,
)
from service.web.context import ContextDep

router = APIRouter(prefix="/carrying")

Decision = Literal["confirm", "change", "decline"]
STATE_OF: dict[Decision, CarryingState] = {
    "confirm": CarryingState.CONFIRMED,
    "change": CarryingState.CHANGED,
    "decline": CarryingState.DECLINED,
}


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


class CarryingAnswer(_Answer):
    """A person who follows an old cell's ground into a new cell."""

    id: int
    division_id: int
    cell_code: str
    community: PlaceAnswer
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
    decided_at: datetime | None
    decided_by: str
    over: bool
    """Whether it took effect, but its cell is no longer in force: nothing is left to decide."""


class CarryingListAnswer(_Answer):
    """A page of proposals in the reader's reach."""

    rows: list[CarryingAnswer]
    total: int
    page: int
    pages: int
    counts: dict[CarryingState, int]
    unambiguous: int
    """Proposals to confirm about which nobody has to think."""


class DecisionBody(BaseModel):
    """A decision about a proposal."""

    decision: Decision
    person: str = Field(default="", max_length=40, description="Number of the person chosen")


class ConfirmBody(BaseModel):
    """Whose matters of course to confirm."""

    division: int = Field(gt=0, lt=2**31)


class ConfirmedAnswer(BaseModel):
    """How many proposals were confirmed."""

    confirmed: int


@router.get("")
def list_carryings(
    context: ContextDep,
    division: Annotated[int | None, Query(gt=0, lt=2**31)] = None,
    state: CarryingState | None = None,
    page: Annotated[int, Query(ge=1, le=100_000)] = 1,
) -> CarryingListAnswer:
    """List who follows into a division's cells; without one, into those in force."""
    division_id = division if division is not None else context.in_force.info.id
    wanted = CarryingsWanted(division_id, context.actor, state, page)
    return CarryingListAnswer.model_validate(context.executor.read(carryings, wanted))


@router.post("/confirm")
def confirm_all(context: ActingContextDep, body: ConfirmBody) -> ConfirmedAnswer:
    """Confirm every proposal in reach about which nobody has to think."""
    command = ConfirmUnambiguous(body.division, context.actor)
    return ConfirmedAnswer(confirmed=context.executor.write(confirm_unambiguous, command))


@router.post("/{carrying_id}")
def decide(context: ActingContextDep, carrying_id: int, body: DecisionBody) -> CarryingAnswer:
    """Confirm a proposal, choose another person, or nobody."""
    command = Decide(
        carrying_id, context.actor, today_of(context), STATE_OF[body.decision], body.person.strip()
    )
    return CarryingAnswer.model_validate(context.executor.write(decide_carrying, command))
