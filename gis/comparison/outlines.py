"""Cells of one division as sound, oriented rings on the lattice."""

from dataclasses import dataclass
from functools import cached_property

import geopandas
import numpy as np
import shapely
from numpy.typing import NDArray

from gis.comparison.errors import ChangesError, Side
from gis.comparison.fingerprints import fingerprints
from gis.lattice import (
    SPAN_LIMIT,
    UNITS_PER_DEGREE,
    Bools,
    Ints,
    Rings,
    from_units,
    on_lattice,
    ring_areas2,
    to_units,
)

_POLYGONAL = (shapely.GeometryType.POLYGON, shapely.GeometryType.MULTIPOLYGON)


@dataclass(frozen=True)
class Outlines:
    """The rings of cells, interiors to the left of every edge.

    Attributes
    ----------
    codes
        The code of each cell.
    homes
        The community of each cell; empty texts where the frame has none.
    geometry
        The cells as polygons on the lattice, one for each code.
    xy
        Vertices of all rings in units, without closing vertices; no two in a row are equal.
    starts
        Where each ring starts in ``xy``, and the end.
    cell
        The cell of each ring, ascending.
    """

    codes: tuple[str, ...]
    homes: tuple[str, ...]
    geometry: NDArray[np.object_]
    xy: Ints
    starts: Ints
    cell: Ints

    @classmethod
    def of(cls, frame: geopandas.GeoDataFrame, code: str, side: Side) -> "Outlines":
        """Take the cells of a frame, brought to the lattice.

        Raises
        ------
        ChangesError
            A column, code, CRS or polygon is missing or unfit.
        """
        codes = _codes(frame, code, side)
        homes = (
            frame["community"].astype(str).to_numpy(dtype=object)
            if "community" in frame.columns
            else [""] * len(codes)
        )
        given: NDArray[np.object_] = np.asarray(frame.geometry.to_numpy(), dtype=object)
        _refuse_unfit(given, codes, side)
        geometry = _rounded(given, codes, side)
        return cls(tuple(codes), tuple(homes), geometry, *_directed(geometry))

    def __len__(self) -> int:
        """Return the number of cells."""
        return len(self.codes)

    @property
    def following(self) -> Ints:
        """The index of the vertex that follows each vertex in its ring."""
        following = np.arange(1, len(self.xy) + 1, dtype=np.int64)
        following[self.starts[1:] - 1] = self.starts[:-1]
        return following

    @property
    def vertex_cell(self) -> Ints:
        """The cell of each vertex."""
        return np.repeat(self.cell, np.diff(self.starts))

    @cached_property
    def fingerprints(self) -> Ints:
        """128 bits for each cell; equal for equal shapes."""
        return fingerprints(self.xy, self.starts, self.following, self.cell)

    def only(self, keep: Bools) -> "Outlines":
        """Return the outlines of some of the cells."""
        number = np.cumsum(keep) - 1
        rings = keep[self.cell]
        sizes = np.diff(self.starts)
        return Outlines(
            tuple(c for c, k in zip(self.codes, keep.tolist(), strict=True) if k),
            tuple(h for h, k in zip(self.homes, keep.tolist(), strict=True) if k),
            self.geometry[keep],
            self.xy[np.repeat(rings, sizes)],
            np.concatenate([[0], np.cumsum(sizes[rings])]).astype(np.int64),
            number[self.cell[rings]].astype(np.int64),
        )


def _codes(frame: geopandas.GeoDataFrame, code: str, side: Side) -> list[str]:
    if code not in frame.columns:
        has = ", ".join(str(c) for c in frame.columns if c != frame.geometry.name)
        raise ChangesError(side, "no-column", column=repr(code), has=has)
    if frame.crs is None or frame.crs.to_epsg() != 4326:
        raise ChangesError(side, "crs", crs=str(frame.crs))
    blank = frame[code].isna() | (frame[code].astype(str).str.strip() == "")
    if blank.any():
        row = int(blank.to_numpy().argmax())
        raise ChangesError(side, "no-code", row=str(row))
    codes = frame[code].astype(str)
    twice = codes[codes.duplicated()]
    if len(twice):
        name = str(twice.iloc[0])
        raise ChangesError(side, "twice", cells=(name,), code=name)
    listed: list[str] = codes.to_numpy(dtype=object).tolist()
    return listed


