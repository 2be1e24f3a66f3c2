"""Micro-cells: the cell in which one lies, and those within a cell."""

from dataclasses import dataclass, replace

import pandas
import shapely

from gis.codes import serial_in
from service.areas.divisions import CellInfo
from service.areas.loaded import LoadedDivision


@dataclass(frozen=True)
class MicroCell:
    """A micro-cell of a cell, for a page."""

    code: str
    area_m2: float
    outline: str
    """Its GeoJSON geometry, for the page's map."""


def parent_within(division: LoadedDivision, code: str) -> str | None:
    """Return the cell of a division in which a micro-cell lies; ``None`` if the code is none."""
    frame = division.micro_cells
    found = frame.loc[frame["code"] == code, "parent_code"]
    return None if found.empty else str(found.iloc[0])


def micro_cell(division: LoadedDivision, code: str) -> CellInfo | None:
    """Return a micro-cell as a cell; its serial counts within its cell. ``None`` if it is none."""
    parent = parent_within(division, code)
    if parent is None:
        return None
    frame = division.micro_cells
    row = frame[frame["code"] == code].iloc[0]
    middle = shapely.point_on_surface(row.geometry)
    return replace(
        division.cell(parent),
        code=code,
        serial=serial_in(code, parent),
        name=row["name"] if isinstance(row["name"], str) else "",
        kind=str(row["kind"]),
        area_m2=float(row["area_m2"]),
        households=None if pandas.isna(row["households"]) else int(row["households"]),
        bounds=row.geometry.bounds,
        label_lon=round(middle.x, 7),
        label_lat=round(middle.y, 7),
    )


def micro_cells_within(division: LoadedDivision, code: str) -> tuple[MicroCell, ...]:
    """Return the micro-cells of a cell in the order of their codes."""
    frame = division.micro_cells
    mine = frame[frame["parent_code"] == code].sort_values("code")
    return tuple(
        MicroCell(one, float(area_m2), shapely.to_geojson(outline))
        for one, area_m2, outline in zip(
            mine["code"], mine["area_m2"], mine.geometry.array, strict=True
        )
    )
