"""Read streets, railways and lines of water: what may part cells, each with its class."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import Unpack

import geopandas
import numpy as np
import pandas as pd

from gis.boundaries import Reading
from gis.boundaries.columns import ColumnSearch, texts
from gis.boundaries.options import ReadingOptions
from gis.boundaries.raw import Mask, RawFeatures
from gis.surroundings.classes import CLASSES, KNOWN, is_wanted, line_class
from gis.surroundings.errors import SurroundingsError, retold
from gis.surroundings.placing import lines, placed
from gis.surroundings.report import Remark, Report, Subject
from gis.surroundings.sources import source
from gis.texts import Several

_CLASS_COLUMNS = (
    *("highway", "class", "fclass", "roadclass", "road_class", "street_class", "type", "kind"),
    *("waterway", "railway"),
    *("道路等级", "道路类型", "道路类别", "等级", "类型", "类别", "dldj", "dllx"),
)
_BESIDE = ("waterway", "railway")


@dataclass(frozen=True, eq=False)
class Lines:
    """Streets, railways and waters of a district.

    Attributes
    ----------
    frame
        Columns class (of OpenStreetMap; empty where the file tells none) and geometry, lines in
        EPSG:4326; in the file's order, the index telling each feature's row from 0.
    report
        What was read, assumed and left out.
    """

    frame: geopandas.GeoDataFrame
    report: Report


def read_lines(
    path: str | PathLike[str],
    reading: Reading | None = None,
    *,
    classes: Sequence[str] = CLASSES,
    class_column: str | None = None,
    **options: Unpack[ReadingOptions],
) -> Lines:
    """Read the lines that may part cells.

    Parameters
    ----------
    path
        An extract of OpenStreetMap (.osm.pbf, .osm) or any format that boundaries are read from.
    reading
        How to read it; of its fields crs, layer, datum, extent and limits count. With an extent,
        what lies outside of it is left out.
    classes
        Wanted classes of OpenStreetMap, links of streets included. Without them: streets from
        motorways to residential and pedestrian ones, rivers, canals, streams, railways.
    class_column
        The column that tells the class; without it the usual names are looked for. Where there is
        none, or it tells none that is known, all lines are kept.
    **options
        The fields of `Reading`, by their names.

    Raises
    ------
    SurroundingsError
        The file is refused, or has no such streets.
    """
    origin = Path(path)
    reading = (reading or Reading()).but(**options)
    _check_classes(classes, origin)
    with source(origin, reading) as opened:
        raws, remarks = opened.features(Subject.STREETS)
        reading = opened.reading
    raw = raws[0]
    told, chosen = _classed(raw, origin, classes, class_column, remarks)
    if not chosen.any():
        there = Counter(name for name in told if name)
        facts = Several.of(f"{name} {count}" for name, count in there.most_common())
        raise SurroundingsError("no-class", origin, classes=Several.of(classes), there=facts)
    found = placed(raw, origin, reading, Subject.STREETS, lines, chosen)
    frame = geopandas.GeoDataFrame(
        {"class": pd.Series(told, dtype=object).iloc[found.table.index]},
        geometry=pd.Series(found.geometries, index=found.table.index, dtype=object),
        crs=4326,
    )
    report = Report(
        Subject.STREETS,
        origin,
        raw.format.value,
        (raw.layer,),
        found.crs,
        len(raw.table),
        len(frame),
        (*remarks, *found.remarks, *_kinds(frame)),
        tuple(found.repairs),
    )
    return Lines(frame, report)


def _check_classes(classes: Sequence[str], path: Path) -> None:
    strange = [name for name in classes if name.removesuffix("_link") not in KNOWN]
    if strange:
        known = Several.of(KNOWN)
        raise SurroundingsError("unknown-class", path, given=Several.of(strange), classes=known)


def _classed(
    raw: RawFeatures,
    path: Path,
    classes: Sequence[str],
    column: str | None,
    remarks: list[Remark],
) -> tuple[list[str], Mask]:
    """Return each line's class, and which lines are wanted."""
    with retold():
        search = ColumnSearch(raw.table, path, raw.aliases)
        named = search.find(column, _CLASS_COLUMNS)
    everything = np.ones(len(raw.table), dtype=bool)
    if named is None:
        remarks.append(Remark("classes-none", count=len(raw.table)))
        return [""] * len(raw.table), everything
    given = texts(raw.table[named])
    if named == "highway":
        for other in _BESIDE:
            if other in raw.table.columns:
                more = texts(raw.table[other])
                given = [one or another for one, another in zip(given, more, strict=True)]
    found = [line_class(value) if value else None for value in given]
    if not any(found):
        remarks.append(Remark("classes-unknown", column=named))
        return given, everything
    wanted = np.array([is_wanted(one, classes) for one in found], dtype=bool)
    buried = np.array(_buried(raw.table), dtype=bool) & wanted
    _tell_left(given, found, wanted, remarks)
    if buried.any():
        remarks.append(Remark("tunnels", count=int(buried.sum())))
    return [one or "" for one in found], wanted & ~buried


def _buried(table: pd.DataFrame) -> list[bool]:
    if "tunnel" not in table.columns:
        return [False] * len(table)
    return [value.casefold() in {"yes", "true", "1", "t"} for value in texts(table["tunnel"])]


def _tell_left(
    given: Sequence[str], found: Sequence[str | None], wanted: Mask, remarks: list[Remark]
) -> None:
    left = Counter(
        one or value or "-"
        for value, one, is_in in zip(given, found, wanted, strict=True)
        if not is_in
    )
    if left:
        told = Several.of(f"{name} {count}" for name, count in left.most_common())
        remarks.append(Remark("classes-left", count=left.total(), kinds=told))


def _kinds(frame: geopandas.GeoDataFrame) -> list[Remark]:
    there = Counter(name for name in frame["class"] if name)
    if not there:
        return []
    told = Several.of(f"{name} {count}" for name, count in there.most_common())
    return [Remark("classes-kept", kinds=told)]
