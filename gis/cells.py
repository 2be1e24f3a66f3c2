"""Cells and communities as files, and the communities that cells make up.

The written columns are the contract of `gis.partition` plus what a map or print wants to name:
``community_name``, ``street_code``, ``street`` and ``illustrative``. ``parent`` is a micro-cell's
cell, and nothing else.
"""

import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pyogrio
import shapely
from numpy.typing import NDArray

from gis.boundaries import BoundaryError, ErrorKind, read_cell_file
from gis.datums import area_m2
from gis.lattice import rounded
from gis.shapefiles import replace_shapefile

ILLUSTRATIVE = "示意边界 / illustrative boundaries"
_DRIVERS: Mapping[str, str] = {
    ".geojson": "GeoJSON",
    ".json": "GeoJSON",
    ".gpkg": "GPKG",
    ".fgb": "FlatGeobuf",
    ".shp": "ESRI Shapefile",
}

_CUT_NAMES: Mapping[str, str] = {
    name: name[:10]  # the bytes that a .dbf has for a column's name
    for name in ("community_name", "street_code", "illustrative", "code_before")
}


class CellsFileError(ValueError):
    """A file of cells that cannot be read or written; the message names file, place and mend."""

    def __init__(self, path: Path, why: str) -> None:
        self.path = path
        super().__init__(f"{path}: {why}")


def check_writable(path: Path) -> None:
    """Refuse what `write_cells` could not write to, by its ending and its folder.

    Raises
    ------
    CellsFileError
        The ending names no format that can be written, or there is no such folder.
    """
    ending = path.suffix.lower()
    if ending not in _DRIVERS and ending != ".parquet":
        known = ", ".join(sorted([*_DRIVERS, ".parquet"]))
        raise CellsFileError(path, f"the ending {ending!r} names no format; use one of {known}")
    if not path.parent.is_dir():
        raise CellsFileError(path, f"the folder {path.parent} does not exist; make it first")


def write_cells(cells: gpd.GeoDataFrame, path: str | Path, *, layer: str = "cells") -> None:
    """Write cells to GeoJSON, GeoPackage, FlatGeobuf, Shapefile or GeoParquet, by the ending.

    The file appears whole or not at all, and what was there stays when writing fails.
    Coordinates keep their 1e-7° grid.

    Parameters
    ----------
    cells
        Cells, or communities.
    path
        Where to.
    layer
        The layer's name in a GeoPackage.

    Raises
    ------
    CellsFileError
        The ending names no format that can be written, or the folder cannot be written to.
    """
    path = Path(path)
    check_writable(path)
    ending = path.suffix.lower()
    fresh = path.with_name(f".{path.stem}-{secrets.token_hex(4)}{ending}")
    try:
        if ending == ".shp":
            replace_shapefile(path, lambda at: _write(cells, at, _DRIVERS[ending], layer))
            return
        if ending == ".parquet":
            cells.to_parquet(fresh)
        else:
            _write(cells, fresh, _DRIVERS[ending], layer)
        os.replace(fresh, path)
    except (OSError, pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError) as error:
        raise CellsFileError(path, f"cannot be written ({error})") from error
    finally:
        fresh.unlink(missing_ok=True)


def _write(cells: gpd.GeoDataFrame, path: Path, driver: str, layer: str) -> None:
    options: dict[str, Any] = {"layer": layer}
    if driver == "GeoJSON":
        # RFC7946 would turn rings and clip at the antimeridian; the stored order is kept. Of nine
        # decimals or fewer GDAL takes runs of nines and noughts for noise: 113.0999999 is 113.1.
        options |= {"COORDINATE_PRECISION": 10, "WRITE_NAME": "NO"}
        if cells.attrs.get("illustrative"):
            options["DESCRIPTION"] = ILLUSTRATIVE
    if driver == "ESRI Shapefile":
        cells = cells.rename(columns=_CUT_NAMES)
    pyogrio.write_dataframe(cells, path, driver=driver, encoding="UTF-8", **options)


