"""What differs between two divisions, cell by cell."""

from dataclasses import dataclass
from numbers import Real
from typing import Any

import geopandas
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from gis.comparison.errors import ChangesError, Side
from gis.comparison.kinds import kinds_of
from gis.comparison.outlines import Outlines
from gis.comparison.overlaps import Overlaps, overlaps
from gis.comparison.same_shapes import doubled, same_shapes
from gis.datums import area_m2
from gis.lattice import Bools, Floats, Ints
from gis.texts import Several

TOLERANCE_M = 1.0
"""Common ground that is on average no wider is a sliver: one edge, drawn twice."""

_OVERLAP_SHARE = 0.01
"""Ground counted more than once, as a share of a cell, above which a division is refused."""

_NOISE_SHARE = 1e-9
_HALF = 0.5 + _NOISE_SHARE

COLUMNS = (
    "code_old",
    "code_new",
    "kind",
    "area_m2",
    "share_old",
    "share_new",
    "area_old_m2",
    "area_new_m2",
    "lost_m2",
    "gained_m2",
    "community_old",
    "community_new",
    "renamed",
    "micro",
)
"""Columns of the answer of `changes`."""


def changes(
    old: geopandas.GeoDataFrame,
    new: geopandas.GeoDataFrame,
    *,
    code: str = "code",
    tolerance_m: float = TOLERANCE_M,
) -> pd.DataFrame:
    """Tell what differs between two divisions of a district.

    There is a row for each pair of cells that share more than a sliver of ground, and one for
    each cell that shares none. Let a pair be *main* when the common ground is more than half of
    either cell. Its kind is then

    ``kept``
        both have the same shape but for rounding: no corner lies more than 1.5 units of the
        lattice (2 cm) off the other's edges. The code may differ: column ``renamed``.
    ``split``
        the old cell has several main pairs: most of each of several new cells was its ground.
    ``merged``
        the new cell has several main pairs: most of each of several old cells went into it.
    ``moved``
        one old cell became one new cell, and edges of it moved.

    A main pair of an old cell with several and a new cell with several is split if it makes up
    most of the new cell, else merged. A pair that is not main tells of ground that passed from
    one cell to another over an edge that moved: ``moved``; but ``split`` where the old cell has
    no main pair, its ground being scattered, and else ``merged`` where the new cell has none.

    ``new``
        the cell's ground was no cell's; ``retired``: it is no cell's any more. Both cover
        slivers. Ground of a cell that goes on otherwise is told by ``lost_m2``, ``gained_m2``.

    Parameters
    ----------
    old, new
        Polygons with a code each, EPSG:4326: two divisions, or any two sets of areas that do
        not overlap among themselves. They are compared on the lattice of 1e-7 degrees.
        ``community`` is taken over where it exists. A row whose ``parent`` is the code of
        another row is a micro-cell; micro-cells are compared with micro-cells.
    code
        The codes' column.
    tolerance_m
        Common ground is a sliver when its mean width, twice its area by its perimeter, is no
        more than this, and it is not more than half of either cell.

    Returns
    -------
    DataFrame
        ``code_old``, ``code_new`` (None where there is none), ``kind``; ``area_m2``, the common
        ground (of ``new`` and ``retired`` the cell's own area), and what share of each cell it
        is: ``share_old``, ``share_new``; the cells' areas ``area_old_m2``, ``area_new_m2``;
        ``lost_m2``, the old cell's area in no other row, that is, in slivers or in no cell, and
        ``gained_m2``, the same of the new cell; ``community_old``, ``community_new`` (None where
        not known); ``renamed``, whether a kept cell's code is another; ``micro``, whether it is
        about micro-cells, whose ground is their cells' as well. Areas lie on the WGS84 ellipsoid.
        Rows are ordered by the old code, then the new one; new cells come last.

    Raises
    ------
    ChangesError
        A frame has no such column, codes twice, another CRS, invalid polygons, or cells that
        overlap one another.

    Examples
    --------
    >>> from shapely import box
    >>> def cells(**shapes):
    ...     frame = geopandas.GeoDataFrame({"code": list(shapes)}, geometry=list(shapes.values()))
    ...     return frame.set_crs(4326)
    >>> before = cells(a=box(113, 22, 113.002, 22.001))
    >>> after = cells(b=box(113, 22, 113.001, 22.001), c=box(113.001, 22, 113.002, 22.001))
    >>> changes(before, after)[["code_old", "code_new", "kind"]].values.tolist()
    [['a', 'b', 'split'], ['a', 'c', 'split']]
    """
    if not isinstance(tolerance_m, Real) or not tolerance_m >= 0:
        raise ValueError(f"tolerance_m is {tolerance_m!r}; give metres, 0 or more")
    sides: tuple[tuple[geopandas.GeoDataFrame, Side], ...] = (
        (_by_code(old, code), "old"),
        (_by_code(new, code), "new"),
    )
    split = [_levels(frame, code) for frame, _ in sides]
    tables = []
    for level in (False, True):
        before, after = (
            Outlines.of(frame[micro == level], code, side)
            for (frame, side), micro in zip(sides, split, strict=True)
        )
        if level and not len(before) and not len(after):
            continue
        tables.append(_compared(before, after, tolerance_m).assign(micro=level))
    table = pd.concat(tables, ignore_index=True) if len(tables) > 1 else tables[0]
    order = np.lexsort(
        (table["code_new"].fillna(""), table["code_old"].fillna(""), table["code_old"].isna())
    )
    return table.iloc[order].reset_index(drop=True)[list(COLUMNS)]


