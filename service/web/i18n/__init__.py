"""The service's words, beside gis's: one catalogue for both."""

from functools import cache
from pathlib import Path

from gis.texts import GIS_TEXTS, Catalogue


@cache
def catalogue() -> Catalogue:
    """Return the catalogue of all words, read once."""
    return Catalogue([GIS_TEXTS, Path(__file__).parent])
