"""A generation comes into force at one moment: for a request, and for all who want it."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from service.access.roles import ANONYMOUS
from service.areas.errors import NotADraftError
from service.areas.operations import activations
from service.database import Executor
from service.web.context import Context
from tests.service.conftest import District
from tests.service.generations.conftest import Generations


def test_a_request_sees_one_generation_to_its_end(
    generations: Generations, district: District
) -> None:
    def asked() -> Context:
        return Context(generations.resources, ANONYMOUS, "zh", "")

    request = asked()
    before = request.in_force
    draft = generations.draft()
    generations.activate(draft)

    assert request.in_force is before
    assert before.info.id == district.division_id
    assert asked().in_force.info.id == draft


def test_of_two_who_activate_at_once_one_does_it(
    generations: Generations, executor: Executor
) -> None:
    draft = generations.draft()

    def ended(do: Callable[[int], None]) -> str:
        try:
            do(draft)
        except NotADraftError:
            return "was done already"
        return "done"

    with ThreadPoolExecutor(2) as threads:
        told = sorted(threads.map(ended, [generations.activate] * 2))

    assert told == ["done", "was done already"]
    assert len([one for one in executor.read(activations, None) if one.division_id == draft]) == 1


def test_two_drafts_at_once_follow_one_another(
    generations: Generations, executor: Executor
) -> None:
    drafts = [generations.draft("a", 400.0, 501), generations.draft("b", 300.0, 701)]

    with ThreadPoolExecutor(2) as threads:
        list(threads.map(generations.activate, drafts))

    later, earlier, first = executor.read(activations, None)
    assert {later.division_id, earlier.division_id} == set(drafts)
    assert later.from_division_id == earlier.division_id
    assert earlier.from_division_id == first.division_id
