"""Rings that do not wind once around their cell's own points: part 2 of the proof."""

from collections.abc import Iterable
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from gis.coverage.arrangement import node_keys
from gis.coverage.report import Fault, degrees
from gis.lattice import Rings, inside_rings, ring_areas2


def ring_faults(rings: Rings, codes: NDArray[np.object_], geometries: NDArray[Any]) -> list[Fault]:
    """Tell where rings turn the wrong way, pass a vertex twice, or holes are misplaced."""
    area2 = ring_areas2(rings)
    first_vertex = rings.xy[rings.starts[:-1]]
    faults: list[Fault] = []

    def report(ring: Iterable[int], what: str) -> None:
        faults.extend(
            Fault(what, degrees(first_vertex[r]), (codes[rings.feature[r]],)) for r in ring
        )

    report(np.flatnonzero(rings.first & (area2 <= 0)), "the shell does not run anticlockwise")
    report(np.flatnonzero(~rings.first & (area2 >= 0)), "a hole does not run clockwise")
    ring = rings.ring
    keys = node_keys(*rings.xy.T)
    order = np.lexsort((keys, ring))
    again = (keys[order][1:] == keys[order][:-1]) & (ring[order][1:] == ring[order][:-1])
    report(np.unique(ring[order][1:][again]), "a ring passes a vertex twice")

    holes = np.flatnonzero(~rings.first)
    if len(holes):
        shell = np.maximum.accumulate(np.where(rings.first, np.arange(len(rings)), 0))[holes]
        # The middle of an edge, in doubled units, lies on no other ring.
        doubled = Rings(rings.xy * 2, rings.starts, rings.polygon, rings.feature, rings.first)
        begin = rings.starts[holes]
        middle = rings.xy[begin] + rings.xy[begin + 1]
        within = inside_rings(middle[:, 0], middle[:, 1], shell, doubled)
        report(holes[~within], "a hole lies outside its shell")
        number = np.bincount(rings.polygon[holes], minlength=int(rings.polygon.max()) + 1)
        for polygon in np.flatnonzero(number > 1).tolist():
            mine = np.flatnonzero(rings.polygon[holes] == polygon)
            a, b = (g.reshape(-1) for g in np.meshgrid(mine, mine, indexing="ij"))
            a, b = a[a != b], b[a != b]
            nested = inside_rings(middle[a, 0], middle[a, 1], holes[b], doubled)
            report(holes[np.unique(a[nested])], "a hole lies in another hole")
        several = np.unique(rings.feature[holes])
        for cell in several[~shapely.is_valid(geometries[several])].tolist():
            place = shapely.get_coordinates(geometries[cell])[0]
            what = "rings of the cell meet so that it falls apart"
            faults.append(Fault(what, (float(place[0]), float(place[1])), (codes[cell],)))
    return faults
