"""A folium map of a division in one file that opens from disk, with no network.

Cells are drawn on canvas tiles; see `gis.offlinemap` for what makes the page need no network.
"""

import os
import re
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path

import folium
import geopandas
import numpy as np
import shapely

from gis.atlas.names import community_names, plain
from gis.atlas.people import TIERS, Responsible
from gis.codes import community_of, grouped, short_code
from gis.datums import area_m2
from gis.offlinemap import deltas, offline_map
from gis.texts import Locale, own_texts

_OUTSIDE_LOAD = re.compile(
    r"<(?:script|img|iframe|source)\b[^>]*\bsrc\s*=\s*[\"']?(?:https?:)?//"
    r"|<link\b[^>]*\bhref\s*=\s*[\"']?(?:https?:)?//"
    r"|url\(\s*[\"']?(?:https?:)?//|@import",
    re.IGNORECASE,
)
_WORDS = ("search", "no-result", "more-results", "community", "area", "legend", "legend-cell")
_MORE_WORDS = ("legend-community", "legend-chosen", "illustrative", "zoom-in", "zoom-out", "close")


class WebMapError(ValueError):
    """A map that cannot be made, or would need a network."""


def web_map(
    cells: geopandas.GeoDataFrame,
    communities: geopandas.GeoDataFrame | None = None,
    *,
    people: Mapping[str, Sequence[Responsible]] | None = None,
    locale: Locale = "zh",
    illustrative: bool = False,
    title: str | None = None,
) -> folium.Map:
    """Make the map of a division.

    Parameters
    ----------
    cells
        Cells with ``code`` and ``geometry``; ``community`` and ``area_m2`` where they exist.
        EPSG:4326.
    communities
        Communities, for their names and border lines; without them the lines follow the cells.
    people
        Persons by cell code, shown on the cell's card. None leaves them out.
    locale
        Language of the page.
    illustrative
        Whether the boundaries are made up: the page then says so. Also taken from the frames'
        ``attrs["illustrative"]``.
    title
        Title of the page; a plain text.

    Returns
    -------
    folium.Map
        Further folium layers may be added before it is written.

    Raises
    ------
    WebMapError
        There is no cell.
    """
    if cells.empty:
        raise WebMapError("a map needs at least one cell")
    say = own_texts().text
    illustrative = bool(
        illustrative
        or cells.attrs.get("illustrative")
        or (communities is not None and communities.attrs.get("illustrative"))
        or (
            communities is not None
            and "illustrative" in communities.columns
            and communities["illustrative"].any()
        )
    )
    title = plain(title) if title else say(locale, "webmap-title")
    return offline_map(
        cells.total_bounds.tolist(),
        title=title,
        data=_data(cells, communities, people, locale, illustrative=illustrative, title=title),
        function="gridwardCells",
        styles=["webmap.css"],
        scripts=["webmap.js"],
    )


def write_web_map(page: folium.Map, path: str | os.PathLike[str]) -> None:
    """Write a map as one HTML file; it appears whole or not at all.

    Raises
    ------
    WebMapError
        The page would load something from a network, as some folium plugins do; or there is no
        folder to write it to.
    """
    path = Path(path)
    if not path.parent.is_dir():
        raise WebMapError(f"{path}: the folder does not exist; make it first")
    text = page.get_root().render()
    outside = _OUTSIDE_LOAD.search(text)
    if outside is not None:
        raise WebMapError(
            f"the map would load from a network: {text[outside.start() : outside.end() + 60]!r}"
        )
    partial = path.with_name(f".{path.name}.{os.getpid()}-{threading.get_ident()}.part")
    try:
        partial.write_text(text, encoding="utf-8")
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


def _data(
    cells: geopandas.GeoDataFrame,
    communities: geopandas.GeoDataFrame | None,
    people: Mapping[str, Sequence[Responsible]] | None,
    locale: Locale,
    *,
    illustrative: bool,
    title: str,
) -> dict[str, object]:
    """Return what the page's script draws and tells."""
    say = own_texts().text
    codes = cells["code"].astype(str).tolist()
    homes = (
        cells["community"].astype(str).tolist()
        if "community" in cells.columns
        else [str(community_of(code)) for code in codes]
    )
    names = {} if communities is None else community_names(communities, locale)
    order = sorted(set(homes))
    place = {home: i for i, home in enumerate(order)}
    if communities is None:
        joined = cells.geometry.groupby(np.array(homes)).agg(shapely.union_all)
        shapes = dict(zip(joined.index.astype(str), joined, strict=True))
    else:
        shapes = dict(zip(communities["code"].astype(str), communities.geometry, strict=True))
    lines = shapely.boundary(np.array(list(shapes.values()), dtype=object))
    middles = {home: _middle(shape) for home, shape in shapes.items()}
    for home in set(order) - set(middles):
        middles[home] = _middle(cells.geometry.iloc[homes.index(home)])
    areas = (
        cells["area_m2"].to_numpy(dtype=np.float64)
        if "area_m2" in cells.columns
        else area_m2(cells.geometry.array)
    )
    persons: dict[str, list[list[str]]] = {}
    if people is not None:
        for code in codes:
            persons[code] = _persons(people.get(code, ()), locale)
    words = {
        key: say(locale, f"webmap-{key}", **({"count": "%"} if key == "more-results" else {}))
        for key in (*_WORDS, *_MORE_WORDS)
    }
    words["counts"] = say(locale, "webmap-counts", communities=len(order), cells=len(codes))
    return {
        "title": title,
        "lang": locale,
        "illustrative": illustrative,
        "words": words,
        "codes": codes,
        "grouped": [grouped(code) for code in codes],
        "serials": [short_code(code, home) for code, home in zip(codes, homes, strict=True)],
        "homes": [place[home] for home in homes],
        "communities": [names[h].full if h in names else h for h in order],
        "labels": [names[h].label if h in names else h for h in order],
        "middles": [middles[h] for h in order],
        "areas": [_area(float(area), locale) for area in areas],
        "persons": persons,
        "cells": [
            deltas(shapely.get_rings(shapely.get_parts(shape))) for shape in cells.geometry.array
        ],
        "lines": deltas(shapely.get_parts(shapely.line_merge(shapely.union_all(lines)))),
    }


def _persons(posts: Sequence[Responsible], locale: Locale) -> list[list[str]]:
    say = own_texts().text
    rows = []
    for tier in TIERS:
        label = say(locale, f"webmap-tier-{tier}")
        here = [post for post in posts if post.tier == tier]
        for post in here:
            name = plain(post.name or "") or say(locale, "webmap-vacant")
            rows.append([label, plain(post.organisation), name, plain(post.phone or "")])
        if not here:
            rows.append([label, "", say(locale, "webmap-vacant"), ""])
    return rows


def _area(value_m2: float, locale: Locale) -> str:
    say = own_texts().text
    if value_m2 < 9_950:
        return say(locale, "webmap-area-m2", area=f"{value_m2:,.0f}".replace(",", "\u2009"))
    return say(locale, "webmap-area-ha", area=f"{value_m2 / 10_000:.1f}")


def _middle(shape: shapely.Geometry) -> list[float]:
    """Return the point farthest from a shape's lines, where its label reads best."""
    circle = shapely.maximum_inscribed_circle([shape], tolerance=1e-4)[0]
    return [round(value, 7) for value in shapely.get_coordinates(circle)[0].tolist()]
