"""Cells by households and along streets from the command line, with the files of a town."""

from pathlib import Path

import geopandas
import numpy as np
import pytest
import shapely
from PIL import Image, TiffTags
from PIL.TiffImagePlugin import ImageFileDirectory_v2

from gis.cells import read_cells
from tests.gis.surroundings.towns import SOUTH, STEP_DEGREES, WEST, Town
from tests.service.cli.conftest import Gridward

CODE, OTHER = "440704001001", "440704001002"


@pytest.fixture
def boundaries(tmp_path: Path) -> Path:
    """Write two communities beside each other, of 600 m by 400 m each."""
    path = tmp_path / "communities.geojson"
    east, north = WEST + 60 * STEP_DEGREES, SOUTH + 40 * STEP_DEGREES
    boxes = [
        shapely.box(WEST, SOUTH, east, north),
        shapely.box(east, SOUTH, 2 * east - WEST, north),
    ]
    geopandas.GeoDataFrame(
        {"code": [CODE, OTHER], "name": ["甲", "乙"]}, geometry=boxes, crs=4326
    ).to_file(path)
    return path


@pytest.fixture
def town(tmp_path: Path) -> Path:
    """Write an extract: houses of 60 households in blocks between streets, and one far away."""
    drawn = Town()
    for x in range(0, 130, 10):
        drawn.line([(x, -5), (x, 45)], highway="residential")
    for y in range(0, 50, 10):
        drawn.line([(-5, y), (125, y)], highway="secondary")
    for x in range(2, 120, 10):
        for y in range(2, 40, 10):
            drawn.square(x, y, 3, building="apartments", building__flats="60")
    drawn.square(5000, 5000, 3, building="apartments", building__flats="60")
    return drawn.write(tmp_path / "town.osm")


def test_cells_by_households_are_drawn_from_an_extract(
    tmp_path: Path, boundaries: Path, town: Path, gridward: Gridward
) -> None:
    out = tmp_path / "cells.gpkg"
    files = ("--buildings", town, "--streets", town)
    done = gridward("partition", boundaries, "--strategy", "households", *files, "--out", out)

    assert done.status == 0, done.err
    assert "buildings 48 of 48, households 2,880" in done.out
    assert "proven exact" in done.out
    cells = read_cells(out)
    assert cells["households"].sum() == 2880
    assert cells["households"].between(300, 500).all()


def test_the_range_of_households_is_an_option(
    tmp_path: Path, boundaries: Path, town: Path, gridward: Gridward
) -> None:
    out = tmp_path / "cells.gpkg"
    given = ("--buildings", town, "--streets", town, "--minimum", 100, "--maximum", 200)
    done = gridward("partition", boundaries, "--strategy", "households", *given, "--out", out)

    assert done.status == 0, done.err
    assert read_cells(out)["households"].between(100, 200).all()


def test_street_blocks_are_drawn_between_streets_and_waters(
    tmp_path: Path, boundaries: Path, town: Path, gridward: Gridward
) -> None:
    out, canal = tmp_path / "cells.gpkg", tmp_path / "canal.geojson"
    line = shapely.LineString([(WEST, SOUTH + 0.0025), (WEST + 0.02, SOUTH + 0.0025)])
    geopandas.GeoDataFrame({"kind": ["canal"]}, geometry=[line], crs=4326).to_file(canal)
    files = ("--streets", town, "--water", canal)
    done = gridward("partition", boundaries, "--strategy", "streets", *files, "--out", out)

    assert done.status == 0, done.err
    assert "waters 1 of 1" in done.out
    assert read_cells(out)["area_m2"].between(15_000, 65_000).all()


def test_households_may_come_from_a_raster(
    tmp_path: Path, boundaries: Path, town: Path, gridward: Gridward
) -> None:
    raster = tmp_path / "households.tif"
    write_raster(raster, np.full((4, 12), 50.0))
    command = ("partition", boundaries, "--strategy", "households", "--streets", town)
    command = (*command, "--raster", raster, "--out", tmp_path / "cells.gpkg")
    spread = gridward(*command, "--buildings", town)
    alone = gridward(*command, "--persons-per-household", 0.5)
    beside = gridward(*command, "--addresses", town)

    assert spread.status == 0, spread.err
    assert "households.tif" in spread.out
    assert "households 2,400" in spread.out
    assert alone.status == 0, alone.err
    assert "households.tif counts persons" in alone.out
    assert "households 4,800" in alone.out
    assert beside.status == 2
    assert "--raster would do nothing" in beside.err


