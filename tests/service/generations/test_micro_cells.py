"""Micro-cells are kept with their cell, proven within it, and shown by it."""

from dataclasses import replace

from gis.partition.micro import micro
from service.access.roles import Role
from service.areas.operations import generation
from service.database import Executor
from service.generations.drafting import draft
from tests.service.conftest import NANSHAN, ClientAs, District
from tests.service.generations.conftest import Generations, drawn


def test_a_micro_cell_keeps_its_code_through_a_redraw_and_opens_its_cell(
    generations: Generations, executor: Executor, client_as: ClientAs, district: District
) -> None:
    resources = generations.resources
    new = drawn("nested", 400.0, 501)
    parent = next(code for code in new.cells["code"] if code.startswith(NANSHAN))
    nested = replace(new, cells=micro(new.cells, parent, size_m=150.0))

    def drafted() -> int:
        zone = resources.settings.zone
        return draft(executor, resources.divisions, zone, nested).division_id

    first = drafted()
    generations.activate(first)
    second = drafted()

    told = executor.read(generation, second)
    assert told.cells == len(new.cells)
    assert told.micro_cells == told.proof.micro_cells > 1
    divisions = resources.divisions
    codes = divisions.get(first).micro_cells["code"].tolist()
    assert divisions.get(second).micro_cells["code"].tolist() == codes
    (cell,) = set(divisions.get(first).micro_cells["parent_code"])
    assert {code[:-2] for code in codes} == {cell}
    page = client_as(Role.ANONYMOUS).get(f"/cells/{codes[0]}")
    assert page.headers["location"] == f"/cells/{cell}"
