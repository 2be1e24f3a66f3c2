"""Prove in integers that cells divide their communities exactly.

The proof is by winding numbers on the stored coordinates:

1. no two edges meet but in common ends, so every ring and every outline is simple;
2. every shell runs anticlockwise, every hole clockwise, inside its shell and in no other hole:
   each cell winds once around its own points and not around others;
3. every directed edge occurs once, and within each community those without a reverse are
   exactly the community's outline: so the cells of a community together wind once around each
   of its points and around no other;
4. that outline is the community's as given, or each edge of it rounded and led through the
   vertices whose unit pixels it meets: no edge has moved by more than 0.71 units;
5. the integer areas of the cells add up to the area within the outline.
"""

import math
from dataclasses import dataclass
from typing import Any

import geopandas
import numpy as np
import shapely
from numpy.typing import NDArray

from gis.coverage.arrangement import box_pairs, chains, node_keys, node_points
from gis.coverage.errors import CoverageError
from gis.coverage.report import CoverageReport, Fault, degrees
from gis.coverage.ring_faults import ring_faults
from gis.coverage.snapping import checked_codes, oriented, polygonal
from gis.datums import area_m2
from gis.lattice import (
    SPAN_LIMIT,
    Bools,
    Ints,
    Rings,
    on_lattice,
    ring_areas2,
    side,
)

SLIVER_SHARE = 0.2
"""A cell below this share of the median area is listed as a sliver."""

_NOWHERE = (math.nan, math.nan)


def check_coverage(
    cells: geopandas.GeoDataFrame, communities: geopandas.GeoDataFrame
) -> CoverageReport:
    """Prove that cells divide communities with no gap and no overlap, or tell every fault.

    Parameters
    ----------
    cells
        Columns code, community, geometry; EPSG:4326.
    communities
        Columns code, geometry; EPSG:4326: the noded outlines that came with the division, or
        the communities it was made from. Overlaps that snapping settled are faults against
        the latter.

    Raises
    ------
    CoverageError
        The communities are unfit (codes, CRS, kind of geometry), or the cells have no such
        columns, another CRS, or span more than 53 degrees.
    """
    community_codes = checked_codes(communities)
    faults = _refused(cells)
    fit = np.asarray([f is None for f in faults], dtype=np.bool_)
    found = [f for f in faults if f is not None]
    whole = cells[fit]
    codes = np.asarray([str(c) for c in whole["code"]], dtype=object)
    geometries = whole.geometry.to_numpy()
    number = {code: i for i, code in enumerate(community_codes)}
    home = np.asarray([number.get(str(c), -1) for c in whole["community"]], dtype=np.int64)

    found += _identity(cells, whole, codes, home)
    found += _off_lattice(geometries, codes)
    rings = Rings.of(geometries)
    _refuse_span(rings)
    edges = _Edges.of(rings)
    found += ring_faults(rings, codes, geometries)
    found += _crossings(edges, codes)
    found += _repeats(edges, codes)
    repaired, _ = polygonal(communities.geometry.to_numpy(), community_codes)
    outline = oriented(Rings.of(repaired))
    found += _outline_faults(edges, rings, outline, home, codes, community_codes)

    area = area_m2(geometries)
    small = area < SLIVER_SHARE * np.median(area) if len(area) else np.zeros(0, dtype=np.bool_)
    gap, overlap = _measured(geometries, repaired) if found else (0.0, 0.0)
    parts = shapely.get_num_geometries(geometries)
    return CoverageReport(
        exact=not found,
        faults=found,
        gap_m2=gap,
        overlap_m2=overlap,
        multipart=sorted(codes[parts > 1].tolist()),
        slivers=sorted(codes[small].tolist()),
    )


@dataclass(frozen=True)
class _Edges:
    """Directed edges of all cells between numbered nodes."""

    nodes: Ints
    tail: Ints
    head: Ints
    cell: Ints

    @classmethod
    def of(cls, rings: Rings) -> "_Edges":
        keys, node = np.unique(node_keys(*rings.xy.T), return_inverse=True)
        node = node.reshape(-1)
        return cls(node_points(keys), node, node[rings.following], rings.feature[rings.ring])

    def middle(self, edge: int) -> tuple[float, float]:
        ends = self.nodes[[self.tail[edge], self.head[edge]]]
        return degrees(ends.mean(axis=0))


def _refused(cells: geopandas.GeoDataFrame) -> list[Fault | None]:
    missing = sorted({"code", "community"} - set(cells.columns))
    if missing:
        raise CoverageError(f"cells need columns {', '.join(missing)}", kind="columns")
    if cells.crs is None or cells.crs.to_epsg() != 4326:
        raise CoverageError(
            f"cells are in {cells.crs}; bring them to EPSG:4326 with to_crs(4326)", kind="crs"
        )
    faults: list[Fault | None] = []
    for code, geometry in zip(cells["code"], cells.geometry, strict=True):
        fit = geometry is not None and not geometry.is_empty and "Polygon" in geometry.geom_type
        if fit and bool(np.isfinite(shapely.bounds(geometry)).all()):
            faults.append(None)
            continue
        faults.append(Fault("the cell has no polygon", _NOWHERE, (str(code),)))
    return faults


