import geopandas
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings

import gis
from gis.comparison import ChangesError, changes
from gis.datums import area_m2
from gis.partition import divide
from tests.gis.comparison.redraws import block, cells, redraws
from tests.gis.districts import holed, jianghai, taipei


def kinds(table: pd.DataFrame) -> list[tuple[str | None, str | None, str]]:
    rows = zip(table["code_old"], table["code_new"], table["kind"], strict=True)
    return [(old, new, kind) for old, new, kind in rows]


def test_a_cell_of_the_same_shape_is_kept_whatever_its_code_and_its_vertices() -> None:
    old = cells({"a": block(0, 0), "b": block(1, 0)})
    turned = shapely.Polygon([(10_000, 10_000), (0, 10_000), (0, 0), (5_000, 0), (10_000, 0)])
    table = changes(old, cells({"z": turned, "b": block(1, 0)}))
    assert kinds(table) == [("a", "z", "kept"), ("b", "b", "kept")]
    assert table["renamed"].tolist() == [True, False]
    assert table["share_old"].tolist() == [1, 1]


def test_a_shared_slanted_edge_that_was_rounded_anew_leaves_its_cells_kept() -> None:
    west = shapely.Polygon([(0, 0), (9_000, 0), (12_001, 10_007), (0, 10_000)])
    east = shapely.Polygon([(9_000, 0), (20_000, 0), (20_000, 10_000), (12_001, 10_007)])
    led = [(9_000, 0), (10_499, 5_001), (12_001, 10_007)]
    old = cells({"w": west, "e": east})
    new = cells(
        {
            "w": shapely.Polygon([(0, 0), *led, (0, 10_000)]),
            "e": shapely.Polygon([*led[::-1], (20_000, 0), (20_000, 10_000)][::-1]),
        }
    )
    assert not old.geometry.iloc[0].equals(new.geometry.iloc[0])
    assert kinds(changes(old, new)) == [("e", "e", "kept"), ("w", "w", "kept")]


def test_a_corner_moved_by_a_metre_moves_the_cell() -> None:
    old = cells({"a": shapely.Polygon([(0, 0), (10_000, 0), (10_000, 10_000), (0, 10_000)])})
    new = cells({"a": shapely.Polygon([(0, 0), (10_000, 0), (10_090, 10_000), (0, 10_000)])})
    assert kinds(changes(old, new)) == [("a", "a", "moved")]


def test_an_edge_moved_between_two_cells_tells_of_the_ground_that_passed_over() -> None:
    old = cells({"a": block(0, 0), "b": block(1, 0)})
    new = cells({"a": block(0, 0, 1.2), "b": block(1.2, 0, 0.8)})
    table = changes(old, new)
    assert kinds(table) == [("a", "a", "moved"), ("b", "a", "moved"), ("b", "b", "moved")]
    assert table["share_old"].round(3).tolist() == [1, 0.2, 0.8]
    assert table["share_new"].round(3).tolist() == [0.833, 0.167, 1]


def test_one_cell_that_becomes_several_is_split_even_if_unevenly() -> None:
    old = cells({"a": block(0, 0)})
    new = cells({"b": block(0, 0, 0.7), "c": block(0.7, 0, 0.2), "d": block(0.9, 0, 0.1)})
    assert kinds(changes(old, new)) == [("a", c, "split") for c in "bcd"]


def test_several_cells_that_become_one_are_merged() -> None:
    old = cells({"b": block(0, 0, 0.7), "c": block(0.7, 0, 0.2), "d": block(0.9, 0, 0.1)})
    new = cells({"a": block(0, 0)})
    assert kinds(changes(old, new)) == [(c, "a", "merged") for c in "bcd"]


def test_a_cell_swallowed_by_a_neighbour_is_merged_into_it() -> None:
    old = cells({"a": block(0, 0), "b": block(1, 0)})
    assert kinds(changes(old, cells({"a": block(0, 0, 2)}))) == [
        ("a", "a", "merged"),
        ("b", "a", "merged"),
    ]


