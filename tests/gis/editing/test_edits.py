"""Cells changed by hand: what each edit gives, and what it refuses."""

from dataclasses import replace
from typing import Any

import geopandas
import numpy as np
import pytest
import shapely

import gis
from gis.codes import CodeError
from gis.editing import EditRefused, carve, merge, move_vertex, redraw, split, split_in
from gis.editing.refusals import RefusalKind
from gis.editing.vicinity import within_reach
from gis.partition import Division
from gis.partition.micro import micro

WEST, SOUTH, SIDE = 113.1, 22.6, 0.004
"""A community of nine squares, three a side, and another of three to its east."""


@pytest.fixture(scope="module")
def division() -> Division:
    communities = geopandas.GeoDataFrame(
        {"code": ["440704001001", "440704001002"], "name": ["西社区", "东社区"]},
        geometry=[
            shapely.box(WEST, SOUTH, WEST + 3 * SIDE, SOUTH + 3 * SIDE),
            shapely.box(WEST + 3 * SIDE, SOUTH, WEST + 4 * SIDE, SOUTH + 3 * SIDE),
        ],
        crs=4326,
    )
    tiles = [
        (community, WEST + i * SIDE, SOUTH + (2 - j) * SIDE)
        for community, columns in (("440704001001", range(3)), ("440704001002", (3,)))
        for j in range(3)
        for i in columns
    ]
    number = {"440704001001": 0, "440704001002": 0}
    codes = []
    for community, _, _ in tiles:
        number[community] += 1
        codes.append(f"{community}{number[community]:03d}")
    cells = geopandas.GeoDataFrame(
        {
            "code": codes,
            "community": [community for community, _, _ in tiles],
            "kind": "general",
            "name": [f"第{k}网格" for k in range(len(tiles))],
            "households": 400,
        },
        geometry=[shapely.box(x, y, x + SIDE, y + SIDE) for _, x, y in tiles],
        crs=4326,
    )
    return gis.imported(cells, communities).division


CENTRE, EAST, FAR = "440704001001005", "440704001001006", "440704001002002"


def at(column: float, row: float) -> tuple[float, float]:
    """Return a place, counted in cells from the south-western corner."""
    return WEST + column * SIDE, SOUTH + row * SIDE


def line(*places: tuple[float, float]) -> shapely.LineString:
    return shapely.LineString([at(*place) for place in places])


def shape_of(division: Division, code: str) -> shapely.Polygon:
    return division.cells.set_index("code").geometry[code]


def proven(division: Division) -> bool:
    return gis.check_coverage(division.cells, division.communities).exact


def refused(kind: RefusalKind) -> "pytest.RaisesExc[EditRefused]":
    return pytest.raises(EditRefused, check=lambda error: error.kind is kind)


def test_a_line_across_splits_a_cell_and_the_larger_part_keeps_the_code(division: Division) -> None:
    edited = split(division, CENTRE, line((0.9, 1.3), (2.1, 1.3)))
    assert edited.created == ("440704001001010",)
    assert edited.removed == ()
    upper = shape_of(edited.division, CENTRE)
    lower = shape_of(edited.division, "440704001001010")
    assert upper.area > lower.area
    assert proven(edited.division)
    # Both neighbours that the line ends at share its ends.
    assert set(edited.changed) == {"440704001001004", CENTRE, EAST}
    for end in (at(1, 1.3), at(2, 1.3)):
        assert (
            shapely.distance(shapely.Point(end), shapely.MultiPoint(upper.exterior.coords)) < 2e-7
        )


def test_a_part_inherits_kind_and_community_but_no_counts_and_no_name(division: Division) -> None:
    edited = split(division, CENTRE, line((0.9, 1.3), (2.1, 1.3)))
    row = edited.division.cells.set_index("code").loc["440704001001010"]
    assert (row["kind"], row["community"]) == ("general", "440704001001")
    assert geopandas.pd.isna(row["households"])
    assert geopandas.pd.isna(row["name"])


