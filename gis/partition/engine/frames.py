"""Cells as a frame, built in whole columns."""

import geopandas
import numpy as np
import pandas
import pyarrow
import pyarrow.compute
from geopandas.array import GeometryArray
from pyproj import CRS

from gis.lattice import Ints
from gis.partition.engine.cutting import Cut

_WGS84 = CRS.from_epsg(4326)
_NOTHING = pyarrow.scalar("", pyarrow.large_string())


def cell_frame(cut: Cut, serial_digits: int) -> geopandas.GeoDataFrame:
    """Return the cells of a cut with their codes.

    Parameters
    ----------
    cut
        No community may have more cells than there are serials.
    serial_digits
        Digits of the serial after the community's code.

    Returns
    -------
    GeoDataFrame
        Columns code, community, area_m2, kind, geometry; ordered by community and serial.
    """
    geometry, areas_m2 = cut.drawn()
    first = np.searchsorted(cut.community, cut.community)
    serial = np.arange(len(cut), dtype=np.int64) - first + 1
    community = pyarrow.array(list(cut.covered.codes), pyarrow.large_string()).take(
        pyarrow.array(cut.community)
    )
    kinds = pyarrow.array(["general", "special"], pyarrow.large_string())
    return geopandas.GeoDataFrame(
        {
            "code": _column(_codes(community, serial, serial_digits)),
            "community": _column(community),
            "area_m2": areas_m2,
            "kind": _column(kinds.take(pyarrow.array((cut.area >= 0).astype(np.int64)))),
            "geometry": GeometryArray(geometry, crs=_WGS84),
        },
        geometry="geometry",
        copy=False,
    )


def _codes(community: pyarrow.Array, serial: Ints, digits: int) -> pyarrow.Array:
    figures = pyarrow.compute.cast(pyarrow.array(serial), pyarrow.large_string())
    padded = pyarrow.compute.ascii_lpad(figures, width=digits, padding="0")
    return pyarrow.compute.binary_join_element_wise(community, padded, _NOTHING)


def _column(texts: pyarrow.Array) -> pandas.Series:
    """Return texts as a column without making an object of each."""
    kind = pandas.StringDtype(storage="pyarrow", na_value=np.nan)
    return pandas.Series(pandas.array(pyarrow.chunked_array([texts]), dtype=kind), copy=False)
