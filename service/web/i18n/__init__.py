"""The service's words, beside gis's: one catalogue for both."""

from functools import cache
from pathlib import Path

from gis.texts import GIS_TEXTS, Catalogue


@cache
def catalogue() -> Catalogue:
    """Return the catalogue of all words, read once."""
    return Catalogue([GIS_TEXTS, Path(__file__).parent])


@cache
def form_catalogue() -> Catalogue:
    """Return all words for who fills in a form, where an option is a field and not ``--crs``."""
    return Catalogue([GIS_TEXTS, Path(__file__).parent], instead=Path(__file__).parent / "forms")
