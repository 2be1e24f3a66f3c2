"""Any boundary file in; communities out, with a report of every repair.

Reading goes one way: `files` opens the input safely, `formats` turns it into raw features,
`columns` finds code, name and parent, `places` brings the vertices to WGS84, `mending` makes the
geometries valid, `reading` holds it together. `findings` has the values that are told: errors,
repairs, and their words.
"""

from gis.boundaries.columns import ColumnNames
from gis.boundaries.findings import (
    BoundaryError,
    ErrorKind,
    FeaturePlace,
    Repair,
    RepairKind,
    describe,
)
from gis.boundaries.limits import Limits
from gis.boundaries.reading import Boundaries, read_boundaries
from gis.boundaries.report import report_lines

__all__ = [
    "Boundaries",
    "BoundaryError",
    "ColumnNames",
    "ErrorKind",
    "FeaturePlace",
    "Limits",
    "Repair",
    "RepairKind",
    "describe",
    "read_boundaries",
    "report_lines",
]
