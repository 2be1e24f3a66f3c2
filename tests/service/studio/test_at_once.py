"""What happens at the same moment as an edit: another one, or the draft comes into force."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from service.areas.errors import DraftMovedError
from service.generations.operations import SERVER, Wish, come_into_force, prepare
from tests.service.generations.conftest import Generations
from tests.service.studio.conftest import CENTRE, EAST, Studio

MERGE: dict[str, Any] = {"kind": "merge", "cells": [CENTRE, EAST]}
SPLIT_IN: dict[str, Any] = {"kind": "split_in", "cells": [CENTRE], "parts": 2}


def test_of_two_edits_at_once_one_is_done_and_the_other_told(studio: Studio, other: Studio) -> None:
    def sent(who: Studio, edit: dict[str, Any]) -> int:
        return who.post("edits", revision=0, **edit).status_code

    with ThreadPoolExecutor(2) as threads:
        one, two = threads.submit(sent, studio, MERGE), threads.submit(sent, other, SPLIT_IN)
        assert sorted([one.result(), two.result()]) == [201, 409]
    state = studio.state()
    assert (state["revision"], len(state["steps"])) == (1, 1)


def test_of_two_who_take_a_step_back_at_once_one_does(studio: Studio, other: Studio) -> None:
    first = studio.rows()
    studio.done("edits", **MERGE)
    with ThreadPoolExecutor(2) as threads:
        told = [threads.submit(who.post, "undo", revision=1) for who in (studio, other)]
        assert sorted(one.result().status_code for one in told) == [200, 409]
    assert studio.rows() == first


def test_an_activation_prepared_before_an_edit_is_prepared_anew(
    studio: Studio,
    generations: Generations,
) -> None:
    resources = generations.resources
    executor, zone = generations.executor, resources.settings.zone
    wish = Wish(studio.division_id, SERVER)
    step = prepare(executor, resources.divisions, zone, wish)
    created = studio.done("edits", **SPLIT_IN)["created"][0]
    with pytest.raises(DraftMovedError):
        executor.write(come_into_force, step)
    generations.activate(studio.division_id)
    assert created in resources.divisions.active().cells_by_code
