"""Find the cell that each micro-cell is nested in: by code, by column, or where it lies."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import shapely

from gis.boundaries.cellcolumns import Meaning
from gis.boundaries.features import Polygons
from gis.boundaries.findings import BoundaryError, ErrorKind, FeaturePlace, Repair, RepairKind

_NESTED_SHARE = 0.9


def parents_of(
    meanings: Sequence[Meaning],
    given: Sequence[str],
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
        What a column of parents says; codes of streets are no parents.
    micro
        Which cells are called micro-cells.
    places, polygons, path
        Of the cells; the polygons' repairs take what was found by place.

    Raises
    ------
    BoundaryError
        A micro-cell lies in no cell of the file.
    """
    today = {meaning.code: meaning.code for meaning in meanings}
    today |= {meaning.before: meaning.code for meaning in meanings if meaning.before}
    parents = []
    lost: list[int] = []
    for number, meaning in enumerate(meanings):
        # A column of this name holds streets in files of communities' cells: no cell, no parent.
        parent = today.get(given[number], "") or today.get(meaning.parent, "")
        if parent == meaning.code:
            parent = ""
        is_micro = meaning.parent or micro[number]
        if is_micro and not parent:
            lost.append(number)
        parents.append(parent)
    if len(lost) == len(meanings):  # a file of micro-cells only: here they are the cells
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
