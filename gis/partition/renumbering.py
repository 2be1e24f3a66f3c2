"""Codes that stay: a redraw gives no code to another shape than it ever had."""

from collections import defaultdict
from collections.abc import Iterable

import geopandas
import pandas as pd

from gis.codes import (
    MAX_MICRO_SERIAL,
    MOST_SERIAL_DIGITS,
    SERIAL_DIGITS,
    cell_codes,
    codes_given,
    max_serial,
    micro_code,
    never_used,
)
from gis.comparison.outlines import Outlines
from gis.comparison.same_shapes import same_shapes
from gis.coverage.fitness import refuse_columns
from gis.partition.errors import PartitionError
from gis.partition.micro import are_micro


def renumber(
    cells: geopandas.GeoDataFrame,
    previous: geopandas.GeoDataFrame,
    retired: Iterable[str] = (),
    *,
    serial_digits: int = SERIAL_DIGITS,
) -> geopandas.GeoDataFrame:
    """Give new cells the codes of the cells they are, and codes never used to the others.

    A cell keeps its code when shape (but for rounding, as in `gis.changes`) and community are
    the same; that may be a city's own code. The others of a community get serials above the
    highest that was ever used, in the order of the codes they come with, which `gis.partition`
    gives by row from the north, then column: a gap may be a code of a division that is not given
    here. Only when these run out, the lowest gaps are filled. Micro-cells follow their cells: one
    keeps its code when its cell did and its shape is the same.

    Parameters
    ----------
    cells
        The new cells: code, community, geometry; ``parent`` where there are micro-cells.
    previous
        The cells of the division before, with the same columns.
    retired
        All codes of earlier divisions, of cells and of micro-cells.
    serial_digits
        As the cells were made with.

    Returns
    -------
    GeoDataFrame
        The cells with their codes and parents, ordered by code; the same whatever the order of
        the rows given.

    Raises
    ------
    CoverageError
        A frame has no such columns.
    ChangesError
        A frame is unfit: blank codes, codes twice, another CRS, invalid polygons.
    CodeError
        ``retired`` is no list.
    PartitionError
        A community's serials, or a cell's micro-cell serials, are used up.
    """
    refuse_columns(cells, "code", "community")
    refuse_columns(previous, "code", "community", which="previous")
    cells = cells.sort_values("code", kind="stable", ignore_index=True)
    previous = previous.sort_values("code", kind="stable", ignore_index=True)
    micro, micro_before = are_micro(cells), are_micro(previous)
    used = {*codes_given(retired), *previous["code"].astype(str)}

    ordinary = cells[~micro]
    kept = _kept(ordinary, previous[~micro_before], "community")
    codes = _cell_codes(ordinary, kept, used, serial_digits)
    if micro.any():
        small = cells[micro].copy()
        small["parent"] = small["parent"].astype(str).map(codes)
        kept = _kept(small, previous[micro_before], "parent")
        codes |= _micro_codes(small, kept, used)
        cells["parent"] = pd.Series(
            [codes[str(p)] if m else p for p, m in zip(cells["parent"], micro, strict=True)],
            index=cells.index,
            dtype=object,
        )
    cells["code"] = cells["code"].astype(str).map(codes)
    return cells.sort_values("code", kind="stable", ignore_index=True)


def reassigned(cells: geopandas.GeoDataFrame, previous: geopandas.GeoDataFrame) -> list[str]:
    """Return the codes of cells that an earlier division gave to other shapes.

    Parameters
    ----------
    cells
        The new cells, with codes of their own: code, community, geometry, and ``parent`` where
        there are micro-cells.
    previous
        The cells of the earlier division, with the same columns.

    Returns
    -------
    list of str
        In order; empty where every code that both have denotes one cell.

    Raises
    ------
    ChangesError
        A frame is unfit: no codes, codes twice, another CRS, invalid polygons.
    """
    micro, micro_before = are_micro(cells), are_micro(previous)
    kept = _kept(cells[~micro], previous[~micro_before], "community")
    if micro.any():
        kept |= _kept(cells[micro], previous[micro_before], "parent")
    used = set(previous["code"].astype(str))
    return sorted(
        code for code in cells["code"].astype(str) if code in used and kept.get(code) != code
    )


def _kept(
    cells: geopandas.GeoDataFrame, previous: geopandas.GeoDataFrame, home: str
) -> dict[str, str]:
    """Return the previous code of each cell whose shape and home are the same, by its code."""
    if not len(cells) or not len(previous):
        return {}
    new, old = Outlines.of(cells, "code", "new"), Outlines.of(previous, "code", "old")
    homes_new, homes_old = (f[home].astype(str).tolist() for f in (cells, previous))
    return {
        new.codes[j]: old.codes[i]
        for i, j in zip(*(side.tolist() for side in same_shapes(old, new)), strict=True)
        if homes_old[i] == homes_new[j]
    }


def _cell_codes(
    cells: geopandas.GeoDataFrame, kept: dict[str, str], used: set[str], serial_digits: int
) -> dict[str, str]:
    codes = dict(kept)
    last = max_serial(serial_digits)
    for community, waiting in _waiting(cells, kept, "community").items():
        every = cell_codes(community, serial_digits=serial_digits)
        free = sorted(never_used(every, used, len(waiting)))
        if len(free) < len(waiting):
            raise PartitionError(
                "serials-used",
                kind="serials",
                community=community,
                cells=len(waiting),
                last=f"{last:,}",
                free=str(len(free)),
                longer="yes" if serial_digits < MOST_SERIAL_DIGITS else "no",
            )
        codes |= zip(waiting, free, strict=True)
    return codes


def _micro_codes(
    cells: geopandas.GeoDataFrame, kept: dict[str, str], used: set[str]
) -> dict[str, str]:
    codes = dict(kept)
    for cell, waiting in _waiting(cells, kept, "parent").items():
        every = [micro_code(cell, n) for n in range(1, MAX_MICRO_SERIAL + 1)]
        free = sorted(never_used(every, used, len(waiting)))
        if len(free) < len(waiting):
            raise PartitionError(
                "micro-serials-used",
                kind="serials",
                community=str(cells.loc[cells["parent"] == cell, "community"].iloc[0]),
                cells=len(waiting),
                cell=str(cell),
                last=str(MAX_MICRO_SERIAL),
                free=str(len(free)),
            )
        codes |= zip(waiting, free, strict=True)
    return codes


def _waiting(
    cells: geopandas.GeoDataFrame, kept: dict[str, str], home: str
) -> dict[str, list[str]]:
    """Return the cells without a code yet by their home, in the order of their rows."""
    waiting: dict[str, list[str]] = defaultdict(list)
    for code, place in zip(cells["code"].astype(str), cells[home].astype(str), strict=True):
        if code not in kept:
            waiting[place].append(code)
    return waiting
