"""Micro-cells are kept with their cell, proven within it, and shown by it."""

import re
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
    public = client_as(Role.ANONYMOUS)
    public.headers["accept-language"] = "en"
    page = public.get(f"/cells/{codes[0]}").text
    # The reader is told that it is the cell's page, and where in it the micro-cell lies.
    assert "A micro-cell of this cell" in page
    assert f'data-micro-asked="{codes[0]}"' in page
    assert re.findall(r'"code":"(\d+)"', page) == codes
    whole = public.get(f"/cells/{cell}").text
    assert "A micro-cell of this cell" not in whole
    assert all(f'href="/cells/{code}"' in whole for code in codes)
    assert public.get(f"/?cell={codes[0]}").headers["location"] == f"/cells/{codes[0]}"
    assert f'data-cell="{cell}"' in public.get(f"/cells/{codes[0]}/panel").text
    assert public.get(f"/cells/{codes[0]}/map.pdf").content.startswith(b"%PDF")
    told = public.get(f"/api/v1/cells/{codes[0]}").json()
    whole_told = public.get(f"/api/v1/cells/{cell}").json()
    assert (told["code"], told["parent"], told["serial"]) == (codes[0], cell, 1)
    assert 0 < told["area_m2"] < whole_told["area_m2"]
    assert told["persons"] == whole_told["persons"]
    assert whole_told["parent"] is None
    draft_page = f"/cells/{codes[0]}?division={second}"
    assert client_as(Role.CLERK).get(draft_page).status_code == 200
    assert public.get(draft_page).status_code == 404
