"""Whatever a file or the cells are: a refusal or a right answer, never the interpreter's end."""

import subprocess
import sys
from pathlib import Path

import pytest


def told(*arguments: object) -> dict[str, int]:
    """Fuzz in a process of its own; return what it counted."""
    command = [sys.executable, "-m", "tests.gis.router.fuzz", *map(str, arguments)]
    root = Path(__file__).parents[3]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    return {name: int(number) for name, number in (p.split("=") for p in done.stdout.split())}


def test_altered_files_are_refused_and_end_no_process(tmp_path: Path) -> None:
    counts = told("files", 0, 1200, tmp_path)
    assert counts["refused"] > 1150
    assert sum(counts.values()) == 1200


@pytest.mark.parametrize("first", [0, 1000])
def test_cells_anywhere_are_routed_as_brute_force_does(first: int) -> None:
    counts = told("builds", first, 60)
    assert counts["built"] > 40
    assert counts["inside"] > 2000
