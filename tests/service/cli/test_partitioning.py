"""`gridward partition`: plans, a city's own cells, codes that stay, micro-cells, special cells."""

from pathlib import Path

import geopandas
import pandas as pd
import pytest
import shapely

from gis.cells import read_cells, write_cells
from gis.coverage import check_coverage
from gis.partition.micro import micro
from tests.service.cli.conftest import Gridward
from tests.service.conftest import JIAOBEI, NANSHAN, SOUTH, WEST, YINQUAN, communities_frame

SCHOOL = "江海区第一中学专属网格"


@pytest.fixture
def boundaries(tmp_path: Path) -> Path:
    path = tmp_path / "communities.geojson"
    communities_frame().to_file(path, driver="GeoJSON")
    return path


@pytest.fixture
def cells(tmp_path: Path, boundaries: Path, gridward: Gridward) -> Path:
    """Divide the communities into squares of 500 m."""
    path = tmp_path / "cells.geojson"
    done = gridward("partition", boundaries, "--size", 500, "--out", path)
    assert done.status == 0, done.err
    return path


def numbers(cells: geopandas.GeoDataFrame) -> dict[str, int]:
    return {str(code): int(n) for code, n in cells["community"].value_counts().items()}


def test_a_plan_gives_each_community_its_own_strategy(
    tmp_path: Path, boundaries: Path, gridward: Gridward
) -> None:
    plan, out = tmp_path / "plan.csv", tmp_path / "cells.gpkg"
    plan.write_text(
        f"code,strategy,size_m,count\n{YINQUAN},squares,250,\n{NANSHAN},hexagons,,12\n",
        encoding="utf-8",
    )
    done = gridward("partition", boundaries, "--size", 500, "--plan", plan, "--out", out)
    assert done.status == 0, done.err
    got = numbers(read_cells(out))
    usual = numbers(read_cells_of(gridward, boundaries, tmp_path, 500))
    fine = numbers(read_cells_of(gridward, boundaries, tmp_path, 250))
    assert got[YINQUAN] == fine[YINQUAN] > usual[YINQUAN]
    assert got[NANSHAN] == 12
    assert got[JIAOBEI] == usual[JIAOBEI]


def read_cells_of(
    gridward: Gridward, boundaries: Path, folder: Path, size_m: int
) -> geopandas.GeoDataFrame:
    path = folder / f"squares-{size_m}.gpkg"
    assert gridward("partition", boundaries, "--size", size_m, "--out", path).status == 0
    return read_cells(path)


def test_a_plan_for_a_community_that_is_not_there_is_refused_by_its_code(
    tmp_path: Path, boundaries: Path, gridward: Gridward
) -> None:
    plan = tmp_path / "plan.csv"
    plan.write_text("code,strategy,size_m\n440704009009,squares,250\n", encoding="utf-8")
    done = gridward("partition", boundaries, "--plan", plan, "--out", tmp_path / "cells.gpkg")
    assert done.status == 1
    assert "440704009009" in done.err
    assert not (tmp_path / "cells.gpkg").exists()


def by_hand(cells: geopandas.GeoDataFrame) -> geopandas.GeoDataFrame:
    """Return cells as a city has them: its columns, each drawn a hair beside its neighbours."""
    shapes = [
        shapely.affinity.translate(shape, 1e-7 * (n % 3), -1e-7 * (n % 2))
        for n, shape in enumerate(cells.geometry)
    ]
    table = pd.DataFrame(
        {
            "网格编码": cells["code"],
            "网格名称": [f"{name}第{n}网格" for n, name in enumerate(cells["community_name"])],
            "户数": range(300, 300 + len(cells)),
        }
    )
    return geopandas.GeoDataFrame(table, geometry=shapes, crs=4326)


def test_a_citys_own_cells_keep_codes_names_and_households_and_their_hairlines_are_told(
    tmp_path: Path, cells: Path, gridward: Gridward
) -> None:
    own, out = tmp_path / "own.geojson", tmp_path / "division.gpkg"
    drawn = by_hand(read_cells(cells))
    drawn.to_file(own, driver="GeoJSON")
    done = gridward("partition", own, "--strategy", "imported", "--out", out)
    assert done.status == 0, done.err
    got = read_cells(out)
    assert got["code"].tolist() == drawn["网格编码"].tolist()
    assert got["name"].tolist() == drawn["网格名称"].tolist()
    assert got["households"].tolist() == drawn["户数"].tolist()
    assert "closed: overlaps " in done.out
    assert "moved by closing, by cell:" in done.out
    assert f"gridward boundaries check --cells {tmp_path / 'own.geojson'}" in done.out


