"""Place what a check found, so that it can be shown."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from gis.boundaries import BoundaryError, Repair, RepairKind, describe
from gis.checking.checked import Checked
from gis.checking.swallowed import swallowed
from gis.checking.wording import Wording
from gis.coverage import CoverageError
from gis.coverage.closing_findings import NeighboursRefused, Place
from gis.partition import PartitionError
from gis.partition.imported import Imported, Misfit
from gis.texts import Told

_PLACE_SAID = re.compile(r"(-?\d[\d.]*), (-?\d[\d.]*)")


class MarkKind(StrEnum):
    """What a mark tells, in the order of their weight."""

    REFUSED = "refused"
    HOLE = "hole"
    OVERLAP = "overlap"
    GAP = "gap"
    REPAIR = "repair"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Mark:
    """One thing found, in words, with its place where it has one.

    Attributes
    ----------
    kind
        What it tells.
    text
        In the reader's language.
    area_m2
        The area in question.
    place
        Longitude and latitude, or None: it concerns the whole file, or what has no shape.
    geometry
        The land itself, EPSG:4326, or None.
    """

    kind: MarkKind
    text: str
    area_m2: float
    place: Place | None = None
    geometry: BaseGeometry | None = None


def marks_of(checked: Checked, words: Wording) -> list[Mark]:
    """Return all that was found: what is refused first, notes on the whole file last."""
    shapes = _shapes(checked)
    found = [*_refusals(checked, words, shapes), *_neighbours(checked, words, shapes)]
    if checked.imported is not None:
        found += _import(checked.imported, words)
    if checked.boundaries is not None and not isinstance(checked.refusal, BoundaryError):
        found += [_repair(repair, words, shapes) for repair in checked.boundaries.report]
    order = list(MarkKind)
    return sorted(found, key=lambda mark: order.index(mark.kind))


def _shapes(checked: Checked) -> dict[str, Any]:
    if checked.boundaries is None:
        return {}
    frame = checked.boundaries.communities
    return dict(zip(frame["code"], frame.geometry, strict=True))


def _refusals(checked: Checked, words: Wording, shapes: dict[str, Any]) -> Iterator[Mark]:
    refusal = checked.refusal
    if isinstance(refusal, NeighboursRefused):
        for closure in refusal.refused:
            yield Mark(
                MarkKind.REFUSED,
                words.refused(closure, refusal.tolerance_m),
                closure.area_m2,
                closure.place,
                closure.geometry,
            )
    elif isinstance(refusal, BoundaryError):
        yield Mark(MarkKind.REFUSED, describe(refusal, words.catalogue, words.locale), 0.0)
        given = _codes_given(checked)
        drawn: dict[int, Any] = {}
        if checked.sketch is not None:  # several features may have one code there
            sketch = checked.sketch
            drawn = dict(zip(sketch["number"].tolist(), sketch.geometry, strict=True))
        for at in refusal.places:
            code = at.code or given.get(str(at.number), "")
            shape = drawn.get(at.number, shapes.get(code))
            if shape is not None:
                number = words.catalogue.text(
                    words.locale, "boundaries-place", number=str(at.number)
                )
                text = f"{number} {words.community(at.code)}".rstrip()
                yield _on_shape(MarkKind.REFUSED, text, 0.0, shape)
    elif isinstance(refusal, CoverageError) and refusal.kind == "vanished":
        if checked.boundaries is not None:
            for one in swallowed(checked.boundaries.communities, refusal):
                text, shape = words.swallowed(one), shapes[one.code]
                yield Mark(MarkKind.REFUSED, text, one.area_m2, one.place, shape)
    elif isinstance(refusal, CoverageError):
        said = refusal.text(words.locale, words.catalogue)
        known = [code for code in refusal.features if code in shapes]
        for code in known:
            yield _on_shape(MarkKind.REFUSED, said, refusal.area_m2, shapes[code])
        if not known:
            yield Mark(MarkKind.REFUSED, said, refusal.area_m2)
    elif refusal is not None:
        said = refusal.text(words.locale, words.catalogue)
        shape = shapes.get(refusal.community or "")
        misfits = [one for one in _listed(refusal) if isinstance(one, Misfit)]
        if misfits:
            yield from _misfits(MarkKind.REFUSED, misfits, words)
        elif shape is None:
            yield Mark(MarkKind.REFUSED, said, 0.0)
        else:
            yield _on_shape(MarkKind.REFUSED, said, 0.0, shape)


def _listed(refusal: PartitionError) -> Iterator[Told]:
    for fact in refusal.facts.values():
        if isinstance(fact, tuple):
            yield from fact


def _codes_given(checked: Checked) -> dict[str, str]:
    """Return the codes that features without one got, by the feature's number."""
    if checked.boundaries is None:
        return {}
    return {
        str(repair.facts["number"]): repair.feature
        for repair in checked.boundaries.report
        if repair.kind is RepairKind.CODE_GENERATED
    }


def _neighbours(checked: Checked, words: Wording, shapes: dict[str, Any]) -> Iterator[Mark]:
    closing, refusal = checked.closing, checked.refusal
    holes = refusal.holes if isinstance(refusal, NeighboursRefused) else ()
    for hole in closing.holes if closing is not None else holes:
        yield Mark(MarkKind.HOLE, words.hole(hole), hole.area_m2, hole.place, hole.geometry)
    if closing is None:
        return
    for closure in closing.closures:
        yield Mark(
            MarkKind(closure.kind),
            words.closure(closure),
            closure.area_m2,
            closure.place,
            closure.geometry,
        )
    for change in closing.changes:
        text = f"{words.community(change.community)}: {words.change(change)}"
        mark = _on_shape(MarkKind.REPAIR, text, change.area_m2, shapes[change.community])
        yield mark if change.place is None else replace(mark, place=change.place)


def _import(done: Imported, words: Wording) -> Iterator[Mark]:
    for one in done.fitted:
        yield Mark(MarkKind.REPAIR, words.fitted(one), one.area_m2, one.place, one.geometry)
    yield from _misfits(MarkKind.REPAIR, done.misfits, words)


def _misfits(kind: MarkKind, misfits: Iterable[Misfit], words: Wording) -> Iterator[Mark]:
    for one in misfits:
        told = one.text(words.locale, words.catalogue)
        yield Mark(kind, told, one.missing_m2 + one.beyond_m2, one.place)


def _repair(repair: Repair, words: Wording, shapes: dict[str, Any]) -> Mark:
    told = describe(repair, words.catalogue, words.locale)
    if not repair.feature:
        return Mark(MarkKind.NOTE, told, repair.area_m2)
    text = f"{words.community(repair.feature)}: {told}"
    shape = shapes.get(repair.feature)
    if shape is None:
        return Mark(MarkKind.REPAIR, text, repair.area_m2)
    said = _PLACE_SAID.fullmatch(str(repair.facts.get("place", "")))
    if said is not None:
        return Mark(MarkKind.REPAIR, text, repair.area_m2, (float(said[1]), float(said[2])), shape)
    return _on_shape(MarkKind.REPAIR, text, repair.area_m2, shape)


def _on_shape(kind: MarkKind, text: str, area_m2: float, shape: BaseGeometry) -> Mark:
    middle = shapely.point_on_surface(shape)
    return Mark(kind, text, area_m2, (middle.x, middle.y), shape)
