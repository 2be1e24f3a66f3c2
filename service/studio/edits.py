"""Edits as they are asked for, stored and done."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import shapely

from gis.editing import (
    Edited,
    EditRefused,
    carve,
    merge,
    move_vertex,
    redraw,
    split,
    split_in,
)
from gis.partition import Division
from service.studio.errors import EditIncompleteError, EditRefusedError

Place = tuple[float, float]


class EditKind(StrEnum):
    """What is done to cells."""

    SPLIT = "split"
    SPLIT_IN = "split_in"
    MERGE = "merge"
    MOVE_VERTEX = "move_vertex"
    REDRAW = "redraw"
    CARVE = "carve"


NEEDS: Mapping[EditKind, tuple[int, int]] = {
    EditKind.SPLIT: (1, 2),
    EditKind.SPLIT_IN: (1, 0),
    EditKind.MERGE: (2, 0),
    EditKind.MOVE_VERTEX: (0, 2),
    EditKind.REDRAW: (2, 2),
    EditKind.CARVE: (0, 3),
}
"""How many cells and places each takes at least; those of `_EXACT_CELLS` so many and no more."""
_EXACT_CELLS = {EditKind.SPLIT: 1, EditKind.SPLIT_IN: 1, EditKind.REDRAW: 2}


@dataclass(frozen=True)
class Edit:
    """One edit.

    Attributes
    ----------
    cells
        Codes, in the order in which they were chosen: of merged ones the first stays.
    places
        Longitudes and latitudes, EPSG:4326: the line, the outline of what is carved out, or a
        vertex and where it goes.
    parts
        How many parts a cell is split in.
    name
        Of a cell that is carved out.
    """

    kind: EditKind
    cells: tuple[str, ...] = ()
    places: tuple[Place, ...] = ()
    parts: int = 0
    name: str = ""

    def to_json(self) -> dict[str, object]:
        """Return what was asked for, as the database keeps it."""
        return {
            "cells": list(self.cells),
            "places": [list(place) for place in self.places],
            "parts": self.parts,
            "name": self.name,
        }

    @classmethod
    def from_json(cls, kind: str, kept: Mapping[str, Any]) -> "Edit":
        """Read what `to_json` wrote."""
        return cls(
            EditKind(kind),
            tuple(kept["cells"]),
            tuple((lon, lat) for lon, lat in kept["places"]),
            int(kept["parts"]),
            str(kept["name"]),
        )


def done(division: Division, edit: Edit, retired: Iterable[str]) -> Edited:
    """Do an edit.

    Parameters
    ----------
    division
        Proven; stays as it is.
    retired
        Codes that no new cell may get.

    Raises
    ------
    EditIncompleteError
        Cells or places are missing, or too many.
    EditRefusedError
        The cells cannot be changed so.
    """
    _refuse_incomplete(edit)
    try:
        return _edited(division, edit, retired)
    except EditRefused as refusal:
        raise EditRefusedError(refusal) from refusal


def _refuse_incomplete(edit: Edit) -> None:
    cells, places = NEEDS[edit.kind]
    exact = _EXACT_CELLS.get(edit.kind)
    if len(edit.cells) < cells or (exact is not None and len(edit.cells) != exact):
        raise EditIncompleteError(field="cells", cells=cells, places=places)
    if len(edit.places) < places or (edit.kind is EditKind.MOVE_VERTEX and len(edit.places) != 2):
        raise EditIncompleteError(field="places", cells=cells, places=places)


def _edited(division: Division, edit: Edit, retired: Iterable[str]) -> Edited:
    cells, places = edit.cells, edit.places
    match edit.kind:
        case EditKind.SPLIT:
            return split(division, cells[0], _line(places), retired=retired)
        case EditKind.SPLIT_IN:
            return split_in(division, cells[0], edit.parts, retired=retired)
        case EditKind.MERGE:
            return merge(division, cells)
        case EditKind.MOVE_VERTEX:
            return move_vertex(division, places[0], places[1])
        case EditKind.REDRAW:
            return redraw(division, cells[0], cells[1], _line(places))
        case EditKind.CARVE:
            return carve(division, shapely.Polygon(places), name=edit.name or None, retired=retired)


def _line(places: Sequence[Place]) -> shapely.LineString:
    return shapely.LineString(places)
