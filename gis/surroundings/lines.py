"""Streets, waters and railways: the lines that may part cells, and of which class each is."""

from collections.abc import Collection
from os import PathLike
from typing import Unpack

import geopandas
import numpy as np
import pandas as pd
import shapely

from gis.boundaries.columns import ColumnSearch
from gis.boundaries.options import Reading, ReadingOptions
from gis.surroundings.findings import Assumption, Kind
from gis.surroundings.surveyed import Surveyed, only, shaped

_KINDS = (
    *(shapely.GeometryType.LINESTRING, shapely.GeometryType.MULTILINESTRING),
    *(shapely.GeometryType.POLYGON, shapely.GeometryType.MULTIPOLYGON),
)
_COLUMNS = (
    *("class", "highway", "fclass", "roadclass", "road_class", "道路等级", "道路类型", "等级"),
    *("类型", "type", "kind", "dldj"),
)
STREETS = (
    *("motorway", "trunk", "primary", "secondary", "tertiary", "unclassified", "residential"),
    *("living_street", "pedestrian"),
)
WATERS = ("river", "canal", "stream")
RAILWAYS = ("rail", "light_rail")
CLASSES = (*STREETS, *WATERS, *RAILWAYS)
"""What parts cells unless classes are chosen: a street, and each of its links, by their tags in
OpenStreetMap; rivers, canals, streams; railways."""

_TUNNELS = "highway IS NOT NULL OR waterway IS NOT NULL OR other_tags LIKE '%\"railway\"%'"
_IN_CHINESE = {
    "高速": "motorway",
    "快速": "trunk",
    "国道": "primary",
    "省道": "secondary",
    "主干": "primary",
    "次干": "secondary",
    "县道": "tertiary",
    "支路": "residential",
    "乡道": "unclassified",
    "村道": "residential",
    "河": "river",
    "渠": "canal",
    "铁路": "rail",
}


def read_lines(
    path: str | PathLike[str],
    classes: Collection[str] = CLASSES,
    reading: Reading | None = None,
    **options: Unpack[ReadingOptions],
) -> Surveyed:
    """Read lines that may part cells.

    Parameters
    ----------
    path
        Of the formats of boundaries, or an extract of OpenStreetMap. Areas count by their outlines.
    classes
        Which classes of lines are kept; of a file that tells no classes all are.
    reading, **options
        As `read_boundaries` takes them.

    Returns
    -------
    Surveyed
        Its frame has columns class ("" where none is told) and geometry.

    Raises
    ------
    BoundaryError
        The file is refused.
    """
    reading = (reading or Reading()).but(**options)
    found = shaped(path, reading, _KINDS, extract=("lines", _TUNNELS))
    table = pd.DataFrame(found.frame.drop(columns="geometry"))
    search = ColumnSearch(table, found.path, found.aliases)
    told = pd.Series("", index=table.index, dtype=object)
    for name in (*_COLUMNS, "waterway", "railway"):
        column = search.find(None, (name,))
        if column is not None:
            values = table[column].astype(object).map(_class_of)
            told = told.where(told != "", values)
    report = []
    if (told == "").all():
        report.append(Assumption(Kind.NO_CLASSES, {"count": len(told)}))
        kept = np.ones(len(told), dtype=np.bool_)
    else:
        wanted = set(classes)
        kept = told.map(lambda kind: kind.removesuffix("_link") in wanted).to_numpy(np.bool_)
    found = only(found, kept, Kind.OTHER_CLASSES)
    shapes = found.frame.geometry.to_numpy()
    frame = geopandas.GeoDataFrame({"class": told[kept].to_numpy()}, geometry=shapes, crs=4326)
    return found.surveyed(frame, report)


def _class_of(value: object) -> str:
    if value is None or value is pd.NA or value != value:
        return ""
    text = str(value).strip()
    for word, kind in _IN_CHINESE.items():
        if word in text:
            return kind
    return text.lower()
