"""Communities, or cells, that closing leaves no ground: who has it, how much, and where."""

from dataclasses import dataclass

import geopandas
import numpy as np
import shapely

from gis.coverage import CoverageError
from gis.coverage.closing_findings import Place
from gis.datums import area_m2


@dataclass(frozen=True, slots=True)
class Swallowed:
    """One that has no ground left.

    Attributes
    ----------
    code
        Its code.
    area_m2
        What was drawn for it.
    place
        A point of it, longitude and latitude.
    others
        Codes of those that overlap it, the largest overlap first; none where it is too small.
    """

    code: str
    area_m2: float
    place: Place
    others: tuple[str, ...]


def swallowed(frame: geopandas.GeoDataFrame, refusal: CoverageError) -> list[Swallowed]:
    """Return those that a refusal of kind ``vanished`` names.

    Parameters
    ----------
    frame
        What could not be closed: code and geometry, EPSG:4326.
    refusal
        Why.
    """
    codes = frame["code"].astype(str).to_numpy()
    shapes = frame.geometry.to_numpy()
    tree = shapely.STRtree(shapes)
    found = []
    for number in np.flatnonzero(np.isin(codes, refusal.features)).tolist():
        shape = shapes[number]
        near = tree.query(shape, predicate="intersects")
        near = near[near != number]
        shared = shapely.area(shapely.intersection(shapes[near], shape))
        order = np.lexsort((codes[near], -shared))
        others = tuple(str(codes[near[at]]) for at in order.tolist() if shared[at] > 0)
        point = shapely.point_on_surface(shape)
        area = float(area_m2([shape])[0])
        found.append(Swallowed(str(codes[number]), area, (point.x, point.y), others))
    return found
