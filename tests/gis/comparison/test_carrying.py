import pandas as pd

from gis.comparison import carry_over, changes
from tests.gis.comparison.redraws import block, cells


def rows(table: pd.DataFrame) -> list[tuple[str, str | None, float, bool]]:
    return [
        (new, old, round(share, 3), clear)
        for new, old, share, clear in table.itertuples(index=False)
    ]


def test_a_changed_cell_takes_over_from_the_cell_it_shares_most_with() -> None:
    old = cells({"a": block(0, 0), "b": block(1, 0)})
    new = cells({"a": block(0, 0, 1.05), "c": block(1.05, 0, 0.95)})
    assert rows(carry_over(changes(old, new))) == [
        ("a", "a", 0.952, True),
        ("c", "b", 1.0, True),
    ]


def test_a_tie_goes_to_the_smaller_code_and_is_not_clear() -> None:
    old = cells({"b": block(0, 0), "a": block(1, 0)})
    assert rows(carry_over(changes(old, cells({"x": block(0, 0, 2)})))) == [("x", "a", 0.5, False)]


def test_a_cell_kept_under_its_code_is_not_listed_and_a_renamed_one_is() -> None:
    old = cells({"a": block(0, 0), "b": block(1, 0)})
    new = cells({"a": block(0, 0), "z": block(1, 0)})
    assert rows(carry_over(changes(old, new))) == [("z", "b", 1.0, True)]


def test_ground_that_had_no_cell_has_nobody_to_take_over_from() -> None:
    table = carry_over(changes(cells({"a": block(0, 0)}), cells({"b": block(5, 5)})))
    assert rows(table) == [("b", None, 0.0, False)]