def test_several_to_several_are_split_where_they_make_up_most_of_the_new_cell() -> None:
    # a gives most of x, and most of itself to y, which also takes all of b.
    old = cells({"a": block(0, 0, 2.4), "b": block(2.4, 0, 2)})
    new = cells({"x": block(0, 0), "y": block(1, 0, 3.4)})
    assert kinds(changes(old, new)) == [
        ("a", "x", "split"),
        ("a", "y", "merged"),
        ("b", "y", "merged"),
    ]


def test_a_scattered_cell_is_split_and_a_gathered_one_merged() -> None:
    # The halves of a go to cells which each go on from another.
    old = cells({"a": block(3, 0, 2), "p": block(0, 0, 3), "q": block(5, 0, 3)})
    new = cells({"p": block(0, 0, 4), "q": block(4, 0, 4)})
    assert kinds(changes(old, new)) == [
        ("a", "p", "split"),
        ("a", "q", "split"),
        ("p", "p", "moved"),
        ("q", "q", "moved"),
    ]
    assert [k for *_, k in kinds(changes(new, old))] == ["merged", "moved", "merged", "moved"]


def test_ground_without_a_cell_before_or_after_is_new_or_retired() -> None:
    old = cells({"a": block(0, 0), "b": block(1, 0)})
    new = cells({"b": block(1, 0), "c": block(0, 3)})
    table = changes(old, new)
    assert kinds(table) == [("a", None, "retired"), ("b", "b", "kept"), (None, "c", "new")]
    assert table["area_m2"].tolist() == pytest.approx(
        [*area_m2(old.geometry), area_m2(new.geometry)[1]]
    )


def test_ground_that_a_cell_gains_or_loses_is_told_with_the_cell() -> None:
    old = cells({"a": block(0, 0), "b": block(1, 0)})
    new = cells({"a": block(0, 0, 1, 1.5), "b": block(1, 0, 0.5)})
    table = changes(old, new)
    assert kinds(table) == [("a", "a", "moved"), ("b", "b", "moved")]
    unit = area_m2(old.geometry)[0]
    assert table["gained_m2"].tolist() == pytest.approx([unit / 2, 0], rel=1e-4)
    assert table["lost_m2"].tolist() == pytest.approx([0, unit / 2], rel=1e-4)


def test_slivers_are_no_rows_but_stay_in_what_is_lost_and_gained() -> None:
    old = cells({"a": block(0, 0), "b": block(1, 0)})
    new = cells({"a": block(0, 0, 1.005), "b": block(1.005, 0, 0.995)})
    assert kinds(changes(old, new)) == [("a", "a", "moved"), ("b", "b", "moved")]
    assert len(changes(old, new, tolerance_m=0.1)) == 3
    table = changes(old, new)
    assert table["lost_m2"].iloc[1] == pytest.approx(table["gained_m2"].iloc[0])


def test_a_cell_narrower_than_the_tolerance_is_no_sliver() -> None:
    old, new = cells({"a": block(0, 0, 0.005)}), cells({"a": block(0, 0, 0.004)})
    assert kinds(changes(old, new)) == [("a", "a", "moved")]


def test_communities_are_told_where_they_are_known() -> None:
    old = cells({"a": block(0, 0)}, {"a": "c1"})
    table = changes(old, cells({"b": block(0, 0)}))
    assert (table["community_old"].tolist(), table["community_new"].tolist()) == (["c1"], [None])


def test_micro_cells_are_compared_with_micro_cells() -> None:
    whole = {"a": block(0, 0, 2)}
    old = cells({**whole, "a01": block(0, 0), "a02": block(1, 0)})
    old["parent"] = [None, "a", "a"]
    new = cells({**whole, "a01": block(0, 0, 2)})
    new["parent"] = [None, "a"]
    assert kinds(changes(old, new)) == [
        ("a", "a", "kept"),
        ("a01", "a01", "merged"),
        ("a02", "a01", "merged"),
    ]


def test_a_street_in_the_parents_column_is_no_cell() -> None:
    old, new = cells({"a": block(0, 0)}), cells({"a": block(0, 0)})
    old["parent"] = new["parent"] = ["440704001"]
    assert kinds(changes(old, new)) == [("a", "a", "kept")]