def test_imported_cells_are_held_against_the_communities_that_they_must_cover(
    tmp_path: Path, cells: Path, boundaries: Path, gridward: Gridward
) -> None:
    own, out = tmp_path / "own.geojson", tmp_path / "division.gpkg"
    drawn = by_hand(read_cells(cells))
    drawn.to_file(own, driver="GeoJSON")
    imported = ("partition", own, "--strategy", "imported", "--out", out)
    fits = gridward(*imported, "--communities", boundaries, "--locale", "zh")
    assert fits.status == 0, fits.err
    assert f"社区 {YINQUAN}：" not in fits.out, "what rounding makes is no difference"
    beside = shapely.affinity.translate(shapely.union_all(drawn.geometry.to_numpy()), 2e-6, 0)
    drawn.set_geometry(drawn.intersection(beside)).to_file(own, driver="GeoJSON")
    differs = gridward(*imported, "--communities", boundaries, "--locale", "zh")
    assert differs.status == 0, differs.err
    assert f"社区 {YINQUAN}：" in differs.out
    by_hand(read_cells(cells)).iloc[1:].to_file(own, driver="GeoJSON")
    out.unlink()
    short = gridward(*imported, "--communities", boundaries)
    assert short.status == 1
    assert "without a cell" in short.err
    assert not out.exists()


def test_cells_whose_shape_stays_keep_the_code_of_the_division_before(
    tmp_path: Path, cells: Path, boundaries: Path, gridward: Gridward
) -> None:
    plan, out = tmp_path / "plan.csv", tmp_path / "next.geojson"
    plan.write_text(f"code,strategy,size_m\n{YINQUAN},squares,300\n", encoding="utf-8")
    done = gridward(
        "partition", boundaries, "--size", 500, "--plan", plan, "--previous", cells, "--out", out
    )
    assert done.status == 0, done.err
    before, after = read_cells(cells), read_cells(out)
    elsewhere = before["community"] != YINQUAN
    assert set(before["code"][elsewhere]) < set(after["code"])
    redrawn = set(after["code"][after["community"] == YINQUAN])
    assert redrawn.isdisjoint(before["code"])
    kept = int(elsewhere.sum())
    assert f"{kept} cells keep their code of cells.geojson" in done.out

    last = tmp_path / "last.geojson"
    back = gridward(
        "partition", boundaries, "--size", 500, "--previous", out, "--previous", cells,
        "--out", last,
    )  # fmt: skip
    assert back.status == 0, back.err
    third = read_cells(last)
    again = set(third["code"][third["community"] == YINQUAN])
    assert again.isdisjoint(redrawn | set(before["code"]))


def test_a_citys_own_codes_stay_and_may_not_denote_other_cells(
    tmp_path: Path, cells: Path, gridward: Gridward
) -> None:
    own, out = tmp_path / "own.geojson", tmp_path / "next.geojson"
    frame = read_cells(cells)
    one, two = (str(code) for code in frame["code"][:2])
    frame["code"] = frame["code"].replace({one: two, two: one})
    frame.to_file(own, driver="GeoJSON")
    again = ("partition", own, "--strategy", "imported", "--previous", cells, "--out", out)
    refused = gridward(*again)
    assert refused.status == 1
    assert all(told in refused.err for told in (one, two, "--new-codes", "cells.geojson"))
    assert not out.exists()

    renumbered = gridward(*again, "--new-codes")
    assert renumbered.status == 0, renumbered.err
    before = read_cells(cells).set_index("code").geometry
    after = read_cells(out).set_index("code").geometry
    assert set(before.index) == set(after.index)
    assert before.loc[[one, two]].geom_equals(after.loc[[one, two]]).all()

    kept = gridward("partition", own, "--strategy", "imported", "--out", out)
    assert kept.status == 0, kept.err
    unchanged = gridward(
        "partition", own, "--strategy", "imported", "--previous", out, "--out", tmp_path / "x.gpkg"
    )
    assert unchanged.status == 0, unchanged.err
    assert set(read_cells(tmp_path / "x.gpkg")["code"]) == set(frame["code"])