def test_an_edit_leaves_the_division_that_it_was_given(division: Division) -> None:
    before = division.cells.to_wkb()
    split_in(division, CENTRE, 4)
    assert division.cells.to_wkb().equals(before)


def test_a_line_that_ends_just_before_the_border_is_prolonged(division: Division) -> None:
    short = line((1.002, 1.5), (1.998, 1.5))
    assert split(division, CENTRE, short).created


def test_a_line_that_ends_inside_is_refused_with_its_end(division: Division) -> None:
    with refused(RefusalKind.NOT_ACROSS) as caught:
        split(division, CENTRE, line((0.5, 1.5), (1.5, 1.5)))
    assert caught.value.place == pytest.approx(at(1.5, 1.5))
    assert CENTRE in str(caught.value)
    assert CENTRE in caught.value.text("zh")


def test_crossing_lines_split_a_cell_in_four(division: Division) -> None:
    lines = [line((0.9, 1.5), (2.1, 1.5)), line((1.5, 0.9), (1.5, 2.1))]
    edited = split(division, CENTRE, lines)
    assert len(edited.created) == 3
    assert proven(edited.division)


def test_a_retired_code_is_never_given_again(division: Division) -> None:
    edited = split_in(division, CENTRE, 2, retired=["440704001001010", "440704001001999"])
    assert edited.created == ("440704001001011",)


@pytest.mark.parametrize("parts", [2, 3, 5, 7])
def test_parts_are_of_equal_area_and_in_one_piece(division: Division, parts: int) -> None:
    edited = split_in(division, CENTRE, parts)
    cells = edited.division.cells.set_index("code").loc[[CENTRE, *edited.created]]
    assert len(cells) == parts
    assert cells["area_m2"].max() < 1.001 * cells["area_m2"].min()
    assert (shapely.get_num_geometries(cells.geometry) == 1).all()


@pytest.mark.parametrize("parts", [0, 1, 51, 2.5, "2", True, None, float("nan")])
def test_other_numbers_of_parts_are_refused(division: Division, parts: Any) -> None:
    with refused(RefusalKind.PARTS_COUNT):
        split_in(division, CENTRE, parts)


def test_merged_cells_have_the_first_ones_code_and_the_sum_of_households(
    division: Division,
) -> None:
    edited = merge(division, [CENTRE, EAST])
    row = edited.division.cells.set_index("code").loc[CENTRE]
    assert edited.removed == (EAST,)
    assert row["households"] == 800
    assert row.geometry.area == pytest.approx(2 * SIDE**2)


def test_cells_without_a_common_side_are_not_merged(division: Division) -> None:
    with refused(RefusalKind.NOT_NEIGHBOURS):
        merge(division, ["440704001001001", CENTRE])


def test_cells_of_two_communities_are_not_merged(division: Division) -> None:
    with refused(RefusalKind.TWO_COMMUNITIES):
        merge(division, [EAST, FAR])


def test_one_cell_alone_is_not_merged(division: Division) -> None:
    with refused(RefusalKind.ONE_CELL):
        merge(division, [CENTRE, CENTRE])


def test_a_redrawn_border_moves_ground_between_its_two_cells_only(division: Division) -> None:
    edited = redraw(division, CENTRE, EAST, line((2.3, 0.9), (1.8, 1.5), (2.3, 2.1)))
    new, old = (d.cells.set_index("code") for d in (edited.division, division))
    assert edited.created == edited.removed == ()
    assert new["area_m2"][[CENTRE, EAST]].sum() == pytest.approx(
        old["area_m2"][[CENTRE, EAST]].sum()
    )
    assert new["area_m2"][CENTRE] > old["area_m2"][CENTRE]
    others = [code for code in old.index if code not in (CENTRE, EAST)]
    assert new["area_m2"][others].to_numpy() == pytest.approx(old["area_m2"][others].to_numpy())
    assert proven(edited.division)


