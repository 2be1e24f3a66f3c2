"""Points as they come, in any column type, as runs of doubles; doubles are not copied."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from gis.lattice import Floats
from gis.router.errors import RouterError

_CONVERTED_AT_ONCE = 1 << 16


@dataclass(frozen=True)
class Column:
    """A column of numbers.

    Attributes
    ----------
    shape
        As given.
    parts
        The values, flat, in one or more pieces of any type that converts to doubles.
    """

    shape: tuple[int, ...]
    parts: list[NDArray[np.generic]]

    @classmethod
    def of(cls, values: object, name: str) -> "Column":
        """Read a column; missing values are NaN.

        Raises
        ------
        RouterError
            It holds no numbers.
        """
        try:
            return _column(values)
        except (TypeError, ValueError, pa.ArrowInvalid, pa.ArrowNotImplementedError) as error:
            raise RouterError(
                f"{name} is not a column of numbers: {error}", kind="points"
            ) from error


def runs(lon: Column, lat: Column) -> Iterator[tuple[int, Floats, Floats]]:
    """Go through two columns together: where a run starts, and its doubles.

    Raises
    ------
    RouterError
        They differ in shape.
    """
    if lon.shape != lat.shape:
        raise RouterError(
            f"lon has shape {lon.shape} and lat {lat.shape}; give one latitude per longitude",
            kind="points",
        )
    start = i = j = a = b = 0
    while i < len(lon.parts) and j < len(lat.parts):
        n = min(len(lon.parts[i]) - a, len(lat.parts[j]) - b)
        x, y = lon.parts[i][a : a + n], lat.parts[j][b : b + n]
        at_once = n if _ready(x) and _ready(y) else _CONVERTED_AT_ONCE
        for k in range(0, n, max(at_once, 1)):
            some = slice(k, k + at_once)
            yield start + k, _doubles(x[some], "lon"), _doubles(y[some], "lat")
        start, a, b = start + n, a + n, b + n
        if a == len(lon.parts[i]):
            i, a = i + 1, 0
        if b == len(lat.parts[j]):
            j, b = j + 1, 0


def _ready(values: NDArray[np.generic]) -> bool:
    return values.dtype == np.float64 and values.flags.c_contiguous


def _doubles(values: NDArray[np.generic], name: str) -> Floats:
    # Doubles that lie one after another are handed on as they are.
    try:
        return np.ascontiguousarray(values, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise RouterError(f"{name} is not a column of numbers: {error}", kind="points") from error


def _column(values: object) -> Column:
    # Values of pandas are known only where pandas is loaded; loading it takes a third of a second.
    pd = sys.modules.get("pandas")
    if pd is not None and isinstance(
        values, pd.Series | pd.Index | pd.api.extensions.ExtensionArray
    ):
        series = pd.Series(values)
        if isinstance(series.dtype, pd.ArrowDtype):
            values = pa.chunked_array(series.array.__arrow_array__())
        elif isinstance(series.dtype, np.dtype):
            values = series.to_numpy()
        else:
            values = series.to_numpy(dtype=np.float64, na_value=np.nan)
    if isinstance(values, pa.Array):
        values = pa.chunked_array([values])
    if isinstance(values, pa.ChunkedArray):
        chunks = [c for c in values.cast(pa.float64()).chunks if len(c)]
        return Column((len(values),), [_where_they_lie(chunk) for chunk in chunks])
    if np.ma.isMaskedArray(values):
        values = np.ma.filled(np.ma.asarray(values, dtype=np.float64), np.nan)
    array = np.asarray(values)
    if array.dtype.kind not in "iufO":
        raise TypeError(f"its type is {array.dtype}")
    flat = array.reshape(-1)
    return Column(array.shape, [flat] if len(flat) else [])


def _where_they_lie(doubles: pa.Array) -> Floats:
    # `to_numpy` would load pandas for this.
    if doubles.null_count:
        doubles = doubles.fill_null(np.nan)
    values: Floats = np.frombuffer(doubles.buffers()[1], np.float64)
    return values[doubles.offset : doubles.offset + len(doubles)]
