"""A map of what differs between two divisions, in one file that opens from disk."""

from collections.abc import Mapping

import folium
import geopandas
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from gis.atlas.names import plain
from gis.codes import grouped
from gis.comparison.figures import figures, main_kinds, passing
from gis.comparison.kinds import KINDS, Kind
from gis.lattice import Ints
from gis.offlinemap import deltas, offline_map
from gis.texts import Locale, own_texts

_WORDS = (
    *("changes", "old", "new-code", "none", "shared", "of-old", "of-new", "sliver", "renamed"),
    *("nothing", "old-line", "new-line", "all", "zoom-in", "zoom-out", "illustrative"),
)
_LISTED = 300
"""Rows of a kind that the page's list shows; the map shows all."""

_PASSED = 5_000
"""Strips that passed from cell to cell are hatched up to so many; beyond, lines tell enough."""

_CHINA = (73.0, 18.0, 135.0, 54.0)


def change_map(
    old: geopandas.GeoDataFrame,
    new: geopandas.GeoDataFrame,
    changes: pd.DataFrame,
    locale: Locale = "zh",
    *,
    code: str = "code",
    title: str | None = None,
) -> folium.Map:
    """Make the map of what differs between two divisions.

    New cells are filled by what became of them, with a pattern for each kind; retired cells,
    the lines as they were, and ground that passed over a moved edge are drawn over them. A list
    leads to each change; a click on the map tells both codes.

    Parameters
    ----------
    old, new
        The two divisions, EPSG:4326.
    changes
        What `gis.changes` gave for them.
    locale
        Language of the page.
    code
        The codes' column.
    title
        Title of the page; a plain text.

    Returns
    -------
    folium.Map
        To be written with `gis.webmap.write_web_map`.
    """
    say = own_texts().text
    title = plain(title) if title else say(locale, "changemap-title")
    old, new = (f[~f[code].isna()].reset_index(drop=True) for f in (old, new))
    before, after = ({c: i for i, c in enumerate(f[code].astype(str))} for f in (old, new))
    from_old = _numbers(changes["code_old"], before)
    to_new = _numbers(changes["code_new"], after)
    kind = np.array([KINDS.index(k) for k in changes["kind"]], dtype=np.int64)
    area = changes["area_m2"].to_numpy(dtype=np.float64)
    shapes = np.concatenate([f.geometry.to_numpy() for f in (old, new)])
    bounds = shapely.total_bounds(shapes).tolist() if len(shapes) else list(_CHINA)
    changed = (kind != KINDS.index("kept")) | changes["renamed"].to_numpy(dtype=np.bool_)
    data = {
        "lang": locale,
        "title": title,
        "counts": say(
            locale,
            "changemap-counts",
            old=_number(len(old)),
            new=_number(len(new)),
            changed=_number(int(changes["code_new"][changed].nunique())),
        ),
        "illustrative": bool(old.attrs.get("illustrative") or new.attrs.get("illustrative")),
        "words": {key: say(locale, f"changemap-{key}") for key in _WORDS},
        "kinds": _legend(changes, locale),
        "bounds": bounds,
        "old": _cells(old, code, main_kinds(changes, "code_old")),
        "new": _cells(new, code, main_kinds(changes, "code_new")),
        "rows": [
            [*numbers, _area(area_m2, locale), _percent(share_old), _percent(share_new)]
            for numbers, area_m2, share_old, share_new in zip(
                np.stack([from_old, to_new, kind], axis=1).tolist(),
                area.tolist(),
                changes["share_old"].tolist(),
                changes["share_new"].tolist(),
                strict=True,
            )
        ],
        "lists": _lists(kind, area, changed, locale),
        "passed": _passed(old, new, changes, from_old, to_new),
        "borders": _borders(new),
    }
    return offline_map(
        bounds,
        title=title,
        data=data,
        function="gridwardChanges",
        styles=["changemap.css"],
        scripts=["changemap.js"],
    )


def _numbers(codes: "pd.Series[str]", known: dict[str, int]) -> Ints:
    return np.array([known[c] if isinstance(c, str) else -1 for c in codes], dtype=np.int64)


def _cells(
    frame: geopandas.GeoDataFrame, code: str, kinds: Mapping[str, Kind]
) -> list[list[object]]:
    """Return code, kind (−1 where there is none) and rings of each cell."""
    number = {code: KINDS.index(kind) for code, kind in kinds.items()}
    return [
        [
            plain(grouped(name)),
            number.get(name, -1),
            deltas(shapely.get_rings(shapely.get_parts(shape))),
        ]
        for name, shape in zip(frame[code].astype(str), frame.geometry, strict=True)
    ]


def _legend(changes: pd.DataFrame, locale: Locale) -> list[list[str]]:
    """Return name, label, meaning, cells and area of each kind."""
    say = own_texts().text
    legend = []
    for one in figures(changes):
        area = _area(one.area_m2, locale)
        count = "changemap-moved-count" if one.kind == "moved" else "changemap-count"
        legend.append(
            [
                one.kind,
                say(locale, f"changemap-{one.kind}"),
                say(locale, f"changemap-{one.kind}-told"),
                say(locale, count, count=_number(one.cells), area=area),
            ]
        )
    return legend


def _lists(
    kind: Ints, area: NDArray[np.float64], changed: NDArray[np.bool_], locale: Locale
) -> list[list[object]]:
    """Return the rows to list of each kind, largest first, and what to say of the others."""
    say = own_texts().text
    lists: list[list[object]] = []
    for k in range(len(KINDS)):
        rows = np.flatnonzero((kind == k) & changed)
        rows = rows[np.argsort(-area[rows], kind="stable")]
        rest = max(0, len(rows) - _LISTED)
        more = say(locale, "changemap-more", count=_number(rest)) if rest else ""
        lists.append([rows[:_LISTED].tolist(), more])
    return lists


def _passed(
    old: geopandas.GeoDataFrame,
    new: geopandas.GeoDataFrame,
    changes: pd.DataFrame,
    from_old: Ints,
    to_new: Ints,
) -> list[list[list[int]]]:
    """Return ground that passed from one cell to another over a moved edge."""
    rows = np.flatnonzero((changes["kind"] == "moved") & passing(changes))
    if len(rows) > _PASSED:
        return []
    common = shapely.intersection(
        old.geometry.to_numpy()[from_old[rows]], new.geometry.to_numpy()[to_new[rows]]
    )
    parts = shapely.get_parts(common)
    parts = parts[shapely.get_type_id(parts) == shapely.GeometryType.POLYGON]
    return [deltas(shapely.get_rings(part)) for part in parts]


def _borders(cells: geopandas.GeoDataFrame) -> list[list[int]]:
    """Return the lines between communities, each once; none where no community is known."""
    if "community" not in cells.columns:
        return []
    joined = cells.geometry.groupby(cells["community"].astype(str)).agg(shapely.union_all)
    lines = shapely.union_all(shapely.boundary(joined.to_numpy()))
    return deltas(shapely.get_parts(shapely.line_merge(lines)))


def _area(value_m2: float, locale: Locale) -> str:
    say = own_texts().text
    if value_m2 < 9_950:
        return say(locale, "webmap-area-m2", area=_number(value_m2))
    return say(locale, "webmap-area-ha", area=_number(value_m2 / 10_000, 1))


def _number(value: float, decimals: int = 0) -> str:
    """Write a number with thin spaces between thousands."""
    return f"{value:,.{decimals}f}".replace(",", "\u2009")


def _percent(share: float) -> str:
    if 0 < share < 0.001:
        return "< 0.1 %"
    return f"{share * 100:.1f} %"
