"""Tell the community of cells by where they lie, for a city whose codes do not say it."""

from collections.abc import Sequence
from dataclasses import replace

import geopandas
import numpy as np
import shapely

from gis.boundaries.cellcolumns import Meaning
from gis.boundaries.features import Polygons
from gis.boundaries.findings import Repair, RepairKind


def located(
    meanings: Sequence[Meaning], polygons: Polygons, communities: geopandas.GeoDataFrame
) -> list[Meaning]:
    """Return the meanings, those without a community with the one that most of the cell lies in.

    Parameters
    ----------
    meanings
        One a cell.
    polygons
        Of the cells; takes the note of how many were told so.
    communities
        Columns code and geometry.
    """
    told = list(meanings)
    unknown = [number for number, meaning in enumerate(told) if not meaning.community]
    if not unknown:
        return told
    frame = communities if communities.crs is None else communities.to_crs(4326)
    codes = frame["code"].astype(str).to_numpy()
    homes = shapely.make_valid(frame.geometry.to_numpy())
    cells = polygons.geometries[unknown]
    cell, home = shapely.STRtree(homes).query(cells, predicate="intersects")
    shared = shapely.area(shapely.intersection(cells[cell], homes[home]))
    # The largest share first; of equals, the smaller code.
    order = np.lexsort((codes[home], -shared, cell))
    order = order[shared[order] > 0]
    found, first = np.unique(cell[order], return_index=True)
    for number, best in zip(found.tolist(), home[order][first].tolist(), strict=True):
        at = unknown[number]
        told[at] = replace(told[at], community=str(codes[best]))
    if len(found):
        facts = {"count": len(found)}
        polygons.notes.append(Repair("", RepairKind.COMMUNITIES_LOCATED, facts=facts))
    return told
