"""Extracts of OpenStreetMap (``.osm.pbf``, ``.osm``), read by GDAL's own driver."""

import re
import warnings
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyogrio
import shapely
from pyproj import CRS

from gis.boundaries.findings import BoundaryError, ErrorKind
from gis.boundaries.limits import Format, Limits, vertices_error
from gis.boundaries.raw import RawFeatures, unreadable

_ENDINGS = (".osm.pbf", ".pbf", ".osm")
# "key"=>"value", quotes and backslashes escaped by a backslash.
_TAG = re.compile(r'"((?:[^"\\]|\\.)*)"=>"((?:[^"\\]|\\.)*)"')
_ESCAPED = re.compile(r"\\(.)")

TAGS = (
    *("building:levels", "building:flats", "height", "building:use", "amenity", "waterway"),
    *("addr:housenumber", "railway"),
)
"""Tags that GDAL leaves in one text with all others, and that are asked for here."""


def is_extract(path: Path) -> bool:
    """Tell whether a file is one, by its name."""
    return path.name.lower().endswith(_ENDINGS)


def read_extract(path: Path, layer: str, where: str, limits: Limits) -> RawFeatures:
    """Read features of an extract.

    Parameters
    ----------
    layer
        ``points``, ``lines`` or ``multipolygons``.
    where
        Which of its features, in SQL.

    Raises
    ------
    BoundaryError
        It is not there, too large, or cannot be read.
    """
    if not path.is_file():
        raise BoundaryError(ErrorKind.NOT_FOUND, path)
    if path.stat().st_size > limits.max_bytes:
        facts = {"limit": str(limits.max_bytes)}
        raise BoundaryError(ErrorKind.TOO_MANY_BYTES, path, facts=facts)
    try:
        with warnings.catch_warnings():
            # Of areas that the extract's edge has cut; they come without a shape, and are counted.
            warnings.simplefilter("ignore", RuntimeWarning)
            told = _read(path, layer, where)
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, RuntimeError) as error:
        raise unreadable(path, " ".join(str(error).split())[:200]) from error
    meta, _, wkb, columns = told
    # A ring that was cut at the extract's edge may have too few corners: it is no shape.
    shapes = shapely.from_wkb(wkb, on_invalid="ignore")
    if len(shapes) > limits.max_features:
        facts = {"limit": str(limits.max_features)}
        raise BoundaryError(ErrorKind.TOO_MANY_FEATURES, path, facts=facts)
    if int(shapely.count_coordinates(shapes)) > limits.max_vertices:
        raise vertices_error(path, limits)
    table = pd.DataFrame(
        dict(zip(meta["fields"], columns, strict=True)), index=range(len(shapes)), dtype=object
    )
    if "other_tags" in table:
        tags = [tags_of(text) for text in table.pop("other_tags")]
        for name in TAGS:
            found = [one.get(name) for one in tags]
            if name not in table and any(found):
                table[name] = pd.Series(found, dtype=object)
    nothing = np.zeros(len(shapes), dtype=np.bool_)
    return RawFeatures(
        shapes, table, CRS.from_epsg(4326), Format.OSM, layer, nothing, nothing.copy()
    )


def _read(path: Path, layer: str, where: str) -> Any:
    return pyogrio.raw.read(path, layer=layer, where=where, encoding="utf-8")


def tags_of(text: Any) -> dict[str, str]:
    """Return the tags that GDAL has written into one text."""
    if not isinstance(text, str):
        return {}
    return {
        _ESCAPED.sub(r"\1", key): _ESCAPED.sub(r"\1", value) for key, value in _TAG.findall(text)
    }
