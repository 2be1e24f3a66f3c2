"""The one step under all edits: node cells and drawn areas together, and deal faces out anew.

All cells that an edit reaches are owners of one arrangement; so are the areas that it draws.
Every face then has one cell that it lay in and at most one area, and goes to the cell that the
edit names for the two. Nothing can gape or overlap, since faces are dealt out and not shapes
computed; borders that an area's outline crosses are led through the crossing on both sides.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import geopandas
import numpy as np
import shapely

from gis.arrangement import Plane
from gis.coverage.covering import cover
from gis.coverage.drawing import Shapes, drawn
from gis.lattice import Bools, Floats, Indices, Ints

CRUMB_M2 = 0.5
"""A part of a cell below this is what rounding cut off, and goes to the cell beside it."""

Goes = Callable[[str, int], str]
"""Names the cell that gets the ground of a cell, by its code, in an area; −1 for in none."""


@dataclass(frozen=True)
class Dealt:
    """Faces dealt out.

    Attributes
    ----------
    parts
        The polygons that each cell now has, by code.
    area_m2
        The area of each of them.
    """

    parts: dict[str, list[shapely.Polygon]]
    area_m2: dict[str, list[float]]


def dealt_out(
    cells: geopandas.GeoDataFrame,
    givers: Iterable[str],
    areas: Sequence[shapely.Geometry],
    goes: Goes,
) -> Dealt:
    """Node cells with areas and deal the faces out.

    Parameters
    ----------
    cells
        Columns code, community, geometry: cells of an exact coverage, or those of them that an
        edit can reach, without micro-cells; EPSG:4326.
    givers
        Codes of the cells whose ground is dealt out anew; all others keep theirs.
    areas
        Valid polygons; where two share ground it is the first's.
    goes
        Who gets what, asked for givers only. The answer is of the giver's community.

    Returns
    -------
    Dealt
        Codes without any ground are absent.
    """
    carved = np.asarray([*areas], dtype=object)
    covered = cover(cells[["code", "geometry"]], None, carved if len(carved) else None)
    (part,) = covered.parts
    plane, codes = part.plane, covered.codes
    home = dict(zip(cells["code"].astype(str), cells["community"].astype(str), strict=True))
    label, names = _labels(plane, codes, frozenset(givers), goes)
    home |= {names[k]: home[codes[c]] for c, k in _first_giver(plane, label)}
    dealt = _dealt_to(plane, codes, givers, label)
    owner, polygons, areas_m2 = _without_crumbs(plane, label, names, home, dealt)
    parts: dict[str, list[shapely.Polygon]] = {}
    sizes: dict[str, list[float]] = {}
    for row, k in enumerate(owner.tolist()):
        parts.setdefault(names[k], []).append(polygons[row])
        sizes.setdefault(names[k], []).append(float(areas_m2[row]))
    return Dealt(parts, sizes)


def _labels(
    plane: Plane, codes: tuple[str, ...], givers: frozenset[str], goes: Goes
) -> tuple[Indices, list[str]]:
    """Return the new cell of each cycle's face as a number, −1 for none, and the cells' codes."""
    pair = np.stack([plane.community, plane.area], axis=1)
    pairs, of_cycle = np.unique(pair, axis=0, return_inverse=True)
    names: dict[str, int] = {}
    label = np.full(len(pairs), -1, dtype=np.int32)
    for row, (cell, area) in enumerate(pairs.tolist()):
        if cell < 0:
            continue
        code = codes[cell]
        label[row] = names.setdefault(goes(code, area) if code in givers else code, len(names))
    return label[of_cycle.reshape(-1)], list(names)


def _dealt_to(plane: Plane, codes: tuple[str, ...], givers: Iterable[str], label: Indices) -> Bools:
    """Tell of each label whether it got ground of a giver."""
    gives = np.append(np.isin(codes, list(givers)), False)
    dealt = np.zeros(int(label.max(initial=-1)) + 1, dtype=np.bool_)
    dealt[label[(label >= 0) & gives[plane.community]]] = True
    return dealt


def _first_giver(plane: Plane, label: Indices) -> list[tuple[int, int]]:
    """Return one cell whose ground each label has."""
    mine = label >= 0
    labels, first = np.unique(label[mine], return_index=True)
    return list(zip(plane.community[mine][first].tolist(), labels.tolist(), strict=True))


def _without_crumbs(
    plane: Plane, label: Indices, names: list[str], home: dict[str, str], dealt: Bools
) -> tuple[Ints, Shapes, Floats]:
    """Draw the connected parts of labels; a crumb of one dealt out goes to the part beside it.

    Returns
    -------
    tuple
        The label, the polygon and the area of each part.
    """
    place = {community: k for k, community in enumerate(sorted(set(home.values())))}
    homes = np.asarray([place[home[name]] for name in names], dtype=np.int64)
    while True:
        number, owner = plane.parts(label)
        polygons, areas_m2 = drawn(plane.outlines(number, len(owner)))
        several = np.bincount(owner, minlength=len(names))[owner] > 1
        crumbs = np.flatnonzero(several & dealt[owner] & (areas_m2 < CRUMB_M2))
        if not len(crumbs):
            return owner, polygons, areas_m2
        # The smallest first, one at a time: its neighbour may be a crumb as well.
        crumb = int(crumbs[np.argmin(areas_m2[crumbs])])
        beside = _longest_side(plane, number, owner, homes, crumb)
        if beside < 0:
            return owner, polygons, areas_m2
        label = np.where(number == crumb, owner[beside], label).astype(np.int32)


def _longest_side(plane: Plane, number: Indices, owner: Ints, homes: Ints, crumb: int) -> int:
    """Return the part of the same community that shares the longest side with one; −1 for none."""
    half = np.flatnonzero(number[plane.cycle] == crumb)
    other = number[plane.cycle[half ^ 1]]
    mine = (other >= 0) & (other != crumb)
    mine &= homes[owner[other]] == homes[owner[crumb]]
    half, other = half[mine], other[mine]
    if not len(half):
        return -1
    x0, y0, x1, y1 = plane.lowest(half.astype(np.int32))
    shared = np.bincount(other, weights=np.hypot(x1 - x0, y1 - y0))
    return int(np.argmax(shared))