def test_any_areas_with_codes_of_their_own_are_compared() -> None:
    old = cells({"7": block(0, 0)}).rename(columns={"code": "district"})
    old["district"] = [7]
    assert kinds(gis.changes(old, old, code="district")) == [("7", "7", "kept")]


def test_nothing_before_makes_all_cells_new() -> None:
    new = cells({"a": block(0, 0)})
    assert kinds(changes(new.iloc[:0], new)) == [(None, "a", "new")]
    assert kinds(changes(new, new.iloc[:0])) == [("a", None, "retired")]
    assert changes(new.iloc[:0], new.iloc[:0]).empty


@settings(max_examples=25, deadline=None)
@given(redraws())
def test_common_ground_is_what_geos_finds_and_areas_add_up(
    drawn: tuple[geopandas.GeoDataFrame, geopandas.GeoDataFrame],
) -> None:
    old, new = drawn
    table = changes(old, new, tolerance_m=0)
    shapes = dict(zip(old["code"], old.geometry, strict=True))
    after = dict(zip(new["code"], new.geometry, strict=True))
    shared = table[table["code_old"].notna() & table["code_new"].notna()]
    common = [
        shapely.intersection(shapes[i], after[j])
        for i, j in zip(shared["code_old"], shared["code_new"], strict=True)
    ]
    np.testing.assert_allclose(shared["area_m2"], area_m2(common), rtol=1e-6, atol=1e-3)
    for column, frame, rest in (
        ("code_old", old, "lost_m2"),
        ("code_new", new, "gained_m2"),
    ):
        told = shared.groupby(column)["area_m2"].sum() + shared.groupby(column)[rest].first()
        whole = pd.Series(area_m2(frame.geometry), index=frame["code"])
        np.testing.assert_allclose(told, whole[told.index], rtol=1e-6)
    lost = shapely.difference(shapely.union_all(old.geometry), shapely.union_all(new.geometry))
    gone = table[table["kind"] == "retired"]["area_m2"].sum()
    lost_m2 = shared.drop_duplicates("code_old")["lost_m2"].sum() + gone
    assert lost_m2 == pytest.approx(area_m2([lost])[0], rel=1e-6, abs=0.01)


@settings(max_examples=12, deadline=None)
@given(redraws())
def test_the_way_back_tells_the_same_pairs_and_areas(
    drawn: tuple[geopandas.GeoDataFrame, geopandas.GeoDataFrame],
) -> None:
    old, new = drawn
    there = changes(old, new)
    back = changes(new, old).rename(
        columns={"code_old": "code_new", "code_new": "code_old", "area_m2": "back_m2"}
    )
    both = there.merge(back[["code_old", "code_new", "back_m2"]], on=["code_old", "code_new"])
    assert len(both) == len(there) == len(back)
    np.testing.assert_allclose(both["area_m2"], both["back_m2"], rtol=1e-9)


@settings(max_examples=8, deadline=None)
@given(redraws())
def test_the_order_of_rows_changes_nothing(
    drawn: tuple[geopandas.GeoDataFrame, geopandas.GeoDataFrame],
) -> None:
    old, new = drawn
    again = changes(old.iloc[::-1], new.iloc[::-1])
    pd.testing.assert_frame_equal(changes(old, new), again, rtol=1e-9)


def test_one_lattice_over_another_is_told_cell_by_cell() -> None:
    communities = taipei().iloc[:40]
    old = divide(communities, size_m=300).cells
    new = divide(communities, size_m=200).cells
    table = changes(old, new, tolerance_m=0)
    overlay = old.overlay(new, how="intersection", keep_geom_type=True)
    reference = pd.Series(
        area_m2(overlay.geometry), index=pd.MultiIndex.from_frame(overlay[["code_1", "code_2"]])
    )
    told = table.set_index(["code_old", "code_new"])["area_m2"]
    both = pd.concat([told, reference.groupby(level=[0, 1]).sum()], axis=1).fillna(0)
    # Outlines led through other vertices differ by less than a unit of 1.1 cm.
    np.testing.assert_allclose(both.iloc[:, 0], both.iloc[:, 1], atol=1.0)
    assert set(table["kind"]) <= {"kept", "moved", "split", "merged"}


