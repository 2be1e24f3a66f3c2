"""Read a city's own cells from a file, with their codes, names, kinds and households."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from os import PathLike
from pathlib import Path
from typing import Unpack

import geopandas
import numpy as np
import pandas as pd
import shapely

from gis.boundaries.cellcolumns import (
    CellColumns,
    Meaning,
    community_names,
    find_cell_columns,
    is_known_kind,
    kind_of,
    meaning_of,
    says_micro,
)
from gis.boundaries.coding import read_codes, without_blanks
from gis.boundaries.columns import ColumnSearch, texts
from gis.boundaries.copies import copies_told
from gis.boundaries.features import Outcome, Polygons, polygons_of, read_raw
from gis.boundaries.findings import BoundaryError, ErrorKind, FeaturePlace, Repair, RepairKind
from gis.boundaries.locating import located
from gis.boundaries.microcolumns import two_codes
from gis.boundaries.nesting import GivenParents, parents_of
from gis.boundaries.options import Reading, ReadingOptions
from gis.boundaries.parts import rejoined
from gis.boundaries.reading import read_reference
from gis.boundaries.totals import read_totals
from gis.codes import MAX_SERIAL, SERIAL_DIGITS, cell_code
from gis.datums import area_m2
from gis.lattice import rounded
from gis.texts import Several


@dataclass(frozen=True, slots=True)
class CellFile(Outcome):
    """What was read, and the report of it (see `Outcome`).

    Parameters
    ----------
    cells
        Columns code, name, community, community_name, kind (``general``, ``special``), parent
        (the code of the cell that a micro-cell lies in, else None), area_m2, geometry (valid,
        EPSG:4326); households, population (Int64) where the file has them; and code_before
        where codes are of an older form. In the file's order.
    """

    cells: geopandas.GeoDataFrame

    @property
    def communities(self) -> geopandas.GeoDataFrame:
        """Return the cells, under the name that a report of any reading asks for."""
        return self.cells


def read_cell_file(
    path: str | PathLike[str],
    reading: Reading | None = None,
    *,
    community: str | None = None,
    communities: geopandas.GeoDataFrame | None = None,
    **options: Unpack[ReadingOptions],
) -> CellFile:
    """Read cells that a city has drawn, from a file of any usual format.

    A city's own codes are kept: of 15 digits the first 12 are the community's, 17 are a
    micro-cell's. Codes of 14 digits get today's form, and both are kept.

    Parameters
    ----------
    path, reading, **options
        As `read_boundaries` takes them.
    community
        Column of the codes of the cells' communities; without it the usual names are looked for.
    communities
        Columns code and geometry. A cell whose community neither its code nor a column tells
        belongs to the one that most of it lies in.

    Returns
    -------
    CellFile
        Cells and report.

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
    columns = find_cell_columns(
        raw.table,
        origin,
        raw.aliases,
        code=reading.code,
        name=reading.name,
        community=community,
        parent=reading.parent,
        code_needed=not reading.generate_codes,
    )
    notes: list[Repair] = []
    if reading.code is None:
        search = ColumnSearch(raw.table, origin, raw.aliases)
        two = two_codes(raw.table, search, columns.code)
        if two is not None:
            raw, columns = replace(raw, table=two.table), columns.of_two(two.code, two.parent)
            notes.append(two.note)
    codes = read_codes(raw.table, columns.code, origin)
    places = [FeaturePlace(number, text) for number, text in enumerate(codes.values, start=1)]
    polygons = polygons_of(raw, origin, places, reading, reference)
    kept = [places[row] for row in polygons.rows]
    rows = _Rows(raw.table, columns, polygons.rows)
    meanings = _meanings(rows, kept, polygons, communities, origin)
    named = reading.parent is not None
    frame = _frame(rows, meanings, kept, polygons, origin, parent_named=named)
    joined = rejoined(frame, kept, origin, alike=("name", "community", "kind"))
    cells = joined.frame
    shapes = cells.geometry.to_numpy()
    if polygons.crs != "EPSG:4326":
        shapes = shapely.transform(shapes, rounded)  # from where another CRS left them
    cells["geometry"] = shapely.orient_polygons(shapes)  # a Shapefile's shells run clockwise
    cells["area_m2"] = area_m2(cells.geometry.to_numpy())
    parents = [value or None for value in cells["parent"]]
    cells["parent"] = pd.Series(parents, dtype=object)
    nested = [
        (str(code), parent) for code, parent in zip(cells["code"], parents, strict=True) if parent
    ]
    cells.attrs["illustrative"] = raw.illustrative
    return CellFile(
        cells=cells,
        report=[
            *notes,
            *codes.notes,
            *polygons.notes,
            *polygons.repairs,
            *joined.repairs,
            *copies_told(cells, nested),
        ],
        illustrative=raw.illustrative,
        path=origin,
        format=raw.format,
        layer=raw.layer,
        crs=polygons.crs,
        columns=columns.named,
        features_read=len(places),
    )


class _Rows:
    """The texts of the columns that are used, for the features that have an area."""

    def __init__(self, table: pd.DataFrame, columns: CellColumns, rows: Sequence[int]) -> None:
        self._table = table
        self._rows = rows
        self.columns = columns

    def texts(self, column: str | None) -> list[str]:
        """Return a column; "" throughout where there is none."""
        if column is None:
            return [""] * len(self._rows)
        values = texts(self._table[column])
        return [values[row] for row in self._rows]


