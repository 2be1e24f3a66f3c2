"""Cells and communities as files, and the communities that cells make up.

The written columns are the contract of `gis.partition` plus what a map or print wants to name:
``community_name``, ``parent``, ``street``, ``kind`` and ``illustrative``.
"""

import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import geopandas as gpd
import pyogrio
import shapely

from gis.datums import area_m2

ILLUSTRATIVE = "示意边界 / illustrative boundaries"
_DRIVERS: Mapping[str, str] = {
    ".geojson": "GeoJSON",
    ".json": "GeoJSON",
    ".gpkg": "GPKG",
    ".fgb": "FlatGeobuf",
    ".shp": "ESRI Shapefile",
}


class CellsFileError(ValueError):
    """A file of cells that cannot be read or written; the message names file, place and mend."""

    def __init__(self, path: Path, why: str) -> None:
        self.path = path
        super().__init__(f"{path}: {why}")


def write_cells(cells: gpd.GeoDataFrame, path: str | Path) -> None:
    """Write cells to GeoJSON, GeoPackage, FlatGeobuf, Shapefile or GeoParquet, by the ending.

    The file appears whole or not at all. Coordinates keep their 1e-7° grid.

    Raises
    ------
    CellsFileError
        The ending names no format that can be written, or the folder cannot be written to.
    """
    path = Path(path)
    ending = path.suffix.lower()
    if ending not in _DRIVERS and ending != ".parquet":
        known = ", ".join(sorted([*_DRIVERS, ".parquet"]))
        raise CellsFileError(path, f"the ending {ending!r} names no format; use one of {known}")
    if not path.parent.is_dir():
        raise CellsFileError(path, f"the folder {path.parent} does not exist; make it first")
    if ending == ".shp":
        _write(cells, path, _DRIVERS[ending])  # several files: cannot be moved as one
        return
    fresh = path.with_name(f".{path.stem}-{secrets.token_hex(4)}{ending}")
    try:
        if ending == ".parquet":
            cells.to_parquet(fresh)
        else:
            _write(cells, fresh, _DRIVERS[ending])
        os.replace(fresh, path)
    except OSError as error:
        raise CellsFileError(path, f"cannot be written ({error})") from error
    finally:
        fresh.unlink(missing_ok=True)


def _write(cells: gpd.GeoDataFrame, path: Path, driver: str) -> None:
    options: dict[str, Any] = {"layer": "cells"}
    if driver == "GeoJSON":
        # RFC7946 would turn rings and clip at the antimeridian; the stored order is kept.
        options |= {"COORDINATE_PRECISION": 7, "WRITE_NAME": "NO"}
        if cells.attrs.get("illustrative"):
            options["DESCRIPTION"] = ILLUSTRATIVE
    try:
        pyogrio.write_dataframe(cells, path, driver=driver, encoding="UTF-8", **options)
    except pyogrio.errors.DataSourceError as error:
        raise CellsFileError(path, f"cannot be written ({error})") from error


def read_cells(path: str | Path) -> gpd.GeoDataFrame:
    """Read cells that `write_cells`, or another program, has written.

    Returns
    -------
    GeoDataFrame
        Columns ``code`` and ``community`` as text, ``area_m2``, geometry in EPSG:4326, and the
        file's further columns; ``attrs["illustrative"]`` tells whether its lines are invented.

    Raises
    ------
    CellsFileError
        Not readable, no CRS, or the columns ``code`` and ``community`` are not there.
    """
    path = Path(path)
    if not path.exists():
        raise CellsFileError(path, "does not exist")
    try:
        if path.suffix.lower() == ".parquet":
            cells = gpd.read_parquet(path)
        else:
            cells = pyogrio.read_dataframe(path)
    except (pyogrio.errors.DataSourceError, ValueError, OSError) as error:
        raise CellsFileError(path, f"is no readable file of cells ({error})") from error
    if not isinstance(cells, gpd.GeoDataFrame):
        raise CellsFileError(path, "holds no geometry; give a file that `gridward partition` wrote")
    if cells.crs is None:
        raise CellsFileError(path, "declares no CRS; write it again with EPSG:4326")
    for column in ("code", "community"):
        if column not in cells.columns:
            has = ", ".join(str(name) for name in cells.columns if name != cells.geometry.name)
            raise CellsFileError(
                path, f"has no column {column!r} (it has: {has}); make it with `gridward partition`"
            )
    cells = cells.to_crs(4326)
    if cells.geometry.name != "geometry":
        cells = cells.rename_geometry("geometry")
    cells["code"] = cells["code"].astype(str)
    cells["community"] = cells["community"].astype(str)
    missing = shapely.is_missing(cells.geometry.to_numpy()) | shapely.is_empty(
        cells.geometry.to_numpy()
    )
    if missing.any():
        raise CellsFileError(path, f"cell {cells['code'][missing.argmax()]} has no geometry")
    if "area_m2" not in cells.columns:
        cells["area_m2"] = area_m2(cells.geometry.to_numpy())
    cells.attrs["illustrative"] = bool(
        "illustrative" in cells.columns and cells["illustrative"].astype(bool).any()
    )
    return cells.sort_values("code", ignore_index=True)


def communities_of(cells: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the communities that the cells make up, their shared edges dissolved exactly.

    Returns
    -------
    GeoDataFrame
        Columns ``code``, ``name``, ``parent``, ``street``, geometry; EPSG:4326.
    """
    rows = []
    for code, group in cells.groupby("community", sort=True):
        first = group.iloc[0]
        rows.append(
            {
                "code": code,
                "name": str(first.get("community_name", "") or code),
                "parent": str(first.get("parent", "") or ""),
                "street": str(first.get("street", "") or ""),
                "geometry": shapely.coverage_union_all(group.geometry.to_numpy()),
            }
        )
    communities = gpd.GeoDataFrame(rows, geometry="geometry", crs=4326)
    communities.attrs["illustrative"] = bool(cells.attrs.get("illustrative"))
    return communities


def name_cells(cells: gpd.GeoDataFrame, communities: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Add to cells what a map or print of them names: community, parent, street, illustrative."""
    cells = cells.copy()
    told = communities.set_index("code")
    name = "short_name" if "short_name" in told.columns else "name"
    cells["community_name"] = cells["community"].map(told[name])
    for column in ("parent", "street"):
        if column in told.columns:
            cells[column] = cells["community"].map(told[column])
    if communities.attrs.get("illustrative"):
        cells["illustrative"] = True
        cells.attrs["illustrative"] = True
    return cells
