"""A table's columns of longitude and latitude as points."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd
import shapely

from gis.boundaries.columns import LATITUDES, LONGITUDES, texts
from gis.boundaries.findings import BoundaryError, ErrorKind, FeaturePlace
from gis.boundaries.raw import Geometries


def coordinate_columns(names: Sequence[str]) -> tuple[str, str] | None:
    """Return the columns of longitude and latitude, if there are both."""
    folded = {name.strip().casefold(): name for name in reversed(names)}
    lon, lat = (
        next((folded[word] for word in usual if word in folded), None)
        for usual in (LONGITUDES, LATITUDES)
    )
    return None if lon is None or lat is None else (lon, lat)


def points_of(table: pd.DataFrame, columns: tuple[str, str], origin: Path) -> Geometries:
    """Return a point a row, None where both cells are blank.

    Raises
    ------
    BoundaryError
        A cell is no number.
    """
    told = [texts(table[column]) for column in columns]
    numbers = [pd.to_numeric(pd.Series(cells), errors="coerce").to_numpy() for cells in told]
    blank = np.array([not lon and not lat for lon, lat in zip(*told, strict=True)], dtype=bool)
    wrong = np.flatnonzero(~np.isfinite(numbers).all(axis=0) & ~blank)
    if len(wrong):
        first = int(wrong[0])
        facts = {"why": f"no coordinates: {told[0][first][:40]}, {told[1][first][:40]}"}
        places = [FeaturePlace(number + 1) for number in wrong.tolist()]
        raise BoundaryError(ErrorKind.UNREADABLE, origin, places=places, facts=facts)
    points = np.full(len(table), None, dtype=object)
    points[~blank] = shapely.points(numbers[0][~blank], numbers[1][~blank])
    return points
