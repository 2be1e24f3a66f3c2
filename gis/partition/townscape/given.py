"""Frames of buildings, points and lines as a caller gives them: checked, and in degrees."""

from dataclasses import dataclass

import geopandas
import numpy as np
import pandas
import shapely

from gis.lattice import Bools, Floats
from gis.partition.errors import PartitionError
from gis.partition.townscape.arrays import Shapes

_POLYGONS = (shapely.GeometryType.POLYGON, shapely.GeometryType.MULTIPOLYGON)
_LINES = (
    shapely.GeometryType.LINESTRING,
    shapely.GeometryType.MULTILINESTRING,
    shapely.GeometryType.LINEARRING,
    *_POLYGONS,
)
_POINTS = (shapely.GeometryType.POINT, shapely.GeometryType.MULTIPOINT)
_MAIN = (
    *("motorway", "trunk", "primary", "secondary", "tertiary"),
    *("river", "canal", "railway", "rail"),
)
_POINT_M = 0.5
_CLASSES = ("class", "highway", "waterway", "railway")


@dataclass(frozen=True, eq=False)
class GivenBuildings:
    """Buildings with their households, in degrees.

    Attributes
    ----------
    shapes
        Polygons, or points.
    households
        Of each.
    """

    shapes: Shapes
    households: Floats


@dataclass(frozen=True, eq=False)
class GivenLines:
    """Streets, waters, railways, in degrees.

    Attributes
    ----------
    shapes
        Lines.
    main
        Which of them no cell should lie across.
    """

    shapes: Shapes
    main: Bools


def given_buildings(frame: object, *, points: bool, counted: bool) -> GivenBuildings:
    """Check a frame of buildings or of points.

    Parameters
    ----------
    counted
        Whether their households are needed: buildings must tell theirs, a point is one.

    Raises
    ------
    PartitionError
        It is no frame with a CRS, or has other shapes, or households that are no numbers from 0.
    """
    which = "points" if points else "buildings"
    there, shapes = _shapes(frame, which, _POINTS if points else _POLYGONS)
    assert isinstance(frame, geopandas.GeoDataFrame)
    if not counted:
        return _apart(shapes, np.zeros(len(shapes)))
    if "households" not in frame.columns:
        if not points:
            raise PartitionError("households-missing", kind="options")
        return _apart(shapes, np.ones(len(shapes)))
    told = pandas.to_numeric(frame["households"], errors="coerce").to_numpy(np.float64)
    blank = frame["households"].isna().to_numpy()
    wrong = (np.isnan(told) & ~blank) | np.isinf(told) | (told < 0)
    if wrong.any():
        row = int(wrong.argmax())
        raise PartitionError(
            "households-unfit",
            kind="options",
            which=which,
            row=str(row + 1),
            given=repr(frame["households"].iloc[row]),
        )
    return _apart(shapes, np.nan_to_num(told)[there])


def given_lines(frame: object) -> GivenLines:
    """Check a frame of lines.

    Raises
    ------
    PartitionError
        It is no frame with a CRS, or has other shapes than lines and the outlines of areas.
    """
    there, shapes = _shapes(frame, "lines", _LINES)
    assert isinstance(frame, geopandas.GeoDataFrame)
    main = np.zeros(len(frame), dtype=np.bool_)
    for column in _CLASSES:
        if column in frame.columns:
            kinds = frame[column].astype(object).map(lambda kind: str(kind).removesuffix("_link"))
            main |= kinds.isin(_MAIN).to_numpy()
    areas = np.isin(shapely.get_type_id(shapes), _POLYGONS)
    shapes = np.where(areas, shapely.boundary(shapes), shapes)
    parts, row = shapely.get_parts(shapes, return_index=True)
    return GivenLines(parts, main[there][row])


def _shapes(frame: object, which: str, kinds: tuple[int, ...]) -> tuple[Bools, Shapes]:
    """Tell which rows have a shape, and return those in degrees."""
    if not isinstance(frame, geopandas.GeoDataFrame):
        raise PartitionError("frame-none", kind="options", which=which)
    if frame.crs is None:
        raise PartitionError("frame-no-crs", kind="options", which=which)
    shapes = frame.geometry.to_numpy()
    there = ~(shapely.is_missing(shapes) | shapely.is_empty(shapes))
    unfit = there & ~np.isin(shapely.get_type_id(shapes), kinds)
    if unfit.any():
        row = int(unfit.argmax())
        raise PartitionError(
            "frame-shape",
            kind="options",
            which=which,
            row=str(row + 1),
            shape=str(shapely.from_wkb(shapely.to_wkb(shapes[row])).geom_type),
        )
    degrees = shapely.force_2d(frame.geometry[there].to_crs(4326).to_numpy())
    corners = shapely.get_coordinates(degrees)
    if not (np.isfinite(corners).all() and (np.abs(corners) <= [180, 90]).all()):
        raise PartitionError("frame-no-place", kind="options", which=which)
    return there, degrees


def _apart(shapes: Shapes, households: Floats) -> GivenBuildings:
    return GivenBuildings(shapes, households)


def footprints(metres: Shapes) -> Shapes:
    """Return polygons, valid, of buildings in metres; a point is a hut of a metre."""
    points = np.isin(shapely.get_type_id(metres), _POINTS)
    shapes = metres.copy()
    shapes[points] = shapely.buffer(metres[points], _POINT_M, cap_style="square")
    return np.asarray(shapely.make_valid(shapes, method="structure"), dtype=object)
