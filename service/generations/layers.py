"""Read the layers that a division takes beside its communities: points and special areas."""

from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyogrio

import gis
from gis.boundaries.columns import LATITUDES, LONGITUDES
from gis.codes import SERIAL_DIGITS
from service.errors.domain import DomainError

_LAYERS = (".geojson", ".json", ".gpkg", ".fgb", ".shp")


class LayerUnreadableError(DomainError):
    """A file that is no layer of points."""

    key = "drafting-layer-unreadable"


class LayerColumnsError(DomainError):
    """A table of points without longitude and latitude, or with others than numbers."""

    key = "drafting-layer-columns"


def read_points(path: Path) -> gpd.GeoDataFrame:
    """Read points from a layer, or from a CSV file with columns of longitude and latitude.

    Raises
    ------
    LayerUnreadableError
        The file cannot be read as a layer.
    LayerColumnsError
        A table has no such columns, or no numbers in them.
    """
    ending = path.suffix.lower()
    try:
        if ending == ".csv":
            return _of_table(pd.read_csv(path), path)
        if ending == ".parquet":
            return gpd.read_parquet(path)
        if ending in _LAYERS:
            return pyogrio.read_dataframe(path)
    except (pyogrio.errors.DataSourceError, ValueError, OSError) as error:
        raise LayerUnreadableError(name=path.name, told=str(error)) from error
    raise LayerUnreadableError(name=path.name, told=", ".join([".csv", *_LAYERS, ".parquet"]))


def read_specials(path: Path, communities: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Read areas that become special cells.

    Their codes count where they are cell codes of the communities; any other number that the
    file gives its features is left out.

    Raises
    ------
    BoundaryError
        The file is refused.
    """
    found = gis.read_boundaries(path, generate_codes=True)
    areas = found.communities
    homes = set(communities["code"].astype(str))
    own = areas["code"].astype(str).str[:-SERIAL_DIGITS].isin(homes)
    named = areas["name"].where(areas["name"] != areas["code"], None)
    if found.columns.code is None:
        own[:] = False
    return areas.assign(code=areas["code"].where(own, None), name=named)


def _of_table(table: pd.DataFrame, path: Path) -> gpd.GeoDataFrame:
    columns = {str(column).strip().lower(): column for column in table.columns}
    named = [
        next((columns[word] for word in usual if word in columns), None)
        for usual in (LONGITUDES, LATITUDES)
    ]
    if None in named:
        raise LayerColumnsError(name=path.name, row=1)
    lon, lat = (pd.to_numeric(table[column], errors="coerce") for column in named)
    bad = table.index[lon.isna() | lat.isna()]
    if len(bad):
        raise LayerColumnsError(name=path.name, row=int(bad[0]) + 2)
    return gpd.GeoDataFrame(table, geometry=gpd.points_from_xy(lon, lat), crs=4326)
