"""One community drawn: plots, their graph, cells dealt out, borders, tiles for the engine."""

from dataclasses import dataclass

import numpy as np
import shapely

from gis.lattice import Ints
from gis.partition.contract import Tell, silent
from gis.partition.townscape.arrays import Shapes
from gis.partition.townscape.borders import borders, redrawn
from gis.partition.townscape.buildings import Buildings
from gis.partition.townscape.dealing import Aim, dealt
from gis.partition.townscape.graph import graph_of, sides
from gis.partition.townscape.plane import Plane
from gis.partition.townscape.plots import plots
from gis.partition.townscape.roads import Roads
from gis.partition.townscape.tiles import tiles

_SHARES = (1.0, 0.5, 0.25, 0.1, 0.0)
"""By how much of the usual distances borders are moved: less where they came to cross."""


_PLOTTED, _DEALT = 0.3, 0.7
"""What shares are done when there are plots, and when they are dealt out."""


@dataclass(frozen=True, eq=False)
class Drawn:
    """The tiles of a community.

    Attributes
    ----------
    polygons
        In units; a little beyond the community's outline.
    cell
        The cell that each belongs to.
    """

    polygons: Shapes
    cell: Ints


def draw(
    plane: Plane,
    ground: shapely.Geometry,
    buildings: Buildings,
    roads: Roads,
    aim: Aim,
    seed: int,
    *,
    by_area: bool,
    tell: Tell = silent,
) -> Drawn:
    """Draw the cells of a community.

    Parameters
    ----------
    ground
        The community in metres.
    aim
        The weight wanted of each cell: households, or square metres.
    by_area
        Whether it is ground that is weighed.
    tell
        Is told what share is done.
    """
    # A quarter of what a cell may be small by: then any sum of plots comes near what is wanted.
    largest_m2 = aim.minimum / 4 if by_area else np.inf
    found_plots = plots(plane, ground, buildings, roads, largest_m2)
    found = sides(found_plots.faces)
    widest_m2 = aim.minimum if by_area else np.inf
    graph = graph_of(found_plots, found, roads, by_area=by_area, widest_m2=widest_m2)
    tell(_PLOTTED)
    cell = dealt(graph, aim, seed, lambda done: tell(_PLOTTED + (_DEALT - _PLOTTED) * done))
    cell = cell[graph.node]
    cell = np.unique(cell, return_inverse=True)[1].reshape(-1).astype(np.int64)
    lines = borders(plane, found, cell)
    for share in _SHARES:
        moved = redrawn(plane, lines, found, buildings, roads.lines, share)
        laid = tiles(plane, ground, moved, found, found_plots.faces, cell)
        if laid is not None:
            break
    else:
        raise AssertionError("borders as noded enclose no tiles")
    corner = np.array([plane.west, plane.south], dtype=np.float64)
    pieces, owner = laid
    return Drawn(np.asarray(shapely.transform(pieces, lambda xy: xy + corner)), owner)
