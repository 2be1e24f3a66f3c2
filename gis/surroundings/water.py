"""Read waters that part a district: rivers and canals as lines, wider ones as areas."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import Unpack

import geopandas
import numpy as np
import shapely

from gis.boundaries import Reading
from gis.boundaries.columns import texts
from gis.boundaries.options import ReadingOptions
from gis.boundaries.raw import RawFeatures
from gis.datums import area_m2
from gis.surroundings.classes import FURTHER_WATERS, WATERS, is_wanted, water_class
from gis.surroundings.errors import SurroundingsError
from gis.surroundings.placing import lines_or_polygons, placed, together
from gis.surroundings.report import Remark, Report, Subject
from gis.surroundings.sources import source
from gis.texts import Several

LEAST_M2 = 1_000.0
"""Pools and fountains below this part no neighbourhood."""

_CLASS_COLUMNS = (
    *("waterway", "water", "natural", "landuse", "class", "fclass", "type", "kind"),
    *("类型", "类别", "水系类型", "名称", "name"),
)


@dataclass(frozen=True, eq=False)
class Waters:
    """Waters of a district.

    Attributes
    ----------
    frame
        Columns class (``river``, ``canal``, ``stream``, ``water`` …) and geometry, lines and
        areas in EPSG:4326.
    report
        What was read, assumed and left out.
    """

    frame: geopandas.GeoDataFrame
    report: Report


def read_water(
    path: str | PathLike[str],
    reading: Reading | None = None,
    *,
    classes: Sequence[str] = WATERS,
    least_m2: float = LEAST_M2,
    **options: Unpack[ReadingOptions],
) -> Waters:
    """Read waters.

    Parameters
    ----------
    path, reading, **options
        As `read_streets` takes them.
    classes
        Wanted classes; every area is ``water``, and a line that tells no class is a ``river``.
    least_m2
        Areas of less are left out.

    Raises
    ------
    SurroundingsError
        The file is refused, or has no such waters.
    """
    origin = Path(path)
    reading = (reading or Reading()).but(**options)
    strange = [name for name in classes if name not in (*WATERS, *FURTHER_WATERS)]
    if strange:
        known = Several.of((*WATERS, *FURTHER_WATERS))
        raise SurroundingsError("unknown-class", origin, given=Several.of(strange), classes=known)
    with source(origin, reading) as opened:
        raws, remarks = opened.features(Subject.WATER)
        reading = opened.reading
    parts = []
    for raw in raws:
        told = _classes(raw)
        wanted = np.array([is_wanted(name, classes) for name in told], dtype=bool)
        _tell_left([name for name, is_in in zip(told, wanted, strict=True) if not is_in], remarks)
        if wanted.any():
            part = placed(raw, origin, reading, Subject.WATER, lines_or_polygons, wanted)
            part.table["class"] = [told[row] for row in part.table.index]
            parts.append(part)
    if not parts:
        raise SurroundingsError("no-water-class", origin, classes=Several.of(classes))
    found = together(parts)
    areas = shapely.get_dimensions(found.geometries) == 2
    small = areas & (area_m2(found.geometries) < least_m2)
    if small.any():
        remarks.append(Remark("water-small", count=int(small.sum()), least=f"{least_m2:g}"))
    frame = geopandas.GeoDataFrame(
        {"class": found.table["class"].to_numpy()[~small]},
        geometry=found.geometries[~small],
        crs=4326,
    )
    if not len(frame):
        raise SurroundingsError(f"no-{Subject.WATER}", origin)
    report = Report(
        Subject.WATER,
        origin,
        raws[0].format.value,
        tuple(raw.layer for raw in raws),
        found.crs,
        sum(len(raw.table) for raw in raws),
        len(frame),
        (*remarks, *found.remarks),
        tuple(found.repairs),
    )
    return Waters(frame, report)


def _classes(raw: RawFeatures) -> list[str]:
    """Return each feature's class: what its columns tell, else by its shape."""
    areas = shapely.get_dimensions(raw.geometries) == 2
    columns = [texts(raw.table[name]) for name in _CLASS_COLUMNS if name in raw.table.columns]
    found = []
    for row, is_area in enumerate(areas.tolist()):
        told = (water_class(column[row]) for column in columns if column[row])
        found.append("water" if is_area else next(filter(None, told), "river"))
    return found


def _tell_left(left: list[str], remarks: list[Remark]) -> None:
    if left:
        there = Counter(left)
        told = Several.of(f"{name} {count}" for name, count in there.most_common())
        remarks.append(Remark("classes-left", count=len(left), kinds=told))
