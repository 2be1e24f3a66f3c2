"""What stands in a district: buildings with their households, addresses, streets, waters.

`sources` opens a file by the readers of `gis.boundaries`, or an extract of OpenStreetMap (`osm`),
and `placing` brings its shapes to WGS84. `buildings`, `addresses`, `streets` and `water` each read
one subject; `surveying` tells which a file holds, and `tags` unpacks what exports of OpenStreetMap
leave packed. What kinds of buildings nobody lives in is in `kinds`, street and water classes are in
`classes`; `floors`, `households` and `raster` (of a `geotiff`) estimate who lives where.
Everything assumed or left out is told in the `report`.
"""

from gis.townscape.addresses import Addresses, read_addresses
from gis.townscape.buildings import Buildings, read_buildings
from gis.townscape.errors import TownscapeError
from gis.townscape.raster import read_raster
from gis.townscape.report import Remark, Report, Subject, report_lines
from gis.townscape.streets import Streets, read_streets
from gis.townscape.surveying import subjects_in
from gis.townscape.water import Waters, read_water

__all__ = [
    "Addresses",
    "Buildings",
    "Remark",
    "Report",
    "Streets",
    "Subject",
    "TownscapeError",
    "Waters",
    "read_addresses",
    "read_buildings",
    "read_raster",
    "read_streets",
    "read_water",
    "report_lines",
    "subjects_in",
]
