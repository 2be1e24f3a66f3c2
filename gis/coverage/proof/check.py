"""The proof's public entry: frames in, a report out."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import geopandas
import numpy as np
import pandas
import shapely
from numpy.typing import NDArray

from gis.coverage.errors import CoverageError
from gis.coverage.fitness import checked_codes, refuse_columns, refuse_other_crs
from gis.coverage.proof.faults import Ledger
from gis.coverage.proof.lattices import OnLattice, lattices_by_code
from gis.coverage.proof.measuring import gap_and_overlap_m2
from gis.coverage.proof.origins import Origin
from gis.coverage.proof.places import Places
from gis.coverage.proof.proving import Areas, Pieces, prove
from gis.coverage.proof.truth import KEY, truth_of
from gis.coverage.report import CoverageReport, FaultKind
from gis.lattice import Bools


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
        its sides anywhere, and is told as ``unruled``.

    Raises
    ------
    CoverageError
        The communities are unfit (codes, CRS, kind of geometry), or the cells have no such
        columns, another CRS, no code, or lattices in their attributes that are none.
    """
    names = checked_codes(communities)
    refuse_columns(cells, "code", "community")
    refuse_other_crs(cells)
    _refuse_uncoded(cells["code"])
    known = lattices_by_code(lattices, cells.attrs)
    areas = Areas(tuple(names), communities.geometry.to_numpy())
    places = areas.places
    ledger = Ledger()
    geometries = cells.geometry.to_numpy()
    # Its columns would carry a copy of the attributes each, which takes longer than the proof
    # of a small division.
    columns = pandas.DataFrame(cells)
    every = _pieces(columns, geometries)
    kinds = shapely.get_type_id(every.geometries)
    _enter_repeated_codes(every, places, ledger)
    fit = _with_polygons(every, kinds, places, ledger)
    parents = _parents(columns)
    ordinary = fit if parents is None else fit & parents.isna().to_numpy()
    outer = every if ordinary.all() else every.some(ordinary)
    told = cells.attrs.get(KEY)

    def origin() -> Origin:
        return Origin.TRUTH if told and told == truth_of(communities) else Origin.INPUT

    proven = prove(outer, areas, known, FaultKind.NO_COMMUNITY, ledger, origin)
    collapses, unruled = proven.collapses, proven.unruled
    proofs = [(outer, areas)]
    nested = fit & ~ordinary
    if parents is not None and nested.any():
        inner = replace(every.some(nested), homes=parents[nested])
        whole = _whole(outer, set(inner.homes.tolist()))
        within = prove(inner, whole, known, FaultKind.NO_PARENT, ledger, lambda: Origin.PARENT)
        collapses, unruled = collapses + within.collapses, unruled + within.unruled
        proofs.append((inner, whole))

    faults = list(ledger.found.values())
    measured = [
        gap_and_overlap_m2(pieces.geometries, covered.geometries) if faults else (0.0, 0.0)
        for pieces, covered in proofs
    ]
    return CoverageReport(
        exact=not faults,
        faults=faults,
        gap_m2=sum(gap for gap, _ in measured),
        overlap_m2=sum(overlap for _, overlap in measured),
        multipart=_multipart(every, kinds),
        slivers=_texts(outer.codes[proven.slivers]),
        collapses=collapses,
        unruled=sorted(unruled),
    )


def _refuse_uncoded(codes: "pandas.Series[Any]") -> None:
    """Refuse cells of which nobody could be told."""
    bare = codes.isna().to_numpy(dtype=np.bool_) | (codes == "").to_numpy(dtype=np.bool_)
    if bare.any():
        row = str(int(bare.argmax()))
        raise CoverageError("cell-blank", kind="columns", row=row, column="code")


def _pieces(columns: pandas.DataFrame, geometries: NDArray[Any]) -> Pieces:
    free = np.zeros(len(columns), dtype=np.bool_)
    if "kind" in columns:
        special = columns["kind"] == "special"
        free = special.to_numpy(dtype=np.bool_, na_value=False)
    return Pieces(columns["code"], columns["community"], geometries, free)


def _enter_repeated_codes(every: Pieces, places: Places, ledger: Ledger) -> None:
    codes = every.codes
    if isinstance(codes.dtype, pandas.StringDtype):
        # Codes mostly ascend, which is seen sooner than that they differ.
        texts = codes.array
        if (texts[1:] > texts[:-1]).all():
            return
    if codes.is_unique:
        return
    for row in np.flatnonzero(codes.duplicated()).tolist():
        place = places.of_cell(every.geometries[row], every.home(row))
        ledger.add(FaultKind.CODE_TWICE, (every.code(row),), place)


def _texts(codes: "pandas.Series[Any]") -> list[str]:
    return sorted(str(code) for code in codes.tolist())


def _parents(cells: pandas.DataFrame) -> "pandas.Series[Any] | None":
    """Return the cell around each micro-cell, missing for others; None where there are none.

    In files, the column may hold the street of each cell's community instead: it counts where
    it is a cell's code, or the code itself without its last two digits.
    """
    if "parent" not in cells.columns or cells["parent"].isna().all():
        return None
    codes = cells["code"].astype(str)
    parents = cells["parent"].astype(object)
    named = parents.isin(set(codes.tolist())) | (parents == codes.str.slice(stop=-2))
    # An empty parent names no cell, and is all that a code of two letters leaves of itself.
    around: pandas.Series[Any] = parents.where(named & (parents != ""), None)
    return around


def _with_polygons(
    every: Pieces, kinds: NDArray[np.int32], places: Places, ledger: Ledger
) -> Bools:
    """Tell which cells have a polygon; enter the others."""
    polygons = (kinds == shapely.GeometryType.POLYGON) | (
        kinds == shapely.GeometryType.MULTIPOLYGON
    )
    fit = np.asarray(polygons & ~shapely.is_empty(every.geometries), dtype=np.bool_)
    for row in np.flatnonzero(~fit).tolist():
        home = every.home(row)
        place = places.of_cell(every.geometries[row], home)
        ledger.add(FaultKind.NO_POLYGON, (every.code(row),), place, {"community": home})
    return fit


def _multipart(every: Pieces, kinds: NDArray[np.int32]) -> list[str]:
    several = np.flatnonzero(kinds >= shapely.GeometryType.MULTIPOINT)
    if not len(several):
        return []
    several = several[shapely.get_num_geometries(every.geometries[several]) > 1]
    return _texts(every.codes.iloc[several])


def _whole(cells: Pieces, codes: set[str]) -> Areas:
    """Return the cells that micro-cells are to divide, each code once."""
    rows: dict[str, int] = {}
    for row, code in enumerate(cells.codes.tolist()):
        if str(code) in codes:
            rows.setdefault(str(code), row)
    return Areas(tuple(rows), cells.geometries[list(rows.values())])
