"""Draw what a check found: a map with a numbered mark for each finding and a list beside it."""

from typing import Any

import folium
import shapely

from gis.checking.checked import Checked
from gis.checking.marks import Mark, MarkKind, marks_of
from gis.checking.wording import Wording, square_metres
from gis.offlinemap import deltas, offline_map
from gis.texts import Catalogue, Locale

_WORDS = ("findings", "nothing", "no-ground", "all", "illustrative", "zoom-in", "zoom-out")
_WORLD = (73.0, 18.0, 135.0, 54.0)
"""What a map without any shape shows: China."""


def repair_map(
    checked: Checked, catalogue: Catalogue | None = None, locale: Locale = "zh"
) -> folium.Map:
    """Make the map of a check; it opens from disk with no network.

    Parameters
    ----------
    checked
        What `check_file` gave, fine or refused.
    catalogue
        Any catalogue that holds gis's texts; without one, gis's own.
    locale
        Language of the page.

    Returns
    -------
    folium.Map
        To be written with `gis.webmap.write_web_map`.
    """
    words = Wording.of(checked.boundaries, catalogue, locale)
    marks = marks_of(checked, words)
    title = words.text("map-title", input=checked.path.name)
    shapes, names = _ground(checked, words)
    bounds = shapely.total_bounds(shapes).tolist() if len(shapes) else _WORLD
    count = len(shapes)
    data = {
        "lang": locale,
        "title": title,
        "fine": checked.refusal is None,
        "verdict": words.text(_verdict(checked)),
        "counts": words.text(
            "map-counts",
            communities=str(count),
            marks=str(len(marks)),
            area=square_metres(checked.moved_m2),
        ),
        "illustrative": checked.boundaries is not None and checked.boundaries.illustrative,
        "words": {key: words.text(f"map-{key}") for key in _WORDS},
        "groups": [[kind.value, words.text(f"map-group-{kind.value}")] for kind in MarkKind],
        "bounds": list(bounds),
        "names": names,
        "shapes": [_coded(shape) for shape in shapes],
        "marks": [_mark(mark) for mark in marks],
    }
    return offline_map(
        bounds,
        title=title,
        data=data,
        function="gridwardRepairs",
        styles=["repairmap.css"],
        scripts=["repairmap.js"],
        fits_itself=True,
    )


def _verdict(checked: Checked) -> str:
    if checked.refusal is not None:
        return "map-refused"
    return "map-holes" if checked.closing is not None and checked.closing.holes else "map-fine"


def _ground(checked: Checked, words: Wording) -> tuple[Any, list[str]]:
    """Return the communities, closed where they could be, and what they are called.

    Of a file of which nothing can be kept, what can be drawn.
    """
    if checked.closing is not None:
        frame = checked.closing.communities
    elif checked.boundaries is not None:
        frame = checked.boundaries.communities
    elif checked.sketch is not None:
        frame = checked.sketch
    else:
        return [], []
    return frame.geometry.to_numpy(), [words.community(code) for code in frame["code"]]


def _mark(mark: Mark) -> dict[str, object]:
    return {
        "kind": mark.kind.value,
        "text": mark.text,
        "area": square_metres(mark.area_m2) if mark.area_m2 else "",
        "place": mark.place,
        "shape": [] if mark.geometry is None else _coded(mark.geometry),
    }


def _coded(shape: Any) -> list[list[list[int]]]:
    """Return the rings of each polygon of a shape, delta-coded."""
    return [deltas(shapely.get_rings(polygon)) for polygon in shapely.get_parts(shape)]
