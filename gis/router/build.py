"""Make an index of cells."""

import geopandas
import numpy as np

from gis.router.cells import Cells, cells_of
from gis.router.codes import Codes
from gis.router.edges import Ints32, directed
from gis.router.index import Index
from gis.router.layers import layered
from gis.router.loose import loose_of
from gis.router.rim import rim_of


def index_of(frame: geopandas.GeoDataFrame, memory_bytes: int | None = None) -> Index:
    """Index cells.

    Parameters
    ----------
    frame
        Cells: columns code and geometry; EPSG:4326.
    memory_bytes
        What the layers may take, where that is possible at all; None for what answers fastest.

    Raises
    ------
    RouterError
        The cells are unfit; the message says why.
    """
    cells = cells_of(frame)
    made = layered(cells, memory_bytes)
    rows = np.flatnonzero(made.loose)
    loose = loose_of(rows, *cells.outlines(made.loose))
    rim = rim_of(made.edges, _edges_alone(cells, made.loose))
    return Index(Codes.of(cells.codes), tuple(made.layers), loose, rim)


def _edges_alone(cells: Cells, rows: np.ndarray) -> tuple[Ints32, Ints32]:
    """Return every edge of some cells, points among them, with its row."""
    first, rings, xy = cells.outlines(rows)
    owner = np.repeat(np.flatnonzero(rows), np.diff(first))
    ends, sides = directed(xy, rings, owner, np.ones(len(owner), np.bool_))
    lone = np.hstack([xy, xy]).astype(np.int32)
    row = np.repeat(owner, np.diff(rings))
    return np.concatenate([ends, lone]), np.concatenate([sides.max(axis=1), row]).astype(np.int32)
