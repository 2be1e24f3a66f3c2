"""Move a border: by a new line between two cells, or by one of its vertices."""

import geopandas
import numpy as np
import shapely

from gis.editing.applying import Deal, applied
from gis.editing.choosing import chosen, one_community, ordinary, refuse_micro
from gis.editing.codes import NewCodes
from gis.editing.edited import Edited
from gis.editing.merging import share_a_side
from gis.editing.refusals import EditRefused, RefusalKind
from gis.editing.splitting import crossed
from gis.lattice import Ints, from_units, to_units
from gis.partition.contract import Division

Place = tuple[float, float]

_ROUNDING = 1e-9
"""What areas of degrees may differ by, as a share, if they are one."""


def redraw(division: Division, one: str, two: str, line: shapely.LineString) -> Edited:
    """Draw the border of two neighbours anew: the line divides the ground of both together.

    Each piece goes to the cell that has most of it now.

    Parameters
    ----------
    division
        What is changed; stays as it is.
    one, two
        Two neighbours of one community.
    line
        Across both cells' ground from border to border, EPSG:4326.

    Raises
    ------
    EditRefused
        They are no neighbours of one community, the line does not cross their ground, leaves
        one of them nothing, or tears one of them in two.
    """
    cells = chosen(division.cells, [one, two])
    one_community(cells)
    first, second = cells.geometry.to_numpy()
    if not share_a_side(first, second):
        raise EditRefused(RefusalKind.NOT_NEIGHBOURS, (one, two))
    pieces = np.asarray(crossed(shapely.union(first, second), [line], (one, two)), dtype=object)
    share = shapely.area(shapely.intersection(pieces, first)) / shapely.area(pieces)
    to_first, to_second = pieces[share > 0.5], pieces[share <= 0.5]
    for code, some in ((one, to_first), (two, to_second)):
        if not len(some):
            raise EditRefused(RefusalKind.NO_GROUND_LEFT, (code,))
    deal = Deal(
        givers=(one, two),
        areas=to_first.tolist(),
        goes=lambda _, area: two if area < 0 else one,
        rows={},
        in_one_piece=frozenset((one, two)),
    )
    return applied(division, deal, NewCodes(division.cells))


def move_vertex(division: Division, at: Place, to: Place) -> Edited:
    """Move a vertex; all cells that have it follow.

    Parameters
    ----------
    division
        What is changed; stays as it is.
    at
        Longitude and latitude of a vertex inside a community.
    to
        Where it goes.

    Raises
    ------
    EditRefused
        There is no such vertex, it is on a community's outline, or borders would cross.
    """
    cells = ordinary(division.cells)
    old, new = to_units(at), to_units(to)
    having = _having(cells, at, old)
    if not len(having):
        raise EditRefused(RefusalKind.NO_VERTEX, (), at)
    codes = tuple(having["code"].astype(str))
    refuse_micro(division.cells, codes)
    _refuse_outline(division, having, at, old)
    before = having.geometry.to_numpy()
    after = np.asarray([_moved(shape, old, new) for shape in before], dtype=object)
    ground = shapely.union_all(before)
    fit = shapely.is_valid(after).all() and shapely.is_valid(ground)
    if fit:
        # Valid, all of the ground, and no more than it: then they meet in their borders only.
        apart = shapely.area(shapely.symmetric_difference(shapely.union_all(after), ground))
        doubled = shapely.area(after).sum() - shapely.area(ground)
        fit = max(apart, abs(doubled)) <= _ROUNDING * shapely.area(ground)
    if not fit:
        raise EditRefused(RefusalKind.TOO_FAR, codes, to)
    deal = Deal(
        givers=codes,
        areas=after.tolist(),
        goes=lambda code, area: code if area < 0 else codes[area],
        rows={},
        in_one_piece=frozenset(codes),
    )
    return applied(division, deal, NewCodes(division.cells))


def _having(cells: geopandas.GeoDataFrame, at: Place, vertex: Ints) -> geopandas.GeoDataFrame:
    """Return the cells of which a place is a vertex."""
    near = cells.iloc[np.sort(cells.sindex.query(shapely.Point(at).buffer(1e-6)))]
    xy, cell = shapely.get_coordinates(near.geometry.to_numpy(), return_index=True)
    return near.iloc[np.unique(cell[(to_units(xy) == vertex).all(axis=1)])]


def _refuse_outline(
    division: Division, having: geopandas.GeoDataFrame, at: Place, vertex: Ints
) -> None:
    homes = having["community"].astype(str).unique()
    outlines = division.communities.set_index(division.communities["code"].astype(str)).geometry
    for home in homes:
        xy = to_units(shapely.get_coordinates(outlines.loc[home]))
        if (xy == vertex).all(axis=1).any():
            raise EditRefused(RefusalKind.OUTLINE, (), at, community=home)


def _moved(shape: shapely.Geometry, old: Ints, new: Ints) -> shapely.Geometry:
    def at_new(xy: np.ndarray) -> np.ndarray:
        moved = xy.copy()
        moved[(to_units(xy) == old).all(axis=1)] = from_units(new)
        return moved

    return shapely.transform(shape, at_new)
