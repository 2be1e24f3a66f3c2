"""Addresses with their households: as a column tells, else one each."""

from os import PathLike
from typing import Unpack

import geopandas
import numpy as np
import pandas as pd
import shapely

from gis.boundaries.columns import HOUSEHOLDS, ColumnSearch
from gis.boundaries.options import Reading, ReadingOptions
from gis.surroundings.findings import Assumption, Kind
from gis.surroundings.surveyed import Surveyed, numbers, shaped

_KINDS = (shapely.GeometryType.POINT, shapely.GeometryType.MULTIPOINT)
_ADDRESSES = "other_tags LIKE '%\"addr:housenumber\"%'"


def read_addresses(
    path: str | PathLike[str],
    households: str | None = None,
    reading: Reading | None = None,
    **options: Unpack[ReadingOptions],
) -> Surveyed:
    """Read addresses.

    Parameters
    ----------
    path
        Of the formats of boundaries, or an extract of OpenStreetMap.
    households
        The column; without it the usual names are looked for.
    reading, **options
        As `read_boundaries` takes them.

    Returns
    -------
    Surveyed
        Its frame has columns households and geometry.

    Raises
    ------
    BoundaryError
        The file is refused, or the column is not there.
    """
    reading = (reading or Reading()).but(**options)
    found = shaped(path, reading, _KINDS, extract=("points", _ADDRESSES))
    table = pd.DataFrame(found.frame.drop(columns="geometry"))
    column = ColumnSearch(table, found.path, found.aliases).find(households, HOUSEHOLDS)
    count = len(found.frame)
    report = []
    if column is None:
        told = np.ones(count)
        report.append(Assumption(Kind.ONE_EACH, {"count": count}))
    else:
        told = numbers(found.frame[column])
        blank = int(np.isnan(told).sum())
        report.append(
            Assumption(Kind.HOUSEHOLDS_COLUMN, {"column": column, "count": count - blank})
        )
        if blank:
            report.append(Assumption(Kind.HOUSEHOLDS_BLANK, {"column": column, "count": blank}))
        told = np.nan_to_num(told)
    frame = geopandas.GeoDataFrame(
        {"households": told}, geometry=found.frame.geometry.to_numpy(), crs=4326
    )
    return found.surveyed(frame, report)
