"""What stands and runs in a community: buildings, addresses, streets, waters, railways.

They are read from the formats of boundaries, or from an extract of OpenStreetMap (``.osm.pbf``),
for `gis.partition(…, "households")` and ``"streets"``. What is not told is assumed, and said.
"""

from gis.surroundings.addresses import read_addresses
from gis.surroundings.buildings import Estimate, read_buildings
from gis.surroundings.findings import Assumption, Kind
from gis.surroundings.lines import CLASSES, read_lines
from gis.surroundings.surveyed import Surveyed

__all__ = [
    "CLASSES",
    "Assumption",
    "Estimate",
    "Kind",
    "Surveyed",
    "read_addresses",
    "read_buildings",
    "read_lines",
]
