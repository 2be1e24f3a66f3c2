"""Curved geometries, which shapely does not hold, as chains of straight edges.

GDAL straightens them. It is asked through a table of our own with nothing in it but one
geometry a row, so neither a name nor a content can call another driver.
"""

import csv
import re
import tempfile
import warnings
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pyogrio
import shapely
from pyogrio.errors import DataLayerError, DataSourceError, FeatureError, GeometryError

from gis.boundaries.findings import Repair, RepairKind
from gis.boundaries.raw import Geometries

CURVES_TOLD = Repair("", RepairKind.CURVES_STRAIGHTENED)
_CURVED_WORD = re.compile(
    r"\b(CURVEPOLYGON|COMPOUNDCURVE|CIRCULARSTRING|MULTISURFACE|MULTICURVE)", re.IGNORECASE
)
_CURVED_TYPES = range(8, 13)
_COLUMN = "shape"
_FAULTS = (DataSourceError, DataLayerError, FeatureError, GeometryError, ValueError)


def is_curved_wkt(word: str) -> bool:
    """Tell whether well-known text holds a curve."""
    return _CURVED_WORD.search(word) is not None


def is_curved_type(wkb_type: int) -> bool:
    """Tell whether a type of well-known binary, of any dialect, is that of a curve."""
    return (wkb_type & 0x0FFFFFFF) % 1000 in _CURVED_TYPES


def straight(words: Sequence[str]) -> Geometries:
    """Return curved geometries as straight ones, an edge every four degrees of an arc.

    Parameters
    ----------
    words
        Well-known text, or well-known binary in hexadecimal.

    Returns
    -------
    ndarray of geometries
        One a word; None where it cannot be read.
    """
    with tempfile.TemporaryDirectory(prefix="gridward-") as folder:
        path = Path(folder, "curves.csv")
        with path.open("w", newline="", encoding="utf-8") as file:
            table = csv.writer(file)
            table.writerow(["number", _COLUMN])
            table.writerows(enumerate(words))
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # what cannot be read is None, and is told as such
                _, _, wkb, _ = pyogrio.raw.read(path, columns=[], GEOM_POSSIBLE_NAMES=_COLUMN)
        except _FAULTS:
            wkb = None
    if wkb is None or len(wkb) != len(words):
        return np.full(len(words), None, dtype=object)
    return np.asarray(shapely.from_wkb(wkb, on_invalid="ignore"), dtype=object)
