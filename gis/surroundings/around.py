"""Where files of a town are read for communities, and what strategies take of them."""

from collections.abc import Mapping

import geopandas
import pandas as pd

from gis.boundaries.suspicions import Extent
from gis.surroundings.report import Subject
from gis.texts import Locale

_MARGIN_DEGREES = 0.005
"""Streets some 500 m around the communities are read too."""


def around(communities: geopandas.GeoDataFrame) -> Extent:
    """Return west, south, east, north in degrees around communities in EPSG:4326."""
    west, south, east, north = communities.total_bounds.tolist()
    return (
        max(west - _MARGIN_DEGREES, -180.0),
        max(south - _MARGIN_DEGREES, -90.0),
        min(east + _MARGIN_DEGREES, 180.0),
        min(north + _MARGIN_DEGREES, 90.0),
    )


def taken(
    frames: Mapping[Subject, geopandas.GeoDataFrame], locale: Locale
) -> dict[str, dict[str, object]]:
    """Return the options that each strategy takes of what was read.

    Parameters
    ----------
    frames
        What was read, by its subject.
    locale
        Language of the notes in cells.
    """
    buildings, lines = frames.get(Subject.BUILDINGS), _lines(frames)
    households = {
        "buildings": buildings,
        "points": frames.get(Subject.ADDRESSES),
        "streets": lines,
    }
    streets = {"lines": lines, "buildings": buildings}
    return {
        strategy: {"locale": locale, **{name: one for name, one in of.items() if one is not None}}
        for strategy, of in (("households", households), ("streets", streets))
    }


def _lines(frames: Mapping[Subject, geopandas.GeoDataFrame]) -> geopandas.GeoDataFrame | None:
    found = [frames[one] for one in (Subject.STREETS, Subject.WATER) if one in frames]
    if len(found) < 2:
        return found[0] if found else None
    return geopandas.GeoDataFrame(pd.concat(found, ignore_index=True), crs=4326)
