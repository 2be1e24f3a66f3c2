"""Tiles for the engine: the cells of a community, reaching a little beyond its outline."""

import numpy as np
import shapely

from gis.lattice import Ints
from gis.partition.townscape.arrays import Shapes
from gis.partition.townscape.borders import Borders
from gis.partition.townscape.graph import Sides
from gis.partition.townscape.plane import Plane

_RIM_UNITS = 6.0
"""So far tiles reach beyond the outline, which the engine may move by a unit."""


def tiles(
    plane: Plane, ground: shapely.Geometry, drawn: Borders, found: Sides, faces: Shapes, cell: Ints
) -> tuple[Shapes, Ints] | None:
    """Return polygons in units from the plane's corner and the cell of each.

    Parameters
    ----------
    faces, cell
        The plots in metres, and their cells.

    Returns
    -------
    tuple or None
        None if borders cross, so that a tile holds no cell or a cell several tiles.
    """
    outer = shapely.buffer(plane.local(np.array([ground]))[0], _RIM_UNITS, join_style="mitre")
    edge = shapely.boundary(outer)
    scale = np.array(plane.unit_m)
    rim = np.unique(
        np.rint(found.ends[found.left < 0] / scale).astype(np.int64).reshape(-1, 2), axis=0
    )
    at_rim = {tuple(place) for place in rim.tolist()}
    lines = [shapely.linestrings(xy) for xy in drawn.arcs]
    tips = {tuple(xy[end].tolist()) for xy in drawn.arcs for end in (0, -1)} & at_rim
    spokes = [shapely.shortest_line(shapely.Point(tip), edge) for tip in sorted(tips)]
    together = shapely.union_all(np.array([*lines, *spokes, edge], dtype=object), grid_size=1.0)
    pieces = shapely.get_parts(shapely.polygonize(shapely.get_parts(together)))
    shapely.prepare(outer)
    pieces = pieces[shapely.intersects(outer, shapely.point_on_surface(pieces))]
    pieces = pieces[np.lexsort(shapely.bounds(pieces).T)]
    owner = _owners(pieces, plane.local(faces), cell)
    if (owner < 0).any() or len(np.unique(owner)) != len(owner) or len(owner) != cell.max() + 1:
        return None
    return pieces, owner


def _owners(pieces: Shapes, faces: Shapes, cell: Ints) -> Ints:
    """Return the cell that has most of the plots in each piece."""
    face, piece = shapely.STRtree(pieces).query(
        shapely.point_on_surface(faces), predicate="intersects"
    )
    votes = np.zeros((len(pieces), int(cell.max()) + 1))
    np.add.at(votes, (piece, cell[face]), shapely.area(faces[face]))
    owner = votes.argmax(axis=1)
    return np.where(votes.max(axis=1) > 0, owner, -1).astype(np.int64)
