from pathlib import Path

import geopandas
import numpy as np
import pandas as pd
import pytest
import shapely

from gis.boundaries import BoundaryError
from gis.coverage import check_coverage
from gis.coverage.closing_findings import NeighboursRefused
from gis.partition import PartitionError, partition
from gis.partition.imported import imported
from tests.gis.districts import frame

TWO = {"c1": shapely.box(0, 0, 30_000, 20_000), "c2": shapely.box(30_000, 0, 50_000, 20_000)}


def drawn(**columns: object) -> geopandas.GeoDataFrame:
    """A city's own cells of two communities, 110 by 110 m."""
    return partition(frame(**TWO), size_m=110).assign(**columns)


def by_hand(cells: geopandas.GeoDataFrame, far: float = 2e-7) -> geopandas.GeoDataFrame:
    """Move each cell by some centimetres, as hands do that draw neighbours one by one."""
    random = np.random.default_rng(3)
    moved = [shapely.affinity.translate(g, *random.normal(0, far, 2)) for g in cells.geometry]
    return cells.set_geometry(moved, crs=4326)


def test_exact_cells_come_back_as_they_were_with_their_communities() -> None:
    cells = drawn()
    done = imported(cells.sample(frac=1, random_state=1))
    assert check_coverage(done.division.cells, done.division.communities).exact
    same = shapely.equals_exact(
        shapely.normalize(done.division.cells.geometry.to_numpy()),
        shapely.normalize(cells.geometry.to_numpy()),
    )
    assert same.all()
    assert done.division.cells["code"].tolist() == cells["code"].tolist()
    assert done.division.communities["code"].tolist() == ["440704001001", "440704001002"]
    assert done.closing.closures == ()


def test_hairline_overlaps_and_gaps_are_closed_and_counted() -> None:
    done = imported(by_hand(drawn()))
    assert check_coverage(done.division.cells, done.division.communities).exact
    assert {closure.kind for closure in done.closing.closures} == {"overlap", "gap"}


def test_an_overlap_wider_than_the_tolerance_is_refused_by_both_codes() -> None:
    cells = drawn()
    wide = cells.copy()
    wide.loc[0, "geometry"] = cells.geometry[0].buffer(2e-5)
    with pytest.raises(NeighboursRefused) as refused:
        imported(wide)
    assert cells["code"][0] in str(refused.value)


def test_names_kinds_households_and_older_codes_of_a_file_are_kept(tmp_path: Path) -> None:
    cells = drawn()
    table = geopandas.GeoDataFrame(
        {
            "网格编码": [f"{c[:12]}{c[-2:]}" for c in cells["code"]],
            "网格名称": [f"东山弄社区第{n}网格" for n in range(len(cells))],
            "网格类型": ["专属网格" if n == 1 else "基础网格" for n in range(len(cells))],
            "户数": range(300, 300 + len(cells)),
        },
        geometry=cells.geometry.to_numpy(),
        crs=4326,
    )
    table.to_file(tmp_path / "cells.geojson", driver="GeoJSON")
    done = imported(tmp_path / "cells.geojson")
    got = done.division.cells
    assert got["code"].tolist() == cells["code"].tolist()
    assert got["code_before"].tolist() == table["网格编码"].tolist()
    assert got["name"].tolist() == table["网格名称"].tolist()
    assert got["households"].tolist() == list(range(300, 300 + len(cells)))
    assert got["kind"].tolist().count("special") == 1
    assert check_coverage(got, done.division.communities).exact


def test_a_file_with_no_codes_is_refused(tmp_path: Path) -> None:
    drawn()[["geometry"]].to_file(tmp_path / "bare.geojson", driver="GeoJSON")
    with pytest.raises(BoundaryError):
        imported(tmp_path / "bare.geojson")


def test_given_communities_keep_their_columns_and_may_differ_within_the_tolerance() -> None:
    cells, wanted = drawn(), frame(**TWO).assign(name=["东山弄", "金祝"])
    done = imported(by_hand(cells), wanted)
    assert done.division.communities["name"].tolist() == ["东山弄", "金祝"]
    assert {m.community for m in done.misfits} == set(wanted["code"])
    assert check_coverage(done.division.cells, done.division.communities).exact


def test_communities_that_the_cells_do_not_cover_are_named_with_area_and_place() -> None:
    cells = drawn()
    gone = cells.drop(index=cells.index[0])
    with pytest.raises(PartitionError, match=r"440704001001: [\d,]+ m² without a cell") as refused:
        imported(gone, frame(**TWO))
    assert refused.value.community == "440704001001"
    with pytest.raises(PartitionError, match="have no cell: 440704001003"):
        imported(cells, frame(**TWO, c3=shapely.box(50_000, 0, 60_000, 20_000)))
    with pytest.raises(PartitionError, match="not given: 440704001002"):
        imported(cells, frame(c1=TWO["c1"]))


def test_a_cell_in_several_parts_stays_one_cell_and_is_reported() -> None:
    cells = drawn()
    far = [cells.index[0], cells.index[-1]]
    both = shapely.MultiPolygon([cells.geometry[i] for i in far])
    joined = cells.drop(index=far[1]).reset_index(drop=True)
    joined.loc[0, "geometry"] = both
    done = imported(joined)
    report = check_coverage(done.division.cells, done.division.communities)
    assert report.exact
    assert report.multipart == [joined["code"][0]]


