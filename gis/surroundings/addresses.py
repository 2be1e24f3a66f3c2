"""Read addresses as points, each with its households."""

from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import Unpack

import geopandas
import numpy as np
import pandas as pd

from gis.boundaries import Reading
from gis.boundaries.columns import texts
from gis.boundaries.options import ReadingOptions
from gis.surroundings.households import column_of, counted
from gis.surroundings.placing import placed, spot, together
from gis.surroundings.report import Remark, Report, Subject
from gis.surroundings.sources import source

_ADDRESS = ("addr:street", "addr:place", "addr:housenumber", "addr:unit")


@dataclass(frozen=True, eq=False)
class Addresses:
    """Addresses of a district.

    Attributes
    ----------
    frame
        Columns households and geometry, points in EPSG:4326.
    report
        What was read, assumed and left out.
    """

    frame: geopandas.GeoDataFrame
    report: Report


def read_addresses(
    path: str | PathLike[str],
    reading: Reading | None = None,
    *,
    households: str | None = None,
    **options: Unpack[ReadingOptions],
) -> Addresses:
    """Read addresses.

    Parameters
    ----------
    path, reading, **options
        As `read_buildings` takes them; also a table of longitudes and latitudes. Of an area a
        point within it is taken.
    households
        The column of households; without it the usual names are looked for, and where there is
        none, each address is one household.

    Raises
    ------
    SurroundingsError
        The file is refused, or holds no points.
    """
    origin = Path(path)
    reading = (reading or Reading()).but(**options)
    with source(origin, reading) as opened:
        raws, remarks = opened.features(Subject.ADDRESSES)
        reading = opened.reading
        once = opened.is_extract
    found = together([placed(raw, origin, reading, Subject.ADDRESSES, spot) for raw in raws])
    table, geometries = found.table, found.geometries
    if once:
        # A house, its entrances and the shops in it may all carry the house's number.
        again = _repeated(table)
        if again.any():
            remarks.append(Remark("addresses-repeated", count=int(again.sum())))
        table, geometries = table[~again], geometries[~again]
    column = column_of(table, origin, households, raws[0].aliases)
    if column is None:
        remarks.append(Remark("addresses-one-each"))
        numbers = np.ones(len(table))
    else:
        numbers = counted(table, column, origin, remarks)
    frame = geopandas.GeoDataFrame({"households": numbers}, geometry=geometries, crs=4326)
    report = Report(
        Subject.ADDRESSES,
        origin,
        raws[0].format.value,
        tuple(raw.layer for raw in raws),
        found.crs,
        sum(len(raw.table) for raw in raws),
        len(frame),
        (*remarks, *found.remarks),
        tuple(found.repairs),
        float(numbers.sum()),
    )
    return Addresses(frame, report)


def _repeated(table: pd.DataFrame) -> "np.ndarray[tuple[int], np.dtype[np.bool_]]":
    """Tell which addresses have been told before, by street or place, number and unit."""
    columns = [texts(table[name]) for name in _ADDRESS if name in table.columns]
    seen: set[tuple[str, ...]] = set()
    again = []
    for address in zip(*columns, strict=True):
        # A number without a street is of no house that could be told from others.
        again.append(address in seen and sum(map(bool, address)) > 1)
        seen.add(address)
    return np.array(again, dtype=bool)
