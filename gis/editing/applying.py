"""From faces dealt out to a proven division."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import geopandas
import numpy as np
import pandas as pd
import shapely

from gis.coverage import CoverageError, check_coverage
from gis.coverage.dissolving import dissolved
from gis.coverage.proof.truth import KEY, truth_of
from gis.datums import area_m2
from gis.editing.choosing import ordinary, refuse_micro
from gis.editing.codes import NewCodes
from gis.editing.edited import Edited
from gis.editing.refusals import EditRefused, RefusalKind
from gis.editing.regrouping import Dealt, Goes, dealt_out
from gis.editing.vicinity import within_reach
from gis.partition.contract import Division
from gis.partition.micro import are_micro, nested_in

COUNTED = ("households", "population")
"""What cells count: of a part of a cell nobody knows it."""

CALLED = ("kind", "name")
"""What a cell is called."""

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
        None of the cells told gets ground, a cell falls apart that must not, one with micro-cells
        is changed, the result is not exact, or a cell around it is too narrow for lines to be
        joined about it.
    """
    whole = ordinary(division.cells)
    before = {str(row["code"]): row for row in whole.to_dict("records")}
    dealt, touched = _dealt(whole, deal, before)
    if deal.rows and not deal.rows.keys() & dealt.parts.keys():
        # Rounded to the lattice, nothing is left of what was drawn: to say "done" would be false.
        raise EditRefused(RefusalKind.UNFIT_SHAPE, why="no-area")
    removed = set(deal.givers) - dealt.parts.keys()
    heirs = _taken_whole(dealt, [before[code] for code in removed], touched - before.keys())
    rows = [row for code, row in before.items() if code not in touched | removed]
    rows += [_renamed(before[old], deal.rows[new]) for new, old in heirs.items()]
    for code in sorted(touched - heirs.keys()):
        rows += _cells_of(code, dealt, before, deal, codes)
    now = {str(row["code"]) for row in rows}
    created, removed = now - before.keys(), before.keys() - now
    changed = touched & before.keys()
    refuse_micro(division.cells, sorted(changed | removed))
    cells = _frame(division.cells, rows)
    redrawn = {str(before[code]["community"]) for code in changed | removed}
    homes = {str(before[code]["community"]) for code in deal.givers}
    result = _unlatticed(
        replace(
            division,
            cells=cells,
            communities=_redrawn(division.communities, ordinary(cells), redrawn),
        ),
        homes,
    )
    result.cells.attrs[KEY] = truth_of(result.communities)
    _prove(result)
    return Edited(result, *(tuple(sorted(each)) for each in (changed, created, removed)))


def _dealt(
    whole: geopandas.GeoDataFrame, deal: Deal, before: Mapping[str, Row]
) -> tuple[Dealt, set[str]]:
    """Deal the ground out among the cells around it; return also whose outline is new."""
    touched = set(deal.givers)
    near = within_reach(whole, touched, deal.areas)
    while True:
        cells = whole.iloc[near]
        try:
            dealt = dealt_out(cells, deal.givers, deal.areas, deal.goes)
        except CoverageError as refusal:
            if refusal.kind != "vanished":
                raise
            narrow = cells[cells["code"].astype(str).isin(refusal.features)]
            place = shapely.point_on_surface(narrow.geometry.iloc[0])
            codes = tuple(narrow["code"].astype(str))
            raise EditRefused(RefusalKind.HAIRLINE, codes, (place.x, place.y)) from refusal
        touched = _touched(dealt, before)
        wider = within_reach(whole, touched.union(deal.givers), deal.areas)
        if np.isin(wider, near).all():
            return dealt, touched
        near = np.union1d(near, wider)


def _touched(dealt: Dealt, before: Mapping[str, Row]) -> set[str]:
    """Return the cells whose outline is new."""
    known = [code for code in dealt.parts if code in before]
    new = np.asarray([shapely.MultiPolygon(dealt.parts[code]) for code in known], dtype=object)
    old = np.asarray([shapely.multipolygons(_parts(before[code])) for code in known], dtype=object)
    same = shapely.equals_exact(shapely.normalize(new), shapely.normalize(old), 0.0)
    return set(dealt.parts) - {code for code, equal in zip(known, same, strict=True) if equal}


def _parts(row: Row) -> list[shapely.Geometry]:
    return list(shapely.get_parts(row["geometry"]))


def _taken_whole(dealt: Dealt, gone: Iterable[Row], new: Iterable[str]) -> dict[str, str]:
    """Return the code that a new cell keeps, since it has the ground of one that is gone."""
    shapes = {_form(_parts(row)): str(row["code"]) for row in gone}
    forms = {code: _form(dealt.parts[code]) for code in new}
    return {code: shapes[form] for code, form in forms.items() if form in shapes}


def _form(parts: Sequence[shapely.Geometry]) -> bytes:
    """Return bytes that are alike for cells of the same shape."""
    return bytes(shapely.to_wkb(shapely.normalize(shapely.multipolygons(parts))))


def _renamed(row: Row, told: Row) -> Row:
    """Return the row of a cell that became another one on the same ground, counts and all."""
    return {**row, **{column: told[column] for column in CALLED if column in told}}


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
    told = list(rows)
    columns = [column for column in cells.columns if column != "geometry"]
    if "name" not in columns and any(row.get("name") for row in told):
        columns.append("name")
    made = pd.DataFrame.from_records(told, columns=[*columns, "geometry"])
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
    communities: geopandas.GeoDataFrame, cells: geopandas.GeoDataFrame, homes: set[str]
) -> geopandas.GeoDataFrame:
    """Lead the outlines of communities through all vertices that their cells have now."""
    shapes, rows = cells.geometry.to_numpy(), cells.groupby("community").indices
    geometry = communities.geometry.to_numpy().copy()
    for k, code in enumerate(communities["code"].astype(str)):
        if code in homes:
            geometry[k] = dissolved(shapes[rows[code]])
    return communities.set_geometry(geometry, crs=communities.crs)


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
