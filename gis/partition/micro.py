"""Micro-cells: a cell divided once more, for those who work in it."""

import geopandas
import numpy as np
import pandas as pd
import shapely

from gis.codes import MAX_MICRO_SERIAL, SERIAL_DIGITS, micro_code
from gis.coverage import check_coverage
from gis.coverage.fitness import refuse_columns, refuse_other_crs
from gis.lattice import Bools
from gis.partition.choosing import strategy_of
from gis.partition.contract import Chosen, Ground, silent
from gis.partition.dividing import divide
from gis.partition.engine import cut
from gis.partition.errors import PartitionError
from gis.partition.nesting import noded
from gis.partition.numbers import number_in, whole_in
from gis.partition.sizes import DEFAULT_SIZE_M, fitting_size_m


def micro(
    cells: geopandas.GeoDataFrame, parent: str, strategy: str = "squares", **options: object
) -> geopandas.GeoDataFrame:
    """Divide one cell into micro-cells.

    The cell itself and its neighbours stay as they are, vertex for vertex. The micro-cells
    cover it as cells cover a community: its sides, led through the micro-cells' corners. Those
    that neighbours have are led through the same corners along the common side, and stay as
    they are elsewhere: the micro-cells of all cells are one coverage, in whatever order cells
    are divided. So it takes longer the more divided cells hang together with this one;
    `gis.partition.imported` takes those of a whole town at once.

    Parameters
    ----------
    cells
        Columns code, community, geometry and any others; EPSG:4326.
    parent
        Code of the cell to divide; micro-cells that it has are replaced.
    strategy, **options
        As `gis.partition.partition` takes them. ``special`` and ``plan`` are not for
        micro-cells.

    Returns
    -------
    GeoDataFrame
        The cells, and behind each parent its micro-cells: code (the cell's and two digits),
        community, area_m2, kind of the parent, parent, geometry.

    Raises
    ------
    CoverageError
        The frame has no such columns, or another CRS.
    PartitionError
        There is no such cell, it is a micro-cell, or would have more than 99; or a cell beside
        it that has micro-cells too is narrower than the lattice in one place.
    """
    refuse_columns(cells, "code", "community")
    refuse_other_crs(cells)
    nested = _parents(cells)
    row = cells.index[(cells["code"].astype(str) == parent) & nested.isna()]
    if not len(row):
        is_micro = bool((cells["code"].astype(str) == parent).any())
        what = "micro-of-micro" if is_micro else "micro-of-none"
        raise PartitionError(what, kind="options", community=str(parent))
    taken = sorted({"plan", "special", "previous", "serial_digits"} & options.keys())
    if taken:
        raise PartitionError(
            "micro-options", kind="options", community=parent, options=", ".join(taken)
        )
    wanted = whole_in(options.get("count"))
    if wanted is not None and wanted > MAX_MICRO_SERIAL:
        raise _many(parent, wanted)
    whole = cells.loc[row[0]]
    ground = geopandas.GeoDataFrame({"code": [parent]}, geometry=[whole.geometry], crs=cells.crs)
    made = divide(
        ground,
        strategy,
        plan=None,
        special=None,
        previous=None,
        serial_digits=SERIAL_DIGITS,
        tell=silent,
        **options,
    ).cells
    if len(made) > MAX_MICRO_SERIAL:
        raise _too_many(ground, strategy, options, len(made))
    made["code"] = [str(micro_code(parent, serial)) for serial in range(1, len(made) + 1)]
    made["community"] = str(whole["community"])
    made["kind"] = whole.get("kind", "general")
    made["parent"] = parent
    for column in ("community_name", "street_code", "street", "illustrative"):
        if column in cells.columns:
            made[column] = whole[column]
    others = cells.assign(parent=nested)[nested != parent]
    beside = _beside(others, whole.geometry)
    if len(beside):
        cell_of = dict(zip(others["code"].astype(str), others.geometry, strict=True))
        drawn = pd.concat([others.loc[beside], made], ignore_index=True)
        parents = {str(code): cell_of[str(code)] for code in drawn["parent"].unique()}
        made = noded(parents, geopandas.GeoDataFrame(drawn, crs=cells.crs))
        _refuse_narrow(made, parents, parent)
        others = others.drop(index=beside)
    return nested_in(others, made)


