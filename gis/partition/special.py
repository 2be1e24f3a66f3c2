"""Special cells (专属网格): schools, hospitals, markets and works, carved out of the others."""

from collections import defaultdict
from dataclasses import dataclass
from functools import partial

import geopandas
import numpy as np
import shapely
from numpy.typing import NDArray

from gis.codes import cell_code, max_serial
from gis.coverage.covering import OVERLAP_TOLERANCE_M2
from gis.coverage.fitness import valid_areas
from gis.datums import area_m2
from gis.lattice import Ints
from gis.partition.contract import valid_polygons
from gis.partition.errors import PartitionError
from gis.partition.notes import Note, NoteKind
from gis.texts import Several

LEAST_SPECIAL_M2 = 10.0
"""No special area is smaller; the smallest published cell has 881 m²."""

_TOLD_M2 = 1.0

_refused = partial(PartitionError, kind="options")


@dataclass(frozen=True)
class Specials:
    """Areas that become special cells, in an order that the input's does not change.

    Attributes
    ----------
    names, codes
        Of each; None where it has none.
    geometries
        Valid polygons and multipolygons, EPSG:4326.
    notes
        What of them lies outside the communities, and is cut off.
    """

    names: tuple[str | None, ...]
    codes: tuple[str | None, ...]
    geometries: NDArray[np.object_]
    notes: tuple[Note, ...] = ()

    @classmethod
    def of(cls, frame: geopandas.GeoDataFrame, communities: geopandas.GeoDataFrame) -> "Specials":
        """Check special areas against each other and against the communities.

        Parameters
        ----------
        frame
            Columns name and geometry, and code if they have cell codes of their own.
        communities
            Columns code and geometry; EPSG:4326.

        Raises
        ------
        PartitionError
            One is no polygon, lies outside, or has hardly any ground in a community; two overlap
            by more than what is settled, or have one code; a code is of none of the communities
            that the area lies in.
        """
        if not isinstance(frame, geopandas.GeoDataFrame):
            raise _refused("special-no-frame")
        if frame.crs is None:
            raise _refused("special-no-crs")
        geometries = frame.to_crs(4326).geometry.to_numpy()
        names, codes = _texts(frame, "name"), _texts(frame, "code")
        called = [n or c or f"row {i}" for i, (n, c) in enumerate(zip(names, codes, strict=True))]
        geometries = _polygons(geometries, called)
        notes = _outside(geometries, called, communities)
        _refuse_overlaps(geometries, called)
        doubled = sorted({c for c in codes if c is not None and codes.count(c) > 1})
        if doubled:
            raise _refused("special-code-twice", code=doubled[0])
        # By shape and name: an overlap that is settled goes to the same one in any row order.
        keys = [shapely.to_wkb(shapely.normalize(g)) for g in geometries]
        order = np.asarray(
            sorted(range(len(called)), key=lambda i: (called[i], keys[i])), dtype=int
        )
        return cls(
            tuple(names[i] for i in order),
            tuple(codes[i] for i in order),
            geometries[order],
            notes,
        )


def marked(
    cells: geopandas.GeoDataFrame, area: Ints, specials: Specials, serial_digits: int
) -> geopandas.GeoDataFrame:
    """Give special cells their names and codes; the others get the serials that these leave free.

    A code goes to the largest part of its area in the community that it begins with.

    Parameters
    ----------
    cells
        As the engine gives them, in the order of serials.
    area
        The special area of each cell; −1 for none.
    specials
        The areas.
    serial_digits
        Digits of a serial.

    Returns
    -------
    GeoDataFrame
        The same cells with a column ``name`` (None for general ones), ordered by code.

    Raises
    ------
    PartitionError
        A code belongs to none of the communities that its area lies in, or serials run out.
    """
    communities = [str(code) for code in cells["community"]]
    size_m2 = cells["area_m2"].to_numpy()
    given: list[str | None] = [None] * len(cells)
    for number, code in enumerate(specials.codes):
        if code is None:
            continue
        parts = np.flatnonzero(area == number).tolist()
        home = [i for i in parts if code[:-serial_digits] == communities[i]]
        if not home:
            lies = sorted({communities[i] for i in parts})
            raise _refused(
                "special-code-elsewhere" if lies else "special-code-nowhere",
                special=specials.names[number] or code,
                code=code,
                lies=Several.of(lies),
                digits=str(serial_digits),
            )
        given[max(home, key=lambda i: (size_m2[i], -i))] = code
    called = np.full(len(cells), None, dtype=object)
    carved = area >= 0
    called[carved] = np.asarray([*specials.names, None], dtype=object)[area[carved]]
    named = cells.assign(code=_numbered_around(communities, given, serial_digits), name=called)
    named = named[[c for c in named.columns if c != "geometry"] + ["geometry"]]
    named.attrs = dict(cells.attrs)
    return named.sort_values("code", kind="stable", ignore_index=True)


