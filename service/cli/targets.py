"""Where a command will write: found to be unfit before the work, or in words after it."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from service.cli.refusal import UsageRefused
from service.cli.speech import words


def ready(
    *, cells: Path | None = None, pages: Path | None = None, read: Iterable[Path | None] = ()
) -> None:
    """Refuse files that could not be written.

    Parameters
    ----------
    cells
        A file of cells or communities, of a format that its ending names.
    pages
        A file of any other kind: a map, a table.
    read
        What the command reads: nothing is written over it.

    Raises
    ------
    CellsFileError, UsageRefused
        The ending names no format, the folder does not exist, a folder stands there, or the file
        is one that is read, or to be written twice.
    """
    if cells is not None:
        from gis.cells import check_writable

        check_writable(cells)
    for path in filter(None, (cells, pages)):
        if path.is_dir():
            raise UsageRefused(words("cli-is-folder", path=str(path)))
        if not path.parent.is_dir():
            raise UsageRefused(words("cli-no-folder", path=str(path)))
    taken = {path.resolve() for path in read if path is not None}
    for path in filter(None, (cells, pages)):
        if path.resolve() in taken:
            raise UsageRefused(words("cli-is-taken", path=str(path)))
        taken.add(path.resolve())


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Refuse in words what the disk does not take: it is full, or nothing may be written there."""
    try:
        yield
    except OSError as error:
        why = error.strerror or str(error)
        raise UsageRefused(words("cli-unwritable", path=str(path), why=why)) from error


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """Give a file to write to; it takes its place when the block ends well, and only then."""
    draft = path.with_name(f".{path.name}.draft")
    with writing(path):
        try:
            yield draft
            draft.replace(path)
        finally:
            draft.unlink(missing_ok=True)
