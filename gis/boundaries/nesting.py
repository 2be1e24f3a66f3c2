"""Find the cell that each micro-cell is nested in: by code, by column, or where it lies."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import shapely

from gis.boundaries.cellcolumns import Meaning
from gis.boundaries.features import Polygons
from gis.boundaries.findings import BoundaryError, ErrorKind, FeaturePlace, Repair, RepairKind
from gis.texts import Fact, Several

_NESTED_SHARE = 0.9


@dataclass(frozen=True, slots=True)
class GivenParents:
    """What a column of parents says.

    Attributes
    ----------
    values
        By row, "" for none. Codes of streets are no parents.
    column
        Its name; "" where there is none.
    named
        Whether the caller named it.
    """

    values: Sequence[str]
    column: str
    named: bool = False


def parents_of(
    meanings: Sequence[Meaning],
    given: GivenParents,
    micro: Sequence[bool],
    places: list[FeaturePlace],
    polygons: Polygons,
    path: Path,
) -> list[str]:
    """Return the code of the cell that each micro-cell lies in, "" for others.

    Parameters
    ----------
    meanings
        What the codes say.
    given
        What a column of parents says.
    micro
        Which cells are called micro-cells.
    places, polygons, path
        Of the cells; the polygons' repairs take what was found by place.

    Raises
    ------
    BoundaryError
        A micro-cell lies in no cell of the file, or the column that the caller named tells none
        that is there.
    """
    today = {meaning.code: meaning.code for meaning in meanings}
    today |= {meaning.before: meaning.code for meaning in meanings if meaning.before}
    parents = []
    lost: list[int] = []
    for number, meaning in enumerate(meanings):
        # A column of this name holds streets in files of communities' cells: no cell, no parent.
        parent = today.get(given.values[number], "") or today.get(meaning.parent, "")
        if parent == meaning.code:
            parent = ""
        is_micro = meaning.parent or micro[number]
        if is_micro and not parent:
            lost.append(number)
        parents.append(parent)
    elsewhere = [number for number, value in enumerate(given.values) if value]
    if given.named and elsewhere and not any(parents):
        told = Several.of(sorted({given.values[number] for number in elsewhere}))
        facts: dict[str, Fact] = {"column": given.column, "cells": told}
        astray = [places[number] for number in elsewhere]
        raise BoundaryError(ErrorKind.CELLS_MISSING, path, places=astray, facts=facts)
    if len(lost) == len(meanings):  # a file of micro-cells only: here they are the cells
        if elsewhere:
            facts = {"column": given.column}
            polygons.notes.append(Repair("", RepairKind.CELLS_NOT_THERE, facts=facts))
        return parents
    return _parents_by_place(parents, lost, meanings, places, polygons, path)


def _parents_by_place(
    parents: list[str],
    lost: list[int],
    meanings: Sequence[Meaning],
    places: list[FeaturePlace],
    polygons: Polygons,
    path: Path,
) -> list[str]:
    """Find the cell that each lost micro-cell lies in on the map."""
    astray = set(lost)
    cells = [at for at, parent in enumerate(parents) if not parent and at not in astray]
    shapes = polygons.geometries
    tree = shapely.STRtree(shapes[cells])
    for number in lost:
        near = [cells[at] for at in tree.query(shapes[number], predicate="intersects").tolist()]
        shared = shapely.area(shapely.intersection(shapes[near], shapes[number]))
        best = int(np.argmax(shared)) if near else 0
        if not near or shared[best] < _NESTED_SHARE * shapes[number].area:
            raise BoundaryError(ErrorKind.UNKNOWN_PARENT, path, places=[places[number]])
        parents[number] = meanings[near[best]].code
        facts = {"parent": parents[number]}
        code = meanings[number].code
        polygons.repairs.append(Repair(code, RepairKind.PARENT_FOUND, facts=facts))
    return parents