def test_a_hole_that_touches_its_shell_is_walked_around() -> None:
    shell = [(0, 0), (20_000, 0), (20_000, 20_000), (0, 20_000)]
    hole = [(10_000, 0), (14_000, 8_000), (6_000, 8_000)]
    ring = cells({"a": shapely.Polygon(shell, [hole])})
    bar = cells({"b": block(0.2, 0, 1.4, 0.4)})
    table = changes(ring, bar, tolerance_m=0)
    common = shapely.intersection(ring.geometry.iloc[0], bar.geometry.iloc[0])
    assert table["area_m2"].tolist() == pytest.approx(area_m2([common]).tolist())


def test_a_spike_that_only_the_lattice_sees_is_no_ground() -> None:
    # In degrees, which are doubles, the way back does not lie on the way out.
    out, back = (45_463, 31_154), (45_294, 30_712)
    spiked = [(45_125, 30_270), out, back, (60_000, 10_000), (40_000, 10_000)]
    plain = [(45_125, 30_270), back, (60_000, 10_000), (40_000, 10_000)]
    old = cells({"a": shapely.Polygon(spiked)})
    new = cells({"a": shapely.Polygon(plain)})
    whole = cells({"b": block(0, 0, 8, 8)})
    assert kinds(changes(old, new)) == [("a", "a", "kept")]
    table = changes(old, whole, tolerance_m=0)
    assert table["area_m2"].tolist() == pytest.approx(area_m2(new.geometry).tolist())


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (lambda f: f.drop(columns="code"), "column 'code'"),
        (lambda f: f.set_crs(3857, allow_override=True), "to_crs"),
        (lambda f: f.assign(code=["a", "a"]), "stands twice"),
        (lambda f: f.assign(code=["a", None]), "row 1 has no code"),
        (lambda f: f.set_geometry([f.geometry.iloc[0], None]), "b has no polygon"),
        (lambda f: f.set_geometry([f.geometry.iloc[0]] * 2), "a and b have the same shape"),
        (lambda f: f.set_geometry([holed(np.nan), f.geometry.iloc[1]]), "cell a has coordinates"),
        (lambda f: f.set_geometry([f.geometry.iloc[0], holed(np.inf)]), "cell b has coordinates"),
    ],
)
def test_unfit_input_is_refused_with_the_mend(spoil, told: str) -> None:  # type: ignore[no-untyped-def]
    sound = cells({"a": block(0, 0), "b": block(1, 0)})
    with pytest.raises(ChangesError, match=told) as refused:
        changes(sound, spoil(sound))
    assert refused.value.side == "new"
    with pytest.raises(ChangesError, match="the old division"):
        changes(spoil(sound), sound)


def test_a_polygon_that_crosses_itself_is_refused_with_its_place() -> None:
    bow = shapely.Polygon([(0, 0), (10_000, 10_000), (10_000, 0), (0, 10_000)])
    with pytest.raises(ChangesError, match="self-intersection") as refused:
        changes(cells({"a": bow}), cells({"a": block(0, 0)}))
    assert refused.value.cells == ("a",)
    assert refused.value.place == pytest.approx((113.1205, 22.5605))


def test_cells_that_overlap_one_another_are_refused() -> None:
    old = cells({"a": block(0, 0, 2)})
    new = cells({"b": block(0, 0, 1.5), "c": block(1, 0, 1)})
    with pytest.raises(ChangesError, match="overlap one another") as refused:
        changes(old, new)
    assert (refused.value.side, refused.value.cells) == ("new", ("b", "c"))


def test_the_order_of_rows_changes_no_byte_of_the_answer() -> None:
    old, new = divide(jianghai(), size_m=300).cells, divide(jianghai(), size_m=310).cells
    told = changes(old, new).to_csv(float_format="%r")
    shuffled = changes(old.sample(frac=1, random_state=1), new.sample(frac=1, random_state=2))
    assert shuffled.to_csv(float_format="%r") == told
