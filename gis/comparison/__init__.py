"""What differs between two divisions of a district, and how persons carry over."""

from gis.comparison.comparing import TOLERANCE_M, changes
from gis.comparison.errors import ChangesError
from gis.comparison.kinds import KINDS, Kind

__all__ = ["KINDS", "TOLERANCE_M", "ChangesError", "Kind", "changes"]
