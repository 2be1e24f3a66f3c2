"""What is measured of cells that were drawn by a town; figures as in measured/households.md."""

from dataclasses import dataclass

import geopandas
import numpy as np
import shapely

import gis
from gis.datums import metric_crs

ROUNDED_M = 0.02
"""A wall that two houses share is rounded to 1 cm for each of them."""

NEAR_STREET_M = 10.0


@dataclass(frozen=True)
class Measures:
    """Figures of a division.

    Attributes
    ----------
    cells, exact, several_parts, cut
        How many; whether they cover their communities exactly; cells in several parts; buildings
        that a border between cells of a community cuts.
    within, counted
        Cells within the range, and those that count: not those of one building above it.
    compactness, least_compact
        Polsby–Popper, its mean and the least.
    on_street
        Share of inner borders within 10 m of a street.
    corners_100_m, corners
        Inner vertices in 100 m of inner border; the median of a cell's vertices.
    """

    cells: int
    exact: bool
    several_parts: int
    cut: int
    within: int
    counted: int
    compactness: float
    least_compact: float
    on_street: float
    corners_100_m: float
    corners: float


def measured(
    cells: geopandas.GeoDataFrame,
    communities: geopandas.GeoDataFrame,
    buildings: geopandas.GeoDataFrame,
    streets: geopandas.GeoDataFrame | None,
    low: float,
    high: float,
    *,
    by_area: bool = False,
) -> Measures:
    """Measure a division."""
    crs = metric_crs(communities)
    report = gis.check_coverage(cells, communities)
    metric = cells.to_crs(crs)
    shapes = metric.geometry.to_numpy()
    round_ = 4 * np.pi * shapely.area(shapes) / shapely.length(shapes) ** 2
    weight = (cells["area_m2"] if by_area else cells["households"]).to_numpy(np.float64)
    single = np.zeros(len(cells), dtype=bool)
    if not by_area:
        single = (cells["note"].fillna("").str.contains("one building")).to_numpy(bool)
    inner = inner_borders(metric)
    length = float(shapely.length(inner).sum())
    beside = 0.0
    if streets is not None and length:
        near = shapely.buffer(
            shapely.union_all(streets.to_crs(crs).geometry.to_numpy()), NEAR_STREET_M
        )
        beside = float(shapely.length(shapely.intersection(inner, near)).sum()) / length
    ends = shapely.get_coordinates(shapely.boundary(inner))
    bends = int(shapely.get_num_coordinates(inner).sum()) - 2 * len(inner)
    corners = bends + len(np.unique(ends.round(3), axis=0)) if len(inner) else 0
    return Measures(
        cells=len(cells),
        exact=report.exact,
        several_parts=len(report.multipart),
        cut=len(cut_buildings(cells, communities, buildings)),
        within=int((((weight >= low) & (weight <= high)) & ~single).sum()),
        counted=int((~single).sum()),
        compactness=float(round_.mean()),
        least_compact=float(round_.min()),
        on_street=beside,
        corners_100_m=corners / length * 100 if length else 0.0,
        corners=float(np.median(shapely.get_num_coordinates(shapes) - 1)),
    )


def inner_borders(metric: geopandas.GeoDataFrame) -> np.ndarray:
    """Return the lines between cells of one community, whole from junction to junction."""
    found = []
    for _, mine in metric.groupby("community"):
        shapes = mine.geometry.to_numpy()
        outline = shapely.boundary(shapely.coverage_union_all(shapes)).buffer(0.05)
        every = shapely.union_all(shapely.boundary(shapes))
        found.append(shapely.difference(every, outline))
    together = shapely.union_all(found)
    merged = shapely.get_parts(shapely.line_merge(together) if together.length else together)
    return merged[shapely.get_type_id(merged) == shapely.GeometryType.LINESTRING]


def cut_buildings(
    cells: geopandas.GeoDataFrame,
    communities: geopandas.GeoDataFrame,
    buildings: geopandas.GeoDataFrame,
) -> list[int]:
    """Return the rows of buildings of which a piece, on one community, is in two cells."""
    crs = metric_crs(communities)
    units = buildings.to_crs(4326).geometry.to_numpy()
    stored = shapely.make_valid(
        shapely.transform(units, lambda xy: np.rint(xy * 1e7) / 1e7), method="structure"
    )
    cut = set()
    home = cells["community"].astype(str).to_numpy()
    shapes = cells.to_crs(crs).geometry.to_numpy()
    tree = shapely.STRtree(shapes)
    for code, ground in zip(communities["code"], communities.geometry, strict=True):
        pieces, row = shapely.get_parts(shapely.intersection(stored, ground), return_index=True)
        metric = geopandas.GeoSeries(pieces, crs=4326).to_crs(crs).to_numpy()
        inner = shapely.buffer(metric, -ROUNDED_M, join_style="mitre")
        piece, cell = tree.query(inner, predicate="intersects")
        count = np.bincount(piece[home[cell] == str(code)], minlength=len(pieces))
        cut |= set(row[count > 1].tolist())
    return sorted(cut)
