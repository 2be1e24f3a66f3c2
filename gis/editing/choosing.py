"""The cells that an edit is about."""

from collections.abc import Iterable, Sequence

import geopandas

from gis.editing.refusals import EditRefused, RefusalKind
from gis.partition.micro import are_micro


def ordinary(cells: geopandas.GeoDataFrame) -> geopandas.GeoDataFrame:
    """Return the cells that are no micro-cells, in the order of their codes."""
    return cells[~are_micro(cells)].sort_values("code", kind="stable", ignore_index=True)


def chosen(cells: geopandas.GeoDataFrame, codes: Sequence[str]) -> geopandas.GeoDataFrame:
    """Return cells by their codes, in that order.

    Raises
    ------
    EditRefused
        One is unknown, is a micro-cell or has some.
    """
    known = cells.set_index(cells["code"].astype(str), drop=False)
    missing = tuple(code for code in codes if code not in known.index)
    if missing:
        raise EditRefused(RefusalKind.UNKNOWN, missing)
    refuse_micro(cells, codes)
    return known.loc[list(codes)]


def refuse_micro(cells: geopandas.GeoDataFrame, codes: Iterable[str]) -> None:
    """Refuse to change micro-cells, and cells that have some."""
    micro_cells = cells[are_micro(cells)]
    bound = {*micro_cells["code"], *micro_cells.get("parent", ())}
    held = tuple(code for code in codes if code in bound)
    if held:
        raise EditRefused(RefusalKind.MICRO, held)


def one_community(cells: geopandas.GeoDataFrame) -> str:
    """Return the community that cells lie in.

    Raises
    ------
    EditRefused
        They lie in several.
    """
    homes = set(cells["community"].astype(str))
    if len(homes) > 1:
        raise EditRefused(RefusalKind.TWO_COMMUNITIES, tuple(cells["code"].astype(str)))
    return str(homes.pop())
