"""Make cells as a city publishes them: drawn street by street, with all the usual faults.

The figures are those of a published division of a district of 258 km²: 605 cells in 196
communities, 40 of them in several parts and exploded, hairline gaps between streets, 33,155 m² of
overlap, 47 holes of 2.9 km², blank codes, features without any attribute.
"""

import geopandas
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from shapely.affinity import translate

from gis.cell_names import chinese_numeral

CELLS, COMMUNITIES, STREETS = 605, 196, 12
MULTIPART, BLANK, NAMELESS, HOLES = 40, 9, 3, 47
DISTRICT_M2, OVERLAP_M2, HOLES_M2 = 258e6, 33_155.0, 2.9e6

_CRS = 4547
_MIDDLE_M = np.array([500_000.0, 2_500_000.0])
_STEP_M = 15.0
"""About the distance between vertices of a line drawn along a street."""

Geometries = NDArray[np.object_]
Ints = NDArray[np.int64]


def published_cells(reach_m: float = 0.15, seed: int = 12) -> geopandas.GeoDataFrame:
    """Return the features of such a file: columns 网格编码, 网格名称, 户数; EPSG:4326.

    Parameters
    ----------
    reach_m
        How far cells reach over their borders where they overlap.
    seed
        Of all that is left to chance.
    """
    random = np.random.default_rng(seed)
    pieces = _pieces(random)
    middles = shapely.get_coordinates(shapely.centroid(pieces))
    community = _nearest(middles, middles[random.choice(len(pieces), COMMUNITIES, False)])
    seats = np.array([middles[community == c].mean(axis=0) for c in range(COMMUNITIES)])
    street = _nearest(seats, seats[random.choice(COMMUNITIES, STREETS, False)])[community]
    cell = _cells(community, random)
    drawn = _holed(_by_street(pieces, street, random), random)
    drawn = _overlapping(drawn, cell, reach_m, random)
    return _table(drawn, cell, community, street, random)


def _pieces(random: np.random.Generator) -> Geometries:
    """Divide a district into crooked pieces that share their edges; small ones in the towns."""
    side_m = np.sqrt(DISTRICT_M2)
    towns = random.uniform(0.15, 0.85, (9, 2)) * side_m
    near = towns[random.integers(0, 9, 520)] + random.normal(0, side_m / 22, (520, 2))
    sites = np.concatenate([near, random.uniform(0, side_m, (CELLS + MULTIPART - 520, 2))])
    ground = shapely.box(0, 0, side_m, side_m)
    tiles = shapely.get_parts(
        shapely.voronoi_polygons(shapely.multipoints(np.clip(sites, 50, side_m - 50)))
    )
    edges = shapely.get_parts(
        shapely.union_all(shapely.boundary(shapely.intersection(tiles, ground)))
    )
    crooked = [_crooked(shapely.get_coordinates(edge), random) for edge in edges]
    faces = shapely.get_parts(shapely.polygonize(shapely.get_parts(shapely.union_all(crooked))))
    moved = shapely.transform(faces, lambda xy: xy + _MIDDLE_M)
    return moved[np.argsort(-shapely.area(moved))][: CELLS + MULTIPART]


def _crooked(ends: NDArray[np.float64], random: np.random.Generator) -> shapely.LineString:
    """Bend a straight edge as a street does, by moving middles again and again."""
    line = ends
    while len(line) < 3 or np.hypot(*(line[1] - line[0])) > _STEP_M:
        along = line[1:] - line[:-1]
        across = np.stack([-along[:, 1], along[:, 0]], axis=1)
        middle = line[:-1] + along / 2 + across * random.normal(0, 0.04, (len(along), 1))
        woven = np.empty((2 * len(line) - 1, 2))
        woven[::2], woven[1::2] = line, middle
        line = woven
    return shapely.LineString(line)


def _nearest(points: NDArray[np.float64], seats: NDArray[np.float64]) -> Ints:
    away = np.hypot(*(points[:, None] - seats[None]).transpose(2, 0, 1))
    return np.asarray(away.argmin(axis=1), dtype=np.int64)


def _cells(community: Ints, random: np.random.Generator) -> Ints:
    """Number cells; some have a second part elsewhere in their community."""
    cell = np.arange(len(community))
    left = MULTIPART
    for one in random.permutation(np.flatnonzero(np.bincount(community) >= 3)).tolist():
        mine = np.flatnonzero(community == one)
        cell[mine[-1]] = mine[0]
        left -= 1
        if not left:
            break
    return np.unique(cell, return_inverse=True)[1].astype(np.int64)


