"""The service's words, beside gis's: one catalogue for both."""

from functools import cache
from pathlib import Path

from gis.texts import GIS_TEXTS, Catalogue


@cache
def catalogue() -> Catalogue:
    """Return all words as the command line says them, read once: an option is its flag."""
    own = Path(__file__).parent
    return Catalogue([GIS_TEXTS, own], instead=own / "flags")


@cache
def page_catalogue() -> Catalogue:
    """Return all words as pages say them: an option is a field of a form and not ``--crs``."""
    own = Path(__file__).parent
    return Catalogue([GIS_TEXTS, own], instead=own / "forms", thin_spaces=True)
