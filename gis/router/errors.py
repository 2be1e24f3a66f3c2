"""What can be wrong with a router's cells, file or points."""

from pathlib import Path
from typing import Literal

Kind = Literal["cells", "points", "foreign", "version", "corrupt"]


class RouterError(ValueError):
    """Cells that cannot be indexed, points that cannot be read, or a file that is no index.

    Attributes
    ----------
    kind
        ``cells`` or ``points``: bad input; ``foreign``: not an index file; ``version``: of
        another format version; ``corrupt``: cut short or altered.
    path
        The file, where there is one.
    """

    def __init__(self, message: str, *, kind: Kind, path: Path | None = None) -> None:
        self.kind = kind
        self.path = path
        super().__init__(message if path is None else f"{path}: {message}")