def test_micro_cells_of_a_citys_file_lie_in_their_cell_and_are_counted_apart(
    tmp_path: Path, cells: Path, gridward: Gridward
) -> None:
    whole = read_cells(cells)
    parent = str(whole["code"][0])
    nested = micro(whole, parent, size_m=250)
    own, out = tmp_path / "own.geojson", tmp_path / "division.geojson"
    nested.drop(columns=["parent", "kind"]).to_file(own, driver="GeoJSON")
    done = gridward("partition", own, "--strategy", "imported", "--out", out)
    assert done.status == 0, done.err
    got = read_cells(out)
    inner = got[got["parent"] == parent]
    assert len(inner) == len(nested) - len(whole) > 1
    assert f"{len(inner)} micro-cells" in done.out
    assert f"{len(whole)} cells in 3 communities" in done.out
    cell = got.loc[got["code"] == parent, ["code", "geometry"]]
    assert check_coverage(inner.assign(community=parent).drop(columns="parent"), cell).exact


def test_special_areas_become_special_cells_with_their_names(
    tmp_path: Path, boundaries: Path, gridward: Gridward
) -> None:
    special, out = tmp_path / "special.geojson", tmp_path / "cells.shp"
    school = shapely.box(WEST + 0.002, SOUTH + 0.002, WEST + 0.004, SOUTH + 0.0035)
    geopandas.GeoDataFrame({"name": [SCHOOL]}, geometry=[school], crs=4326).to_file(special)
    done = gridward("partition", boundaries, "--size", 500, "--special", special, "--out", out)
    assert done.status == 0, done.err
    assert "1 special cell\n" in done.out
    got = read_cells(out)
    (only,) = got[got["kind"] == "special"].itertuples()
    assert (only.name, only.community) == (SCHOOL, YINQUAN)
    assert only.geometry.symmetric_difference(school).area < 1e-12
    assert got["name"].isna().sum() + (got["name"] == "").sum() == len(got) - 1


def test_features_without_a_code_are_numbered_or_left_out_as_in_a_check(
    tmp_path: Path, gridward: Gridward
) -> None:
    frame, file, out = communities_frame(), tmp_path / "blank.geojson", tmp_path / "cells.gpkg"
    frame.loc[1, "code"] = ""
    frame.to_file(file, driver="GeoJSON")
    divide = ("partition", file, "--size", 500, "--out", out)
    refused = gridward(*divide)
    assert refused.status == 1
    assert "--generate-codes" in refused.err
    assert gridward(*divide, "--generate-codes").status == 0
    assert len(numbers(read_cells(out))) == 3
    assert gridward(*divide, "--skip").status == 0
    assert set(numbers(read_cells(out))) == {YINQUAN, JIAOBEI}


def test_latitude_before_longitude_is_divided_when_said(tmp_path: Path, gridward: Gridward) -> None:
    frame, file, out = communities_frame(), tmp_path / "swapped.geojson", tmp_path / "cells.gpkg"
    turned = shapely.transform(frame.geometry.to_numpy(), lambda xy: xy[:, ::-1])
    frame.set_geometry(turned, crs=4326).to_file(file, driver="GeoJSON")
    divide = ("partition", file, "--size", 500, "--out", out)
    assert gridward(*divide, "--extent", "112,22,115,24").status == 1
    done = gridward(*divide, "--extent", "112,22,115,24", "--swap-axes")
    assert done.status == 0, done.err
    assert read_cells(out).total_bounds[0] == pytest.approx(WEST)


@pytest.mark.parametrize(
    "wrong",
    [
        ("--strategy", "imported", "--plan", "plan.csv"),
        ("--strategy", "imported", "--special", "special.geojson"),
        ("--strategy", "imported", "--size", "100"),
        ("--communities", "communities.geojson"),
        ("--community", "所属社区"),
        ("--extent", "112,22"),
    ],
)
def test_options_that_do_not_go_together_have_status_2(
    tmp_path: Path, boundaries: Path, gridward: Gridward, wrong: tuple[str, ...]
) -> None:
    done = gridward("partition", boundaries, *wrong, "--out", tmp_path / "cells.gpkg")
    assert done.status == 2


def test_a_check_of_cells_speaks_of_cells_and_writes_them_with_their_micro_cells(
    tmp_path: Path, cells: Path, gridward: Gridward
) -> None:
    whole = read_cells(cells)
    nested = micro(whole, str(whole["code"][0]), size_m=250)
    own, out, html = (tmp_path / name for name in ("own.geojson", "mended.gpkg", "map.html"))
    write_cells(nested, own)
    done = gridward("boundaries", "check", own, "--cells", "--out", out, "--html", html)
    assert done.status == 0, done.err
    assert done.out.splitlines()[-1].startswith(f"fine: {len(whole)} cells form one exact")
    assert read_cells(out)["code"].tolist() == nested["code"].tolist()
    assert html.stat().st_size > 10_000
    assert gridward("boundaries", "check", own).status == 1  # a micro-cell overlaps its cell
    assert gridward("boundaries", "check", own, "--community", "community").status == 2
