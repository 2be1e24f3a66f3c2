"""What stands in a district: buildings with their households, addresses, streets, waters.

`sources` opens a file by the readers of `gis.boundaries`, or an extract of OpenStreetMap (`osm`),
and `placing` brings its shapes to WGS84. `buildings`, `addresses`, `lines` and `water` each read
one subject; `surveying` tells which a file holds, and `tags` unpacks what exports of OpenStreetMap
leave packed. What kinds of buildings nobody lives in is in `kinds`, classes of lines are in
`classes`; `floors`, `households` and `raster` (of a part of a file, `grids`) estimate who lives
where. Everything assumed or left out is told in the `report`.
"""

from gis.surroundings.addresses import Addresses, read_addresses
from gis.surroundings.buildings import Buildings, read_buildings
from gis.surroundings.classes import CLASSES
from gis.surroundings.errors import SurroundingsError
from gis.surroundings.lines import Lines, read_lines
from gis.surroundings.raster import read_raster
from gis.surroundings.report import Remark, Report, Subject, report_lines
from gis.surroundings.surveying import subjects_in
from gis.surroundings.water import Waters, read_water

__all__ = [
    "CLASSES",
    "Addresses",
    "Buildings",
    "Lines",
    "Remark",
    "Report",
    "Subject",
    "SurroundingsError",
    "Waters",
    "read_addresses",
    "read_buildings",
    "read_lines",
    "read_raster",
    "read_water",
    "report_lines",
    "subjects_in",
]