def read_cells(path: str | Path) -> gpd.GeoDataFrame:
    """Read cells that `write_cells`, or another program, has written.

    A city's own file, with other columns, is read as `gis.boundaries.read_cell_file` does;
    use that at once where the file is not trusted, or its report is wanted.

    Returns
    -------
    GeoDataFrame
        Columns ``code`` and ``community`` as text, ``area_m2``, geometry in EPSG:4326, and the
        file's further columns; ``attrs["illustrative"]`` tells whether its lines are invented.

    Raises
    ------
    CellsFileError
        Not readable, no CRS, or nothing in it tells the cells' codes and communities.
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
    if not {"code", "community"} <= set(cells.columns):
        return _read_foreign(path, cells)
    whole = {cut: name for name, cut in _CUT_NAMES.items() if name not in cells.columns}
    cells = _as_stored(cells.rename(columns=whole), path)
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


def _as_stored(cells: gpd.GeoDataFrame, path: Path) -> gpd.GeoDataFrame:
    """Bring cells back to what they were before a format or a CRS changed them."""
    stored = cells.to_crs(4326)
    shapes = stored.geometry.to_numpy()
    if cells.crs != stored.crs:
        shapes = shapely.transform(shapes, rounded)
    if path.suffix.lower() == ".shp":
        shapes = shapely.orient_polygons(shapes)  # a Shapefile's shells run clockwise
    return stored.set_geometry(gpd.GeoSeries(shapes, index=stored.index, crs=4326))


def _read_foreign(path: Path, cells: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    try:
        return read_cell_file(path).cells.sort_values("code", ignore_index=True)
    except BoundaryError as fault:
        if fault.kind is not ErrorKind.NO_CODE_COLUMN:
            raise CellsFileError(path, str(fault).removeprefix(f"{path.name}: ")) from fault
        has = ", ".join(str(name) for name in cells.columns if name != cells.geometry.name)
        why = f"has no column 'code' (it has: {has}); make it with `gridward partition`"
        raise CellsFileError(path, why) from fault


def communities_of(cells: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the communities that the cells make up, their shared edges dissolved exactly.

    Micro-cells lie in cells and are left out.

    Returns
    -------
    GeoDataFrame
        Columns ``code``, ``name``, ``parent`` (the street's code), ``street``, geometry;
        EPSG:4326.
    """
    rows = []
    for code, group in cells[~micro_cells(cells)].groupby("community", sort=True):
        first = group.iloc[0]
        rows.append(
            {
                "code": code,
                "name": _text(first.get("community_name")) or code,
                "parent": _text(first.get("street_code")) or _text(first.get("parent")),
                "street": _text(first.get("street")),
                "geometry": _joined(group.geometry.to_numpy()),
            }
        )
    communities = gpd.GeoDataFrame(rows, geometry="geometry", crs=4326)
    communities.attrs["illustrative"] = bool(cells.attrs.get("illustrative"))
    return communities


def _joined(shapes: NDArray[Any]) -> shapely.Geometry:
    # A city's own file may hold cells that meet without sharing vertices, or overlap.
    join = shapely.coverage_union_all if shapely.coverage_is_valid(shapes) else shapely.union_all
    return join(shapes)


def micro_cells(cells: gpd.GeoDataFrame) -> "pd.Series[bool]":
    """Tell which rows are micro-cells: their parent is the code of another cell.

    Files of earlier versions have the street's code in that column.
    """
    if "parent" not in cells.columns:
        return pd.Series(False, index=cells.index)
    nested: pd.Series[bool] = cells["parent"].notna() & cells["parent"].isin(cells["code"])
    return nested


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def name_cells(cells: gpd.GeoDataFrame, communities: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Add to cells what a map or print of them names: community, street, illustrative."""
    cells = cells.copy()
    told = communities.set_index("code")
    name = "short_name" if "short_name" in told.columns else "name"
    cells["community_name"] = cells["community"].map(told[name])
    for column, source in (("street_code", "parent"), ("street", "street")):
        if source in told.columns:
            cells[column] = cells["community"].map(told[source])
    if communities.attrs.get("illustrative"):
        cells["illustrative"] = True
        cells.attrs["illustrative"] = True
    return cells
