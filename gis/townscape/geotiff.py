"""Read a GeoTIFF of one band, whose pixels stand north up, through pillow's reader of TIFF.

Its CRS and its place are in tags of GeoTIFF (OGC 19-008r4), which are read here.
"""

import re
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import Image, UnidentifiedImageError
from pyproj import CRS
from pyproj.exceptions import CRSError

from gis.townscape.errors import TownscapeError

Floats = npt.NDArray[np.float64]

MOST_PIXELS = 50_000_000
"""A district of 700 km across at 100 m a pixel; unpacked, this takes some 400 MB."""

_SCALE, _TIEPOINT, _MATRIX = 33550, 33922, 34264
_KEYS, _KEY_TEXTS, _NODATA = 34735, 34737, 42113
_BITS, _SAMPLE_FORMAT, _SAMPLES = 258, 339, 277
_RASTER_TYPE, _GEOGRAPHIC, _PROJECTED = 1025, 2048, 3072
_PIXEL_IS_POINT = 2
_USER_DEFINED = 32767
_SIGNED, _UNSIGNED = 2, 1
_ESRI_WORDS = re.compile(r"ESRI PE String = ((?:PROJCS|GEOGCS)\[.*?\])(?:\||$)", re.DOTALL)


@dataclass(frozen=True, eq=False)
class Grid:
    """Values on pixels that stand north up.

    Attributes
    ----------
    values
        Rows from the north; NaN where there is none.
    west, north
        The upper left corner, in the CRS.
    width, height
        Of a pixel, in units of the CRS.
    crs
        Of the corners.
    """

    values: Floats
    west: float
    north: float
    width: float
    height: float
    crs: CRS


def read_geotiff(path: Path) -> Grid:
    """Read a GeoTIFF.

    Raises
    ------
    TownscapeError
        It is missing, none, too large, of several bands or turned, without a CRS, or has values
        below 0.
    """
    if not path.is_file():
        raise TownscapeError("not-found", path)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of damage the faults tell
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(path, formats=("TIFF",)) as image:
                _check_size(image, path)
                tags = dict(image.tag_v2)  # type: ignore[attr-defined]  # of TIFF images
                pixels = np.asarray(image)
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as fault:
        raise TownscapeError(
            "raster-large", path, width="?", height="?", limit=MOST_PIXELS
        ) from fault
    except UnidentifiedImageError as fault:
        why = "no TIFF of one band of whole numbers or 32-bit floats"
        raise _unreadable(path, why) from fault
    except (OSError, ValueError, TypeError, KeyError, SyntaxError, EOFError) as fault:
        raise _unreadable(path, str(fault)[:200] or "damaged") from fault
    if pixels.ndim != 2 or tags.get(_SAMPLES, 1) != 1:
        raise _unreadable(path, "several bands")
    west, north, width, height = _place(tags, path)
    values = _values(pixels, tags)
    _refuse_negative(values, path)
    return Grid(values, west, north, width, height, _crs(tags, path))


def _check_size(image: Image.Image, path: Path) -> None:
    width, height = image.size
    if width * height > MOST_PIXELS:
        raise TownscapeError("raster-large", path, width=width, height=height, limit=MOST_PIXELS)


def _values(pixels: npt.NDArray[Any], tags: dict[int, Any]) -> Floats:
    """Return the values as numbers: pillow knows neither signed bytes nor unsigned words."""
    bits, kind = tags.get(_BITS, (0,))[0], tags.get(_SAMPLE_FORMAT, (_UNSIGNED,))[0]
    if bits == 8 and kind == _SIGNED:
        pixels = pixels.view(np.int8)
    elif bits == 32 and kind == _UNSIGNED and pixels.dtype == np.int32:
        pixels = pixels.view(np.uint32)
    values: Floats = pixels.astype(np.float64)
    nodata = _number(tags.get(_NODATA))
    if nodata is not None:
        # As it is after the rounding that the pixels had.
        with np.errstate(over="ignore"):
            written = float(np.float32(nodata)) if pixels.dtype == np.float32 else nodata
        values[values == written] = np.nan
    values[~np.isfinite(values)] = np.nan
    return values


def _number(text: object) -> float | None:
    try:
        return float(str(text).strip("\x00 "))
    except ValueError:
        return None


def _refuse_negative(values: Floats, path: Path) -> None:
    below = values < 0
    if below.any():
        row, column = np.argwhere(below)[0].tolist()
        value = f"{values[row, column]:g}"
        raise TownscapeError(
            "raster-negative", path, value=value, column=str(column + 1), row=str(row + 1)
        )


def _place(tags: dict[int, Any], path: Path) -> tuple[float, float, float, float]:
    """Return west, north, and a pixel's width and height."""
    if _MATRIX in tags and len(tags[_MATRIX]) == 16:
        matrix = [float(value) for value in tags[_MATRIX]]
        if matrix[1] or matrix[4]:
            raise _unreadable(path, "the pixels do not stand north up")
        width, height, west, north = matrix[0], -matrix[5], matrix[3], matrix[7]
    elif len(tags.get(_SCALE, ())) >= 2 and len(tags.get(_TIEPOINT, ())) >= 6:
        width, height = (float(value) for value in tags[_SCALE][:2])
        column, row, _, x, y, _ = (float(value) for value in tags[_TIEPOINT][:6])
        west, north = x - column * width, y + row * height
    else:
        raise _unreadable(path, "it does not say where it lies")
    if not (width > 0 and height > 0 and np.isfinite([width, height, west, north]).all()):
        raise _unreadable(path, "the pixels do not stand north up")
    if _keys(tags).get(_RASTER_TYPE) == _PIXEL_IS_POINT:
        west, north = west - width / 2, north + height / 2
    return west, north, width, height


def _keys(tags: dict[int, Any]) -> dict[int, int]:
    """Return the keys of GeoTIFF whose value stands in the list itself."""
    told = [int(value) for value in tags.get(_KEYS, ())]
    entries = (told[at : at + 4] for at in range(4, len(told) - 3, 4))
    return {key: value for key, place, _, value in entries if place == 0}


def _crs(tags: dict[int, Any], path: Path) -> CRS:
    keys = _keys(tags)
    code = keys.get(_PROJECTED, keys.get(_GEOGRAPHIC, 0))
    if code not in (0, _USER_DEFINED):
        for authority in ("EPSG", "ESRI"):
            try:
                return CRS.from_authority(authority, code)
            except CRSError:
                continue
    words = _ESRI_WORDS.search(str(tags.get(_KEY_TEXTS, "")))
    if words is not None:
        try:
            return CRS.from_wkt(words[1])
        except CRSError as fault:
            raise TownscapeError("raster-no-crs", path) from fault
    raise TownscapeError("raster-no-crs", path)


def _unreadable(path: Path, why: str) -> TownscapeError:
    return TownscapeError("raster-unreadable", path, why=why)
