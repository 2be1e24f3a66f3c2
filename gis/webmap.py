"""A folium map of a division in one file that opens from disk, with no network.

Cells go into the page as delta-coded integers on the 1e-7° lattice and are drawn on canvas
tiles; Leaflet is inlined. Names reach the page as data and are set as text, never as markup.
"""

import html
import json
import os
import re
import threading
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

import folium
import geopandas
import numpy as np
import shapely
from branca.element import Element, Figure, MacroElement
from jinja2 import Template

from gis.atlas.names import community_names, plain
from gis.atlas.people import TIERS, Responsible
from gis.codes import community_of, grouped, serial_of
from gis.datums import area_m2
from gis.texts import GIS_TEXTS, Catalogue, Locale

_ASSETS = Path(__file__).with_name("webmap_assets")
_LATTICE = 1e7
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


class _CellsLayer(MacroElement):
    """Starts the cells' layer once folium has made its Leaflet map."""

    _template = Template(
        "{% macro script(this, kwargs) %}"
        "gridwardCells({{ this._parent.get_name() }}, "
        "JSON.parse(document.getElementById('gridward-cells').textContent));"
        "{% endmacro %}"
    )

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # branca has no types


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
    say = _catalogue().text
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
    west, south, east, north = cells.total_bounds.tolist()
    page = folium.Map(
        location=[(south + north) / 2, (west + east) / 2],
        tiles=None,
        zoom_control=False,
        prefer_canvas=True,
        max_zoom=20,
    )
    page.default_js = []
    page.default_css = []
    page.fit_bounds([[south, west], [north, east]])
    data = _data(cells, communities, people, locale, illustrative=illustrative, title=title)
    figure = page.get_root()
    if not isinstance(figure, Figure):
        raise TypeError("folium did not put the map in a figure")
    header = figure.header
    header.add_child(Element(f"<title>{html.escape(title)}</title>"), name="gridward-title")
    header.add_child(_inline("style", "leaflet-1.9.4.css"), name="leaflet-css")
    header.add_child(_inline("script", "leaflet-1.9.4.js"), name="leaflet-js")
    header.add_child(_inline("style", "webmap.css"), name="gridward-css")
    header.add_child(_inline("script", "webmap.js"), name="gridward-js")
    figure.html.add_child(
        Element(
            '<script type="application/json" id="gridward-cells">'
            + "{% raw %}"
            + data
            + "{% endraw %}</script>"
        ),
        name="gridward-data",
    )
    _CellsLayer().add_to(page)
    return page


def write_web_map(page: folium.Map, path: str | os.PathLike[str]) -> None:
    """Write a map as one HTML file; it appears whole or not at all.

    Raises
    ------
    WebMapError
        The page would load something from a network, as some folium plugins do.
    """
    text = page.get_root().render()
    outside = _OUTSIDE_LOAD.search(text)
    if outside is not None:
        raise WebMapError(
            f"the map would load from a network: {text[outside.start() : outside.end() + 60]!r}"
        )
    path = Path(path)
    partial = path.with_name(f".{path.name}.{os.getpid()}-{threading.get_ident()}.part")
    try:
        partial.write_text(text, encoding="utf-8")
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


@cache
def _catalogue() -> Catalogue:
    return Catalogue([GIS_TEXTS])


def _inline(tag: str, name: str) -> Element:
    text = (_ASSETS / name).read_text(encoding="utf-8")
    # Leaflet's style names pictures of controls and markers that this page does not use.
    text = re.sub(r"url\(images/[^)]*\)", "none", text)
    text = re.sub(r"\n?//# sourceMappingURL=\S+", "", text)
    return Element(f"<{tag}>{{% raw %}}{text}{{% endraw %}}</{tag}>")


def _data(
    cells: geopandas.GeoDataFrame,
    communities: geopandas.GeoDataFrame | None,
    people: Mapping[str, Sequence[Responsible]] | None,
    locale: Locale,
    *,
    illustrative: bool,
    title: str,
) -> str:
    """Return the page's data as JSON that is safe inside a script element."""
    say = _catalogue().text
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
    data = {
        "title": title,
        "lang": locale,
        "illustrative": illustrative,
        "words": words,
        "codes": codes,
        "grouped": [grouped(code) for code in codes],
        "serials": [f"{serial_of(code):03d}" for code in codes],
        "homes": [place[home] for home in homes],
        "communities": [names[h].full if h in names else h for h in order],
        "labels": [names[h].label if h in names else h for h in order],
        "middles": [middles[h] for h in order],
        "areas": [_area(float(area), locale) for area in areas],
        "persons": persons,
        "cells": [_deltas(shapely.get_rings(shape)) for shape in cells.geometry.array],
        "lines": _deltas(shapely.get_parts(shapely.line_merge(shapely.union_all(lines)))),
    }
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    # "</script>", "<!--" and the template's "{%" can stand in no string written so.
    return text.replace("<", "\\u003c").replace("{%", "{\\u0025").replace("\u2028", "\\u2028")


def _persons(posts: Sequence[Responsible], locale: Locale) -> list[list[str]]:
    say = _catalogue().text
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
    say = _catalogue().text
    if value_m2 < 9_950:
        return say(locale, "webmap-area-m2", area=f"{value_m2:,.0f}".replace(",", "\u2009"))
    return say(locale, "webmap-area-ha", area=f"{value_m2 / 10_000:.1f}")


def _middle(shape: shapely.Geometry) -> list[float]:
    """Return the point farthest from a shape's lines, where its label reads best."""
    circle = shapely.maximum_inscribed_circle([shape], tolerance=1e-4)[0]
    return [round(value, 7) for value in shapely.get_coordinates(circle)[0].tolist()]


def _deltas(lines: np.ndarray) -> list[list[int]]:
    """Return lines as lattice integers: the first point, then the step to each next one."""
    coded = []
    for line in lines:
        points = np.rint(shapely.get_coordinates(line) * _LATTICE).astype(np.int64)
        steps = np.diff(points, axis=0, prepend=np.zeros((1, 2), dtype=np.int64))
        coded.append(steps.ravel().tolist())
    return coded
