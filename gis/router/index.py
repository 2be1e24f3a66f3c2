"""All that an index holds, and how it is made from cells."""

from dataclasses import dataclass

import geopandas
import numpy as np

from gis.router.cells import Cells, cells_of
from gis.router.codes import Codes
from gis.router.edges import Ints32, directed
from gis.router.layer import Layer
from gis.router.layers import layered
from gis.router.loose import Loose
from gis.router.rim import Rim


@dataclass(frozen=True)
class Index:
    """An index of cells.

    Attributes
    ----------
    codes
        Cell codes, ascending; their places are the rows that routing answers.
    layers
        Layers without overlaps; the smallest row of all layers is the answer.
    loose
        Cells that are in no layer.
    rim
        What a place outside all cells can be nearest to.
    """

    codes: Codes
    layers: tuple[Layer, ...]
    loose: Loose
    rim: Rim

    @property
    def nbytes(self) -> int:
        """Memory of all arrays."""
        arrays = [
            *(getattr(self.loose, name) for name in vars(self.loose)),
            *(getattr(self.rim, name) for name in vars(self.rim)),
            self.codes.text,
            self.codes.first,
        ]
        return int(sum(a.nbytes for a in arrays)) + sum(layer.nbytes for layer in self.layers)


def index_of(frame: geopandas.GeoDataFrame, memory_bytes: int | None = None) -> Index:
    """Index cells.

    Parameters
    ----------
    frame
        Cells: columns code and geometry; EPSG:4326.
    memory_bytes
        What the layers should take at most; None for what answers fastest.

    Raises
    ------
    RouterError
        The cells are unfit; the message says why.
    """
    cells = cells_of(frame)
    made = layered(cells, memory_bytes)
    rows = np.flatnonzero(made.loose)
    loose = Loose.of(rows, *cells.outlines(made.loose))
    rim = Rim.of(made.edges, _edges_alone(cells, made.loose))
    return Index(Codes.of(cells.codes), tuple(made.layers), loose, rim)


def _edges_alone(cells: Cells, rows: np.ndarray) -> tuple[Ints32, Ints32]:
    """Return every edge of some cells, points among them, with its row."""
    first, rings, xy = cells.outlines(rows)
    owner = np.repeat(np.flatnonzero(rows), np.diff(first))
    ends, sides = directed(xy, rings, owner, np.ones(len(owner), np.bool_))
    lone = np.hstack([xy, xy]).astype(np.int32)
    row = np.repeat(owner, np.diff(rings))
    return np.concatenate([ends, lone]), np.concatenate([sides.max(axis=1), row]).astype(np.int32)
