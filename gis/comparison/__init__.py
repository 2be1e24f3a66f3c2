"""What differs between two divisions of a district, and how persons carry over."""

from gis.comparison.carrying import CLEAR_SHARE, carry_over
from gis.comparison.comparing import TOLERANCE_M, changes
from gis.comparison.errors import ChangesError
from gis.comparison.figures import KindFigures, figures, main_kinds
from gis.comparison.kinds import KINDS, Kind
from gis.comparison.mapping import change_map

__all__ = [
    "CLEAR_SHARE",
    "KINDS",
    "TOLERANCE_M",
    "ChangesError",
    "Kind",
    "KindFigures",
    "carry_over",
    "change_map",
    "changes",
    "figures",
    "main_kinds",
]
