"""The one way in which loops over integers are compiled.

Compiled code is kept on disk under a digest of the sources it was made from: those of the
function's module and of all compiled modules that it takes functions from. Numba by itself looks
at the time and size of the function's own file only, and would go on using code whose callees
have changed.
"""

import hashlib
import os
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any, ParamSpec, TypeVar, cast

import numba

P = ParamSpec("P")
R = TypeVar("R")

_PACKAGE = Path(__file__).parents[1]
# Its attributes are made at run time.
_SETTINGS: Any = numba.config
_IMPORTS = re.compile(r"^from gis\.([\w.]+) import", re.MULTILINE)


def compiled(function: Callable[P, R]) -> Callable[P, R]:
    """Compile a function to machine code on its first call and keep the code on disk.

    No fastmath: the same answer on every machine. The interpreter's lock is released, so
    threads run side by side. Where no folder can be written to, the code is made anew in each
    process.
    """
    folder = _kept_code()
    if folder is None:
        return cast(Callable[P, R], numba.njit(nogil=True)(function))
    digest = _digest(Path(function.__code__.co_filename))
    usual = _SETTINGS.CACHE_DIR
    _SETTINGS.CACHE_DIR = str(folder / digest)
    try:
        return cast(Callable[P, R], numba.njit(cache=True, nogil=True)(function))
    finally:
        _SETTINGS.CACHE_DIR = usual


def inlined(function: Callable[P, R]) -> Callable[P, R]:
    """Write a small function out wherever compiled code calls it.

    The compiler's own inlining passes over functions of arrays, and a call costs more than
    what a few integer operations do.
    """
    return cast(Callable[P, R], numba.njit(inline="always")(function))


def folder_for_code(candidates: list[Path]) -> Path | None:
    """Return the first folder that can be made and written to; None for none."""
    for folder in candidates:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with TemporaryFile(dir=folder):
                return folder
        except OSError:
            continue
    return None


@cache
def _kept_code() -> Path | None:
    wanted = os.environ.get("NUMBA_CACHE_DIR")
    if wanted:
        return folder_for_code([Path(wanted)])
    home = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    return folder_for_code([_PACKAGE / "__pycache__" / "compiled", Path(home) / "gridward"])


@cache
def _digest(source: Path) -> str:
    digest = hashlib.blake2b(digest_size=8)
    for module in sorted(_sources(source)):
        digest.update(module.read_bytes())
    return digest.hexdigest()


@cache
def _sources(source: Path) -> frozenset[Path]:
    """Return a module's file and those of the compiled modules it stands on."""
    found, waiting = {source}, [source]
    while waiting:
        for name in _IMPORTS.findall(waiting.pop().read_text(encoding="utf-8")):
            other = _PACKAGE.joinpath(*name.split(".")).with_suffix(".py")
            if other not in found and other.is_file() and b"compiled" in other.read_bytes():
                found.add(other)
                waiting.append(other)
    return frozenset(found)