def _by_code(frame: geopandas.GeoDataFrame, code: str) -> geopandas.GeoDataFrame:
    """Return the rows by code: areas are sums, and do not depend on how rows came."""
    if code not in frame.columns or frame[code].isna().any():
        return frame  # to be refused by its row
    return frame.iloc[np.argsort(frame[code].astype(str).to_numpy(), kind="stable")]


def _levels(frame: geopandas.GeoDataFrame, code: str) -> NDArray[np.bool_]:
    """Tell which rows are micro-cells: their parent is another row."""
    if "parent" not in frame.columns or code not in frame.columns:
        return np.zeros(len(frame), dtype=np.bool_)
    known = set(frame[code].dropna().astype(str))
    return np.asarray([p is not None and str(p) in known for p in frame["parent"]], dtype=np.bool_)


@dataclass(frozen=True)
class _Pairs:
    """Pairs of cells with their common ground."""

    old: Ints
    new: Ints
    area_m2: Floats
    same: Bools


def _compared(old: Outlines, new: Outlines, tolerance_m: float) -> pd.DataFrame:
    for cells, side in ((old, "old"), (new, "new")):
        _refuse_doubled(cells, "old" if side == "old" else "new")
    same_old, same_new = same_shapes(old, new)
    rest_old, rest_new = np.ones(len(old), dtype=np.bool_), np.ones(len(new), dtype=np.bool_)
    rest_old[same_old] = False
    rest_new[same_new] = False
    shared = overlaps(old.only(rest_old), new.only(rest_new))
    number_old, number_new = np.flatnonzero(rest_old), np.flatnonzero(rest_new)
    area_old, area_new = area_m2(old.geometry), area_m2(new.geometry)
    _refuse_overlaps(old, new, shared, number_old, number_new)

    width = 2 * shared.area_m2 / np.where(shared.perimeter_m > 0, shared.perimeter_m, np.inf)
    i, j = number_old[shared.old], number_new[shared.new]
    major = (shared.area_m2 > _HALF * area_old[i]) | (shared.area_m2 > _HALF * area_new[j])
    counts = (width > tolerance_m) | major
    pairs = _Pairs(
        np.concatenate([same_old, i[counts]]),
        np.concatenate([same_new, j[counts]]),
        np.concatenate(
            [np.minimum(area_old[same_old], area_new[same_new]), shared.area_m2[counts]]
        ),
        np.arange(len(same_old) + int(counts.sum())) < len(same_old),
    )
    return _table(old, new, pairs, area_old, area_new)


def _refuse_doubled(cells: Outlines, side: Side) -> None:
    twice = doubled(cells)
    if twice is not None:
        one, two = (cells.codes[i] for i in twice)
        raise ChangesError(side, "same-shape", cells=(one, two), one=one, two=two)


