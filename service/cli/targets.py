"""Where a command will write: found to be unfit before the work, not after it."""

from pathlib import Path

from service.cli.refusal import UsageRefused


def ready(*, cells: Path | None = None, pages: Path | None = None) -> None:
    """Refuse files that could not be written.

    Parameters
    ----------
    cells
        A file of cells or communities, of a format that its ending names.
    pages
        A file of any other kind: a map, a table.

    Raises
    ------
    CellsFileError, UsageRefused
        The ending names no format, the folder does not exist, or a folder stands there.
    """
    if cells is not None:
        from gis.cells import check_writable

        check_writable(cells)
    for path in filter(None, (cells, pages)):
        if path.is_dir():
            raise UsageRefused(f"{path} is a folder; name a file in it")
        if not path.parent.is_dir():
            raise UsageRefused(f"{path}: the folder does not exist; make it first")
