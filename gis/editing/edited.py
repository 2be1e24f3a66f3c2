"""What an edit gives."""

from dataclasses import dataclass

from gis.partition.contract import Division


@dataclass(frozen=True)
class Edited:
    """A division after an edit.

    Attributes
    ----------
    division
        Cells and communities, proven.
    changed
        Codes of the cells whose outline is another now, neighbours that only got a vertex of a
        moved border among them; ascending.
    created, removed
        Codes that only the new division has, and that only the old one had; ascending.
    """

    division: Division
    changed: tuple[str, ...]
    created: tuple[str, ...]
    removed: tuple[str, ...]
