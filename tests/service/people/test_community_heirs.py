"""A community that gets another code keeps its department, its officers and their reach."""

from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace

import geopandas
import pytest
import shapely
from shapely import box

from service.areas.activation import ActivationKind
from service.areas.operations import add_division, prove
from service.people.carrying import forget_proposals
from service.people.heirs import recoded as recoded_communities
from service.people.operations import (
    CellOn,
    DivisionOn,
    PersonOn,
    pairing_board,
    reach_of_person,
    responsible_for,
)
from tests.service.district import SPRING, SPRING_CELL, District, new_division
from tests.service.people.test_carrying import propose, rows
from tests.service.redrawing import bring, today

RECODED = "440704001098"
FIRST = 1


@pytest.fixture
def recoded(made: District) -> int:
    """Draft the same cells with one community, and its cells, under another code."""
    new = new_division()
    communities = new.communities.assign(code=new.communities["code"].replace(SPRING, RECODED))
    mine = new.cells["community"] == SPRING
    cells = new.cells.assign(
        code=new.cells["code"].mask(mine, RECODED + new.cells["code"].str[12:]),
        community=new.cells["community"].replace(SPRING, RECODED),
    )
    named = replace(new, name="recoded", communities=communities, cells=cells)
    return made.executor.write(add_division, prove(named))


def department(district: District, cell: str) -> str:
    """Return who answers for a cell in the department tier tomorrow."""
    wanted = CellOn(cell, cell[:12], today(district) + timedelta(1))
    return district.executor.read(responsible_for, wanted).tiers[0].name


def communities_reached(district: District, person: str) -> frozenset[str]:
    wanted = PersonOn(district.persons[person], today(district))
    return district.executor.read(reach_of_person, wanted).communities


def test_the_department_stays_paired_with_a_community_that_gets_another_code(
    made: District, recoded: int
) -> None:
    contact = department(made, SPRING_CELL)
    assert contact
    bring(made, recoded)
    assert department(made, RECODED + SPRING_CELL[12:]) == contact
    board = made.executor.read(pairing_board, DivisionOn(recoded, today(made)))
    assert RECODED in {pair.community.code for pair in board.pairs}
    assert RECODED not in {one.code for one in board.unpaired_communities}
    bring(made, FIRST, ActivationKind.ROLL_BACK)
    assert department(made, SPRING_CELL) == contact


def test_officers_reach_their_community_under_both_codes(made: District, recoded: int) -> None:
    assert communities_reached(made, "officer") == {SPRING}
    propose(made, recoded)
    # Who follows into the draft is the officer's to confirm.
    assert rows(made, recoded, "community_officer")
    bring(made, recoded)
    assert communities_reached(made, "officer") == {SPRING, RECODED}
    bring(made, FIRST, ActivationKind.ROLL_BACK)
    assert communities_reached(made, "officer") == {SPRING, RECODED}


def test_a_draft_that_is_thrown_away_leaves_no_heir(made: District, recoded: int) -> None:
    propose(made, recoded)
    made.executor.write(forget_proposals, recoded)
    assert communities_reached(made, "officer") == {SPRING}


@pytest.mark.parametrize(
    ("becomes", "heirs"),
    [
        ({"new": box(0, 0, 10, 10)}, [("new", "old")]),
        ({"new": box(0, 0, 10, 7)}, [("new", "old")]),
        ({"one": box(0, 0, 5, 10), "two": box(5, 0, 10, 10)}, []),
        ({"new": box(0, 0, 10, 30)}, []),
        ({"new": box(50, 0, 60, 10)}, []),
        ({"old": box(0, 0, 10, 10)}, []),
    ],
)
def test_only_one_that_is_most_of_the_other_and_the_other_of_it_is_an_heir(
    becomes: dict[str, shapely.Polygon], heirs: list[tuple[str, str]]
) -> None:
    before, now = (
        SimpleNamespace(
            communities=geopandas.GeoDataFrame(
                {"code": list(shapes)}, geometry=list(shapes.values()), crs=4326
            )
        )
        for shapes in ({"old": box(0, 0, 10, 10)}, becomes)
    )
    assert recoded_communities(before, now) == heirs
