"""`gridward partition` by buildings and streets: what is assumed is said."""

from pathlib import Path

import geopandas
import pytest

from gis.cells import read_cells
from tests.service.cli.conftest import Gridward

DATA = Path(__file__).parents[2] / "data" / "townscape"
BUILDINGS, STREETS = DATA / "bubenec_buildings.parquet", DATA / "bubenec_streets.parquet"


@pytest.fixture
def community(tmp_path: Path) -> Path:
    path = tmp_path / "community.geojson"
    frame = geopandas.read_parquet(DATA / "bubenec_community.parquet")
    frame.assign(name="Bubeneč").to_file(path, driver="GeoJSON")
    return path


def test_households_come_from_the_buildings_file_and_are_said(
    tmp_path: Path, community: Path, gridward: Gridward
) -> None:
    out = tmp_path / "cells.gpkg"
    done = gridward(
        "partition", community, "--strategy", "households", "--buildings", BUILDINGS,
        "--streets", STREETS, "--out", out,
    )  # fmt: skip
    assert done.status == 0, done.err
    assert "households from column households for 144" in done.out
    assert "no classes told: all 35 lines kept" in done.out
    cells = read_cells(out)
    assert cells["households"].between(300, 500).all()


def test_a_plan_may_draw_single_communities_by_streets(
    tmp_path: Path, community: Path, gridward: Gridward
) -> None:
    plan, out = tmp_path / "plan.csv", tmp_path / "cells.gpkg"
    code = str(geopandas.read_file(community)["code"].iloc[0])
    plan.write_text(f"code,strategy,maximum_m2\n{code},streets,50000\n", encoding="utf-8")
    done = gridward(
        "partition", community, "--size", 100, "--plan", plan, "--streets", STREETS, "--out", out
    )
    assert done.status == 0, done.err
    cells = read_cells(out)
    assert (cells["area_m2"] <= 50_000).all()


@pytest.mark.parametrize(
    ("options", "status", "told"),
    [
        (["--strategy", "households"], 2, "households needs --buildings or --addresses"),
        (["--strategy", "streets"], 2, "streets needs --streets or --water"),
        (["--size", "100", "--streets", STREETS], 2, "squares takes no --streets"),
        (["--strategy", "households", "--buildings", "none.gpkg"], 1, "none.gpkg"),
        (
            ["--strategy", "households", "--buildings", BUILDINGS, "--households-column", "户"],
            1,
            "no column",
        ),
        (
            ["--strategy", "households", "--buildings", BUILDINGS, "--minimum", "900"],
            1,
            "give the smaller first",
        ),
    ],
)
def test_what_does_not_fit_is_refused_and_nothing_is_written(
    tmp_path: Path,
    community: Path,
    gridward: Gridward,
    options: list[object],
    status: int,
    told: str,
) -> None:
    out = tmp_path / "cells.gpkg"
    done = gridward("partition", community, *options, "--out", out)
    assert (done.status, told in done.err) == (status, True), done.err
    assert not out.exists()
