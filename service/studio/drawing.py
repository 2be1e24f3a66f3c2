"""A draft as gis edits it, and the rows that an edit changes: no database, no request."""

from collections.abc import Iterable
from dataclasses import replace

import geopandas
import numpy as np
import shapely

from gis.editing.codes import NewCodes
from gis.partition import Division
from service.areas.divisions import NewDivision
from service.areas.operations import CellNow, DraftRows, Row, RowChanges, prove
from service.studio.edits import Edit, done

_GIS = {"community_code": "community", "parent_code": "parent"}
"""What gis calls columns of the tables."""


def division_of(rows: DraftRows) -> Division:
    """Return a draft as gis takes it."""
    cells = _frame(rows.cells.values()).rename(columns=_GIS)
    if cells["parent"].isna().all():
        cells = cells.drop(columns="parent")
    cells["households"] = cells["households"].astype("Int64")
    cells.attrs["lattices"] = list(rows.lattices)
    return Division(cells=cells, communities=_frame(rows.communities.values()), changes=())


def edited(rows: DraftRows, edit: Edit, retired: frozenset[str]) -> Division:
    """Do an edit on a draft.

    Raises
    ------
    EditIncompleteError, EditRefusedError
        It cannot be done.
    """
    return done(division_of(rows), edit, retired).division


def changed_cells(rows: DraftRows, division: Division) -> list[CellNow]:
    """Return the cells of a division that are not to the byte what a draft has by their code."""
    cells = division.cells
    found = []
    for code, community, wkb in zip(
        cells["code"],
        cells["community"],
        shapely.to_wkb(np.asarray(cells.geometry.array)),
        strict=True,
    ):
        before = rows.cells.get(code)
        if before is None or before["geometry"] != wkb:
            found.append(CellNow(str(code), str(community), wkb))
    return found


def renamed(division: Division, spent: Iterable[str], retired: frozenset[str]) -> Division:
    """Give cells new codes, where theirs were given out for what they no longer are."""
    wanted = sorted(spent)
    if not wanted:
        return division
    cells = division.cells.copy()
    codes = NewCodes(cells, retired)
    homes = dict(zip(cells["code"], cells["community"], strict=True))
    given = {code: codes.take(str(homes[code]), 1)[0] for code in wanted}
    cells["code"] = [given.get(code, code) for code in cells["code"]]
    ordered = cells.sort_values("code", kind="stable", ignore_index=True)
    ordered.attrs = dict(division.cells.attrs)
    return replace(division, cells=ordered)


def changes_to(rows: DraftRows, division: Division) -> RowChanges:
    """Prove a changed division once more, as drafts are, and return which rows are others.

    Raises
    ------
    CoverageInexactError, DivisionUnfitError, ValueTooLongError
        It is no exact division; `gis.editing` gives none such.
    """
    info = rows.info
    new = NewDivision(
        name=info.name,
        name_en=info.name_en,
        district_code=info.district_code,
        district_name=info.district_name,
        district_name_en=info.district_name_en,
        strategy=info.strategy,
        illustrative=info.illustrative,
        source=info.source,
        communities=division.communities,
        cells=division.cells,
    )
    return RowChanges.between(rows, prove(new))


def _frame(rows: Iterable[Row]) -> geopandas.GeoDataFrame:
    told = [dict(row) for row in rows]
    shapes = shapely.from_wkb(np.array([row.pop("geometry") for row in told], dtype=object))
    return geopandas.GeoDataFrame(told, geometry=shapes, crs=4326)
