"""What can stand against routing a table."""

from collections.abc import Mapping
from enum import StrEnum

from gis.texts import Catalogue, Fact, Locale, Told
from service.web.i18n import catalogue as own_catalogue


class TableKind(StrEnum):
    """What is wrong with a table, or with the way to it."""

    ADDRESS = "address"
    CONNECT = "connect"
    NO_POSTGIS = "no-postgis"
    NO_TABLE = "no-table"
    NOT_TABLE = "not-table"
    NO_COLUMN = "no-column"
    NO_POINTS = "no-points"
    WHICH = "which"
    NOT_NUMBERS = "not-numbers"
    ODD = "odd"
    CELL_TYPE = "cell-type"
    CELL_SHORT = "cell-short"
    CELL_MADE = "cell-made"
    RUNNING = "running"
    LOCKED = "locked"
    REFUSED = "refused"


class TableRefused(Told, ValueError):  # noqa: N818 — as EditRefused, named for what happened
    """A table that cannot be routed; what batches before have written is right and stays.

    Attributes
    ----------
    kind
        What is wrong.
    facts
        The facts of the text.
    """

    def __init__(self, kind: TableKind, **facts: Fact) -> None:
        self.kind = kind
        self.facts = facts
        super().__init__(self.text("en"))

    @property
    def told(self) -> tuple[str, Mapping[str, Fact]]:
        """The text's key and facts."""
        return f"postgis-{self.kind}", self.facts

    def text(self, locale: Locale, catalogue: Catalogue | None = None) -> str:
        """Return it in words, of the service's catalogue."""
        return super().text(locale, catalogue or own_catalogue())
