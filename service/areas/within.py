"""Micro-cells: the cell in which one lies, and those within a cell."""

from dataclasses import dataclass

import shapely

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
