"""Read a boundary file into communities and a report of what was done to them."""

from collections.abc import Sequence
from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import Unpack

import geopandas
import numpy as np
import pandas as pd
from shapely.geometry.base import BaseGeometry

from gis.boundaries.coding import generated, read_codes, unequal_codes
from gis.boundaries.columns import TOTALS, ColumnNames, find_columns, texts, truths
from gis.boundaries.copies import copies_told
from gis.boundaries.features import Outcome, Polygons, polygons_of, read_raw
from gis.boundaries.findings import BoundaryError, ErrorKind, FeaturePlace, Repair, RepairKind
from gis.boundaries.options import Reading, ReadingOptions, Reference
from gis.boundaries.parts import rejoined
from gis.boundaries.raw import RawFeatures
from gis.boundaries.totals import read_totals


@dataclass(frozen=True, slots=True)
class Boundaries(Outcome):
    """What was read, and the report of it (see `Outcome`).

    Parameters
    ----------
    communities
        Columns code, name, parent (text), geometry (valid polygons and multipolygons,
        EPSG:4326), and short_name, name_en, kind, street, street_en (text), households,
        population (Int64) where the file has them; in the file's order.
        ``attrs["illustrative"]`` repeats the flag.
    """

    communities: geopandas.GeoDataFrame


def read_boundaries(
    path: str | PathLike[str],
    reading: Reading | None = None,
    **options: Unpack[ReadingOptions],
) -> Boundaries:
    """Read communities from a boundary file of any usual format.

    Parameters
    ----------
    path
        GeoJSON, TopoJSON, Esri JSON, Shapefile (also zipped), GeoPackage, FlatGeobuf, GeoParquet,
        KML, KMZ, or CSV with a WKT column. The content decides, not the suffix.
    reading
        How to read it.
    **options
        The fields of `Reading`, by their names; they count more than those of ``reading``:
        crs, layer, datum, code, name, parent, swap_axes, skip_unusable, generate_codes, extent,
        reference, limits.

    Returns
    -------
    Boundaries
        Communities and report.

    Raises
    ------
    BoundaryError
        The file is refused; the error says why, where, and what to do.
    TypeError
        There is no such option.
    """
    origin = Path(path)
    reading = (reading or Reading()).but(**options)
    reference = read_reference(reading.reference)
    raw = read_raw(origin, reading)
    columns = find_columns(
        raw.table,
        origin,
        code=reading.code,
        name=reading.name,
        parent=reading.parent,
        aliases=raw.aliases,
        code_needed=not reading.generate_codes,
    )
    codes = read_codes(raw.table, columns.code, origin)
    places = [FeaturePlace(number, text) for number, text in enumerate(codes.values, start=1)]
    polygons = polygons_of(raw, origin, places, reading, reference)
    communities = _communities(raw, columns, places, polygons, origin)
    joined = rejoined(
        communities,
        [places[row] for row in polygons.rows],
        origin,
        alike=("name", "parent"),
    )
    frame = joined.frame
    _name_blanks(frame, columns, polygons)
    illustrative = raw.illustrative or (
        columns.illustrative is not None and any(truths(raw.table[columns.illustrative]))
    )
    frame.attrs["illustrative"] = illustrative
    return Boundaries(
        communities=frame,
        report=[
            *codes.notes,
            *unequal_codes(codes.values),
            *polygons.notes,
            *polygons.repairs,
            *joined.repairs,
            *copies_told(frame),
        ],
        illustrative=illustrative,
        path=origin,
        format=raw.format,
        layer=raw.layer,
        crs=polygons.crs,
        columns=columns,
        features_read=len(places),
    )


def read_reference(given: str | PathLike[str] | Reference | None) -> Reference | None:
    """Read a reference outline where it is a file."""
    if given is None or isinstance(given, geopandas.GeoDataFrame | BaseGeometry):
        return given
    return read_boundaries(given, generate_codes=True).communities


def further_columns(
    table: pd.DataFrame,
    columns: ColumnNames,
    rows: Sequence[int],
    labels: Sequence[str],
    repairs: list[Repair],
) -> dict[str, "list[str] | pd.Series"]:
    """Return what the file tells besides code, name and parent; totals as numbers."""
    told: dict[str, list[str] | pd.Series] = {}
    for ours, theirs in columns.further:
        values = texts(table[theirs])
        given = [values[row] for row in rows]
        told[ours] = read_totals(given, labels, ours, repairs) if ours in TOTALS else given
    return told


def _communities(
    raw: RawFeatures,
    columns: ColumnNames,
    places: list[FeaturePlace],
    polygons: Polygons,
    path: Path,
) -> geopandas.GeoDataFrame:
    rows = polygons.rows
    all_names = texts(raw.table[columns.name]) if columns.name else [""] * len(places)
    all_parents = texts(raw.table[columns.parent]) if columns.parent else [""] * len(places)
    codes = [places[row].code for row in rows]
    parents = [all_parents[row] for row in rows]
    fresh = generated(codes, parents, polygons.geometries)
    for number, text in fresh.items():
        codes[number] = text
        facts = {"number": str(places[rows[number]].number)}
        polygons.repairs.append(Repair(text, RepairKind.CODE_GENERATED, facts=facts))
    blank = [places[rows[number]] for number, text in enumerate(codes) if not text]
    if blank:
        raise BoundaryError(ErrorKind.BLANK_CODE, path, places=blank)
    further = further_columns(raw.table, columns, rows, codes, polygons.repairs)
    return geopandas.GeoDataFrame(
        {"code": codes, "name": [all_names[row] for row in rows], "parent": parents, **further},
        geometry=np.asarray(polygons.geometries, dtype=object),
        crs="EPSG:4326",
    )


def _name_blanks(
    communities: geopandas.GeoDataFrame, columns: ColumnNames, polygons: Polygons
) -> None:
    """Let a community without a name go by its code, and tell it."""
    blank = communities["name"] == ""
    if columns.name is None:
        polygons.notes.append(Repair("", RepairKind.NO_NAMES))
    else:
        polygons.repairs.extend(
            Repair(code, RepairKind.BLANK_NAME) for code in communities["code"][blank]
        )
    communities.loc[blank, "name"] = communities["code"][blank]
