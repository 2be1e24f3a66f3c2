"""Communities fit for the lattice: checked, repaired where they cross themselves, oriented."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from numbers import Real
from typing import Any, Literal

import geopandas
import numpy as np
import pandas
import shapely
from numpy.typing import NDArray

from gis.coverage.errors import CoverageError
from gis.datums import area_m2
from gis.lattice import SPAN_LIMIT, Bools, Rings, ring_areas2, rounded

Which = Literal["cells", "previous", "communities"]
"""What a frame is told as; ``previous`` are the cells of the division before."""

_POLYGONS = (shapely.GeometryType.POLYGON, shapely.GeometryType.MULTIPOLYGON)


@dataclass(frozen=True)
class Change:
    """Something that snapping changed beyond rounding.

    Attributes
    ----------
    community
        Code of the community.
    kind
        ``invalid``: its polygon crossed or touched itself; ``overlap``: it gave a shared piece
        to a community with a smaller code; ``collapsed``: parts too thin for the lattice;
        ``parted``: closing cut a part of it off.
    what
        The change in English.
    area_m2
        The area gained or lost, or given away.
    place
        Longitude and latitude, where it is not the whole community.
    """

    community: str
    kind: str
    what: str
    area_m2: float
    place: tuple[float, float] | None = None


def checked_tolerance(given: float, unit: str, most: float = math.inf) -> float:
    """Return a tolerance, or refuse what is none.

    Parameters
    ----------
    given
        From 0.
    unit
        Of it: ``m`` or ``m²``.
    most
        The largest one.

    Raises
    ------
    CoverageError
        It is negative or no number, or larger.
    """
    if not isinstance(given, Real) or isinstance(given, bool) or not 0 <= given <= most:
        limit = "none" if math.isinf(most) else f"{most:g}"
        raise CoverageError("tolerance", kind="tolerance", given=str(given), unit=unit, most=limit)
    return float(given)


def blank(values: "pandas.Series[Any]") -> Bools:
    """Tell which values of a column say nothing: none at all, or a text of blanks."""
    texts = values.astype(object).map(lambda value: isinstance(value, str) and not value.strip())
    return np.asarray(values.isna() | texts.astype(bool), dtype=np.bool_)


def in_degrees(frame: geopandas.GeoDataFrame) -> bool:
    """Tell whether a frame is in EPSG:4326."""
    crs = frame.crs
    # To look a CRS up takes long.
    return crs is not None and (crs.srs == "EPSG:4326" or crs.to_epsg() == 4326)


def refuse_columns(cells: geopandas.GeoDataFrame, *columns: str, which: Which = "cells") -> None:
    """Refuse what is no frame, or lacks columns.

    Parameters
    ----------
    cells
        What was given.
    columns
        What it needs, the geometry aside.
    which
        What it is told as.

    Raises
    ------
    CoverageError
        With the columns that are missing.
    """
    if not isinstance(cells, geopandas.GeoDataFrame):
        raise CoverageError("no-frame", kind="columns", which=which)
    missing = [column for column in columns if column not in cells.columns]
    if missing:
        raise CoverageError("cell-columns", kind="columns", which=which, columns=", ".join(missing))


def refuse_other_crs(cells: geopandas.GeoDataFrame, which: Which = "cells") -> None:
    """Refuse cells that are not in EPSG:4326; ``which`` as for `refuse_columns`.

    Raises
    ------
    CoverageError
        With their CRS.
    """
    if not in_degrees(cells):
        raise CoverageError("cell-crs", kind="crs", which=which, crs=str(cells.crs))


def checked_codes(communities: geopandas.GeoDataFrame) -> list[str]:
    """Return the codes of communities fit for the lattice, or refuse them."""
    refuse_columns(communities, which="communities")
    if "code" not in communities.columns:
        raise CoverageError("no-code", kind="columns")
    if not in_degrees(communities):
        raise CoverageError("crs", kind="crs", crs=str(communities.crs))
    unnamed = blank(communities["code"])
    if unnamed.any():
        raise CoverageError("code-blank", kind="columns", row=str(int(unnamed.argmax())))
    codes = [str(code) for code in communities["code"].tolist()]
    if len(set(codes)) < len(codes):
        code = next(c for c in codes if codes.count(c) > 1)
        raise CoverageError("code-twice", kind="duplicate", features=(code,), code=code)
    geometries = communities.geometry.to_numpy()
    polygons = np.isin(shapely.get_type_id(geometries), _POLYGONS)
    for row in np.flatnonzero(~polygons | shapely.is_empty(geometries)).tolist():
        geometry = geometries[row]
        shape = "none" if geometry is None else str(geometry.geom_type)
        if geometry is not None and geometry.is_empty:
            shape = "empty"
        code = codes[row]
        raise CoverageError("no-polygon", kind="geometry", features=(code,), code=code, shape=shape)
    if codes:
        # Bounds know nothing of holes, and leave out what is no number.
        degrees, row_of = shapely.get_coordinates(geometries, return_index=True)
        finite = np.isfinite(degrees)
        if not finite.all():
            code = codes[int(row_of[np.argmin(finite.all(axis=1))])]
            raise CoverageError("no-number", kind="geometry", features=(code,), code=code)
        # Axis by axis, which takes a tenth of both at once.
        (west, east), (south, north) = (
            (float(axis.min()), float(axis.max())) for axis in degrees.T
        )
        inside = west >= -180 and east <= 180 and south >= -90 and north <= 90
        if not inside or max(east - west, north - south) * 1e7 >= SPAN_LIMIT - 2**20:
            raise CoverageError(
                "span",
                kind="span",
                west=str(west),
                south=str(south),
                east=str(east),
                north=str(north),
            )
    return codes


def polygonal(geometries: NDArray[Any], codes: Sequence[str]) -> tuple[NDArray[Any], list[Change]]:
    """Repair polygons that cross themselves; tell which.

    They are rounded first: where edges cross, the rounding of the crossing is then all that moves
    them.
    """
    invalid = np.flatnonzero(~shapely.is_valid(geometries))
    if not len(invalid):
        return geometries, []
    repaired = geometries.copy()
    repaired[invalid] = valid_areas(shapely.transform(geometries[invalid], rounded))
    gained = area_m2(repaired[invalid]) - area_m2(geometries[invalid])
    reasons = shapely.is_valid_reason(geometries[invalid])
    changes = [
        Change(codes[i], "invalid", f"polygon repaired: {reason}", abs(float(area)))
        for i, reason, area in zip(invalid.tolist(), reasons, gained, strict=True)
    ]
    return repaired, changes


def valid_areas(geometries: NDArray[Any]) -> NDArray[np.object_]:
    """Repair polygons that cross themselves, and keep of each what has an area.

    GEOS leaves lines beside the polygons of what collapsed, asked not to or not.
    """
    valid = np.asarray(
        shapely.make_valid(geometries, method="structure", keep_collapsed=False), dtype=object
    )
    for row in np.flatnonzero(~np.isin(shapely.get_type_id(valid), _POLYGONS)).tolist():
        parts = shapely.get_parts(shapely.get_parts(valid[row]))
        polygons = parts[shapely.get_type_id(parts) == shapely.GeometryType.POLYGON]
        valid[row] = shapely.multipolygons(polygons) if len(polygons) else shapely.Polygon()
    return valid


def oriented(rings: Rings) -> Rings:
    """Turn shells anticlockwise and holes clockwise, in integers."""
    wrong = np.flatnonzero((ring_areas2(rings) > 0) != rings.first)
    if not len(wrong):
        return rings
    xy = rings.xy.copy()
    for ring in wrong.tolist():
        piece = slice(rings.starts[ring], rings.starts[ring + 1])
        xy[piece] = xy[piece][::-1]
    return Rings(xy, rings.starts, rings.polygon, rings.feature, rings.first)