def _refuse_overlaps(
    old: Outlines, new: Outlines, shared: Overlaps, number_old: Ints, number_new: Ints
) -> None:
    """Refuse a division whose cells overlap: the other's cell would be covered beyond its area."""
    for mine, areas, cells, numbers, side in (
        (shared.old, shared.area_old_m2, old, number_old, "new"),
        (shared.new, shared.area_new_m2, new, number_new, "old"),
    ):
        excess = np.bincount(mine, shared.area_m2, minlength=len(areas)) - areas
        share = excess / np.where(areas > 0, areas, 1)
        if len(share) and share.max() > _OVERLAP_SHARE:
            worst = int(share.argmax())
            name = cells.codes[int(numbers[worst])]
            theirs = new if side == "new" else old
            rows = mine == worst
            others = number_new[shared.new[rows]] if side == "new" else number_old[shared.old[rows]]
            most = np.argsort(-shared.area_m2[rows], kind="stable")[:3]
            codes = tuple(sorted(theirs.codes[int(k)] for k in others[most]))
            raise ChangesError(
                "new" if side == "new" else "old",
                "overlap",
                cells=codes,
                area=f"{excess[worst]:,.0f}",
                cell=str(name),
                codes=Several(codes),
            )


def _table(
    old: Outlines, new: Outlines, pairs: _Pairs, area_old: Floats, area_new: Floats
) -> pd.DataFrame:
    share_old, share_new = pairs.area_m2 / area_old[pairs.old], pairs.area_m2 / area_new[pairs.new]
    kinds = kinds_of(pairs.old, pairs.new, share_old > _HALF, share_new > _HALF, pairs.same)
    lost = _rest(area_old, np.bincount(pairs.old, pairs.area_m2, minlength=len(old)))
    gained = _rest(area_new, np.bincount(pairs.new, pairs.area_m2, minlength=len(new)))
    gone = np.setdiff1d(np.arange(len(old)), pairs.old)
    come = np.setdiff1d(np.arange(len(new)), pairs.new)

    none_gone, none_come = np.full(len(gone), -1), np.full(len(come), -1)
    i = np.concatenate([pairs.old, gone, none_come])
    j = np.concatenate([pairs.new, none_gone, come])
    kind = np.concatenate(
        [
            kinds,
            np.full(len(gone), "retired", dtype=object),
            np.full(len(come), "new", dtype=object),
        ]
    )
    columns: dict[str, Any] = {
        "code_old": _taken(old.codes, i),
        "code_new": _taken(new.codes, j),
        "kind": pd.Series(kind, dtype=object),
        "area_m2": np.concatenate([pairs.area_m2, area_old[gone], area_new[come]]),
        "share_old": np.concatenate([share_old, np.ones(len(gone)), np.zeros(len(come))]),
        "share_new": np.concatenate([share_new, np.zeros(len(gone)), np.ones(len(come))]),
        "area_old_m2": _measured(area_old, i),
        "area_new_m2": _measured(area_new, j),
        "lost_m2": _measured(lost, i),
        "gained_m2": _measured(gained, j),
        "community_old": _taken(old.homes, i),
        "community_new": _taken(new.homes, j),
    }
    table = pd.DataFrame(columns)
    table["renamed"] = (table["kind"] == "kept") & (table["code_old"] != table["code_new"])
    return table


def _rest(whole: Floats, parts: NDArray[Any]) -> Floats:
    """Return what is left of areas; nothing where it is but rounding of doubles."""
    rest = whole - parts
    return np.where(np.abs(rest) < _NOISE_SHARE * whole, 0.0, rest)


def _taken(values: tuple[str, ...], index: Ints) -> "pd.Series[Any]":
    """Return texts by index; None for a negative index or an empty text."""
    taken = np.array([*values, ""], dtype=object)[index]
    taken[(index < 0) | (taken == "")] = None
    return pd.Series(taken, dtype=object)


def _measured(values: Floats, index: Ints) -> Floats:
    """Return areas by index; 0 for a negative index."""
    return np.append(values, 0.0)[index]