def test_a_border_line_that_tears_a_cell_apart_is_refused(division: Division) -> None:
    band = line((0.9, 1.2), (3.1, 1.45), (3.1, 1.55), (0.9, 1.8))
    with refused(RefusalKind.FALLS_APART) as caught:
        redraw(division, CENTRE, EAST, band)
    assert caught.value.cells == (EAST,)


def test_a_border_line_beside_both_cells_is_refused(division: Division) -> None:
    with refused(RefusalKind.NOT_ACROSS):
        redraw(division, CENTRE, EAST, line((0.5, 0.0), (0.5, 3.0)))


def test_the_border_of_two_communities_is_not_redrawn(division: Division) -> None:
    with refused(RefusalKind.TWO_COMMUNITIES):
        redraw(division, EAST, FAR, line((2.8, 0.9), (2.8, 2.1)))


def test_all_cells_follow_a_moved_vertex(division: Division) -> None:
    edited = move_vertex(division, at(1, 1), at(1.2, 1.1))
    assert edited.changed == (
        "440704001001004", CENTRE, "440704001001007", "440704001001008",
    )  # fmt: skip
    assert proven(edited.division)
    for code in edited.changed:
        assert shapely.Point(at(1.2, 1.1)).distance(shape_of(edited.division, code)) < 1e-7


def test_a_vertex_is_not_moved_across_another_border(division: Division) -> None:
    with refused(RefusalKind.TOO_FAR):
        move_vertex(division, at(1, 1), at(2.2, 1.1))


def test_a_vertex_on_a_communitys_outline_stays(division: Division) -> None:
    with refused(RefusalKind.OUTLINE):
        move_vertex(division, at(3, 1), at(2.9, 1))


def test_where_there_is_no_vertex_nothing_is_moved(division: Division) -> None:
    with refused(RefusalKind.NO_VERTEX):
        move_vertex(division, at(1.5, 1.5), at(1.6, 1.5))


def test_a_special_cell_is_carved_out_of_several_general_ones(division: Division) -> None:
    school = shapely.box(*at(1.5, 1.4), *at(2.5, 1.6))
    edited = carve(division, school, name="实验小学")
    row = edited.division.cells.set_index("code").loc[edited.created[0]]
    assert (row["kind"], row["name"]) == ("special", "实验小学")
    assert row.geometry.area == pytest.approx(school.area, rel=1e-4)
    assert proven(edited.division)


def test_an_area_across_two_communities_becomes_a_cell_in_each(division: Division) -> None:
    market = shapely.box(*at(2.8, 1.4), *at(3.2, 1.6))
    edited = carve(division, market, name="市场")
    assert edited.created == ("440704001001010", "440704001002004")


def test_a_cell_taken_whole_is_gone_and_one_cut_in_two_becomes_two(division: Division) -> None:
    band = shapely.box(*at(0.9, 0.9), *at(2.1, 2.1))
    edited = carve(division, band)
    assert CENTRE in edited.removed
    across = shapely.box(*at(1.4, 0.9), *at(1.6, 2.1))
    edited = carve(division, across)
    assert len(edited.created) == 2


def test_an_area_around_all_cells_leaves_one_a_community(division: Division) -> None:
    edited = carve(division, shapely.box(*at(-1, -1), *at(5, 5)))
    assert edited.created == ("440704001001010", "440704001002004")
    assert set(edited.removed) == set(division.cells["code"])
    assert edited.changed == ()
    assert proven(edited.division)


def test_a_special_cell_takes_nothing_of_another(division: Division) -> None:
    school = shapely.box(*at(1.2, 1.2), *at(1.6, 1.6))
    with_school = carve(division, school).division
    with refused(RefusalKind.TAKES_SPECIAL):
        carve(with_school, shapely.box(*at(1.5, 1.5), *at(1.9, 1.9)))


@pytest.mark.parametrize(
    "area", [shapely.box(0, 0, 1, 1), shapely.box(*at(9, 9), *at(10, 10))], ids=["far", "beside"]
)
def test_an_area_outside_all_cells_is_refused(division: Division, area: shapely.Polygon) -> None:
    with refused(RefusalKind.NOTHING_INSIDE):
        carve(division, area)


