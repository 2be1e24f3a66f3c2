"""Districts as rough as boundary files are: torn borders, spikes, islands in holes, specks.

Blocks of a grid are dealt out to communities. Borders between them wind, the same on both
sides; then each community is drawn anew, a little otherwise than its neighbours.
"""

from dataclasses import dataclass

import geopandas
import numpy as np
import shapely

Shape = shapely.Geometry


@dataclass(frozen=True)
class Roughness:
    """How rough a district is.

    Attributes
    ----------
    pitch
        Width of a block in units.
    tear
        How far a vertex may stray from its neighbours', in units: 0.5 within rounding.
    spikes, folds
        How many vertices of a thousand bear a spike, or a piece that runs back on itself.
    winding
        Vertices set into each side of a block.
    """

    pitch: int
    tear: float
    spikes: int
    folds: int
    winding: int

    @classmethod
    def drawn(cls, random: np.random.Generator) -> "Roughness":
        """Draw any roughness, from specks of a few units to blocks of kilometres."""
        pitch = int(random.choice([6, 40, 1_000, 10_000, 100_000]))
        tear = float(random.choice([0, 0.4, 1.0, 2.0]))
        spikes, folds = (int(n) for n in random.choice([0, 0, 40, 150], 2))
        return cls(pitch, tear, spikes, folds, int(random.integers(0, 5)))


def rough_district(
    random: np.random.Generator, rough: Roughness, corner: tuple[int, int]
) -> geopandas.GeoDataFrame:
    """Make a district.

    Parameters
    ----------
    random
        Decides all.
    rough
        How rough.
    corner
        Its south-western corner in units.

    Returns
    -------
    GeoDataFrame
        Columns code and geometry, EPSG:4326; up to eight communities, some of them invalid.
    """
    owners = random.integers(0, random.integers(2, 6), random.integers(1, 6, 2))
    if not owners.any():
        owners[0, 0] = 1
    shapes = _blocks(owners, random, rough)
    _set_islands(shapes, random, rough)
    codes, geometry = [], []
    for owner in sorted(shapes):
        drawn = _redrawn(shapes[owner], random, rough)
        if not drawn.is_empty:
            codes.append(f"440704001{owner:03d}")
            geometry.append(
                shapely.transform(drawn, lambda xy: (xy + np.asarray(corner, dtype=float)) / 1e7)
            )
    order = random.permutation(len(codes))
    return geopandas.GeoDataFrame(
        {"code": [codes[i] for i in order]}, geometry=[geometry[i] for i in order], crs=4326
    )


