"""Build polygons from lists of coordinates, noting what is wrong with their rings."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import shapely
from pyproj import CRS
from shapely.geometry.base import BaseGeometry

from gis.boundaries.findings import Repair, RepairKind
from gis.boundaries.limits import Format, Limits, vertices_error
from gis.boundaries.raw import Mask, RawFeatures, table_of, unreadable

# Stands for lines, points and rings without area: they are counted, told and dropped.
NO_AREA = shapely.Point(0.0, 0.0)


@dataclass(slots=True)
class Shaping:
    """The geometries of a layer while they are built, feature by feature.

    Parameters
    ----------
    origin, limits
        What to name in an error, and how many vertices are allowed.
    every_shape
        Whether lines and points are built too. Without, they stand as `NO_AREA`.
    """

    origin: Path
    limits: Limits
    every_shape: bool = False
    geometries: list[BaseGeometry | None] = field(default_factory=list)
    _unclosed: set[int] = field(default_factory=set)
    _heights: set[int] = field(default_factory=set)
    _not_finite: set[int] = field(default_factory=set)
    _texts: set[int] = field(default_factory=set)
    _vertices: int = 0

    def add(self, geometry: BaseGeometry | None) -> None:
        """End a feature with its geometry."""
        self.geometries.append(geometry)

    def polygon(self, rings: Iterable[object]) -> BaseGeometry:
        """Return a polygon of a shell and its holes, given as lists of points."""
        built = [self.ring(ring) for ring in rings]
        if not built or built[0] is None:
            return NO_AREA if built and not self.every_shape else shapely.Polygon()
        whole = shapely.Polygon(built[0], [ring for ring in built[1:] if ring is not None])
        return together([whole, *self.lost(sum(ring is None for ring in built))])

    def lost(self, count: int) -> list[BaseGeometry]:
        """Return what stands for rings without area; nothing among lines and points that count."""
        return [] if self.every_shape else [NO_AREA] * count

    def lines(self, parts: Iterable[object]) -> BaseGeometry | None:
        """Return lines, each given as a list of points."""
        if not self.every_shape:
            return NO_AREA
        drawn = [self._finite(points) for points in parts]
        kept: list[BaseGeometry] = [shapely.LineString(xy) for xy in drawn if len(xy) >= 2]
        return together(kept) if kept else None

    def dots(self, points: object) -> BaseGeometry | None:
        """Return points, given as a list of them."""
        if not self.every_shape:
            return NO_AREA
        kept: list[BaseGeometry] = [shapely.Point(x, y) for x, y in self._finite(points).tolist()]
        return together(kept) if kept else None

    def _finite(self, points: object) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
        xy = self._coordinates(points)
        if np.isfinite(xy).all():
            return xy
        self._not_finite.add(len(self.geometries))
        return np.empty((0, 2))

    def ring(self, points: object) -> shapely.LinearRing | None:
        """Return a closed ring; None where it has no area or a coordinate is not a number."""
        xy = self._coordinates(points)
        number = len(self.geometries)
        if not np.isfinite(xy).all():
            self._not_finite.add(number)
            return None
        if len(xy) >= 3 and not np.array_equal(xy[0], xy[-1]):
            self._unclosed.add(number)
            xy = np.vstack([xy, xy[:1]])
        return shapely.LinearRing(xy) if len(xy) >= 4 else None

    def features(
        self,
        rows: Sequence[dict[str, object]],
        *,
        crs: CRS | None,
        format: Format,
        layer: str,
        aliases: dict[str, str] | None = None,
        declares_datum: bool = True,
        illustrative: bool = False,
        notes: tuple[Repair, ...] = (),
    ) -> RawFeatures:
        """Return what was built, with the attributes of each feature and the layer's facts."""
        geometries = np.empty(len(self.geometries), dtype=object)
        geometries[:] = self.geometries
        if self._texts:
            told = Repair("", RepairKind.NUMBERS_AS_TEXT, facts={"count": len(self._texts)})
            notes = (*notes, told)
        return RawFeatures(
            geometries=geometries,
            table=table_of(rows, self.origin, self.limits),
            crs=crs,
            format=format,
            layer=layer,
            unclosed=self._mask(self._unclosed),
            heights=self._mask(self._heights),
            not_finite=tuple(sorted(self._not_finite)),
            aliases=aliases or {},
            declares_datum=declares_datum,
            illustrative=illustrative,
            notes=notes,
        )

    def fault(self, why: str) -> Exception:
        """Return the error of the present feature."""
        return unreadable(self.origin, why, len(self.geometries) + 1)

    def _mask(self, numbers: set[int]) -> Mask:
        mask = np.zeros(len(self.geometries), dtype=bool)
        mask[list(numbers)] = True
        return mask

    def _coordinates(self, points: object) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
        if isinstance(points, np.ndarray):
            xy = points
        elif isinstance(points, Sequence) and not isinstance(points, str):
            xy = self._table(points)
        else:
            raise self.fault("a ring is no list of points")
        self._vertices += len(xy)
        if self._vertices > self.limits.max_vertices:
            raise vertices_error(self.origin, self.limits)
        if len(xy) == 0:
            return np.empty((0, 2))
        if xy.ndim != 2 or xy.shape[1] < 2:
            raise self.fault("a point has fewer than two coordinates")
        if xy.shape[1] > 2:
            self._heights.add(len(self.geometries))
        return xy[:, :2]

    def _table(self, points: Sequence[object]) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
        faults = (ValueError, TypeError, OverflowError)
        try:
            return self._numbers(points)
        except faults:
            pass  # points of two and of three coordinates may stand side by side
        try:
            pairs = [(point[0], point[1]) for point in points]  # type: ignore[index]
            self._heights.add(len(self.geometries))
            return self._numbers(pairs)
        except (*faults, LookupError) as fault:
            raise self.fault("a point is no pair of numbers") from fault

    def _numbers(
        self, points: Sequence[object]
    ) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
        told = np.asarray(points)
        if told.dtype.kind == "U":
            self._texts.add(len(self.geometries))
        return told.astype(np.float64)


def together(parts: Sequence[BaseGeometry]) -> BaseGeometry:
    """Return one part as it is, several as a collection."""
    return parts[0] if len(parts) == 1 else shapely.GeometryCollection(list(parts))
