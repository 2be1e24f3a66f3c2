"""Carve a special cell (专属网格) out of the general ones: a school, a market, a works."""

from collections.abc import Iterable

import geopandas
import numpy as np
import shapely

from gis.datums import area_m2
from gis.editing.applying import Deal, applied, part_of
from gis.editing.choosing import ordinary, refuse_micro
from gis.editing.codes import NewCodes
from gis.editing.edited import Edited
from gis.editing.refusals import EditRefused, RefusalKind, refuse_wild
from gis.partition.contract import Division

TOLERATED_M2 = 10.0
"""So little of another special cell may lie in the area: borders drawn along each other."""


def carve(
    division: Division,
    area: shapely.Geometry,
    *,
    name: str | None = None,
    kind: str = "special",
    retired: Iterable[str] = (),
) -> Edited:
    """Make what lies in an area a cell of its own, one in each community that it reaches.

    Cells that it takes whole are gone; what it cuts off from a cell becomes a cell of its own.

    Parameters
    ----------
    division
        What is changed; stays as it is.
    area
        A polygon, EPSG:4326. Of other special cells it takes nothing.
    name, kind
        Of the new cell.
    retired
        Codes of earlier divisions, which no new cell may get.

    Raises
    ------
    EditRefused
        The area is unfit, lies in no general cell, or takes more than `TOLERATED_M2` of a special
        one.
    """
    _refuse_unfit(area)
    cells = ordinary(division.cells)
    near = cells.iloc[np.sort(cells.sindex.query(area, predicate="intersects"))]
    shared = area_m2(shapely.intersection(near.geometry.to_numpy(), area))
    near, shared = near[shared > 0], shared[shared > 0]
    special = near["kind"].to_numpy() == "special"
    _refuse_special(near[special], shared[special], area)
    givers = near[~special]
    if not len(givers):
        raise EditRefused(RefusalKind.NOTHING_INSIDE)
    refuse_micro(division.cells, givers["code"].astype(str))
    codes = NewCodes(division.cells, retired)
    home = dict(zip(givers["code"].astype(str), givers["community"].astype(str), strict=True))
    new = {community: codes.take(community, 1)[0] for community in sorted(set(home.values()))}
    rows = {
        new[str(row["community"])]: {**part_of(row), "kind": kind, "name": name}
        for row in givers.to_dict("records")
    }
    deal = Deal(
        givers=tuple(home),
        areas=[area],
        goes=lambda code, drawn: code if drawn < 0 else new[home[code]],
        rows=rows,
    )
    return applied(division, deal, codes)


def _refuse_unfit(area: shapely.Geometry) -> None:
    polygonal = isinstance(area, shapely.Polygon | shapely.MultiPolygon)
    if polygonal:
        refuse_wild(area)
    if polygonal and not shapely.is_valid(area):
        raise EditRefused(RefusalKind.UNFIT_SHAPE, why="crosses")
    if not polygonal or shapely.area(area) == 0:
        raise EditRefused(RefusalKind.UNFIT_SHAPE, why="no-area")


def _refuse_special(
    special: geopandas.GeoDataFrame, shared: np.ndarray, area: shapely.Geometry
) -> None:
    if not (shared > TOLERATED_M2).any():
        return
    k = int(np.argmax(shared))
    place = shapely.point_on_surface(shapely.intersection(special.geometry.iloc[k], area))
    raise EditRefused(
        RefusalKind.TAKES_SPECIAL,
        (str(special["code"].iloc[k]),),
        (place.x, place.y),
        area_m2=round(float(shared[k])),
    )