def nested(cells: geopandas.GeoDataFrame, pull: float) -> geopandas.GeoDataFrame:
    """Cut the first cell in two, its halves drawn by hand."""
    west, south, east, north = cells.geometry[0].bounds
    middle = (west + east) / 2
    halves = [
        shapely.box(west + pull, south, middle + min(pull, 1e-6), north),
        shapely.box(middle, south - pull, east, north),
    ]
    code = cells["code"][0]
    inner = geopandas.GeoDataFrame(
        {
            "code": [f"{code}01", f"{code}02"],
            "community": [code[:12]] * 2,
            "parent": [code] * 2,
            "households": [120, 140],
        },
        geometry=halves,
        crs=4326,
    )
    return geopandas.GeoDataFrame(pd.concat([cells, inner], ignore_index=True), crs=4326)


def test_micro_cells_are_fitted_into_their_cell() -> None:
    cells = drawn()
    got = imported(nested(cells, 3e-7)).division
    code = cells["code"][0]
    inner = got.cells[got.cells["parent"] == code]
    assert inner["code"].tolist() == [f"{code}01", f"{code}02"]
    assert inner["households"].tolist() == [120, 140]
    own = got.cells.loc[got.cells["code"] == code, ["code", "geometry"]]
    assert check_coverage(inner.assign(community=code).drop(columns="parent"), own).exact
    ordinary = got.cells[got.cells["parent"].isna()]
    assert check_coverage(ordinary, got.communities).exact


def test_micro_cells_drawn_short_of_their_cell_each_take_the_fringe_along_them() -> None:
    cells = drawn()
    code, (west, south, east, north) = cells["code"][0], cells.geometry[0].bounds
    middle, short = (west + east) / 2, 3e-6  # some 0.3 m
    halves = [
        shapely.box(west + short, south + short, middle, north - short),
        shapely.box(middle, south + short, east - short, north - short),
    ]
    inner = geopandas.GeoDataFrame(
        {"code": [f"{code}01", f"{code}02"], "community": code[:12], "parent": code},
        geometry=halves,
        crs=4326,
    )
    both = geopandas.GeoDataFrame(pd.concat([cells, inner], ignore_index=True), crs=4326)
    fitted = imported(both).division.cells.set_index("code").geometry
    one, other = fitted[f"{code}01"], fitted[f"{code}02"]
    # Neither reaches around the other: each goes to its own three sides, and ends at the middle.
    assert one.bounds == pytest.approx((west, south, middle, north), abs=2e-7)
    assert other.bounds == pytest.approx((middle, south, east, north), abs=2e-7)


def test_micro_cells_of_neighbouring_cells_are_exact_together() -> None:
    cells = drawn()
    first, north = cells["code"][0], cells.geometry[0].bounds[3]
    beside = next(
        str(code)
        for code, shape in zip(cells["code"][1:], cells.geometry[1:], strict=True)
        if shapely.length(shapely.intersection(shape, cells.geometry[0])) > 0
        and shape.bounds[3] == north
    )
    # Each cut across at another height, by hand: their corners on the common side differ.
    rows = [
        {"code": f"{code}0{n}", "community": code[:12], "parent": code, "geometry": half}
        for code, share in ((first, 0.4), (beside, 0.6))
        for n, half in enumerate(across(cells.set_index("code").geometry[code], share), 1)
    ]
    inner = geopandas.GeoDataFrame(rows, geometry="geometry", crs=4326)
    both = geopandas.GeoDataFrame(pd.concat([cells, inner], ignore_index=True), crs=4326)
    division = imported(by_hand(both, 1e-7)).division
    assert division.cells["parent"].notna().sum() == 4
    assert check_coverage(division.cells, division.communities).exact


def across(shape: shapely.Polygon, share: float) -> list[shapely.Geometry]:
    west, south, east, north = shape.bounds
    middle = south + share * (north - south)
    return [shapely.box(west, south, east, middle), shapely.box(west, middle, east, north)]


def test_the_smallest_micro_cell_stays_one_when_it_is_fitted_smaller_than_it_was_drawn() -> None:
    cells = drawn()
    code = cells["code"][0]
    west, south, east, north = cells.geometry[0].bounds
    third, far = west + (east - west) / 3, 2e-6
    # Beyond the cell in the west, and a strip of nobody's in the north of the smaller one.
    halves = [
        shapely.box(west - far, south, third, north - 1e-7),
        shapely.box(third, south, east, north),
    ]
    inner = geopandas.GeoDataFrame(
        {
            "code": [f"{code}01", f"{code}02"],
            "community": [code[:12]] * 2,
            "parent": [code] * 2,
        },
        geometry=halves,
        crs=4326,
    )
    both = geopandas.GeoDataFrame(pd.concat([cells, inner], ignore_index=True), crs=4326)
    got = imported(both).division.cells
    assert got["code"][got["parent"] == code].tolist() == [f"{code}01", f"{code}02"]


def test_micro_cells_that_leave_ground_of_their_cell_are_refused() -> None:
    with pytest.raises(PartitionError, match=r"leave .* m² of it"):
        imported(nested(drawn(), 2e-5), tolerance_m=0.5)


def test_what_fitting_does_to_micro_cells_is_told_with_place_and_area() -> None:
    cells = drawn()
    code = cells["code"][0]
    exact = imported(nested(cells, 0.0))
    assert exact.fitted == ()
    assert exact.moved_m2 == 0.0
    drawn_apart = nested(cells, 4e-6)
    done = imported(drawn_apart, tolerance_m=1.0)
    assert {one.code for one in done.fitted} <= {f"{code}01", f"{code}02"}
    assert done.fitted
    got = done.division.cells.set_index("code").geometry
    for one in done.fitted:
        before = drawn_apart.loc[drawn_apart["code"] == one.code].geometry.iloc[0]
        assert shapely.symmetric_difference(before, got[one.code]).area == pytest.approx(
            one.geometry.area
        )
        assert one.geometry.buffer(1e-9).contains(shapely.Point(one.place))
    assert done.moved_m2 == pytest.approx(sum(one.area_m2 for one in done.fitted))