def _numbered_around(
    communities: list[str], given: list[str | None], serial_digits: int
) -> list[str]:
    taken = {code for code in given if code is not None}
    last: dict[str, int] = defaultdict(int)
    codes = []
    for community, own in zip(communities, given, strict=True):
        code = own
        while code is None:
            last[community] += 1
            if last[community] > max_serial(serial_digits):
                raise PartitionError(
                    "special-serials",
                    kind="serials",
                    community=community,
                    digits=str(serial_digits),
                )
            free = str(cell_code(community, last[community], serial_digits=serial_digits))
            code = None if free in taken else free
        codes.append(code)
    return codes


def _polygons(geometries: NDArray[np.object_], called: list[str]) -> NDArray[np.object_]:
    for geometry, name in zip(geometries, called, strict=True):
        if geometry is None or geometry.is_empty or "Polygon" not in geometry.geom_type:
            if geometry is None:
                raise _refused("special-no-geometry", special=name)
            raise _refused("special-no-polygon", special=name, shape=geometry.geom_type)
    valid = valid_areas(shapely.force_2d(geometries))
    for geometry, name in zip(valid, called, strict=True):
        if geometry.is_empty:
            raise _refused("special-no-area", special=name)
    return valid


def _outside(
    geometries: NDArray[np.object_], called: list[str], communities: geopandas.GeoDataFrame
) -> tuple[Note, ...]:
    """Tell what of areas lies in no community; refuse those with no ground, or a crumb, in any."""
    homes = valid_polygons(communities)
    row, home = shapely.STRtree(homes).query(geometries, predicate="intersects")
    shared_m2 = area_m2(shapely.intersection(geometries[row], homes[home]))
    inside_m2 = np.bincount(row, weights=shared_m2, minlength=len(called))
    outside = np.flatnonzero(inside_m2 == 0).tolist()
    if outside:
        raise _refused("special-outside", specials=Several.of(called[i] for i in outside))
    crumbs = np.flatnonzero(inside_m2 < LEAST_SPECIAL_M2).tolist()
    if crumbs:
        told = Several.of(f"{called[i]} ({inside_m2[i]:.2f} m²)" for i in crumbs)
        raise _refused("special-crumbs", least=f"{LEAST_SPECIAL_M2:g}", specials=told)
    lost_m2 = area_m2(geometries) - inside_m2
    notes = []
    for number in np.flatnonzero(lost_m2 >= _TOLD_M2).tolist():
        lost = shapely.difference(geometries[number], shapely.union_all(homes[home[row == number]]))
        parts = shapely.get_parts(lost)
        if not len(parts):
            continue  # communities overlap there: nothing is lost
        largest = shapely.point_on_surface(parts[int(shapely.area(parts).argmax())])
        facts = {
            "special": called[number],
            "area": f"{area_m2(lost)[0]:,.0f}",
            "lon": f"{largest.x:.6f}",
            "lat": f"{largest.y:.6f}",
        }
        notes.append(Note(NoteKind.SPECIAL_OUTSIDE, facts))
    return tuple(sorted(notes, key=lambda note: str(note.facts["special"])))


def _refuse_overlaps(geometries: NDArray[np.object_], called: list[str]) -> None:
    one, two = shapely.STRtree(geometries).query(geometries, predicate="intersects")
    later = one < two
    one, two = one[later], two[later]
    shared = area_m2(shapely.intersection(geometries[one], geometries[two]))
    wrong = np.flatnonzero(shared > OVERLAP_TOLERANCE_M2)
    if len(wrong):
        wrong = wrong[np.argsort(-shared[wrong], kind="stable")]
        pairs = Several.of(
            f"{called[one[k]]} + {called[two[k]]}: {shared[k]:,.0f} m²" for k in wrong.tolist()
        )
        raise _refused("special-overlap", pairs=pairs, count=len(wrong))


def _texts(frame: geopandas.GeoDataFrame, column: str) -> list[str | None]:
    if column not in frame.columns:
        return [None] * len(frame)
    return [(v.strip() or None) if isinstance(v, str) else None for v in frame[column]]
