"""What can stand against routing files of points."""

from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path

from gis.texts import Fact, Told


class BulkKind(StrEnum):
    """What is wrong with a file of points, or with where it should go."""

    MISSING = "missing"
    FORMAT = "format"
    UNREADABLE = "unreadable"
    ENCODING = "encoding"
    OPEN_QUOTE = "open-quote"
    LINE_END = "line-end"
    QUOTES = "quotes"
    RAGGED = "ragged"
    NO_COLUMN = "no-column"
    TWICE = "twice"
    NO_COORDINATES = "no-coordinates"
    NO_GEOMETRY = "no-geometry"
    NOT_NUMBERS = "not-numbers"
    NO_NUMBER = "no-number"
    NOT_POINT_TEXT = "not-point-text"
    NOT_POINTS = "not-points"
    CRS = "crs"
    NO_TEXT = "no-text"
    HAS_CELL = "has-cell"
    SAME_FILE = "same-file"
    EMPTY = "empty"
    RUNNING = "running"
    NOT_FOLDER = "not-folder"
    NO_PACKAGE = "no-package"
    NO_CLUSTER = "no-cluster"
    NO_WORKER = "no-worker"
    NO_STORE = "no-store"
    ONE_FILE = "one-file"
    SAME_COLUMN = "same-column"
    NO_NAME = "no-name"
    PACKED = "packed"


class BulkRouteError(Told, ValueError):
    """Points that cannot be routed; what was there before stays as it was.

    Attributes
    ----------
    kind
        What is wrong.
    path
        File, folder or address concerned.
    facts
        The facts of the text.
    """

    def __init__(self, kind: BulkKind, path: Path | str, **facts: Fact) -> None:
        self.kind = kind
        self.path = str(path)
        self.facts = {"path": self.path, **facts}
        super().__init__(self.text("en"))

    def __reduce__(self) -> tuple[object, ...]:
        # A worker in another process hands it over whole.
        return _again, (self.kind, self.path, self.facts)

    @property
    def told(self) -> tuple[str, Mapping[str, Fact]]:
        """The text's key and facts."""
        return f"bulk-{self.kind}", self.facts


def _again(kind: BulkKind, path: str, facts: dict[str, Fact]) -> BulkRouteError:
    return BulkRouteError(kind, path, **{k: v for k, v in facts.items() if k != "path"})
