"""The ground of maps that open from disk with no network: folium with all it needs inlined.

Data goes into the page as JSON, names are set as text by the scripts, never as markup;
coordinates are delta-coded integers on the 1e-7° lattice.
"""

import html
import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import folium
import numpy as np
import shapely
from branca.element import Element, Figure, MacroElement
from jinja2 import Template
from numpy.typing import NDArray

_ASSETS = Path(__file__).with_name("webmap_assets")
_LATTICE = 1e7


class _Starter(MacroElement):
    """Starts the page's own script once folium has made its Leaflet map."""

    _template = Template(
        "{% macro script(this, kwargs) %}"
        "{{ this.function }}({{ this._parent.get_name() }}, "
        "JSON.parse(document.getElementById('gridward-data').textContent));"
        "{% endmacro %}"
    )

    def __init__(self, function: str) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # branca has no types
        self.function = function


def offline_map(
    bounds: Sequence[float],
    *,
    title: str,
    data: object,
    function: str,
    styles: Sequence[str] = (),
    scripts: Sequence[str] = (),
    fits_itself: bool = False,
) -> folium.Map:
    """Make a folium map without a base map, with Leaflet, styles, scripts and data inlined.

    Parameters
    ----------
    bounds
        West, south, east, north in degrees: what the map shows first.
    title
        Title of the page; a plain text.
    data
        Anything that JSON can hold.
    function
        The scripts' function that is called with the Leaflet map and the data.
    styles, scripts
        Names of files in ``webmap_assets``, besides Leaflet's own and what all such maps share.
    fits_itself
        Whether the function brings the bounds into view; folium's way moves there later.
    """
    west, south, east, north = bounds
    page = folium.Map(
        location=[(south + north) / 2, (west + east) / 2],
        tiles=None,
        zoom_control=False,
        prefer_canvas=True,
        max_zoom=20,
    )
    page.default_js = []
    page.default_css = []
    if not fits_itself:
        page.fit_bounds([[south, west], [north, east]])
    figure = page.get_root()
    if not isinstance(figure, Figure):
        raise TypeError("folium did not put the map in a figure")
    header = figure.header
    header.add_child(Element(f"<title>{html.escape(title)}</title>"), name="gridward-title")
    for name in ("leaflet-1.9.4.css", "offline.css", *styles):
        header.add_child(_inline("style", name), name=name)
    for name in ("leaflet-1.9.4.js", "offline.js", *scripts):
        header.add_child(_inline("script", name), name=name)
    figure.html.add_child(
        Element(
            '<script type="application/json" id="gridward-data">'
            + "{% raw %}"
            + _json(data)
            + "{% endraw %}</script>"
        ),
        name="gridward-data",
    )
    _Starter(function).add_to(page)
    return page


def deltas(lines: NDArray[Any]) -> list[list[int]]:
    """Return lines as lattice integers: the first point, then the step to each next one."""
    coded = []
    for line in lines:
        points = np.rint(shapely.get_coordinates(line) * _LATTICE).astype(np.int64)
        steps = np.diff(points, axis=0, prepend=np.zeros((1, 2), dtype=np.int64))
        coded.append(steps.ravel().tolist())
    return coded


def _json(data: object) -> str:
    """Return data as JSON that is safe inside a script element."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    # "</script>", "<!--" and the template's "{%" can stand in no string written so.
    return text.replace("<", "\\u003c").replace("{%", "{\\u0025").replace("\u2028", "\\u2028")


def _inline(tag: str, name: str) -> Element:
    text = (_ASSETS / name).read_text(encoding="utf-8")
    # Leaflet's style names pictures of controls and markers that no page uses.
    text = re.sub(r"url\(images/[^)]*\)", "none", text)
    text = re.sub(r"\n?//# sourceMappingURL=\S+", "", text)
    return Element(f"<{tag}>{{% raw %}}{text}{{% endraw %}}</{tag}>")
