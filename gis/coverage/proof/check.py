"""The proof's public entry: frames in, a report out."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import geopandas
import numpy as np
import pandas
import shapely

from gis.coverage.errors import CoverageError
from gis.coverage.fitness import checked_codes
from gis.coverage.proof.faults import Ledger
from gis.coverage.proof.measuring import gap_and_overlap_m2
from gis.coverage.proof.proving import Areas, Pieces, prove
from gis.coverage.proof.sides import OnLattice, lattices_by_code
from gis.coverage.report import CoverageReport, FaultKind
from gis.lattice import Bools

SLIVER_SHARE = 0.2
"""A cell below this share of the median area is listed as a sliver."""


def check_coverage(
    cells: geopandas.GeoDataFrame,
    communities: geopandas.GeoDataFrame,
    lattices: Iterable[OnLattice] | None = None,
) -> CoverageReport:
    """Prove that cells divide communities with no gap and no overlap, or tell every fault.

    Parameters
    ----------
    cells
        Columns code, community, geometry; EPSG:4326. Rows whose column ``parent`` names
        another cell are micro-cells: they must divide that cell, and have no part in the
        communities. Where a column ``kind`` says ``special``, sides keep to no lattice.
    communities
        Columns code, geometry; EPSG:4326: the noded outlines that came with the division, or
        the communities it was made from. Overlaps that snapping settled are faults against
        the latter.
    lattices
        The lattices that communities were divided on, as `gis.partition.Division` has them.
        Without them, those in ``cells.attrs["lattices"]``; a community with none may have
        its sides anywhere.

    Raises
    ------
    CoverageError
        The communities are unfit (codes, CRS, kind of geometry), or the cells have no such
        columns or another CRS.
    """
    names = checked_codes(communities)
    _refuse(cells)
    known = lattices_by_code(lattices, cells.attrs)
    # Columns would carry a copy of the attributes each, which takes longer than what follows.
    cells = cells.copy(deep=False)
    cells.attrs = {}
    ledger = Ledger()
    every = _pieces(cells, ledger)
    parents = _parents(cells)
    fit = _polygons(every, ledger)
    ordinary = fit & parents.isna().to_numpy()
    outer = every if ordinary.all() else every.some(ordinary)
    areas = Areas(tuple(names), communities.geometry.to_numpy())
    proven = prove(outer, areas, known, FaultKind.NO_COMMUNITY, ledger)
    collapses = proven.collapses
    proofs = [(outer, areas)]
    nested = fit & ~ordinary
    if nested.any():
        inner = replace(every.some(nested), homes=parents[nested])
        whole = _whole(outer, set(inner.homes.tolist()))
        collapses = collapses + prove(inner, whole, known, FaultKind.NO_PARENT, ledger).collapses
        proofs.append((inner, whole))

    faults = list(ledger.found.values())
    measured = [
        gap_and_overlap_m2(pieces.geometries, covered.geometries) if faults else (0.0, 0.0)
        for pieces, covered in proofs
    ]
    sizes = proven.relative_areas
    small = sizes < SLIVER_SHARE * np.nanmedian(sizes) if np.isfinite(sizes).any() else sizes < 0
    parts = shapely.get_num_geometries(every.geometries)
    return CoverageReport(
        exact=not faults,
        faults=faults,
        gap_m2=sum(gap for gap, _ in measured),
        overlap_m2=sum(overlap for _, overlap in measured),
        multipart=_texts(every.codes[parts > 1]),
        slivers=_texts(outer.codes[small]),
        collapses=collapses,
    )


def _refuse(cells: geopandas.GeoDataFrame) -> None:
    missing = sorted({"code", "community"} - set(cells.columns))
    if missing:
        raise CoverageError(f"cells need columns {', '.join(missing)}", kind="columns")
    if cells.crs is None or cells.crs.to_epsg() != 4326:
        raise CoverageError(
            f"cells are in {cells.crs}; bring them to EPSG:4326 with to_crs(4326)", kind="crs"
        )


def _pieces(cells: geopandas.GeoDataFrame, ledger: Ledger) -> Pieces:
    codes = cells["code"]
    if not codes.is_unique:
        corners = shapely.bounds(cells.geometry.to_numpy())[:, :2].tolist()
        for row in np.flatnonzero(codes.duplicated()).tolist():
            place = (corners[row][0], corners[row][1])
            ledger.add(FaultKind.CODE_TWICE, (str(codes.iloc[row]),), place)
    free = np.zeros(len(cells), dtype=np.bool_)
    if "kind" in cells.columns:
        free = (cells["kind"] == "special").fillna(False).to_numpy(dtype=np.bool_)
    return Pieces(codes, cells["community"], cells.geometry.to_numpy(), free)


def _texts(codes: "pandas.Series[Any]") -> list[str]:
    return sorted(str(code) for code in codes.tolist())


def _parents(cells: geopandas.GeoDataFrame) -> "pandas.Series[Any]":
    """Return the cell around each micro-cell; missing for others.

    In files, the column may hold the street of each cell's community instead: it counts where
    it is a cell's code, or the code itself without its last two digits.
    """
    if "parent" not in cells.columns or cells["parent"].isna().all():
        return pandas.Series(None, index=cells.index, dtype=object)
    codes = cells["code"].astype(str)
    parents = cells["parent"].astype(object)
    named = parents.isin(set(codes.tolist())) | (parents == codes.str.slice(stop=-2))
    around: pandas.Series[Any] = parents.where(named, None)
    return around


def _polygons(every: Pieces, ledger: Ledger) -> Bools:
    """Tell which cells have a polygon; enter the others."""
    kind = shapely.get_type_id(every.geometries)
    polygons = (kind == shapely.GeometryType.POLYGON) | (kind == shapely.GeometryType.MULTIPOLYGON)
    fit = np.asarray(polygons & (shapely.get_num_coordinates(every.geometries) > 0), dtype=np.bool_)
    for row in np.flatnonzero(~fit).tolist():
        ledger.add(FaultKind.NO_POLYGON, (every.code(row),))
    return fit


def _whole(cells: Pieces, codes: set[str]) -> Areas:
    """Return the cells that micro-cells are to divide, each code once."""
    rows: dict[str, int] = {}
    for row, code in enumerate(cells.codes.tolist()):
        if str(code) in codes:
            rows.setdefault(str(code), row)
    return Areas(tuple(rows), cells.geometries[list(rows.values())])