def _refuse_span(rings: Rings) -> None:
    if len(rings.xy) and int(np.ptp(rings.xy, axis=0).max()) >= SPAN_LIMIT:
        raise CoverageError("cells span more than 53 degrees; check their CRS", kind="span")


def _identity(
    cells: geopandas.GeoDataFrame,
    whole: geopandas.GeoDataFrame,
    codes: NDArray[np.object_],
    home: Ints,
) -> list[Fault]:
    doubled = cells["code"][cells["code"].duplicated()].astype(str)
    faults = [Fault("the code stands twice", _NOWHERE, (code,)) for code in sorted(set(doubled))]
    for i in np.flatnonzero(home < 0).tolist():
        community = whole["community"].iloc[i]
        what = f"the cell's community {community} is not among the communities"
        faults.append(Fault(what, _NOWHERE, (codes[i],)))
    return faults


def _off_lattice(geometries: NDArray[Any], codes: NDArray[np.object_]) -> list[Fault]:
    degrees, cell = shapely.get_coordinates(geometries, return_index=True)
    off = np.flatnonzero(~on_lattice(degrees).all(axis=1))
    _, first = np.unique(cell[off], return_index=True)
    return [
        Fault("a vertex is not on the lattice of 1e-7 degrees", (x, y), (codes[c],))
        for c, (x, y) in zip(cell[off[first]].tolist(), degrees[off[first]].tolist(), strict=True)
    ]


def _crossings(edges: _Edges, codes: NDArray[np.object_]) -> list[Fault]:
    """Find edges that meet elsewhere than in common ends."""
    count = len(edges.nodes)
    low, high = np.minimum(edges.tail, edges.head), np.maximum(edges.tail, edges.head)
    empty = np.flatnonzero(low == high)
    faults = [
        Fault("a vertex stands twice in a row", edges.middle(e), (codes[edges.cell[e]],))
        for e in empty.tolist()
    ]
    _, once = np.unique(low * count + high, return_index=True)
    once = once[low[once] != high[once]]
    p, q = edges.nodes[low[once]], edges.nodes[high[once]]
    if not len(p):
        return faults
    first, second = box_pairs(p, q)
    a, b, c, d = p[first], q[first], p[second], q[second]
    sides = [side(a, b, c), side(a, b, d), side(c, d, a), side(c, d, b)]
    wrong = (sides[0] * sides[1] < 0) & (sides[2] * sides[3] < 0)
    for s, point, u, v in ((0, c, a, b), (1, d, a, b), (2, a, c, d), (3, b, c, d)):
        wrong |= (sides[s] == 0) & _between(point, u, v)
    for i, j in zip(once[first[wrong]].tolist(), once[second[wrong]].tolist(), strict=True):
        both = {codes[edges.cell[i]], codes[edges.cell[j]]}
        what = "two edges meet elsewhere than in a vertex of both"
        faults.append(Fault(what, edges.middle(j), tuple(sorted(both))))
    return list(dict.fromkeys(faults))


def _repeats(edges: _Edges, codes: NDArray[np.object_]) -> list[Fault]:
    key = edges.tail * len(edges.nodes) + edges.head
    order = np.argsort(key, kind="stable")
    again = np.flatnonzero(key[order][1:] == key[order][:-1])
    places: dict[tuple[str, ...], int] = {}
    for k in again.tolist():
        one, two = order[k], order[k + 1]
        pair = tuple(sorted({codes[edges.cell[one]], codes[edges.cell[two]]}))
        places.setdefault(pair, int(one))
    return [
        Fault("two rings run along one edge in one direction", edges.middle(e), pair)
        for pair, e in places.items()
    ]


