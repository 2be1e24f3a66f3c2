"""The engine under all strategies: communities and tilings in, cells in the order of codes out."""

from gis.partition.engine.cutting import SLIVER_SHARE, Cut, cut
from gis.partition.engine.frames import cell_frame

__all__ = ["SLIVER_SHARE", "Cut", "cell_frame", "cut"]
