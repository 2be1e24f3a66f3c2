"""Micro-cells are kept with their cell, proven within it, and shown by it."""

import re
from dataclasses import replace
from datetime import date

from sqlalchemy import select

from gis.partition.micro import micro
from service.access.roles import Role
from service.areas.operations import generation
from service.database import Executor, Transaction
from service.generations.drafting import draft
from service.people.kinds import Tier
from service.people.models import Organisation, Person, Responsibility
from tests.service.conftest import NANSHAN, ClientAs, District
from tests.service.generations.conftest import Generations, drawn


def _named_for(tx: Transaction, code: str) -> None:
    home = tx.session.scalars(select(Organisation).limit(1)).one()
    person = Person(number="M1", name="何微", organisation=home, phone="13800001234")
    tx.session.add(person)
    tx.session.flush()
    since = date(2026, 1, 1)
    tier = Tier.COMMUNITY
    tx.session.add(Responsibility(cell_code=code, tier=tier, person_id=person.id, valid_from=since))


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
    # Whom the register names for a micro-cell is told beside it; phones to those who may see them.
    executor.write(_named_for, codes[0])
    for role, phone in ((Role.ANONYMOUS, False), (Role.CLERK, False), (Role.ADMIN, True)):
        shown = client_as(role).get(f"/cells/{cell}").text
        listed = shown.split('id="micro-cells"')[1].split("</section>")[0]
        assert listed.count("何微") == 1
        assert ("13800001234" in listed) is phone
    draft_page = f"/cells/{codes[0]}?division={second}"
    assert client_as(Role.CLERK).get(draft_page).status_code == 200
    assert public.get(draft_page).status_code == 404


def test_a_difference_tells_of_micro_cells_apart_from_their_cells(
    generations: Generations, executor: Executor, client_as: ClientAs, district: District
) -> None:
    resources = generations.resources
    zone = resources.settings.zone
    new = drawn("nested", 400.0, 501)
    parent = next(code for code in new.cells["code"] if code.startswith(NANSHAN))
    ids = []
    for size_m in (150.0, 100.0):
        nested = replace(new, cells=micro(new.cells, parent, size_m=size_m))
        ids.append(draft(executor, resources.divisions, zone, nested).division_id)
        generations.activate(ids[-1])
    old, newer = ids
    clerk = client_as(Role.CLERK)
    told = clerk.get(f"/api/v1/divisions/{old}/changes/{newer}").json()
    assert {row["kind"] for row in told["changes"]} == {"kept"}
    assert {row["kind"] for row in told["micro_changes"]} > {"split"}
    parted = [len(resources.divisions.get(one).micro_cells) for one in ids]
    assert sum(one["cells"] for one in told["micro_figures"]) == parted[1] > parted[0]
    sheet = clerk.get(f"/api/v1/divisions/{old}/changes/{newer}.csv").text.splitlines()
    assert sheet[0].endswith(",level")
    assert sum(line.endswith(",micro") for line in sheet) == len(told["micro_changes"])
    page = clerk.get(f"/divisions/{old}/diff/{newer}").text
    listed = page.split('id="micro-pairs"')[1]
    assert all(f"/cells/{row['code_new']}?" in listed for row in told["micro_changes"])
    # Divisions without any say nothing of them.
    first = district.division_id
    assert "micro-pairs" not in clerk.get(f"/divisions/{first}/diff/{first}").text