def _beside(cells: geopandas.GeoDataFrame, cell: shapely.Geometry) -> "pd.Index[int]":
    """Return the rows of all micro-cells of cells that hang together with a cell.

    Of all, since a corner set into one side may bend another that meets it.
    """
    divided = cells[cells["code"].isin(set(cells["parent"].dropna()))]
    shapes = divided.geometry.to_numpy()
    tree = shapely.STRtree(shapes)
    found = np.zeros(len(shapes), dtype=np.bool_)
    newest = np.asarray([cell], dtype=object)
    while len(newest):
        touching = np.unique(tree.query(newest, predicate="intersects")[1])
        fresh = touching[~found[touching]]
        found[fresh] = True
        newest = shapes[fresh]
    rows: pd.Index[int] = cells.index[cells["parent"].isin(set(divided["code"][found]))]
    return rows


def _refuse_narrow(
    made: geopandas.GeoDataFrame, cells: dict[str, shapely.Geometry], parent: str
) -> None:
    """Refuse where a cell has a part so narrow that the lattice cannot hold its sides apart.

    A corner beside it bends both sides, and the cells, which stay as they are, do not follow.
    """
    around = geopandas.GeoDataFrame(
        {"code": list(cells)}, geometry=list(cells.values()), crs=made.crs
    )
    pieces = made.assign(community=made["parent"]).drop(columns="parent")
    faults = check_coverage(pieces, around, lattices=()).faults
    if not faults:
        return
    (x, y), concerned = faults[0].place, faults[0].cells
    named = ", ".join(sorted({str(micro_cell)[:-2] for micro_cell in concerned}) or [parent])
    raise PartitionError(
        "micro-narrow",
        kind="options",
        community=parent,
        lon=f"{x:.7f}",
        lat=f"{y:.7f}",
        named=named,
    )


def are_micro(cells: geopandas.GeoDataFrame) -> Bools:
    """Tell which rows are micro-cells: their parent is another row."""
    if "parent" not in cells.columns:
        return np.zeros(len(cells), dtype=np.bool_)
    return np.asarray(cells["parent"].isin(set(cells["code"])), dtype=np.bool_)


def nested_in(
    cells: geopandas.GeoDataFrame, micro_cells: geopandas.GeoDataFrame
) -> geopandas.GeoDataFrame:
    """Put micro-cells into a frame of cells: ordered by code, attributes of the cells kept."""
    together = pd.concat([cells, micro_cells], ignore_index=True)
    missing = together["parent"].isna()
    together["parent"] = together["parent"].astype(object).mask(missing, None)
    together = together.sort_values("code", kind="stable", ignore_index=True)
    columns = [c for c in together.columns if c != "geometry"] + ["geometry"]
    frame = geopandas.GeoDataFrame(together[columns], geometry="geometry", crs=cells.crs)
    frame.attrs = dict(cells.attrs)
    return frame


def _parents(cells: geopandas.GeoDataFrame) -> "pd.Series[str]":
    if "parent" in cells.columns:
        parents: pd.Series[str] = cells["parent"].astype(object)
        return parents
    return pd.Series(None, index=cells.index, dtype=object)


def _too_many(
    ground: geopandas.GeoDataFrame, strategy: str, options: dict[str, object], made: int
) -> PartitionError:
    parent = str(ground["code"].iloc[0])
    size_m = number_in(options.get("size_m", None if len(options) else DEFAULT_SIZE_M))
    if size_m is None:
        return _many(parent, made)

    def cells_at(larger_m: float) -> int:
        return len(cut(ground, strategy_of(Chosen(strategy, {"size_m": larger_m})).tiling(there)))

    there = Ground.of(ground, lambda tiling: len(cut(ground, tiling)))
    proposed_m = fitting_size_m(size_m, MAX_MICRO_SERIAL, made, cells_at)
    return PartitionError(
        "micro-many-size",
        kind="serials",
        community=parent,
        cells=made,
        size_m=size_m,
        proposed_size_m=proposed_m,
        most=str(MAX_MICRO_SERIAL),
    )


def _many(parent: str, made: int) -> PartitionError:
    return PartitionError(
        "micro-many", kind="serials", community=parent, cells=made, most=str(MAX_MICRO_SERIAL)
    )
