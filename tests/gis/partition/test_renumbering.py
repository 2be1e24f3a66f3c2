from itertools import pairwise
from random import Random

import geopandas
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gis.codes import cell_code, micro_code
from gis.partition.errors import PartitionError
from gis.partition.renumbering import reassigned, renumber
from tests.gis.comparison.redraws import block, cells

EAST, WEST = "440704001001", "440704001002"
ROWS = (EAST, WEST)


def strips(cuts: tuple[list[int], ...], micros: int = 0) -> geopandas.GeoDataFrame:
    """Divide a strip per community at whole blocks, each cell into micro-cells one above other."""
    shapes, homes, parents = {}, {}, {}
    for row, (community, at) in enumerate(zip(ROWS, cuts, strict=True)):
        ends = [0, *sorted(set(at)), 12]
        for serial, (west, east) in enumerate(pairwise(ends), 1):
            code = cell_code(community, serial)
            shapes[code], homes[code] = block(west, row, east - west), community
            parents[code] = None
            for micro in range(micros):
                small = micro_code(code, micro + 1)
                low, high = row + micro / micros, row + (micro + 1) / micros
                shapes[small] = block(west, low, east - west, high - low)
                homes[small], parents[small] = community, code
    frame = cells(shapes, homes)
    if micros:
        frame["parent"] = [parents[code] for code in frame["code"]]
    return frame


def shapes_of(frame: geopandas.GeoDataFrame) -> dict[str, tuple[str, bytes]]:
    wkb = frame.geometry.normalize().to_wkb()
    return dict(zip(frame["code"], zip(frame["community"], wkb, strict=True), strict=True))


def test_an_unchanged_cell_keeps_its_code_and_new_ones_get_serials_never_used() -> None:
    before = strips(([3, 6, 9], []))
    after = renumber(strips(([3, 7, 9], [])), before, retired=[cell_code(EAST, 5)])
    assert [code[-3:] for code in after["code"]] == ["001", "004", "006", "007", "001"]
    assert after.geometry.iloc[2].equals(cells({"x": block(3, 0, 4)}).geometry.iloc[0])
    assert after["code"].is_monotonic_increasing


def test_a_cell_that_went_to_another_community_gets_a_new_code() -> None:
    before = strips(([6], [6]))
    redrawn = before.copy()
    redrawn.loc[1, ["community", "code"]] = [WEST, cell_code(WEST, 9)]
    after = renumber(redrawn, before)
    assert after["code"].tolist() == [
        cell_code(EAST, 1),
        cell_code(WEST, 1),
        cell_code(WEST, 2),
        cell_code(WEST, 3),
    ]


def test_a_citys_own_code_is_kept_with_its_cell() -> None:
    before = strips(([6], [])).assign(code=["G-7", "G-9", "G-4"])
    after = renumber(strips(([6], [3])), before)
    assert sorted(after["code"]) == ["440704001002001", "440704001002002", "G-7", "G-9"]


def test_a_gap_in_the_serials_is_left_alone_while_there_are_higher_ones() -> None:
    before = strips(([3, 6, 9], []))
    gap = before[before["code"] != cell_code(EAST, 2)]
    after = renumber(strips(([3, 6, 9], [])), gap)
    assert [code[-3:] for code in after["code"]] == ["001", "003", "004", "005", "001"]


def test_gaps_are_filled_when_no_higher_serial_is_left() -> None:
    before = strips(([3, 6, 9], []))
    before["code"] = before["code"].replace(cell_code(EAST, 4), cell_code(EAST, 999))
    after = renumber(strips(([4, 6, 9], [])), before)
    assert [code[-3:] for code in after["code"]] == ["003", "004", "005", "999", "001"]


def test_codes_that_denote_other_cells_than_before_are_found() -> None:
    before = strips(([3, 6, 9], []), micros=2)
    assert reassigned(before, before) == []
    moved = strips(([3, 7, 9], []), micros=2)
    changed = [cell_code(EAST, 2), cell_code(EAST, 3)]
    assert [code for code in reassigned(moved, before) if len(code) == 15] == changed
    assert micro_code(changed[0], 1) in reassigned(moved, before)
    renamed = moved.assign(code=moved["code"].str.replace("440704", "990704"))
    assert reassigned(renamed.assign(parent=None), before) == []


def test_micro_cells_follow_their_cells() -> None:
    before = strips(([4], []), micros=2)
    redrawn = strips(([8], []), micros=3)
    same = renumber(strips(([4], []), micros=3), before)
    kept = same[same["parent"] == cell_code(EAST, 1)]
    assert kept["code"].str[-2:].tolist() == ["03", "04", "05"]
    after = renumber(redrawn, before)
    new = after[after["community"] == EAST]
    assert new["code"].str.removeprefix(EAST).tolist() == [
        "003",
        "00301",
        "00302",
        "00303",
        "004",
        "00401",
        "00402",
        "00403",
    ]
    assert set(after["parent"].dropna()) <= set(after["code"])


def test_an_unchanged_micro_cell_keeps_its_code() -> None:
    before = strips(([], []), micros=4)
    assert renumber(before.iloc[::-1], before)["code"].tolist() == sorted(before["code"])


def test_used_up_serials_are_refused_with_the_community_and_the_mend() -> None:
    before = strips(([], []))
    used = [cell_code(EAST, n) for n in range(2, 999)]
    after = renumber(strips(([6], [])), before.iloc[1:], retired=used)
    assert after["code"].str[-3:].tolist() == ["001", "999", "001"]
    with pytest.raises(PartitionError, match="larger cells") as refused:
        renumber(strips(([4, 8], [])), before, retired=used)
    assert (refused.value.kind, refused.value.community) == ("serials", EAST)
    wide = renumber(strips(([6], [])), before, retired=used, serial_digits=4)
    assert wide["code"].tolist()[:2] == [f"{EAST}0001", f"{EAST}0002"]


def test_used_up_micro_serials_are_refused() -> None:
    before = strips(([], []), micros=2)
    used = [micro_code(cell_code(EAST, 1), n) for n in range(1, 98)]
    with pytest.raises(PartitionError, match="larger micro-cells"):
        renumber(strips(([], []), micros=3), before, retired=used)


generations = st.lists(
    st.tuples(*[st.lists(st.integers(1, 11), max_size=5)] * 2), min_size=5, max_size=5
)


@settings(max_examples=12, deadline=None)
@given(generations, st.integers(0, 2), st.randoms(use_true_random=False))
def test_no_code_ever_means_two_shapes_and_no_unchanged_cell_loses_its_code(
    redraws: list[tuple[list[int], list[int]]], micros: int, random: Random
) -> None:
    previous = strips(redraws[0], micros)
    ever = shapes_of(previous)
    for cuts in redraws[1:]:
        drawn = strips(cuts, micros)
        now = renumber(drawn, previous, ever)
        order = list(range(len(drawn)))
        random.shuffle(order)
        again = renumber(drawn.iloc[order], previous.iloc[::-1], ever)
        assert again.to_wkb().equals(now.to_wkb())
        shapes, before = shapes_of(now), shapes_of(previous)
        assert len(shapes) == len(drawn)
        for code, shape in shapes.items():
            assert ever.setdefault(code, shape) == shape
        for code, shape in before.items():
            alike = {c for c, s in shapes.items() if s == shape and len(c) == len(code)}
            assert alike <= {code}
        previous = now
