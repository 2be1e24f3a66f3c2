"""Merge neighbouring cells of a community."""

from collections.abc import Sequence

import geopandas
import pandas as pd
import shapely

from gis.editing.applying import COUNTED, Deal, applied
from gis.editing.choosing import chosen, one_community
from gis.editing.codes import NewCodes
from gis.editing.edited import Edited
from gis.editing.refusals import EditRefused, RefusalKind
from gis.partition.contract import Division


def merge(division: Division, codes: Sequence[str]) -> Edited:
    """Merge cells that hang together by sides into the first of them.

    It keeps its code, name and kind; households and population are added up.

    Parameters
    ----------
    division
        What is changed; stays as it is.
    codes
        Two cells or more of one community.

    Raises
    ------
    EditRefused
        They are fewer than two, unknown, of several communities, or do not hang together.
    """
    several = list(dict.fromkeys(codes))
    cells = chosen(division.cells, several)
    if len(several) < 2:
        raise EditRefused(RefusalKind.ONE_CELL, tuple(several))
    one_community(cells)
    _refuse_apart(cells)
    heir = several[0]
    counted = {column: _sum(cells[column]) for column in COUNTED if column in cells.columns}
    deal = Deal(givers=tuple(several), areas=(), goes=lambda _, __: heir, rows={heir: counted})
    return applied(division, deal, NewCodes(division.cells))


def _sum(counts: "pd.Series[float]") -> object:
    """Return the sum, and None where one is not known."""
    return None if counts.isna().any() else counts.sum()


def _refuse_apart(cells: geopandas.GeoDataFrame) -> None:
    """Refuse cells of which some share no side with the others."""
    shapes = cells.geometry.to_numpy()
    reached, waiting = {0}, [0]
    while waiting:
        here = waiting.pop()
        for k, shape in enumerate(shapes):
            if k not in reached and share_a_side(shapes[here], shape):
                reached.add(k)
                waiting.append(k)
    if len(reached) < len(shapes):
        raise EditRefused(RefusalKind.NOT_NEIGHBOURS, tuple(cells["code"].astype(str)))


def share_a_side(one: shapely.Geometry, two: shapely.Geometry) -> bool:
    """Tell whether two cells have more than points in common."""
    border = shapely.intersection(shapely.boundary(one), shapely.boundary(two))
    return bool(shapely.length(border) > 0)
