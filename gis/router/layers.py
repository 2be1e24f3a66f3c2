"""Overlapping cells: sorted into layers without overlaps, and what is left."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from gis.lattice import Bools, Ints
from gis.router.cells import Cells
from gis.router.edges import Edges
from gis.router.index import Layer
from gis.router.layer import NotPlanarError, layer_of

MOST_LAYERS = 8
"""Each further layer is asked for every point; cells that would need more are tested alone."""

_PAIRS_AT_ONCE = 1 << 20


@dataclass(frozen=True)
class Layered:
    """Layers and their edges, and which cells are in none of them."""

    layers: list[Layer]
    edges: list[Edges]
    loose: Bools


def layered(cells: Cells, memory_bytes: int | None) -> Layered:
    """Sort cells into as few layers as a simple choice finds; most input needs one."""
    made = Layered([], [], cells.collapsed())
    if made.loose.all():
        return made
    if _laid(made, cells, ~made.loose, memory_bytes):
        return made
    polygons = cells.polygons()
    made.loose[~shapely.is_valid(polygons)] = True
    if made.loose.all() or _laid(made, cells, ~made.loose, memory_bytes):
        return made
    rows = np.flatnonzero(~made.loose)
    number = _numbered(polygons[rows])
    share = None if memory_bytes is None else memory_bytes // min(number.max() + 1, MOST_LAYERS)
    for layer in range(min(int(number.max()) + 1, MOST_LAYERS)):
        chosen = np.zeros(len(cells.codes), np.bool_)
        chosen[rows[number == layer]] = True
        if not _laid(made, cells, chosen, share):
            made.loose[chosen] = True
    made.loose[rows[number >= MOST_LAYERS]] = True
    return made


def _laid(made: Layered, cells: Cells, rows: Bools, memory_bytes: int | None) -> bool:
    """Add a layer of some cells; False if they overlap or cross themselves."""
    try:
        layer, edges = layer_of(cells.edges(rows), memory_bytes)
    except NotPlanarError:
        return False
    made.layers.append(layer)
    made.edges.append(edges)
    return True


def _numbered(polygons: NDArray[Any]) -> Ints:
    """Give each polygon the first layer in which it overlaps nobody.

    Whatever shapely answers, `layer_of` proves each layer anew.
    """
    one, two = shapely.STRtree(polygons).query(polygons)
    later = one > two
    one, two = one[later], two[later]
    overlap = np.empty(len(one), np.bool_)
    for start in range(0, len(one), _PAIRS_AT_ONCE):
        some = slice(start, start + _PAIRS_AT_ONCE)
        overlap[some] = shapely.relate_pattern(
            polygons[one[some]], polygons[two[some]], "T********"
        )
    one, two = one[overlap], two[overlap]
    order = np.argsort(one, kind="stable")
    one, two = one[order], two[order]
    first = np.searchsorted(one, np.arange(len(polygons) + 1))
    number = np.zeros(len(polygons), np.int64)
    for row in np.unique(one).tolist():
        taken = set(number[two[first[row] : first[row + 1]]].tolist())
        free = 0
        while free in taken:
            free += 1
        number[row] = free
    return number
