"""What cannot be divided or compared is told in the reader's language, with the mend."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
import shapely

import gis
from gis.codes import CodeError
from gis.coverage import CoverageError
from gis.coverage.closing import close
from gis.partition import OPTIONS, Chosen, divide
from gis.partition.imported import imported
from gis.partition.micro import micro
from gis.partition.plan import read_plan
from gis.texts import Told

COMMUNITIES = gpd.GeoDataFrame(
    {"code": ["440704001001", "440704001002"]},
    geometry=[shapely.box(113, 22.5, 113.01, 22.51), shapely.box(113.01, 22.5, 113.02, 22.51)],
    crs=4326,
)
SPECIAL = gpd.GeoDataFrame({"name": ["学校"]}, geometry=[shapely.box(1, 1, 2, 2)], crs=4326)
FAR = gpd.GeoDataFrame(geometry=[shapely.Point(1, 1)], crs=4326)
_KEPT = r"[\d.]+|[A-Z]\w*|'[^']*'|[\w.]+\.csv|\b(?:code|strategy|size_m|count|squares|hexagons|"
_KEPT += r"voronoi|households|streets|h3_resolution|to_crs|set_crs|nan|m|community|area_m2|kind|"
_KEPT += r"geopandas|read_plan|list|attrs|lattices|no|options)\b"
"""What stays as it is in Chinese: codes, numbers, names of options and of columns."""


def _plan(folder: Path, content: str) -> None:
    path = folder / "plan.csv"
    path.write_text(content, encoding="utf-8")
    read_plan(path, OPTIONS)


def _cells() -> gpd.GeoDataFrame:
    return divide(COMMUNITIES, "squares", size_m=500).cells


def _on_lattices(lattices: object) -> gpd.GeoDataFrame:
    cells = _cells()
    cells.attrs["lattices"] = lattices
    return cells


@pytest.mark.parametrize(
    "ask",
    [
        lambda _: divide(COMMUNITIES, "squares", size_m=0.001),
        lambda _: divide(COMMUNITIES, "squares", size_m=5),
        lambda _: divide(COMMUNITIES, "squares", count=0),
        lambda _: divide(COMMUNITIES, "squares", count=100_000),
        lambda _: divide(COMMUNITIES, "hexagons", h3_resolution=99),
        lambda _: divide(COMMUNITIES, "circles"),
        lambda _: divide(COMMUNITIES, "voronoi", points=FAR),
        lambda _: divide(COMMUNITIES, "squares", size_m=500, special=SPECIAL),
        lambda _: micro(_cells(), "440704001001999", "squares", size_m=100),
        lambda folder: _plan(folder, "code\n440704001001\n"),
        lambda folder: _plan(
            folder,
            "code,strategy,size_m,count\n440704001001,squares,x,\n,circles,,\n"
            "440704001002,voronoi,7,1.5\n4.4E+11,squares,5,\n",
        ),
        lambda folder: _plan(
            folder, "code,strategy,size_m,count\n440704001001,squares,0.5,\nx2,voronoi,,\n"
        ),
        lambda _: divide(COMMUNITIES, plan={"x1": Chosen("squares"), "x0": Chosen("squares")}),
        lambda _: divide(COMMUNITIES.drop(columns="code")),
        lambda _: divide(COMMUNITIES.to_crs(3857)),
        lambda _: divide(COMMUNITIES.assign(code="1")),
        lambda _: divide(COMMUNITIES.set_geometry([None, shapely.Polygon()], crs=4326)),
        lambda _: divide(COMMUNITIES.set_geometry(COMMUNITIES.geometry.boundary)),
        lambda _: divide(COMMUNITIES.set_geometry(COMMUNITIES.translate(xoff=100))),
        lambda _: divide(COMMUNITIES.set_geometry(COMMUNITIES.buffer(0.001))),
        lambda _: divide(COMMUNITIES.set_geometry(COMMUNITIES.scale(1e-6, 1e-6))),
        lambda _: close(COMMUNITIES.set_geometry(COMMUNITIES.buffer(0.001))),
        lambda _: close(COMMUNITIES.set_geometry(COMMUNITIES.scale(0.995, 1))),
        lambda _: imported(_cells().set_geometry(_cells().scale(1.02, 1))),
        lambda _: imported(_cells().set_geometry(_cells().boundary)),
        lambda _: gis.check_coverage(_cells().to_crs(3857), COMMUNITIES),
        lambda _: gis.check_coverage(_cells().drop(columns="community"), COMMUNITIES),
        lambda _: divide(COMMUNITIES, ["squares"]),
        lambda _: divide(COMMUNITIES, plan=["440704001001"]),
        lambda _: divide(COMMUNITIES, plan={1: Chosen("squares")}),
        lambda _: divide(COMMUNITIES, special=[1]),
        lambda _: divide(COMMUNITIES, previous=_cells().drop(columns="community")),
        lambda _: divide(COMMUNITIES, previous=_cells().to_crs(3857)),
        lambda _: divide([1]),
        lambda _: divide(COMMUNITIES.assign(code=["1", " "])),
        lambda _: divide(COMMUNITIES.set_crs(None, allow_override=True)),
        lambda _: micro(_cells(), None),
        lambda _: micro(_cells(), "440704001001001", count=100),
        lambda _: imported(_cells().to_crs(3857)),
        lambda _: imported(_cells().assign(community=None)),
        lambda _: imported(_cells(), COMMUNITIES.drop(columns="code")),
        lambda _: gis.snap(COMMUNITIES, overlap_tolerance_m2=-1),
        lambda _: close(COMMUNITIES, tolerance_m=101),
        lambda _: gis.check_coverage(_on_lattices("no list"), COMMUNITIES),
        lambda _: gis.check_coverage(_cells(), COMMUNITIES, lattices=5),
        lambda _: gis.check_coverage(_cells(), COMMUNITIES, lattices=[5]),
        lambda _: gis.changes(_cells(), _cells().drop(columns="code")),
        lambda _: gis.changes(_cells().assign(code="1"), _cells()),
    ],
)
def test_a_refusal_is_told_in_chinese_without_english(
    tmp_path: Path, ask: Callable[[Path], object]
) -> None:
    with pytest.raises((gis.PartitionError, gis.ChangesError, CoverageError)) as refused:
        ask(tmp_path)
    assert isinstance(refused.value, Told)
    assert refused.value.text("en") == str(refused.value)
    chinese = refused.value.text("zh")
    assert re.findall(r"[A-Za-z]{3,}", re.sub(_KEPT, "", chinese)) == [], chinese
    assert re.search(r"[\u4e00-\u9fff]", chinese)


@pytest.mark.parametrize(
    ("ask", "said"),
    [
        (lambda: divide(COMMUNITIES, ["squares"]), "no strategy ['squares']"),
        (lambda: divide(COMMUNITIES, plan=[]), "the plan is a list"),
        (lambda: divide(COMMUNITIES, plan={"440704001001": "squares"}), "the plan holds"),
        (lambda: divide(COMMUNITIES, plan={440704001001: Chosen("squares")}), "the plan holds"),
        (lambda: divide(COMMUNITIES, serial_digits="3"), "3 (the standard) to 6"),
        (lambda: divide(COMMUNITIES, serial_digits=3.5), "3 (the standard) to 6"),
        (lambda: divide(COMMUNITIES, previous=[1]), "the division before are no GeoDataFrame"),
        (
            lambda: divide(COMMUNITIES, previous=_cells().drop(columns="community")),
            "the cells of the division before need columns community",
        ),
        (
            lambda: gis.renumber(_cells(), _cells().drop(columns="community")),
            "the cells of the division before need columns community",
        ),
        (lambda: gis.renumber(_cells().drop(columns="community"), _cells()), "cells need columns"),
        (lambda: gis.renumber(_cells(), _cells(), "440704001001001"), "no list of codes"),
        (lambda: gis.renumber(_cells(), _cells(), None), "no list of codes"),
        (lambda: micro(_cells(), None), "cell None is not among the cells"),
        (lambda: micro(_cells().drop(columns="code"), "1"), "cells need columns code"),
        (lambda: micro(_cells().to_crs(3857), "1"), "cells are in EPSG:3857"),
        (lambda: imported(_cells().to_crs(3857)), "cells are in EPSG:3857"),
        (lambda: imported(_cells(), COMMUNITIES.drop(columns="code")), "need a column 'code'"),
        (
            lambda: imported(_cells(), COMMUNITIES.set_crs(None, allow_override=True)),
            "communities have no CRS",
        ),
        (lambda: imported(_cells(), [1]), "communities are no GeoDataFrame"),
    ],
)
def test_an_argument_of_the_wrong_kind_is_refused_in_words(
    ask: Callable[[], object], said: str
) -> None:
    with pytest.raises((gis.PartitionError, CoverageError, CodeError)) as refused:
        ask()
    assert said in str(refused.value)


@pytest.mark.parametrize("code", [None, "", "  ", float("nan")])
def test_a_row_without_a_code_is_refused_with_its_number(code: object) -> None:
    unnamed = COMMUNITIES.assign(code=["440704001001", code])
    for ask in (divide, gis.snap, close):
        with pytest.raises(CoverageError, match="row 1 has no code"):
            ask(unnamed)


@pytest.mark.parametrize("column", ["code", "community"])
@pytest.mark.parametrize("blank", [None, "", float("nan")])
def test_a_citys_cell_without_code_or_community_is_refused_with_its_row(
    column: str, blank: object
) -> None:
    cells = _cells()
    values = cells[column].astype(object).tolist()
    values[2] = blank
    with pytest.raises(CoverageError, match=f"row 2 has no {column}"):
        imported(cells.assign(**{column: values}))


@pytest.mark.parametrize("tolerance", [float("nan"), -1, "a", None, True])
def test_a_tolerance_that_is_none_is_refused_wherever_one_is_taken(tolerance: Any) -> None:
    for ask in (
        lambda: gis.snap(COMMUNITIES, overlap_tolerance_m2=tolerance),
        lambda: close(COMMUNITIES, tolerance_m=tolerance),
        lambda: imported(_cells(), tolerance_m=tolerance),
    ):
        with pytest.raises(CoverageError, match="a tolerance of") as refused:
            ask()
        assert refused.value.kind == "tolerance"


@pytest.mark.parametrize(
    "facts",
    [
        {"kind": "h3", "resolution": 99},
        {"kind": "sides", "sides": "!!!"},
        {"kind": "sides", "sides": "AAAA"},
        {"kind": "squares", "step_x": 0, "step_y": 5},
        "squares",
        {"kind": "squares", "step_x": 5, "step_y": 5, "communities": 7},
    ],
)
def test_a_lattice_that_is_none_is_refused_by_the_proof(facts: Any) -> None:
    if isinstance(facts, dict):
        facts = {"communities": ["440704001001"], **facts}
    with pytest.raises(CoverageError, match="on a lattice that is none"):
        gis.check_coverage(_on_lattices([facts]), COMMUNITIES)


@pytest.mark.parametrize("strategy", ["squares", "hexagons", "voronoi"])
def test_fewer_cells_than_communities_are_told_of(strategy: str) -> None:
    division = divide(COMMUNITIES, strategy, count=1)
    assert len(division.cells) == 2
    assert [note.text("en") for note in division.notes] == [
        "1 cell wanted for 2 communities: each has at least one"
    ]
    assert "至少一个" in division.notes[0].text("zh")
    assert divide(COMMUNITIES, strategy, count=2).notes == ()
