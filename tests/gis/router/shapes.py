"""Made cells of every awkward kind, in units."""

from collections.abc import Callable

import numpy as np
import shapely

Polygons = list[shapely.Geometry]
Random = np.random.Generator


def stars(random: Random, size: int) -> Polygons:
    """Overlapping stars."""
    made = []
    for _ in range(int(random.integers(1, 25))):
        angle = np.sort(random.random(int(random.integers(3, 12)))) * 2 * np.pi
        reach = random.random(len(angle)) * size
        ray = np.stack([np.cos(angle) * reach, np.sin(angle) * reach], axis=1)
        made.append(shapely.Polygon(np.rint(random.integers(0, 3 * size, 2) + ray)))
    return made


def tangles(random: Random, size: int) -> Polygons:
    """Rings of random vertices that cross themselves and each other."""
    return [
        shapely.Polygon(random.integers(0, size + 2, (int(random.integers(3, 9)), 2)))
        for _ in range(int(random.integers(1, 16)))
    ]


def crooked_blocks(random: Random, size: int) -> Polygons:
    """Neighbours with common corners, and gaps."""
    n, step = int(random.integers(2, 6)), max(size, 4)
    jitter = random.integers(-step // 3, step // 3 + 1, (n + 1, n + 1, 2))
    corner = np.stack(np.meshgrid(np.arange(n + 1), np.arange(n + 1)), -1) * step + jitter
    made = [
        shapely.Polygon([corner[r, c], corner[r, c + 1], corner[r + 1, c + 1], corner[r + 1, c]])
        for r in range(n)
        for c in range(n)
        if random.random() < 0.85
    ]
    return made or [shapely.box(0, 0, step, step)]


def stacked_boxes(random: Random, size: int) -> Polygons:
    """Boxes that overlap, touch along parts of sides, and repeat each other."""
    made = []
    for _ in range(int(random.integers(1, 25))):
        x, y, width, height = (random.integers([0, 0, 1, 1], [8, 8, 5, 5]) * size).tolist()
        made.append(shapely.box(x, y, x + width, y + height))
    return made


def voronoi(random: Random, size: int) -> Polygons:
    """Voronoi cells, snapped."""
    return voronoi_of(random, int(random.integers(4, 25)), 6 * size + 30)


def voronoi_of(random: Random, count: int, width: int) -> Polygons:
    """Voronoi cells of so many points in a square so wide."""
    points = random.integers(0, width, (count, 2))
    cells = shapely.get_parts(shapely.voronoi_polygons(shapely.multipoints(points)))
    return list(shapely.transform(cells, np.rint))


def nested_rings(random: Random, size: int) -> Polygons:
    """Rings within rings, with and without gaps between them."""
    made, width = [], size + 10
    for _ in range(int(random.integers(1, 5))):
        inner = max(width // 2, 1)
        hole = shapely.box(-inner, -inner, inner, inner).exterior.coords
        made.append(shapely.Polygon(shapely.box(-width, -width, width, width).exterior, [hole]))
        width = inner if random.random() < 0.6 else max(inner - 2, 1)
        if width < 3:
            break
    random.shuffle(made)  # type: ignore[arg-type]
    return made


def triangles(random: Random, size: int) -> Polygons:
    """Triangles around common corners."""
    points = random.integers(0, size + 5, (int(random.integers(4, 25)), 2))
    made = list(shapely.get_parts(shapely.delaunay_triangles(shapely.multipoints(points))))
    return [t for t in made if random.random() < 0.9] or [shapely.box(0, 0, 9, 9)]


def many_parts(random: Random, size: int) -> Polygons:
    """Cells of several triangles that may overlap."""
    return [
        shapely.MultiPolygon(
            [
                shapely.Polygon(
                    random.integers(0, size + 3, (3, 2)) + random.integers(0, 4 * size, 2)
                )
                for _ in range(int(random.integers(1, 4)))
            ]
        )
        for _ in range(int(random.integers(1, 16)))
    ]


def squares(random: Random, size: int) -> Polygons:
    """Rectangles of a lattice, some missing, some joined, some with a crooked side between them."""
    n, (width, height) = int(random.integers(3, 8)), (size + random.integers(17, 60, 2)).tolist()
    crooked = random.choice([0.0, 0.05, 0.3])
    corner = np.stack(np.meshgrid(np.arange(n + 1) * width, np.arange(n + 1) * height), -1)

    def side(a: np.ndarray, b: np.ndarray) -> np.ndarray:
        if random.random() >= crooked:
            return np.array([a, b])
        share = np.sort(random.random(int(random.integers(1, 12))))[:, None]
        bend = random.integers(-6, 7, (len(share), 1)) * (b - a)[::-1].astype(bool)
        return np.concatenate([[a], np.rint(a + share * (b - a)) + bend, [b]])

    level = [[side(corner[r, c], corner[r, c + 1]) for c in range(n)] for r in range(n + 1)]
    upright = [[side(corner[r, c], corner[r + 1, c]) for c in range(n + 1)] for r in range(n)]
    joined: dict[int, Polygons] = {}
    for r in range(n):
        for c in range(n):
            around = [level[r][c], upright[r][c + 1], level[r + 1][c][::-1], upright[r][c][::-1]]
            tile = shapely.Polygon(np.concatenate([piece[:-1] for piece in around]))
            whose = random.choice([r * n + c, r * n + max(c - 1, 0), -1], p=[0.8, 0.15, 0.05])
            if whose >= 0 and tile.is_valid:
                joined.setdefault(int(whose), []).append(tile)
    made = [shapely.union_all(tiles) for tiles in joined.values()]
    order = int(random.integers(3))
    if order == 0:
        random.shuffle(made)  # type: ignore[arg-type]
    return made[:: -1 if order == 1 else 1] or [shapely.box(0, 0, 9, 9)]


KINDS: tuple[Callable[[Random, int], Polygons], ...] = (
    stars,
    tangles,
    crooked_blocks,
    squares,
    stacked_boxes,
    voronoi,
    nested_rings,
    triangles,
    many_parts,
)
