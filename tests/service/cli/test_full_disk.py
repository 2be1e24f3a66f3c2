"""A disk that takes no more: said in words by every command that writes a file."""

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pandas as pd
import pytest

from gis.cells import read_cells, write_cells
from gis.partition import partition
from tests.service.cli.conftest import Gridward
from tests.service.conftest import communities_frame

_LEFT_BYTES = 1_000


@contextmanager
def full_disk() -> Iterator[None]:
    """Let no file grow beyond a few bytes, as on a disk that is nearly full."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (_LEFT_BYTES, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.fixture
def cells(tmp_path: Path) -> Path:
    path = tmp_path / "cells.geojson"
    write_cells(partition(communities_frame(), count=100), path)
    return path


@pytest.mark.parametrize(
    "command",
    [
        ("boundaries", "check", "CELLS", "--cells", "--html", "TARGET.html"),
        ("boundaries", "check", "CELLS", "--cells", "--out", "TARGET.geojson"),
        ("map", "CELLS", "--out", "TARGET.html"),
        ("atlas", "CELLS", "--cell", "CODE", "--out", "TARGET.pdf"),
        ("index", "CELLS", "--out", "TARGET.gridx"),
        ("division", "diff", "CELLS", "CELLS", "--out", "TARGET.csv"),
        ("division", "diff", "CELLS", "CELLS", "--html", "TARGET.html"),
        ("route", "POINTS", "ROUTED", "--cells", "CELLS", "--counts", "TARGET.csv"),
    ],
    ids=lambda command: "-".join(word for word in command if word.islower())[:40],
)
def test_a_file_that_the_disk_does_not_take_is_refused_in_words(
    tmp_path: Path, gridward: Gridward, cells: Path, command: tuple[str, ...]
) -> None:
    points = tmp_path / "points.csv"
    pd.DataFrame({"lon": [113.13], "lat": [22.55]}).to_csv(points, index=False)
    known = {
        "CELLS": str(cells),
        "CODE": str(read_cells(cells)["code"].iloc[0]),
        "POINTS": str(points),
        "ROUTED": str(tmp_path / "routed.csv"),
    }
    folder = tmp_path / "out"
    folder.mkdir()
    words = [known.get(word, word.replace("TARGET", f"{folder}/target")) for word in command]
    # With room it is written; that also compiles what would else be cached on the full disk.
    assert gridward(*words, "--locale", "en").status == 0
    (written,) = folder.iterdir()
    written.unlink()
    with full_disk():
        done = gridward(*words, "--locale", "en")
    assert done.status == 1
    assert "cannot be written (" in done.err
    assert "target." in done.err
    assert list(folder.iterdir()) == []
