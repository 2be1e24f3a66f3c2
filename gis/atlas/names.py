"""How communities and cells are called on a sheet, in its language."""

import unicodedata
from dataclasses import dataclass

import geopandas
import pandas as pd

from gis.texts import Locale


@dataclass(frozen=True)
class CommunityName:
    """The names of one community.

    Parameters
    ----------
    full
        As in the heading.
    label
        As short as it may be on the map.
    street
        The street office's or township's name; empty when the boundaries do not tell it.
    """

    full: str
    label: str
    street: str


def community_names(
    communities: geopandas.GeoDataFrame, locale: Locale
) -> dict[str, CommunityName]:
    """Return the names of each community by its code.

    The columns ``short_name``, ``street``, ``name_en`` and ``street_en`` are used where they
    exist; a frame with code, name and parent only is enough.
    """
    codes = communities["code"].astype(str).tolist()
    names = _column(communities, "name")
    short = _column(communities, "short_name")
    streets = _column(communities, "street")
    parents = _column(communities, "parent")
    names_en = _column(communities, "name_en") if locale == "en" else [""] * len(codes)
    streets_en = _column(communities, "street_en") if locale == "en" else [""] * len(codes)
    found = {}
    for i, code in enumerate(codes):
        full = names_en[i] or short[i] or names[i] or code
        # A parent is often a bare code, which tells a reader of the sheet nothing.
        parent = "" if parents[i].isdigit() else parents[i]
        found[code] = CommunityName(
            full=full,
            label=_map_label(full),
            street=streets_en[i] or streets[i] or parent,
        )
    return found


def cell_names(cells: geopandas.GeoDataFrame) -> list[str]:
    """Return what the city calls each cell; empty where it goes by its serial."""
    return _column(cells, "name")


def plain(text: str) -> str:
    """Return a text as one line without control characters, whatever was typed."""
    kept = "".join(" " if unicodedata.category(c)[0] in "CZ" else c for c in text)
    return " ".join(kept.split())


def _map_label(name: str) -> str:
    if name.endswith("社区") and len(name) >= 4:
        return name.removesuffix("社区")
    return name.removesuffix(" Community")


def _column(frame: geopandas.GeoDataFrame, name: str) -> list[str]:
    if name not in frame.columns:
        return [""] * len(frame)
    return ["" if pd.isna(value) else plain(str(value)) for value in frame[name]]
