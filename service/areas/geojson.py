"""Write a frame as GeoJSON, once, with the forms in which a browser takes it."""

import gzip
import hashlib
import json
from dataclasses import dataclass

import geopandas
import numpy as np
import shapely

DECIMALS = 7
"""The lattice of coordinates is 1e-7°."""


@dataclass(frozen=True)
class Packed:
    """A document's bytes, plain and gzipped, and the hash that names them."""

    plain: bytes
    gzipped: bytes
    digest: str

    @classmethod
    def of(cls, plain: bytes) -> "Packed":
        """Pack a document; the same bytes give the same pack."""
        return cls(
            plain,
            gzip.compress(plain, compresslevel=6, mtime=0),
            hashlib.sha256(plain).hexdigest()[:20],
        )


def feature_collection(frame: geopandas.GeoDataFrame, properties: list[str]) -> bytes:
    """Return a GeoJSON feature collection (RFC 7946), coordinates with at most 7 decimals.

    Parameters
    ----------
    frame
        EPSG:4326; the column ``code`` becomes each feature's ``id``.
    properties
        Columns to give.
    """
    oriented = shapely.orient_polygons(np.asarray(frame.geometry.array))
    columns = [frame[name].tolist() for name in properties]
    features = [
        {
            "type": "Feature",
            "id": code,
            "properties": dict(zip(properties, values, strict=True)),
            "geometry": _geometry(geometry),
        }
        for code, geometry, *values in zip(frame["code"], oriented, *columns, strict=True)
    ]
    document = {
        "type": "FeatureCollection",
        "illustrative": bool(frame.attrs.get("illustrative", False)),
        "features": features,
    }
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


def _geometry(geometry: shapely.Geometry) -> dict[str, object]:
    parts = [
        [
            np.round(shapely.get_coordinates(ring), DECIMALS).tolist()
            for ring in (polygon.exterior, *polygon.interiors)
        ]
        for polygon in shapely.get_parts(geometry)
    ]
    if len(parts) == 1:
        return {"type": "Polygon", "coordinates": parts[0]}
    return {"type": "MultiPolygon", "coordinates": parts}