def _outline_faults(
    edges: _Edges,
    rings: Rings,
    outline: Rings,
    home: Ints,
    codes: NDArray[np.object_],
    names: list[str],
) -> list[Fault]:
    """Compare what each community's cells leave unmatched with its outline, led through nodes."""
    given = outline.xy
    keys = np.unique(np.concatenate([node_keys(*edges.nodes.T), node_keys(*given.T)]))
    nodes = node_points(keys)
    start = np.searchsorted(keys, node_keys(*given.T))
    owners = outline.feature[outline.ring]
    as_given = _net(start, start[outline.following], owners, len(nodes))
    of_edge, tail, head = chains(given, given[outline.following], nodes)
    led = _net(tail, head, owners[of_edge], len(nodes))

    known = home[edges.cell] >= 0
    place = np.searchsorted(keys, node_keys(*edges.nodes.T))
    u, v = place[edges.tail[known]], place[edges.head[known]]
    actual = _net(u, v, home[edges.cell[known]], len(nodes))
    # Noded outlines stand as they are: led through nodes again, a moved edge may meet a pixel
    # that it did not meet before it moved.
    differ = np.setxor1d(_row_keys(as_given), _row_keys(actual))["owner"]
    again = np.isin(led[:, 0], differ)
    expected = np.concatenate([led[again], as_given[~np.isin(as_given[:, 0], differ)]])

    faults: dict[tuple[str, tuple[str, ...]], Fault] = {}
    owner = {}
    for a, b, c in zip(u.tolist(), v.tolist(), edges.cell[known].tolist(), strict=True):
        owner[(a, b, int(home[c]))] = c
    rows = np.concatenate([actual, expected])
    unique, inverse = np.unique(rows[:, :3], axis=0, return_inverse=True)
    difference = np.zeros(len(unique), dtype=np.int64)
    sign = np.concatenate([np.ones(len(actual)), -np.ones(len(expected))]).astype(np.int64)
    np.add.at(difference, inverse.reshape(-1), sign * rows[:, 3])
    for k in np.flatnonzero(difference).tolist():
        community, low, high = unique[k].tolist()
        extra = difference[k] > 0
        cell = owner.get((low, high, community) if extra else (high, low, community))
        concerned = () if cell is None else (str(codes[cell]),)
        name = names[community]
        if cell is None:
            what = f"the outline of community {name} has no cell along it"
        else:
            what = f"an edge without a neighbour is not on the outline of community {name}"
        middle = degrees(nodes[[low, high]].mean(axis=0))
        faults.setdefault((what, concerned), Fault(what, middle, concerned))

    cell_area2 = np.zeros(len(names), dtype=np.int64)
    ring_home = home[rings.feature]
    np.add.at(cell_area2, ring_home[ring_home >= 0], ring_areas2(rings)[ring_home >= 0])
    outline_area2 = np.zeros(len(names), dtype=np.int64)
    origin = nodes[0] if len(nodes) else np.zeros(2, dtype=np.int64)
    p, q = nodes[expected[:, 1]] - origin, nodes[expected[:, 2]] - origin
    twice = (p[:, 0] * q[:, 1] - p[:, 1] * q[:, 0]) * expected[:, 3]
    np.add.at(outline_area2, expected[:, 0], twice)
    for community in np.flatnonzero(cell_area2 != outline_area2).tolist():
        off = (int(cell_area2[community]) - int(outline_area2[community])) / 2
        what = f"cells of community {names[community]} differ from it by {off:+.1f} square units"
        faults[(what, ())] = Fault(what, _NOWHERE, ())
    return list(faults.values())


def _net(tail: Ints, head: Ints, owner: Ints, nodes: int) -> Ints:
    """Sum passages per owner and edge, the way back counting negative; rows without zeros.

    Rows are owner, lower node, higher node, sum.
    """
    low, high = np.minimum(tail, head), np.maximum(tail, head)
    moves = low != high
    sign = np.where(tail < head, 1, -1)[moves]
    pairs, pair = np.unique((low * nodes + high)[moves], return_inverse=True)
    key, where = np.unique(owner[moves] * max(len(pairs), 1) + pair, return_inverse=True)
    total = np.zeros(len(key), dtype=np.int64)
    np.add.at(total, where.reshape(-1), sign)
    key, total = key[total != 0], total[total != 0]
    edge = pairs[key % max(len(pairs), 1)]
    return np.stack([key // max(len(pairs), 1), edge // nodes, edge % nodes, total], axis=1)


def _row_keys(rows: Ints) -> NDArray[Any]:
    names = ("owner", "low", "high", "sum")
    kind = np.dtype([(name, np.int64) for name in names])
    return np.ascontiguousarray(rows, dtype=np.int64).view(kind).reshape(-1)


def _measured(geometries: NDArray[Any], communities: NDArray[Any]) -> tuple[float, float]:
    """Measure gaps and overlaps, in floating point, once something is known to be wrong."""
    valid = shapely.make_valid(geometries)
    covered = shapely.union_all(valid)
    missing = shapely.difference(shapely.union_all(communities), covered)
    covered_m2, missing_m2 = area_m2(np.asarray([covered, missing], dtype=object)).tolist()
    return missing_m2, max(float(area_m2(valid).sum()) - covered_m2, 0.0)


def _between(point: Ints, a: Ints, b: Ints) -> Bools:
    """Tell which points on the line through a and b lie strictly between them."""
    towards, back = point - a, point - b
    return np.asarray((towards * back).sum(axis=1) < 0, dtype=np.bool_)
