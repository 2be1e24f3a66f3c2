"""Any boundary file in; communities, or a city's own cells, out; with a report of every repair.

Reading goes one way. `files` and `archives` open the input safely; `formats` chooses a layer,
and one module a format (`geojson`, `topojson`, `esrijson`, `kml`, `delimited`, `parquet`, `ogr`)
turns it into the raw features of `raw`; `columns` and `coding` find codes and names; `places` and
`whereabouts` bring the vertices to WGS84 and doubt what `suspicions` doubts; `mending` makes the
geometries valid and `parts` joins what was exploded; `reading` and `cellfiles` hold it together.
`options` has the one value that says how a file is to be read.
`findings` has the values that are told: errors, repairs, and their words.
"""

from gis.boundaries.cellfiles import CellFile, read_cell_file
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
from gis.boundaries.options import Reading, ReadingOptions
from gis.boundaries.reading import Boundaries, read_boundaries
from gis.boundaries.report import report_lines
from gis.boundaries.sketching import sketched

__all__ = [
    "Boundaries",
    "BoundaryError",
    "CellFile",
    "ColumnNames",
    "ErrorKind",
    "FeaturePlace",
    "Limits",
    "Reading",
    "ReadingOptions",
    "Repair",
    "RepairKind",
    "describe",
    "read_boundaries",
    "read_cell_file",
    "report_lines",
    "sketched",
]
