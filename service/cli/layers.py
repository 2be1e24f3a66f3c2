"""Read the points that a division takes, refused in the words of the command line."""

from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyogrio

from service.cli.refusal import UsageRefused

_LAYERS = (".geojson", ".json", ".gpkg", ".fgb", ".shp")


def read_points(path: Path) -> gpd.GeoDataFrame:
    """Read points from a layer, or from a CSV file with columns lon and lat.

    Raises
    ------
    UsageRefused
        The file cannot be read, or has no such columns.
    """
    if not path.is_file():
        raise UsageRefused(f"{path}: does not exist")
    ending = path.suffix.lower()
    try:
        if ending == ".csv":
            return _of_table(pd.read_csv(path), path)
        if ending == ".parquet":
            return gpd.read_parquet(path)
        if ending in _LAYERS:
            return pyogrio.read_dataframe(path)
    except (pyogrio.errors.DataSourceError, ValueError, OSError) as error:
        raise UsageRefused(f"{path}: is no readable layer of points ({error})") from error
    known = ", ".join([".csv", *_LAYERS, ".parquet"])
    raise UsageRefused(f"{path}: the ending {ending!r} names no layer; use one of {known}")


def _of_table(table: pd.DataFrame, path: Path) -> gpd.GeoDataFrame:
    columns = {str(column).strip().lower(): column for column in table.columns}
    if not {"lon", "lat"} <= set(columns):
        raise UsageRefused(f"{path}: has no columns lon and lat; rename yours")
    lon, lat = (pd.to_numeric(table[columns[c]], errors="coerce") for c in ("lon", "lat"))
    bad = table.index[lon.isna() | lat.isna()]
    if len(bad):
        raise UsageRefused(f"{path}, row {int(bad[0]) + 2}: lon and lat are no numbers")
    return gpd.GeoDataFrame(table, geometry=gpd.points_from_xy(lon, lat), crs=4326)
