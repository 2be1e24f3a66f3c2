"""Read buildings with their households: told by a column, spread from a raster, or estimated."""

from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import Unpack

import geopandas
import numpy as np
import pandas as pd

from gis.boundaries import Reading
from gis.boundaries.columns import ColumnSearch
from gis.boundaries.options import ReadingOptions
from gis.datums import area_m2
from gis.surroundings.errors import SurroundingsError, retold
from gis.surroundings.floors import DEFAULT_FLOORS, floors_of
from gis.surroundings.households import (
    FLOOR_AREA_M2,
    Floats,
    column_of,
    counted,
    estimated,
    lived_in,
    with_flats,
)
from gis.surroundings.kinds import is_none, kinds_of
from gis.surroundings.placing import Placed, placed, polygons, together
from gis.surroundings.raster import households_of
from gis.surroundings.report import Remark, Report, Subject
from gis.surroundings.sources import source


@dataclass(frozen=True, eq=False)
class Buildings:
    """Buildings of a district.

    Attributes
    ----------
    frame
        Columns households, floors (NaN where they were not asked for), kind (as the file tells
        it, or empty), area_m2 and geometry, polygons in EPSG:4326; in the file's order.
    report
        What was read, assumed and left out.
    """

    frame: geopandas.GeoDataFrame
    report: Report


@dataclass(frozen=True, slots=True)
class _How:
    """How households are told or estimated.

    Parameters
    ----------
    households
        The column of households.
    floors
        The column of floors; naming it asks for an estimate even where households are told.
    kind
        The column of kinds.
    raster
        A GeoTIFF of households, or of persons.
    persons_per_household
        Given, the raster counts persons.
    floor_area_m2
        Floor of a household.
    default_floors
        Floors of a building that tells neither floors nor a height.
    """

    households: str | None = None
    floors: str | None = None
    kind: str | None = None
    raster: str | PathLike[str] | None = None
    persons_per_household: float | None = None
    floor_area_m2: float = FLOOR_AREA_M2
    default_floors: float = DEFAULT_FLOORS


def read_buildings(
    path: str | PathLike[str],
    reading: Reading | None = None,
    *,
    households: str | None = None,
    floors: str | None = None,
    kind: str | None = None,
    raster: str | PathLike[str] | None = None,
    persons_per_household: float | None = None,
    floor_area_m2: float = FLOOR_AREA_M2,
    default_floors: float = DEFAULT_FLOORS,
    **options: Unpack[ReadingOptions],
) -> Buildings:
    """Read buildings and their households.

    Households come from the raster, if one is given; else from a column, if one is named or goes
    by a usual name; else they are estimated as footprint × floors / ``floor_area_m2``, floors
    being told by a column, by a height (3 m each), or ``default_floors``. Of kinds that nobody
    lives in, as garages and schools, no household is estimated.

    Parameters
    ----------
    path
        An extract of OpenStreetMap (.osm.pbf, .osm) or any format that boundaries are read from.
    reading
        How to read it; of its fields crs, layer, datum, extent and limits count. With an extent,
        what lies outside of it is left out.
    households, floors, kind
        Columns; without them the usual names are looked for. Naming ``floors`` asks for an
        estimate even where the file tells households.
    raster
        A GeoTIFF of households; each pixel's are spread over the floors of the buildings in it.
    persons_per_household
        Given, the raster counts persons.
    floor_area_m2
        Floor of a household.
    default_floors
        Floors of a building that tells neither floors nor a height.
    **options
        The fields of `Reading`, by their names.

    Raises
    ------
    SurroundingsError
        The file is refused; the error says why, where, and what to do.
    """
    origin = Path(path)
    reading = (reading or Reading()).but(**options)
    how = _How(
        households, floors, kind, raster, persons_per_household, floor_area_m2, default_floors
    )
    _check(how, origin)
    with source(origin, reading) as opened:
        raws, remarks = opened.features(Subject.BUILDINGS)
        reading = opened.reading
    found = together([placed(raw, origin, reading, Subject.BUILDINGS, polygons) for raw in raws])
    aliases = raws[0].aliases
    with retold():
        kinds = kinds_of(found.table, ColumnSearch(found.table, origin, aliases), kind)
    found, kinds = _standing(found, kinds, origin, remarks)
    area = area_m2(found.geometries)
    counts, levels = _households(found, kinds, area, how, origin, aliases, remarks)
    frame = geopandas.GeoDataFrame(
        {
            "households": counts,
            "floors": levels,
            "kind": pd.Series(kinds, dtype=object).to_numpy(),
            "area_m2": area,
        },
        geometry=found.geometries,
        crs=4326,
    )
    report = Report(
        Subject.BUILDINGS,
        origin,
        raws[0].format.value,
        tuple(raw.layer for raw in raws),
        found.crs,
        sum(len(raw.table) for raw in raws),
        len(frame),
        (*found.remarks, *remarks),
        tuple(found.repairs),
        float(counts.sum()),
    )
    return Buildings(frame, report)


def _check(how: _How, path: Path) -> None:
    named = [
        name
        for name, value in (
            ("households", how.households),
            ("floors", how.floors),
            ("raster", how.raster),
        )
        if value is not None
    ]
    if "households" in named and len(named) > 1:
        raise SurroundingsError("several-ways", path, ways=" + ".join(named))
    for name, value in (
        ("floor_area_m2", how.floor_area_m2),
        ("default_floors", how.default_floors),
        ("persons_per_household", how.persons_per_household),
    ):
        if value is not None and not 0 < value < float("inf"):
            raise SurroundingsError("no-measure", path, name=name, given=f"{value:g}")


def _standing(
    found: Placed, kinds: list[str], path: Path, remarks: list[Remark]
) -> tuple[Placed, list[str]]:
    """Leave out what is said to be no building."""
    gone = np.array([is_none(kind) for kind in kinds], dtype=bool)
    if not gone.any():
        return found, kinds
    if gone.all():
        raise SurroundingsError(f"no-{Subject.BUILDINGS}", path)
    remarks.append(Remark("no-buildings", count=int(gone.sum())))
    kept = Placed(
        found.table[~gone], found.geometries[~gone], found.crs, found.remarks, found.repairs
    )
    return kept, [kind for kind, is_gone in zip(kinds, gone, strict=True) if not is_gone]


def _households(
    found: Placed,
    kinds: list[str],
    area: Floats,
    how: _How,
    path: Path,
    aliases: dict[str, str],
    remarks: list[Remark],
) -> tuple[Floats, Floats]:
    """Return each building's households and floors."""
    told = None
    if how.floors is None and how.raster is None:
        told = column_of(found.table, path, how.households, aliases)
    if told is not None:
        return counted(found.table, told, path, remarks), np.full(len(area), np.nan)
    lived = lived_in(kinds, remarks)
    with retold():
        search = ColumnSearch(found.table, path, aliases)
        floors = floors_of(found.table, search, how.floors, how.default_floors)
    remarks += floors.remarks
    if how.raster is not None:
        weight = np.where(lived, floors.counts, 0.0)
        raster, persons = Path(how.raster), how.persons_per_household
        counts = households_of(raster, persons, found.geometries, weight, remarks)
        return counts, floors.counts
    counts = estimated(area, floors.counts, how.floor_area_m2, lived)
    counts = with_flats(found.table, counts, remarks)
    remarks.append(Remark("households-estimated", area=f"{how.floor_area_m2:g}"))
    return counts, floors.counts
