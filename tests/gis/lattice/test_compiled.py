import os
import subprocess
import sys
from pathlib import Path

from gis.lattice import compiled as module
from gis.lattice.compiled import compiled, folder_for_code


@compiled
def doubled(number: int) -> int:
    return 2 * number


def test_compiled_code_answers_as_the_function_does() -> None:
    assert doubled(21) == doubled.py_func(21) == 42  # type: ignore[attr-defined]


def test_code_goes_to_the_first_folder_that_can_be_written_to(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("no folder")
    free = tmp_path / "free"
    assert folder_for_code([blocked / "code", free]) == free
    assert folder_for_code([blocked / "code"]) is None


def test_without_a_folder_to_write_to_code_is_compiled_all_the_same(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("no folder")
    program = "from gis.lattice.compiled import compiled\n" + (
        "@compiled\ndef doubled(n):\n    return 2 * n\nprint(doubled(21))"
    )
    source = tmp_path / "program.py"
    source.write_text(program)
    done = subprocess.run(
        [sys.executable, str(source)],
        env={**os.environ, "NUMBA_CACHE_DIR": str(blocked / "code"), "PYTHONPATH": os.getcwd()},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == ["42"]


def test_code_is_kept_by_the_sources_of_all_that_it_calls() -> None:
    package = Path(module.__file__).parents[1]
    names = {
        p.relative_to(package).as_posix()
        for p in module._sources(package / "arrangement" / "noding.py")
    }
    assert {"arrangement/noding.py", "arrangement/routing.py", "arrangement/buckets.py"} <= names
