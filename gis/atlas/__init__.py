"""Printed maps: one vector page per cell, at true scale, with its persons and its borders.

The page model (`sheet`) is made in Python in millimetres; the template ``atlas.typ`` only draws
it. Nothing here reads a clock or a system font, so the same input prints the same bytes.
"""

from gis.atlas.atlas import Atlas, AtlasError, UnknownSheetError
from gis.atlas.people import DivisionNote, Responsible, Tier

__all__ = ["Atlas", "AtlasError", "DivisionNote", "Responsible", "Tier", "UnknownSheetError"]