def _blocks(owners: np.ndarray, random: np.random.Generator, rough: Roughness) -> dict[int, Shape]:
    """Deal out blocks whose sides wind alike for both neighbours."""
    rows, columns = owners.shape
    reach = rough.pitch // 4
    corner = np.stack(np.meshgrid(np.arange(columns + 1), np.arange(rows + 1)), axis=-1)
    corner = corner * rough.pitch + random.integers(-reach, reach + 1, corner.shape)
    sides: dict[tuple[int, int, int], list[list[int]]] = {}

    def side(r: int, c: int, along: int) -> list[list[int]]:
        """Return the way from a corner eastward (0) or northward (1), without its end."""
        key = (r, c, along)
        if key not in sides:
            tail, head = corner[r, c], corner[r + along, c + 1 - along]
            share = np.arange(1, rough.winding + 1)[:, None] / (rough.winding + 1)
            bend = random.integers(-(rough.pitch // 30), rough.pitch // 30 + 1, (rough.winding, 2))
            way = np.rint(tail + share * (head - tail)).astype(int) + bend
            sides[key] = [tail.tolist(), *way.tolist()]
        return sides[key]

    def back(r: int, c: int, along: int) -> list[list[int]]:
        end = corner[r + along, c + 1 - along].tolist()
        return [end, *side(r, c, along)[:0:-1]]

    blocks: dict[int, list[Shape]] = {}
    for r in range(rows):
        for c in range(columns):
            ring = side(r, c, 0) + side(r, c + 1, 1) + back(r + 1, c, 0) + back(r, c, 1)
            blocks.setdefault(int(owners[r, c]), []).append(_valid(ring))
    blocks.pop(0, None)
    return {owner: _area(shapely.union_all(some, grid_size=1)) for owner, some in blocks.items()}


def _valid(ring: object) -> Shape:
    """Return what a ring surrounds; empty where that is no area."""
    return _area(shapely.make_valid(shapely.Polygon(ring), method="structure"))


def _area(shape: Shape) -> Shape:
    """Leave out lines and points, to which rounding lets thin places collapse."""
    parts = shapely.get_parts(shape)
    areal = (shapely.get_type_id(parts) == shapely.GeometryType.POLYGON) & ~shapely.is_empty(parts)
    return shapely.MultiPolygon(parts[areal].tolist())


def _set_islands(shapes: dict[int, Shape], random: np.random.Generator, rough: Roughness) -> None:
    """Set islands into communities, some within islands, and leave some as holes."""
    for _ in range(int(random.integers(0, 4))):
        host = int(random.choice(sorted(shapes)))
        if shapes[host].is_empty:
            continue
        inner = shapely.point_on_surface(shapes[host])
        rings = []
        for share in sorted(random.uniform(0.001, 0.25, random.integers(1, 4)))[::-1]:
            turn = random.uniform(0, 2 * np.pi) + np.linspace(0, 2 * np.pi, 9)[:-1]
            radius = share * rough.pitch * random.uniform(0.6, 1, 8)
            ring = np.stack([radius * np.cos(turn), radius * np.sin(turn)], axis=1)
            drawn = _valid(np.rint(shapely.get_coordinates(inner) + ring))
            if not drawn.is_empty:
                rings.append(drawn)
        for number, ring in enumerate(rings):
            within = rings[number + 1] if number + 1 < len(rings) else shapely.Polygon()
            for owner in list(shapes):
                shapes[owner] = _area(shapely.difference(shapes[owner], ring, grid_size=1))
            island = _area(shapely.difference(ring, within, grid_size=1))
            # Nobody's, the host's own again, or another community's.
            owner = int(random.choice([0, host, max(shapes) + 1]))
            if owner and owner < 999:
                before = shapes.get(owner, shapely.Polygon())
                shapes[owner] = _area(shapely.union_all([before, island], grid_size=1))


def _redrawn(shape: Shape, random: np.random.Generator, rough: Roughness) -> Shape:
    """Draw a community a little otherwise: vertices stray, are left out, and bear spikes."""
    parts = []
    for part in shapely.get_parts(shape):
        shell, *holes = (
            _ring(shapely.get_coordinates(ring)[:-1], random, rough)
            for ring in (part.exterior, *part.interiors)
        )
        parts.append(shapely.Polygon(shell, holes))
    if len(parts) == 1:
        return parts[0]
    return shapely.MultiPolygon(parts) if parts else shapely.Polygon()


def _ring(points: np.ndarray, random: np.random.Generator, rough: Roughness) -> np.ndarray:
    rows: list[np.ndarray] = []
    following = np.roll(points, -1, axis=0)
    for point, after in zip(points, following, strict=True):
        chance = random.integers(0, 1000)
        stray = random.uniform(-rough.tear, rough.tear, 2) if random.integers(0, 3) == 0 else 0.0
        rows.append(point + stray)
        if chance < rough.spikes:
            tip = point + random.integers(-rough.pitch // 2, rough.pitch // 2 + 1, 2)
            rows += [tip, point + random.uniform(-0.1, 0.1, 2)]
        elif chance < rough.spikes + rough.folds:
            # On along the next edge, and back.
            ahead = point + random.uniform(0, 1) * (after - point)
            rows += [np.rint(ahead), point + stray]
        elif rough.tear and chance > 900:
            # A vertex on one side of the border only.
            rows.append(np.rint(point + random.uniform(0, 1) * (after - point)))
    return np.asarray(rows)