def _refuse_unfit(geometry: NDArray[np.object_], codes: list[str], side: Side) -> None:
    fit = np.isin(shapely.get_type_id(geometry), _POLYGONAL) & ~shapely.is_empty(geometry)
    if not fit.all():
        name = codes[int(np.argmin(fit))]
        raise ChangesError(side, "no-polygon", cells=(name,), cell=name)
    # Bounds know nothing of holes, and leave out what is no number.
    degrees, row_of = shapely.get_coordinates(geometry, return_index=True)
    on_globe = np.abs(degrees) <= 180
    if not on_globe.all():
        name = codes[int(row_of[np.argmin(on_globe.all(axis=1))])]
        raise ChangesError(side, "wild", cells=(name,), cell=name)
    if len(degrees):
        span = max(float(np.ptp(axis)) for axis in degrees.T)
        if span * UNITS_PER_DEGREE >= SPAN_LIMIT:
            raise ChangesError(side, "span")


def _refuse_invalid(geometry: NDArray[np.object_], codes: list[str], side: Side) -> None:
    sound = shapely.is_valid(geometry)
    if sound.all():
        return
    worst = int(np.argmin(sound))
    reason = str(shapely.is_valid_reason(geometry[worst]))
    what, _, at = reason.partition("[")
    x, _, y = at.rstrip("]").partition(" ")
    place = (float(x), float(y)) if at else None
    raise ChangesError(
        side,
        "invalid",
        cells=(codes[worst],),
        place=place,
        cell=codes[worst],
        fault=what.strip().lower(),
        at=f"{x} {y}",
    )


def _rounded(given: NDArray[np.object_], codes: list[str], side: Side) -> NDArray[np.object_]:
    """Round polygons to the lattice and prove them sound there."""
    # In whole units GEOS tells exactly: degrees are doubles, which are not quite in line where
    # the lattice's points are.
    units = shapely.transform(given, lambda degrees: to_units(degrees).astype(np.float64))
    unsound = np.flatnonzero(~shapely.is_valid(units))
    if len(unsound):
        _refuse_invalid(given[unsound], [codes[i] for i in unsound.tolist()], side)
        # Sound before it was rounded: GEOS rounds it anew, dropping what collapses.
        scaled = shapely.transform(given[unsound], lambda degrees: degrees * UNITS_PER_DEGREE)
        whole = shapely.make_valid(scaled, method="structure", keep_collapsed=False)
        units[unsound] = shapely.set_precision(whole, 1)
        gone = np.flatnonzero(shapely.area(units) == 0)
        if len(gone):
            name = codes[int(gone[0])]
            raise ChangesError(side, "narrow", cells=(name,), cell=name)
    elif not shapely.has_z(given).any() and on_lattice(shapely.get_coordinates(given)).all():
        return given
    return shapely.transform(units, from_units)


def _directed(geometry: NDArray[np.object_]) -> tuple[Ints, Ints, Ints]:
    """Return vertices, ring starts and the cell of each ring, interiors to the left."""
    rings = Rings.of(geometry)
    ring = rings.ring
    backwards = (ring_areas2(rings) > 0) != rings.first
    place = np.arange(len(rings.xy), dtype=np.int64)
    mirrored = rings.starts[ring] + rings.starts[ring + 1] - 1 - place
    xy = rings.xy[np.where(backwards[ring], mirrored, place)]
    apart = (xy != xy[rings.following]).any(axis=1)
    starts = np.concatenate([[0], np.cumsum(apart)])[rings.starts]
    return xy[apart], starts.astype(np.int64), rings.feature
