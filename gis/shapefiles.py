"""Put a Shapefile in its place: several files that belong together, all of them or none."""

import os
import tempfile
from collections.abc import Callable
from pathlib import Path

_SIDECARS = (".shx", ".dbf", ".prj", ".cpg", ".qpj", ".qix", ".sbn", ".sbx", ".shp.xml")
"""What belongs to a Shapefile; an index of the file before would be wrong for the new one."""


def replace_shapefile(path: Path, write: Callable[[Path], None]) -> None:
    """Write a Shapefile beside its place, then put all its files there.

    A file system moves one file at a time. So the old ``.shp`` goes first and the new one comes
    last: whoever reads in between finds no Shapefile, never one of two files' parts. What was
    there comes back when anything fails.

    Parameters
    ----------
    path
        Where it belongs.
    write
        Writes it to another path of the same name.

    Raises
    ------
    OSError
        The folder cannot be written to.
    """
    with tempfile.TemporaryDirectory(prefix=f".{path.stem}-", dir=path.parent) as folder:
        fresh, before = Path(folder) / "fresh", Path(folder) / "before"
        fresh.mkdir()
        before.mkdir()
        write(fresh / path.name)
        moved: list[tuple[Path, Path]] = []
        try:
            for old in [path, *_sidecars(path)]:
                if old.exists():
                    _move(old, before / old.name, moved)
            for new in [*_sidecars(fresh / path.name), fresh / path.name]:
                if new.exists():
                    _move(new, path.parent / new.name, moved)
        except BaseException:
            for source, target in reversed(moved):
                os.replace(target, source)
            raise


def _move(source: Path, target: Path, moved: list[tuple[Path, Path]]) -> None:
    os.replace(source, target)
    moved.append((source, target))


def _sidecars(path: Path) -> list[Path]:
    stem = path.name.removesuffix(path.suffix)
    return [path.with_name(stem + ending) for ending in _SIDECARS]