def _by_street(pieces: Geometries, street: Ints, random: np.random.Generator) -> Geometries:
    """Draw each street's cells for themselves: by centimetres off, with their own vertices."""
    drawn = pieces.copy()
    for one in range(STREETS):
        mine = street == one
        shift_m = random.normal(0, 0.03, 2)
        coarse = shapely.coverage_simplify(pieces[mine], random.uniform(0.05, 0.15))
        drawn[mine] = [translate(piece, *shift_m) for piece in coarse]
    return drawn


def _holed(pieces: Geometries, random: np.random.Generator) -> Geometries:
    """Take lakes out of wide land; each lies across a border."""
    radius_m = np.sqrt(HOLES_M2 / HOLES / np.pi)
    wide = pieces[shapely.area(pieces) > 8 * radius_m**2]
    inner = shapely.buffer(shapely.union_all(shapely.box(*shapely.bounds(pieces).T)), -4 * radius_m)
    shores: list[shapely.Point] = []
    for piece in random.permutation(wide):
        shore = shapely.points(shapely.get_coordinates(piece)[0])
        if shapely.contains(inner, shore) and all(shapely.distance(shores, shore) > 3 * radius_m):
            shores.append(shore)
    lakes = shapely.buffer(shores[:HOLES], radius_m)
    return np.asarray(shapely.difference(pieces, shapely.union_all(lakes)), dtype=object)


def _overlapping(
    pieces: Geometries, cell: Ints, reach_m: float, random: np.random.Generator
) -> Geometries:
    """Let cells of one part reach over their borders until the overlaps sum up as wanted."""
    drawn = pieces.copy()
    border_m = shapely.length(pieces)
    waiting = random.permutation(np.flatnonzero(np.bincount(cell)[cell] == 1)).tolist()
    missing_m2 = OVERLAP_M2 - overlap_m2(drawn)
    while missing_m2 > 1 and waiting:
        # Half of what is missing at once; the last ones reach as far as is needed only.
        several = max(1, int(missing_m2 / (2 * reach_m * np.median(border_m))))
        some, waiting = waiting[:several], waiting[several:]
        wider_m = min(reach_m, missing_m2 / border_m[some].sum())
        drawn[some] = shapely.buffer(pieces[some], wider_m, join_style="mitre")
        missing_m2 = OVERLAP_M2 - overlap_m2(drawn)
    return drawn


def overlap_m2(pieces: Geometries) -> float:
    """Return the area that two of some shapes in metres both cover."""
    one, other = shapely.STRtree(pieces).query(pieces, predicate="intersects")
    one, other = one[one < other], other[one < other]
    return float(shapely.area(shapely.intersection(pieces[one], pieces[other])).sum())


def _table(
    pieces: Geometries, cell: Ints, community: Ints, street: Ints, random: np.random.Generator
) -> geopandas.GeoDataFrame:
    serial = np.zeros(len(pieces), dtype=np.int64)
    for one in range(COMMUNITIES):
        mine = community == one
        serial[mine] = np.unique(cell[mine], return_inverse=True)[1] + 1
    households = random.integers(150, 700, CELLS)[cell]
    table = pd.DataFrame(
        {
            "网格编码": [
                f"330411{s + 1:03d}{c + 1:03d}{n:03d}"
                for s, c, n in zip(street, community, serial, strict=True)
            ],
            "网格名称": [
                f"{_called(c)}社区第{chinese_numeral(n)}网格"
                for c, n in zip(community.tolist(), serial.tolist(), strict=True)
            ],
            "户数": households,
        }
    ).astype(object)
    # The first cell of a community keeps its code: else nothing tells the community.
    single = random.permutation(np.flatnonzero((np.bincount(cell)[cell] == 1) & (serial > 1)))
    table.loc[single[: BLANK + NAMELESS], "网格编码"] = None
    table.loc[single[:NAMELESS], :] = None
    return geopandas.GeoDataFrame(table, geometry=pieces, crs=_CRS).to_crs(4326)


def _called(community: int) -> str:
    """Return a made name of a community, one of two signs for each."""
    first, second = divmod(community, 14)
    return "东西南北上下大小新老长金银玉"[first] + "山河湖塘桥坊园苑村港浜溪浦泾"[second]
