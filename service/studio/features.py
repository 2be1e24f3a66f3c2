"""Cells and communities of a draft as the studio's page draws and counts them."""

import math
from collections.abc import Iterable, Sequence

import geopandas
import numpy as np
import shapely
from numpy.typing import NDArray

from gis.codes import short_code
from gis.lattice import UNITS_PER_DEGREE, unit_size_m
from service.areas.geojson import feature_collection
from service.areas.operations import DraftRows, Row

_CELL = (
    "code",
    "name",
    "kind",
    "community",
    "short",
    "area_m2",
    "households",
    "compactness",
    "micro",
    "label",
)
_COMMUNITY = ("code", "name", "name_en", "kind", "street_code", "street", "street_en", "label")


def cell_features(rows: Iterable[Row], bound: Iterable[str]) -> bytes:
    """Return cells as GeoJSON.

    Parameters
    ----------
    rows
        Of cells that are no micro-cells.
    bound
        Codes of the cells that have micro-cells, and so cannot be changed.
    """
    told = [dict(row) for row in rows]
    held = set(bound)
    for row in told:
        home = str(row["community_code"])
        row["community"], row["short"] = home, short_code(str(row["code"]), home)
        row["name"] = row["name"] or ""
        row["micro"] = row["code"] in held
    shapes = _shapes(told)
    return _collection(
        told,
        shapes,
        _CELL,
        compactness=[round(one, 3) for one in polsby_popper(shapes).tolist()],
    )


def community_features(rows: Iterable[Row]) -> bytes:
    """Return communities as GeoJSON."""
    told = [dict(row) for row in rows]
    return _collection(told, _shapes(told), _COMMUNITY)


def parents_of(rows: DraftRows) -> frozenset[str]:
    """Return the codes of the cells that have micro-cells."""
    return frozenset(
        str(row["parent_code"]) for row in rows.cells.values() if row["parent_code"] is not None
    )


def polsby_popper(shapes: NDArray[np.object_]) -> NDArray[np.float64]:
    """Return how compact shapes are: 4πA/P², 1 for a circle (Polsby and Popper, 1991).

    Parameters
    ----------
    shapes
        Polygons, EPSG:4326; all of one district, at whose middle latitude they are measured.
    """
    if not len(shapes):
        return np.zeros(0)
    _, south, _, north = shapely.total_bounds(shapes).tolist()
    east_m, north_m = unit_size_m((south + north) / 2)
    scale = np.array([east_m, north_m]) * UNITS_PER_DEGREE
    flat = shapely.transform(shapes, lambda xy: xy * scale)
    return np.asarray(
        4 * math.pi * shapely.area(flat) / shapely.length(flat) ** 2, dtype=np.float64
    )


def _shapes(rows: Sequence[Row]) -> NDArray[np.object_]:
    wkb = np.array([row["geometry"] for row in rows], dtype=object)
    return np.asarray(shapely.from_wkb(wkb), dtype=object)


def _collection(
    rows: Sequence[Row],
    shapes: NDArray[np.object_],
    properties: tuple[str, ...],
    **columns: Sequence[object],
) -> bytes:
    inside = shapely.get_coordinates(shapely.point_on_surface(shapes))
    given = {
        "label": [tuple(place) for place in np.round(inside, 7).tolist()],
        **columns,
    }
    told = {
        name: given[name] if name in given else [row[name] for row in rows] for name in properties
    }
    frame = geopandas.GeoDataFrame(told, geometry=shapes, crs=4326)
    # Counts may be missing, which a frame would turn into floats that are no numbers.
    for name in properties:
        frame[name] = frame[name].astype(object).where(frame[name].notna(), None)
    return feature_collection(frame, list(properties))