def write_raster(path: Path, values: np.ndarray) -> None:
    """Write a GeoTIFF over the communities, of pixels of about 100 m."""
    tags = ImageFileDirectory_v2()
    tags[33550] = (10 * STEP_DEGREES, 10 * STEP_DEGREES, 0.0)
    tags[33922] = (0.0, 0.0, 0.0, WEST, SOUTH + 40 * STEP_DEGREES, 0.0)
    tags[34735] = (1, 1, 0, 2, 1024, 0, 1, 2, 2048, 0, 1, 4326)
    for tag, kind in ((33550, TiffTags.DOUBLE), (33922, TiffTags.DOUBLE), (34735, TiffTags.SHORT)):
        tags.tagtype[tag] = kind
    Image.fromarray(values.astype(np.float32)).save(path, tiffinfo=tags)


def test_a_plan_gives_communities_cells_by_households(
    tmp_path: Path, boundaries: Path, town: Path, gridward: Gridward
) -> None:
    out, plan = tmp_path / "cells.gpkg", tmp_path / "plan.csv"
    plan.write_text(f"code,strategy,minimum,maximum\n{CODE},households,200,400\n", "utf-8")
    files = ("--buildings", town, "--streets", town, "--plan", plan)
    done = gridward("partition", boundaries, "--size", 200, *files, "--out", out)

    assert done.status == 0, done.err
    cells = read_cells(out)
    drawn = cells[cells["community"] == CODE]
    assert drawn["households"].between(200, 400).all()
    assert cells[cells["community"] == OTHER]["households"].isna().all()


def test_a_plan_by_households_without_buildings_is_refused_with_its_row(
    tmp_path: Path, boundaries: Path, gridward: Gridward
) -> None:
    plan = tmp_path / "plan.csv"
    plan.write_text(f"code,strategy\n{CODE},households\n", "utf-8")
    done = gridward("partition", boundaries, "--plan", plan, "--out", tmp_path / "c.gpkg")

    assert done.status == 1
    assert "row 2: give --buildings or --addresses" in done.err


def test_a_town_elsewhere_is_refused_in_both_languages(
    tmp_path: Path, boundaries: Path, town: Path, gridward: Gridward
) -> None:
    far = tmp_path / "far.geojson"
    box = shapely.box(120, 30, 120.001, 30.001)
    geopandas.GeoDataFrame({"households": [3]}, geometry=[box], crs=4326).to_file(far)
    command = ("partition", boundaries, "--strategy", "households", "--buildings", far)
    english = gridward(*command, "--out", tmp_path / "c.gpkg")
    chinese = gridward(*command, "--out", tmp_path / "c.gpkg", "--locale", "zh")

    assert (english.status, chinese.status) == (1, 1)
    assert "Nothing in it lies within the communities" in english.err
    assert "--town-crs" in english.err
    assert "都不在村（社区）范围" in chinese.err


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (["--strategy", "households"], "households needs --buildings or --addresses"),
        (["--strategy", "streets"], "streets needs --streets or --water"),
        (["--strategy", "streets", "--streets", "a", "--minimum", 3], "streets takes no --minimum"),
        (
            ["--strategy", "streets", "--streets", "a", "--addresses", "b"],
            "streets takes no --addresses",
        ),
        (["--buildings", "a"], "squares takes no --buildings"),
        (["--town-crs", 4326], "squares takes no --town-crs"),
        (
            ["--strategy", "households", "--buildings", "a", "--addresses", "b"],
            "give --buildings or --addresses, not both",
        ),
        (["--strategy", "households", "--buildings", "a", "--size", 3], "takes no --size"),
    ],
)
def test_options_that_do_not_go_together_are_misuse(
    tmp_path: Path, boundaries: Path, gridward: Gridward, given: list[object], told: str
) -> None:
    done = gridward("partition", boundaries, *given, "--out", tmp_path / "c.gpkg")

    assert done.status == 2
    assert told in done.err


def test_a_division_drawn_by_households_is_kept_as_a_draft(
    tmp_path: Path,
    boundaries: Path,
    town: Path,
    gridward: Gridward,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("GRIDWARD_DATABASE_URL", f"sqlite:///{tmp_path / 'gridward.db'}")
    monkeypatch.setenv("GRIDWARD_VAR_DIR", str(tmp_path / "var"))
    assert gridward("migrate").status == 0
    place = ("--district", "440704", "--district-name", "江海区")
    files = ("--buildings", town, "--streets", town, "--maximum", 450)
    command = ("division", "draft", boundaries, "--title", "2026", "--strategy", "households")
    done = gridward(*command, *files, *place)
    own = ("division", "draft", boundaries, "--title", "own", "--from-cells")
    idle = gridward(*own, *files, *place)

    assert done.status == 0, done.err
    assert "households 2,880" in done.out
    assert idle.status == 2
    assert "--buildings and --streets" in idle.err
