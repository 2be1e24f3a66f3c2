"""A planned division comes into force at its time, for whoever looks first."""

from datetime import timedelta
from typing import Any

import pytest
from fastapi import FastAPI

from service.access.roles import Role
from service.areas.errors import NotPlannedError, PlanPastError, PlansCollideError
from service.areas.operations import (
    Plan,
    activations,
    cancel_plan,
    generation,
    plan,
    planned_within,
    standing,
)
from service.areas.status import DivisionStatus
from service.database import Executor
from service.generations import punctuality
from service.generations.operations import bring_into_force
from service.generations.punctuality import Punctuality
from service.web.context import Resources
from tests.service.conftest import ClientAs, District, HandClock
from tests.service.generations.conftest import CLERK, Generations

LOG = "gridward.generations"


@pytest.fixture
def resources(app: FastAPI) -> Resources:
    found: Resources = app.state.resources
    return found


def test_the_first_request_after_the_time_is_answered_by_the_planned_division(
    generations: Generations, client_as: ClientAs, clock: HandClock, district: District
) -> None:
    draft = generations.draft()
    generations.plan(draft, clock.now + timedelta(hours=1))
    lon, lat = district.middles[district.cells[0]]
    client = client_as(Role.ANONYMOUS)
    before = client.get("/api/v1/locate", params={"lon": lon, "lat": lat}).json()

    clock.pass_by(timedelta(hours=1))
    after = client.get("/api/v1/locate", params={"lon": lon, "lat": lat}).json()

    assert before["cell"]["code"] == district.cells[0]
    assert int(after["cell"]["code"][-3:]) > 500
    (latest, _) = generations.executor.read(activations, None)
    assert (latest.division_id, latest.from_division_id) == (draft, district.division_id)
    assert (latest.actor_name, latest.actor_role) == ("clerk", "clerk")
    assert latest.planned_at == latest.at == clock.now


def test_a_tick_brings_it_into_force_with_no_request(
    generations: Generations, resources: Resources, executor: Executor, clock: HandClock
) -> None:
    draft = generations.draft()
    generations.plan(draft, clock.now + timedelta(minutes=5))
    punctual = Punctuality(executor, resources.divisions, resources.settings.zone)

    punctual.tick()
    assert executor.read(generation, draft).info.status is DivisionStatus.DRAFT
    clock.pass_by(timedelta(minutes=5))
    punctual.tick()
    punctual.tick()

    told = executor.read(generation, draft)
    assert told.info.status is DivisionStatus.ACTIVE
    assert told.info.planned_at is None
    assert len(told.activations) == 1


def test_a_plan_that_was_taken_back_does_nothing(
    generations: Generations, resources: Resources, executor: Executor, clock: HandClock
) -> None:
    draft = generations.draft()
    generations.plan(draft, clock.now + timedelta(minutes=5))
    executor.write(cancel_plan, draft)
    clock.pass_by(timedelta(hours=1))

    assert resources.divisions.active().info.id != draft
    with pytest.raises(NotPlannedError):
        executor.write(cancel_plan, draft)


def test_a_time_that_has_passed_cannot_be_planned(
    generations: Generations, executor: Executor, clock: HandClock
) -> None:
    draft = generations.draft()
    with pytest.raises(PlanPastError):
        executor.write(plan, Plan(draft, clock.now, CLERK))


@pytest.mark.parametrize("first_planned", ["earlier", "later"])
def test_two_drafts_with_one_code_for_different_cells_are_not_both_planned(
    generations: Generations, executor: Executor, clock: HandClock, first_planned: str
) -> None:
    # Both number their new cells from where no code was given out.
    one, other = generations.draft("coarse", 700.0), generations.draft("fine", 300.0)
    soon, late = (clock.now + timedelta(hours=hours) for hours in (1, 2))
    times = (soon, late) if first_planned == "earlier" else (late, soon)
    executor.write(plan, Plan(one, times[0], CLERK))
    with pytest.raises(PlansCollideError) as refused:
        executor.write(plan, Plan(other, times[1], CLERK))
    names = ("coarse", "fine") if first_planned == "earlier" else ("fine", "coarse")
    assert (refused.value.facts["name"], refused.value.facts["later"]) == names
    assert executor.read(generation, other).info.planned_at is None
    # A plan may be moved, and another draft follow that has codes of its own.
    executor.write(plan, Plan(one, late, CLERK))
    generations.plan(generations.draft(first_serial=801), soon)


def test_plans_of_one_time_go_as_they_are_listed(
    generations: Generations, executor: Executor, clock: HandClock
) -> None:
    at = clock.now + timedelta(hours=1)
    drafts = [generations.draft(first_serial=serial) for serial in (501, 701)]
    for one in reversed(drafts):
        generations.plan(one, at)
    clock.pass_by(timedelta(hours=1))
    assert [one.info.id for one in executor.read(planned_within, 0.0)] == drafts
    due = executor.read(standing, None).due
    assert due is not None
    assert due.id == drafts[0]


def test_who_comes_second_to_a_planned_division_has_nothing_to_warn_of(
    generations: Generations,
    resources: Resources,
    executor: Executor,
    clock: HandClock,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def after_another(*given: Any) -> Any:
        bring_into_force(*given)
        return bring_into_force(*given)

    draft = generations.draft()
    generations.plan(draft, clock.now + timedelta(minutes=5))
    clock.pass_by(timedelta(minutes=5))
    monkeypatch.setattr(punctuality, "bring_into_force", after_another)
    Punctuality(executor, resources.divisions, resources.settings.zone).tick()
    told = executor.read(generation, draft)
    assert told.info.status is DivisionStatus.ACTIVE
    assert told.plan_refused is None
    assert [line.message for line in caplog.records if line.name == LOG] == []


def test_what_is_refused_at_its_time_says_why_and_is_not_tried_again(
    generations: Generations, resources: Resources, executor: Executor, clock: HandClock
) -> None:
    late = generations.draft("late", 400.0, 501)
    generations.plan(late, clock.now + timedelta(hours=1))
    generations.activate(generations.draft("first", 300.0, 501))  # gives out the same codes
    clock.pass_by(timedelta(hours=2))

    assert resources.divisions.active().info.name == "first"
    told = executor.read(generation, late)
    assert told.info.planned_at is None
    assert told.plan_refused is not None
    assert told.plan_refused.key == "area-codes-spent"
    assert told.plan_refused.facts["name"] == "first"