@pytest.mark.parametrize(
    "area",
    [
        shapely.Polygon([at(1, 1), at(2, 2), at(2, 1), at(1, 2)]),
        shapely.Polygon(),
        line((1, 1), (2, 2)),
    ],
    ids=["bow tie", "empty", "line"],
)
def test_unfit_areas_are_refused(division: Division, area: shapely.Geometry) -> None:
    with refused(RefusalKind.UNFIT_SHAPE):
        carve(division, area)


NO_LINES = (
    None,
    [],
    shapely.Point(0, 0),
    shapely.box(0, 0, 1, 1),
    [shapely.box(0, 0, 1, 1)],
    shapely.MultiLineString([[(0, 0), (1, 1)]]),
    "x",
)


@pytest.mark.parametrize("lines", NO_LINES)
def test_what_is_no_line_is_refused(division: Division, lines: Any) -> None:
    for edit in (
        lambda: split(division, CENTRE, lines),
        lambda: redraw(division, CENTRE, EAST, lines),
    ):
        with pytest.raises(EditRefused, match="it is no line") as refused:
            edit()
        assert refused.value.kind is RefusalKind.UNFIT_SHAPE


@pytest.mark.parametrize("wild", [float("nan"), float("inf")])
def test_coordinates_that_are_no_numbers_are_told_as_such(division: Division, wild: float) -> None:
    area = shapely.Polygon([at(1.2, 1.2), (wild, at(0, 1.5)[1]), at(1.8, 1.2)])
    line = shapely.LineString([(wild, at(0, 1.5)[1]), at(2.5, 1.5)])
    for edit in (lambda: carve(division, area), lambda: split(division, CENTRE, line)):
        with pytest.raises(EditRefused, match="is no number"):
            edit()


def test_an_area_of_which_the_lattice_leaves_nothing_is_not_carved(division: Division) -> None:
    west, south = at(1.5, 1.5)
    with pytest.raises(EditRefused, match="less than one unit"):
        carve(division, shapely.box(west, south, west + 3e-8, south + 3e-8))
    beside = shapely.box(west - 1, south, WEST + 3e-8, south + SIDE)
    with pytest.raises(EditRefused, match="less than one unit"):
        carve(division, beside)
    whole = carve(division, shapely.box(west, south, west + 1e-7, south + 1e-7))
    assert len(whole.created) == 1


def test_one_text_is_no_list_of_retired_codes(division: Division) -> None:
    line = shapely.LineString([at(0.5, 1.5), at(2.5, 1.5)])
    with pytest.raises(CodeError, match="no list of codes"):
        split(division, CENTRE, line, retired="440704001001010")


def test_cells_with_micro_cells_are_left_alone(division: Division) -> None:
    nested = Division(
        micro(division.cells, CENTRE, size_m=200), division.communities, division.changes
    )
    with refused(RefusalKind.MICRO):
        split_in(nested, CENTRE, 2)
    far = split_in(nested, FAR, 2)
    assert proven(far.division)
    assert far.division.cells["parent"].notna().sum() == nested.cells["parent"].notna().sum()


def test_unknown_cells_are_named(division: Division) -> None:
    with refused(RefusalKind.UNKNOWN) as caught:
        merge(division, [CENTRE, "440704009009009"])
    assert "440704009009009" in str(caught.value)


def test_every_refusal_has_its_words_in_both_languages() -> None:
    facts = {"community": "c", "why": "w", "parts": 1, "most": 2, "fault": "f", "area_m2": 3}
    for kind in RefusalKind:
        error = EditRefused(kind, ("440704001001005",), (113.0, 22.0), **facts)
        assert error.text("zh") != error.text("en")


