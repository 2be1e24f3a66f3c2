"""The districts that benchmarks run on, made from the boundary files in data/.

Jianghai's illustrative communities have 8,706 vertices. `dense` bends each of their edges into
eight, as surveyed borders along rivers and field edges are: about 70,000 vertices. `mosaic` lays
copies beside each other, for growth in area.
"""

from pathlib import Path

import geopandas
import numpy as np
import pandas
import shapely

from gis.coverage import snap
from gis.lattice import UNITS_PER_DEGREE, Ints, Rings, from_units, to_units, unit_size_m

BOUNDARIES = Path(__file__).parents[2] / "data" / "boundaries"

_HALVINGS = 3
_BEND = 0.12
"""The largest bend of a half, as a share of its edge's length: small enough to cross nothing."""
_APART_UNITS = 20_000


def jianghai() -> geopandas.GeoDataFrame:
    return geopandas.read_file(BOUNDARIES / "jianghai_communities.geojson")[
        ["code", "name", "geometry"]
    ]


def taipei() -> geopandas.GeoDataFrame:
    villages = geopandas.read_file(BOUNDARIES / "taipei_villages.geojson")
    return villages.rename(columns={"VILLCODE": "code", "VILLNAME": "name"})[
        ["code", "name", "geometry"]
    ]


def dense(communities: geopandas.GeoDataFrame, halvings: int = _HALVINGS) -> geopandas.GeoDataFrame:
    """Halve and bend every edge, both neighbours alike; an exact coverage on the lattice."""
    rings = Rings.of(communities.geometry.to_numpy())
    tail, head = rings.xy, rings.xy[rings.following]
    turned = (tail[:, 0] > head[:, 0]) | ((tail[:, 0] == head[:, 0]) & (tail[:, 1] > head[:, 1]))
    low, high = np.where(turned[:, None], head, tail), np.where(turned[:, None], tail, head)
    edges, edge = np.unique(np.hstack([low, high]), axis=0, return_inverse=True)
    chains = _bent(edges[:, :2], edges[:, 2:], halvings)[edge.reshape(-1)]
    chains[turned] = chains[turned][:, ::-1]
    pieces = chains.shape[1] - 1
    degrees = from_units(chains[:, :-1].reshape(-1, 2))
    starts = rings.starts * pieces
    polygons: dict[int, list[list[np.ndarray]]] = {}
    for ring, feature in enumerate(rings.feature.tolist()):
        outline = degrees[starts[ring] : starts[ring + 1]]
        parts = polygons.setdefault(feature, [])
        if rings.first[ring]:
            parts.append([outline])
        else:
            parts[-1].append(outline)
    geometry = [
        shapely.union_all([shapely.Polygon(part[0], part[1:]) for part in polygons[feature]])
        for feature in range(len(communities))
    ]
    return snap(communities.set_geometry(geopandas.GeoSeries(geometry, crs=4326)))


def _bent(low: Ints, high: Ints, halvings: int) -> Ints:
    """Halve edges again and again, each middle moved sideways by a share of the length."""
    random = np.random.default_rng(0)
    chain = np.stack([low, high], axis=1)
    for _ in range(halvings):
        tail, head = chain[:, :-1], chain[:, 1:]
        along = head - tail
        across = np.stack([-along[..., 1], along[..., 0]], axis=-1)
        bend = random.uniform(-_BEND, _BEND, along.shape[:2])[..., None]
        middle = np.rint((tail + head) / 2 + bend * across).astype(np.int64)
        halves = np.empty((len(chain), 2 * chain.shape[1] - 1, 2), dtype=np.int64)
        halves[:, 0::2], halves[:, 1::2] = chain, middle
        chain = halves
    return chain


def mosaic(communities: geopandas.GeoDataFrame, side: int) -> geopandas.GeoDataFrame:
    """Lay side × side copies beside each other, apart; codes stay twelve digits and unique."""
    west, south, east, north = to_units(communities.total_bounds).tolist()
    pitch = (east - west + _APART_UNITS, north - south + _APART_UNITS)
    geometry = communities.geometry.to_numpy()
    frames = []
    for copy in range(side * side):
        shift = np.array([copy % side * pitch[0], copy // side * pitch[1]])
        frames.append(
            geopandas.GeoDataFrame(
                {"code": [f"4407{copy:04d}{k:04d}" for k in range(len(geometry))]},
                geometry=shapely.transform(
                    geometry, lambda xy, by=shift: from_units(to_units(xy) + by)
                ),
                crs=4326,
            )
        )
    return geopandas.GeoDataFrame(pandas.concat(frames, ignore_index=True), crs=4326)


def squares(communities: geopandas.GeoDataFrame, size_m: float) -> geopandas.GeoDataFrame:
    """Make the squares that overlay cuts with, about as many as `divide` lays."""
    west, south, east, north = communities.total_bounds
    unit = unit_size_m((south + north) / 2)
    step_x, step_y = (size_m / u / UNITS_PER_DEGREE for u in unit)
    x, y = np.meshgrid(np.arange(west, east, step_x), np.arange(south, north, step_y))
    boxes = shapely.box(x, y, x + step_x, y + step_y).ravel()
    return geopandas.GeoDataFrame(geometry=boxes, crs=4326)


def hexagons(communities: geopandas.GeoDataFrame, size_m: float) -> geopandas.GeoDataFrame:
    """Make hexagons standing on a corner, ``size_m`` across the flats, for overlay."""
    west, south, east, north = communities.total_bounds
    unit = unit_size_m((south + north) / 2)
    a = size_m / 2 / unit[0] / UNITS_PER_DEGREE
    b = size_m / (2 * np.sqrt(3)) / unit[1] / UNITS_PER_DEGREE
    columns, rows = int((east - west) / (2 * a)) + 3, int((north - south) / (3 * b)) + 3
    i, j = (axis.ravel() for axis in np.meshgrid(np.arange(columns), np.arange(rows)))
    centre = np.stack([west + 2 * a * i - a * (j % 2), south + 3 * b * j], axis=1)
    corner = np.array([(0, -2 * b), (a, -b), (a, b), (0, 2 * b), (-a, b), (-a, -b)])
    return geopandas.GeoDataFrame(
        geometry=shapely.polygons(centre[:, None, :] + corner[None, :, :]), crs=4326
    )