def _meanings(
    rows: _Rows,
    places: list[FeaturePlace],
    polygons: Polygons,
    communities: geopandas.GeoDataFrame | None,
    path: Path,
) -> list[Meaning]:
    """Tell each cell's code and community; give both to cells that have none."""
    given = without_blanks(rows.texts(rows.columns.community))
    meanings = [
        meaning_of(place.code, community) for place, community in zip(places, given, strict=True)
    ]
    if communities is not None:
        meanings = located(meanings, polygons, communities)
    astray = [
        place
        for place, meaning in zip(places, meanings, strict=True)
        if place.code and not meaning.community
    ]
    if astray:
        raise BoundaryError(ErrorKind.NO_COMMUNITY, path, places=astray)
    for meaning in meanings:
        if meaning.before:
            facts = {"before": meaning.before, "code": meaning.code}
            polygons.repairs.append(Repair(meaning.code, RepairKind.CODE_MAPPED, facts=facts))
    named = community_names(rows.texts(rows.columns.name), rows.texts(rows.columns.community_name))
    return _generated(_by_name(meanings, named), places, polygons, path)


def _by_name(meanings: list[Meaning], names: Sequence[str]) -> list[Meaning]:
    """Tell the community of cells without a code by its name, where that is one community's."""
    codes: defaultdict[str, set[str]] = defaultdict(set)
    for meaning, name in zip(meanings, names, strict=True):
        if meaning.community and name:
            codes[name].add(meaning.community)
    return [
        replace(meaning, community=min(codes[name]))
        if not meaning.community and len(codes[name]) == 1
        else meaning
        for meaning, name in zip(meanings, names, strict=True)
    ]


def _generated(
    meanings: list[Meaning], places: list[FeaturePlace], polygons: Polygons, path: Path
) -> list[Meaning]:
    blank = [number for number, meaning in enumerate(meanings) if not meaning.code]
    if not blank:
        return meanings
    coded = [number for number, meaning in enumerate(meanings) if meaning.community]
    if not coded:
        raise BoundaryError(
            ErrorKind.NO_COMMUNITY, path, places=[places[number] for number in blank]
        )
    meanings = list(meanings)
    last: defaultdict[str, int] = defaultdict(int)
    for meaning in meanings:
        last[meaning.community] = max(last[meaning.community], _serial(meaning))
    tree = shapely.STRtree(polygons.geometries[coded])
    points = shapely.get_coordinates(shapely.point_on_surface(polygons.geometries[blank]))
    # From north to south: the order in the file does not matter.
    for at in np.lexsort((points[:, 0], -points[:, 1])).tolist():
        number = blank[at]
        community = meanings[number].community
        assumed = not community
        if assumed:
            nearest = tree.query_nearest(polygons.geometries[number]).tolist()
            community = min(meanings[coded[one]].community for one in nearest)
        last[community] += 1
        if last[community] > MAX_SERIAL:
            raise BoundaryError(ErrorKind.BLANK_CODE, path, places=[places[number]])
        code = str(cell_code(community, last[community]))
        meanings[number] = Meaning(code, community)
        facts = {"number": str(places[number].number)}
        polygons.repairs.append(Repair(code, RepairKind.CODE_GENERATED, facts=facts))
        if assumed:
            told = {"community": community}
            polygons.repairs.append(Repair(code, RepairKind.COMMUNITY_ASSUMED, facts=told))
    return meanings


def _serial(meaning: Meaning) -> int:
    """Return the serial in a code of the standard's form; of another form, 0."""
    serial = meaning.code.removeprefix(meaning.community)
    return int(serial) if len(serial) == SERIAL_DIGITS and serial.isdigit() else 0


def _frame(
    rows: _Rows,
    meanings: list[Meaning],
    places: list[FeaturePlace],
    polygons: Polygons,
    path: Path,
    *,
    parent_named: bool,
) -> geopandas.GeoDataFrame:
    columns = rows.columns
    names, kinds = rows.texts(columns.name), rows.texts(columns.kind)
    strange = sorted({kind for kind in kinds if kind and not is_known_kind(kind)})
    if strange:
        facts = {"kinds": Several.of(strange)}
        polygons.notes.append(Repair("", RepairKind.KINDS_UNKNOWN, facts=facts))
    codes = [meaning.code for meaning in meanings]
    micro = [says_micro(kind, name) for kind, name in zip(kinds, names, strict=True)]
    given = GivenParents(rows.texts(columns.parent), columns.parent or "", parent_named)
    frame: dict[str, list[str] | pd.Series] = {
        "code": codes,
        "name": names,
        "community": [meaning.community for meaning in meanings],
        "community_name": community_names(names, rows.texts(columns.community_name)),
        "kind": [kind_of(kind, name) for kind, name in zip(kinds, names, strict=True)],
        "parent": parents_of(meanings, given, micro, places, polygons, path),
    }
    for ours in ("households", "population"):
        column: str | None = getattr(columns, ours)
        if column is not None:
            frame[ours] = read_totals(rows.texts(column), codes, ours, polygons.repairs)
    if any(meaning.before for meaning in meanings):
        frame["code_before"] = [meaning.before for meaning in meanings]
    return geopandas.GeoDataFrame(frame, geometry=polygons.geometries, crs="EPSG:4326")
