"""From faces dealt out to a proven division."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import geopandas
import numpy as np
import pandas as pd
import shapely

from gis.coverage import CoverageError, check_coverage
from gis.datums import area_m2
from gis.editing.choosing import ordinary, refuse_micro
from gis.editing.codes import NewCodes
from gis.editing.edited import Edited
from gis.editing.refusals import EditRefused, RefusalKind
from gis.editing.regrouping import Dealt, Goes, dealt_out
from gis.partition.contract import Division
from gis.partition.micro import are_micro, nested_in

COUNTED = ("households", "population")
"""What cells count: of a part of a cell nobody knows it."""

OWN = (*COUNTED, "name", "note", "code_before")
"""Columns that a part of a cell does not inherit."""

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Deal:
    """Who gets what.

    Attributes
    ----------
    givers
        Codes of the cells whose ground is dealt out.
    areas
        Valid polygons, EPSG:4326; where two share ground it is the first's.
    goes
        See `gis.editing.regrouping.Goes`.
    rows
        Columns of cells that are new, or get other ones; by code.
    in_one_piece
        Cells that must not fall apart. Parts of others become cells of their own.
    """

    givers: tuple[str, ...]
    areas: Sequence[shapely.Geometry]
    goes: Goes
    rows: Mapping[str, Row]
    in_one_piece: frozenset[str] = frozenset()


def part_of(row: Row) -> dict[str, Any]:
    """Return the columns of a new cell on the ground of another."""
    return {**row, **{column: None for column in OWN if column in row}}


def applied(division: Division, deal: Deal, codes: NewCodes) -> Edited:
    """Deal the ground of some cells out anew, and prove the result.

    Raises
    ------
    EditRefused
        A cell falls apart that must not, one with micro-cells is changed, the result is not
        exact, or some cell of the division is too narrow for lines to be joined about it.
    """
    whole = ordinary(division.cells)
    dealt = _dealt(whole, deal)
    before = {str(row["code"]): row for row in whole.to_dict("records")}
    touched = _touched(dealt, before)
    rows = [row for code, row in before.items() if code in dealt.parts and code not in touched]
    for code in sorted(touched):
        rows += _cells_of(code, dealt, before, deal, codes)
    now = {str(row["code"]) for row in rows}
    created, removed = now - before.keys(), before.keys() - now
    changed = touched & before.keys()
    refuse_micro(division.cells, sorted(changed | removed))
    homes = {str(before[code]["community"]) for code in deal.givers}
    result = _unlatticed(
        replace(
            division,
            cells=_frame(division.cells, rows),
            communities=_redrawn(division.communities, dealt.communities),
        ),
        homes,
    )
    _prove(result)
    return Edited(result, *(tuple(sorted(each)) for each in (changed, created, removed)))


def _dealt(whole: geopandas.GeoDataFrame, deal: Deal) -> Dealt:
    try:
        return dealt_out(whole, deal.givers, deal.areas, deal.goes)
    except CoverageError as refusal:
        if refusal.kind != "vanished":
            raise
        narrow = whole[whole["code"].astype(str).isin(refusal.features)]
        place = shapely.point_on_surface(narrow.geometry.iloc[0])
        codes = tuple(narrow["code"].astype(str))
        raise EditRefused(RefusalKind.HAIRLINE, codes, (place.x, place.y)) from refusal


def _touched(dealt: Dealt, before: Mapping[str, Row]) -> set[str]:
    """Return the cells whose outline is new."""
    known = [code for code in dealt.parts if code in before]
    new = np.asarray([shapely.MultiPolygon(dealt.parts[code]) for code in known], dtype=object)
    old = np.asarray([shapely.multipolygons(_parts(before[code])) for code in known], dtype=object)
    same = shapely.equals_exact(shapely.normalize(new), shapely.normalize(old), 0.0)
    return set(dealt.parts) - {code for code, equal in zip(known, same, strict=True) if equal}


def _parts(row: Row) -> list[shapely.Geometry]:
    return list(shapely.get_parts(row["geometry"]))


def _cells_of(
    code: str, dealt: Dealt, before: Mapping[str, Row], deal: Deal, codes: NewCodes
) -> list[Row]:
    """Return the rows of a cell, and of the parts that fell off it as cells of their own."""
    parts, sizes = dealt.parts[code], dealt.area_m2[code]
    order = sorted(range(len(parts)), key=lambda k: (-sizes[k], parts[k].bounds))
    row = {**before.get(code, {}), **deal.rows.get(code, {}), "code": code}
    had = len(_parts(before[code])) if code in before else 1
    if len(parts) <= had:
        shape = parts[0] if len(parts) == 1 else shapely.MultiPolygon([parts[k] for k in order])
        return [_drawn(row, shape)]
    if code in deal.in_one_piece:
        place = shapely.point_on_surface(parts[order[1]])
        raise EditRefused(RefusalKind.FALLS_APART, (code,), (place.x, place.y))
    new = codes.take(str(row["community"]), len(order) - 1)
    fallen = [{**part_of(row), "code": each} for each in new]
    return [_drawn(each, parts[k]) for each, k in zip((row, *fallen), order, strict=True)]


def _drawn(row: Row, shape: shapely.Geometry) -> Row:
    return {**row, "geometry": shape, "area_m2": float(area_m2(shape)[0])}


def _frame(cells: geopandas.GeoDataFrame, rows: Iterable[Row]) -> geopandas.GeoDataFrame:
    """Return rows as a frame like the cells', micro-cells behind their parents."""
    made = pd.DataFrame.from_records(list(rows), columns=list(cells.columns))
    made = made.sort_values("code", kind="stable", ignore_index=True)
    for column in cells.columns:
        # Counts may be missing now, which whole numbers cannot say.
        if column not in ("geometry", *COUNTED):
            made[column] = made[column].astype(cells[column].dtype)
    frame = geopandas.GeoDataFrame(made, geometry="geometry", crs=cells.crs)
    frame.attrs = dict(cells.attrs)
    micro_cells = cells[are_micro(cells)]
    return nested_in(frame, micro_cells) if len(micro_cells) else frame


def _redrawn(
    communities: geopandas.GeoDataFrame, outlines: Mapping[str, shapely.Geometry]
) -> geopandas.GeoDataFrame:
    geometry = [outlines[str(code)] for code in communities["code"]]
    redrawn = communities.copy()
    redrawn[redrawn.geometry.name] = geopandas.GeoSeries(
        geometry, index=redrawn.index, crs=communities.crs
    )
    return redrawn


def _unlatticed(division: Division, communities: set[str]) -> Division:
    """Note that communities changed by hand keep to no lattice any more."""
    noted = [
        {**facts, "communities": [c for c in facts["communities"] if c not in communities]}
        for facts in division.cells.attrs.get("lattices", [])
    ]
    division.cells.attrs["lattices"] = [facts for facts in noted if facts["communities"]]
    lattices = tuple(each for each in division.lattices if each.community not in communities)
    return replace(division, lattices=lattices)


def _prove(division: Division) -> None:
    faults = check_coverage(division.cells, division.communities).faults
    if faults:
        first = faults[0]
        raise EditRefused(RefusalKind.NOT_EXACT, first.cells, first.place, fault=first.what)
