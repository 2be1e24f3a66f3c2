"""Draw what can be drawn of a file that is refused, to show where: nothing of it is judged."""

from pathlib import Path

import geopandas
import numpy as np
import shapely

from gis.boundaries import mending
from gis.boundaries.columns import find_columns, texts
from gis.boundaries.features import read_raw
from gis.boundaries.findings import BoundaryError, FeaturePlace
from gis.boundaries.options import Reading
from gis.boundaries.places import agreed_crs, to_wgs84_degrees


def sketched(path: Path, reading: Reading) -> geopandas.GeoDataFrame | None:
    """Return the polygons of a file's features, one row a feature, whatever their codes.

    Parameters
    ----------
    path
        The input file.
    reading
        How it was to be read.

    Returns
    -------
    GeoDataFrame or None
        Columns number (the feature's, counted from 1), code (as written, "" for none) and
        geometry (EPSG:4326, on the file's own datum); None where nothing can be drawn.
    """
    try:
        raw = read_raw(path, reading)
        columns = find_columns(
            raw.table, path, code=reading.code, name=None, parent=None, code_needed=False
        )
        codes = texts(raw.table[columns.code]) if columns.code else [""] * len(raw.table)
        shapes = np.empty(len(codes), dtype=object)
        shapes[:] = [mending.polygons_only(geometry)[0] for geometry in raw.geometries]
        finite = np.array([bool(np.isfinite(shapely.get_coordinates(one)).all()) for one in shapes])
        rows = np.flatnonzero(~shapely.is_missing(shapes) & finite)
        if not len(rows):
            return None
        shapes = shapes[rows]
        if reading.swap_axes:
            shapes = np.asarray(shapely.transform(shapes, lambda xy: xy[:, ::-1]), dtype=object)
        crs = agreed_crs(raw.crs, reading.crs, path, [], raw.crs_unread)
        places = [FeaturePlace(row + 1, codes[row]) for row in rows.tolist()]
        degrees = to_wgs84_degrees(shapes, crs, path, places, [])
    except BoundaryError:
        # What the file is refused for is told already, and may be why nothing can be drawn.
        return None
    return geopandas.GeoDataFrame(
        {"number": rows + 1, "code": [codes[row] for row in rows.tolist()]},
        geometry=shapely.make_valid(degrees),
        crs="EPSG:4326",
    )
