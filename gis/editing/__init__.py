"""Cells changed by hand: split, merged, borders redrawn, special cells carved out.

Each edit takes a division and gives another one. All cells are noded together in exact integers
(`gis.editing.regrouping`), so neighbours follow a moved border and share its vertices, and the
result is proven before it is given; what cannot be proven is refused with its place.
"""

from gis.editing.borders import move_vertex, redraw
from gis.editing.carving import carve
from gis.editing.edited import Edited
from gis.editing.merging import merge
from gis.editing.refusals import EditRefused
from gis.editing.splitting import split, split_in

__all__ = [
    "EditRefused",
    "Edited",
    "carve",
    "merge",
    "move_vertex",
    "redraw",
    "split",
    "split_in",
]
