"""Whatever was done by hand, taking all of it back gives the first state to the byte."""

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.browser import ON_POSTGRESQL, ON_SQLITE
from tests.service.studio.conftest import Studio, at

places = st.tuples(
    st.floats(-0.3, 3.3, allow_nan=False), st.floats(-0.3, 3.3, allow_nan=False)
).map(lambda place: at(*place))
ranks = st.integers(0, 40)
lines = st.lists(places, min_size=2, max_size=4)
inner = st.tuples(st.integers(1, 2), st.integers(1, 2)).map(lambda place: at(*place))


def _edit(kind: str, **arguments: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({"kind": st.just(kind), **arguments})


edits = st.one_of(
    _edit("split", ranks=st.tuples(ranks), places=lines),
    _edit("split_in", ranks=st.tuples(ranks), parts=st.integers(2, 5)),
    _edit("merge", ranks=st.tuples(ranks, ranks)),
    _edit("redraw", ranks=st.tuples(ranks, ranks), places=lines),
    _edit("move_vertex", places=st.tuples(inner, places)),
    _edit("carve", name=st.just("校"), places=st.lists(places, min_size=3, max_size=5)),
)


def _sent(studio: Studio, edit: dict[str, Any]) -> bool:
    """Send an edit of cells by their rank among those that there are now; tell if it was done."""
    codes = [str(row[1]) for row in studio.rows()["cells"]]
    body = {name: value for name, value in edit.items() if name != "ranks"}
    cells = [codes[rank % len(codes)] for rank in edit.get("ranks", ())]
    answer = studio.post("edits", cells=cells, **body)
    assert answer.status_code in (201, 422), answer.text
    return answer.status_code == 201


@settings(
    max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True
)
@given(st.lists(edits, min_size=2, max_size=6), st.integers(0, 6))
def _all_is_taken_back(studio: Studio, several: list[dict[str, Any]], ahead: int) -> None:
    first = studio.rows()
    states = [first, *(studio.rows() for edit in several if _sent(studio, edit))]
    last = len(states) - 1
    # Some of the way back, on again to the end, and back to the beginning: each state as it was.
    way = [*range(last - 1, max(last - ahead, 0) - 1, -1)]
    way += [*range(way[-1] + 1 if way else last + 1, last + 1)]
    way += [*range(last - 1, -1, -1)]
    here = last
    for number in way:
        studio.done("undo" if number < here else "redo")
        here = number
        assert studio.rows() == states[number]
    assert studio.rows() == first


@ON_SQLITE
def test_any_edits_taken_back_on_sqlite_give_the_first_state_to_the_byte(studio: Studio) -> None:
    _all_is_taken_back(studio)


@ON_POSTGRESQL
def test_any_edits_taken_back_on_postgresql_give_the_first_state_to_the_byte(
    studio: Studio,
) -> None:
    _all_is_taken_back(studio)
