"""How large an input may be, and the formats that are read."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from gis.boundaries.findings import BoundaryError, ErrorKind
from gis.texts import Fact


class Format(StrEnum):
    """The formats that are read; the value is what a person is told."""

    GEOJSON = "GeoJSON"
    GEOJSON_SEQUENCE = "GeoJSON sequence"
    TOPOJSON = "TopoJSON"
    ESRIJSON = "Esri JSON"
    SHAPEFILE = "Shapefile"
    GEOPACKAGE = "GeoPackage"
    FLATGEOBUF = "FlatGeobuf"
    GEOPARQUET = "GeoParquet"
    KML = "KML"
    CSV = "CSV with WKT"
    OSM_PBF = "OpenStreetMap PBF"
    OSM_XML = "OpenStreetMap XML"


FORMATS_SAID = (
    "GeoJSON, TopoJSON, Esri JSON, Shapefile (also zipped), GeoPackage, FlatGeobuf, "
    "GeoParquet, KML, KMZ, CSV + WKT"
)


@dataclass(frozen=True, slots=True)
class Limits:
    """How large an input may be: a city of 10,000 communities stays far below.

    Parameters
    ----------
    max_bytes
        Of the input file; of a Shapefile, its parts together.
    max_unpacked_bytes
        Of everything that an archive, or a compressed table, unpacks to.
    max_entries
        Files in an archive, those in archives within it counted too.
    max_depth
        Archives within archives; a zipped KMZ has 2.
    max_features, max_vertices, max_columns
        Of the layer that is read. A polygon of a million vertices takes about a gigabyte and a
        quarter of a minute to read and close.
    """

    max_bytes: int = 200_000_000
    max_unpacked_bytes: int = 250_000_000
    max_entries: int = 2_000
    max_depth: int = 3
    max_features: int = 100_000
    max_vertices: int = 2_000_000
    max_columns: int = 2_000


def megabytes(size_bytes: int) -> str:
    """Return a size in words."""
    return f"{size_bytes / 1e6:.0f} MB"


def unpacked_error(path: Path, limits: Limits) -> BoundaryError:
    """Return the error of an input that swells beyond the limit."""
    facts: dict[str, Fact] = {
        "limit": megabytes(limits.max_unpacked_bytes),
        "entries": limits.max_entries,
    }
    return BoundaryError(ErrorKind.TOO_MANY_UNPACKED_BYTES, path, facts=facts)


def vertices_error(path: Path, limits: Limits) -> BoundaryError:
    """Return the error of an input of too many vertices."""
    facts = {"limit": f"{limits.max_vertices:,}"}
    return BoundaryError(ErrorKind.TOO_MANY_VERTICES, path, facts=facts)
