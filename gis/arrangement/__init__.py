"""Arrangements of segments in exact integers: noded, walked around, labelled, drawn.

Pure integers: no shapes, no frames, no metres. `gis.coverage` and `gis.partition` stand on it.
"""

from gis.arrangement.noding import Arrangement, Edges, Group, arranged
from gis.arrangement.plane import Cells, Outlines, Plane
from gis.arrangement.sides import Sides, Window
from gis.arrangement.slivers import merged_slivers
from gis.arrangement.tiles import whole_tiles

__all__ = [
    "Arrangement",
    "Cells",
    "Edges",
    "Group",
    "Outlines",
    "Plane",
    "Sides",
    "Window",
    "arranged",
    "merged_slivers",
    "whole_tiles",
]