def test_a_division_on_a_lattice_is_proven_without_it_where_it_was_changed() -> None:
    communities = geopandas.GeoDataFrame(
        {"code": ["440704001001"]}, geometry=[shapely.box(113.1, 22.6, 113.12, 22.62)], crs=4326
    )
    made = gis.divide(communities, "squares", size_m=300)
    code = made.cells["code"].iloc[len(made.cells) // 2]
    edited = split_in(made, code, 2)
    assert edited.division.lattices == ()
    assert edited.division.cells.attrs["lattices"] == []
    assert np.isclose(edited.division.cells["area_m2"].sum(), made.cells["area_m2"].sum())


@pytest.fixture(scope="module")
def narrow() -> Division:
    """A community with a part so narrow that no line can be joined about it."""
    hairline = shapely.Polygon(
        [(113.1000998, 22.5013758), (113.1000997, 22.501376), (113.100761, 22.5027232)]
    )
    whole = shapely.MultiPolygon([shapely.box(113.102, 22.501, 113.106, 22.505), hairline])
    communities = geopandas.GeoDataFrame({"code": ["440704001003"]}, geometry=[whole], crs=4326)
    made = gis.divide(communities, "hexagons", size_m=90)
    assert gis.check_coverage(made.cells, made.communities).exact
    return made


def test_an_edit_away_from_a_hairline_cell_leaves_it_as_it_is(narrow: Division) -> None:
    cells = narrow.cells
    hairline = str(cells.loc[cells["area_m2"].idxmin(), "code"])
    largest = str(cells.loc[cells["area_m2"].idxmax(), "code"])
    edited = split_in(narrow, largest, 2)
    assert proven(edited.division)
    assert len(edited.created) == 1
    before, after = shape_of(narrow, hairline), shape_of(edited.division, hairline)
    assert before.wkb == after.wkb


def test_an_edit_at_a_hairline_cell_is_refused_with_its_place(narrow: Division) -> None:
    cells = narrow.cells
    hairline = str(cells.loc[cells["area_m2"].idxmin(), "code"])
    with refused(RefusalKind.HAIRLINE) as caught:
        split_in(narrow, hairline, 2)
    assert caught.value.place is not None
    assert shapely.distance(shapely.Point(caught.value.place), shape_of(narrow, hairline)) < 1e-7
    assert hairline in str(caught.value)


def test_a_cell_that_an_area_takes_whole_and_alone_keeps_code_and_counts(
    division: Division,
) -> None:
    edited = carve(division, shape_of(division, CENTRE), name="江海中学")
    assert (edited.created, edited.removed, edited.changed) == ((), (), ())
    row = edited.division.cells.set_index("code").loc[CENTRE]
    assert (row["kind"], row["name"], row["households"]) == ("special", "江海中学", 400)
    assert shape_of(edited.division, CENTRE).equals_exact(shape_of(division, CENTRE))


def test_an_area_along_a_cell_but_for_less_than_a_unit_takes_it_whole_and_names_it(
    division: Division,
) -> None:
    bare = replace(division, cells=division.cells.drop(columns="name"))
    for code in (CENTRE, EAST, "440704001001001"):
        near = shapely.transform(shape_of(bare, code), lambda xy: np.add(xy, (3e-8, -2e-8)))
        edited = carve(bare, near, name="江海中学")
        assert proven(edited.division)
        assert (edited.created, edited.removed) == ((), ())
        cells = edited.division.cells
        assert cells["code"].tolist() == bare.cells["code"].tolist()
        row = cells.set_index("code").loc[code]
        assert (row["kind"], row["name"], row["households"]) == ("special", "江海中学", 400)


def test_a_small_edit_takes_part_with_its_neighbours_only() -> None:
    communities = geopandas.GeoDataFrame(
        {"code": ["440704001001"]}, geometry=[shapely.box(113.1, 22.6, 113.13, 22.63)], crs=4326
    )
    made = gis.divide(communities, "hexagons", size_m=150)
    code = str(made.cells["code"].iloc[len(made.cells) // 2])
    cell = shape_of(made, code)
    rows = within_reach(made.cells, [code], [])
    beside = made.cells.index[shapely.intersects(made.cells.geometry.to_numpy(), cell)]
    assert rows.tolist() == beside.tolist()
    assert len(rows) < 10 < len(made.cells)
