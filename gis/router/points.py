"""Points as they come, in any column type, to lattice units."""

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

from gis.lattice import Bools, Floats, Ints, to_units
from gis.router.errors import RouterError


def columns(lon: object, lat: object) -> tuple[Floats, Floats]:
    """Read longitudes and latitudes as float64 arrays of one shape; missing values are NaN."""
    x, y = _column(lon, "lon"), _column(lat, "lat")
    if x.shape != y.shape:
        raise RouterError(
            f"lon has shape {x.shape} and lat {y.shape}; give one latitude per longitude",
            kind="points",
        )
    return x, y


def on_globe(x: Floats, y: Floats) -> Bools:
    """Tell which points are finite and within ±180 and ±90 degrees."""
    return np.asarray((np.abs(x) <= 180) & (np.abs(y) <= 90), dtype=np.bool_)


def units(x: Floats, y: Floats) -> tuple[Ints, Ints]:
    """Round points on the globe to the lattice."""
    return to_units(x), to_units(y)


def _column(values: object, name: str) -> Floats:
    try:
        return _as_doubles(values)
    except (TypeError, ValueError, pa.ArrowInvalid) as error:
        raise RouterError(f"{name} is not a column of numbers: {error}", kind="points") from error


def _as_doubles(values: object) -> Floats:
    if isinstance(values, pa.Array | pa.ChunkedArray):
        doubles: NDArray[np.float64] = values.cast(pa.float64()).to_numpy(zero_copy_only=False)
        return doubles
    if isinstance(values, pd.Series | pd.Index | pd.api.extensions.ExtensionArray):
        return pd.Series(values).to_numpy(dtype=np.float64, na_value=np.nan)
    if np.ma.isMaskedArray(values):
        return np.ma.filled(np.ma.asarray(values, dtype=np.float64), np.nan)
    array = np.asarray(values)
    if array.dtype.kind not in "iufO":
        raise TypeError(f"its type is {array.dtype}")
    return array.astype(np.float64)
