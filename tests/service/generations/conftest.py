"""A district with a second division to bring into force."""

from dataclasses import replace
from datetime import datetime

import pytest
from fastapi import FastAPI

from gis.partition import divide
from service.access.roles import Actor, Role
from service.areas.divisions import NewDivision
from service.areas.operations import Plan, add_division, plan, prove
from service.areas.status import ActivationKind
from service.database import Executor
from service.generations.operations import SERVER, Wish, bring_into_force
from service.generations.workshop import Workshop
from service.web.context import Resources
from tests.service.conftest import ClientAs, communities_frame
from tests.service.generations.making import Maker

CLERK = Actor(Role.CLERK, name="clerk")


def drawn(name: str, size_m: float, first_serial: int) -> NewDivision:
    """Return a division of the tests' district whose serials begin where none was given out."""
    made = divide(communities_frame(), "squares", size_m=size_m)
    cells = made.cells.copy()
    cells["code"] = [f"{code[:12]}{first_serial - 1 + int(code[12:]):03}" for code in cells["code"]]
    return NewDivision(
        name=name,
        district_code="440704",
        district_name="江海区",
        district_name_en="Jianghai District",
        strategy=f"squares, {size_m:g} m",
        illustrative=True,
        source="made for tests",
        communities=made.communities,
        cells=cells,
    )


class Generations:
    """Drafts, plans and activations of the tests' district."""

    def __init__(self, executor: Executor, resources: Resources) -> None:
        self.executor = executor
        self.resources = resources

    def draft(self, name: str = "2027", size_m: float = 400.0, first_serial: int = 501) -> int:
        return self.executor.write(add_division, prove(drawn(name, size_m, first_serial)))

    def plan(self, division_id: int, at: datetime) -> None:
        self.executor.write(plan, Plan(division_id, at, CLERK))

    def activate(self, division_id: int) -> None:
        self._bring(Wish(division_id, SERVER))

    def roll_back(self, division_id: int) -> None:
        self._bring(replace(Wish(division_id, SERVER), kind=ActivationKind.ROLL_BACK))

    def _bring(self, wish: Wish) -> None:
        resources = self.resources
        bring_into_force(self.executor, resources.divisions, resources.settings.zone, wish)


@pytest.fixture
def generations(app: FastAPI, executor: Executor) -> Generations:
    return Generations(executor, app.state.resources)


@pytest.fixture
def maker(app: FastAPI, client_as: ClientAs) -> Maker:
    """Give a clerk, and the workshop of the app that they use."""
    resources = app.state.resources
    workshop = Workshop(
        resources.executor, resources.divisions, resources.settings.zone, resources.catalogue
    )
    return Maker(client_as(Role.CLERK), workshop)
