"""The report of a check as lines of text, in the order in which things were done."""

from collections.abc import Iterator

import geopandas

from gis.boundaries import Boundaries, BoundaryError, CellFile, describe, report_lines
from gis.checking.checked import Checked
from gis.checking.rounding import rounded_m2
from gis.checking.swallowed import swallowed
from gis.checking.wording import Wording, square_metres
from gis.coverage import CoverageError
from gis.coverage.closing import Closing
from gis.coverage.closing_findings import Closure, Hole, NeighboursRefused
from gis.partition.imported import Imported
from gis.texts import Catalogue, Locale

_TOLD_M2 = 0.05
"""Below this it would be told as nothing."""


def checked_lines(
    checked: Checked, catalogue: Catalogue | None = None, locale: Locale = "en"
) -> Iterator[str]:
    """Yield what was read and repaired, what was closed or refused, and last the verdict.

    Parameters
    ----------
    checked
        What `check_file` gave.
    catalogue
        Any catalogue that holds gis's texts; without one, gis's own.
    locale
        Language.

    Yields
    ------
    str
        Lines without line breaks.
    """
    words = Wording.of(checked.boundaries, catalogue, locale)
    yield from done_lines(checked, words)
    yield from reason_lines(checked, words)
    yield verdict_line(checked, words)


def done_lines(checked: Checked, words: Wording) -> Iterator[str]:
    """Yield what was read, repaired and closed."""
    if checked.boundaries is not None and not isinstance(checked.refusal, BoundaryError):
        first, *further = report_lines(checked.boundaries, words.catalogue, words.locale)
        yield first
        yield words.text("layer", layer=checked.boundaries.layer)
        yield from further
    if checked.closing is not None:
        yield from closing_lines(checked.closing, words)
        if checked.boundaries is not None:
            yield from rounding_lines(checked.boundaries, words)
        if checked.imported is not None:
            yield from import_lines(checked.imported, words)
        if isinstance(checked.boundaries, CellFile):
            yield words.text("unruled")


def rounding_lines(boundaries: Boundaries | CellFile, words: Wording) -> Iterator[str]:
    """Yield the ground that rounding to the grid moved, apart from all else; nothing if none."""
    moved = rounded_m2(boundaries.communities)
    if moved >= _TOLD_M2:
        yield words.text("rounded", area=square_metres(moved))


def reason_lines(checked: Checked, words: Wording) -> Iterator[str]:
    """Yield why the file is refused; nothing where it is fine."""
    refusal = checked.refusal
    if isinstance(refusal, BoundaryError):
        yield describe(refusal, words.catalogue, words.locale)
    elif isinstance(refusal, CoverageError) and checked.boundaries is not None:
        yield from refused_lines(refusal, checked.boundaries.communities, words)
    elif refusal is not None:
        yield refusal.text(words.locale, words.catalogue)


def verdict_line(checked: Checked, words: Wording) -> str:
    """Return what it all comes to."""
    if checked.closing is None:
        return words.text("verdict-refused", area=square_metres(0))
    return words.text(
        "verdict-fine",
        communities=len(checked.closing.communities),
        area=square_metres(checked.moved_m2),
    )


def closing_lines(closing: Closing, words: Wording, *, most: int | None = None) -> Iterator[str]:
    """Yield each overlap and gap that was closed, the sums, what each community gained and lost.

    Parameters
    ----------
    closing
        What `gis.coverage.closing.close` gave.
    words
        The words.
    most
        How many of each sort are told, the largest ones, with the number of the rest; None tells
        all.
    """
    yield words.text("tolerance", tolerance=f"{closing.tolerance_m:g}")
    changes = [
        _row(change.area_m2, f"{words.community(change.community)}: {words.change(change)}")
        for change in closing.changes
    ]
    yield from _first(changes, most, words)
    closures = [_row(closure.area_m2, words.closure(closure)) for closure in closing.closures]
    yield from _first(closures, most, words)
    if closing.closures:
        yield _sum(closing.closures, words)
        yield words.text("moved-title")
        yield from _first(_moved(closing, most, words), most, words)
    else:
        yield words.text("nothing-closed")
    yield from _holes(closing.holes, words, most)


def import_lines(done: Imported, words: Wording, most: int | None = None) -> Iterator[str]:
    """Yield how micro-cells were fitted, and where communities differ from their cells.

    Parameters
    ----------
    done
        What `gis.partition.imported.imported` gave.
    words
        The words.
    most
        How many of each sort are told, the largest ones; None tells all.
    """
    yield from _first([_row(one.area_m2, words.fitted(one)) for one in done.fitted], most, words)
    if done.fitted:
        total = sum(one.area_m2 for one in done.fitted)
        yield words.text("fitted-sum", count=len(done.fitted), area=square_metres(total))
    told = [misfit.text(words.locale, words.catalogue) for misfit in done.misfits]
    yield from _first(told, most, words)


def refusal_texts(
    refusal: CoverageError, frame: geopandas.GeoDataFrame, words: Wording
) -> Iterator[str]:
    """Yield why communities can form no coverage, where it is not for their overlaps and gaps.

    Parameters
    ----------
    refusal
        Why.
    frame
        What could not be closed.
    words
        The words.
    """
    if refusal.kind != "vanished":
        yield refusal.text(words.locale, words.catalogue)
        return
    for one in swallowed(frame, refusal):
        yield words.swallowed(one)


def refused_lines(
    refusal: CoverageError, frame: geopandas.GeoDataFrame, words: Wording
) -> Iterator[str]:
    """Yield every reason why communities, or cells, can form no coverage, and the mend."""
    if isinstance(refusal, NeighboursRefused):
        yield from _refused(refusal, words)
    else:
        yield from refusal_texts(refusal, frame, words)


def _refused(refusal: NeighboursRefused, words: Wording) -> Iterator[str]:
    for closure in refusal.refused:
        yield _row(closure.area_m2, words.refused(closure, refusal.tolerance_m))
    for kind in ("overlap", "gap"):
        if found := refusal.of_kind(kind):
            yield words.text(
                f"refused-{kind}-sum",
                tolerance=f"{refusal.tolerance_m:g}",
                count=len(found),
                area=square_metres(sum(closure.area_m2 for closure in found)),
            )
    yield from _holes(refusal.holes, words)
    if refusal.needed_m is None:
        yield words.text("mend-too-wide")
    else:
        yield words.text("mend-refused", needed=f"{refusal.needed_m:g}")


def _first(lines: list[str], most: int | None, words: Wording) -> Iterator[str]:
    yield from lines[:most]
    if most is not None and len(lines) > most:
        yield words.text("more-lines", count=str(len(lines) - most))


def _moved(closing: Closing, most: int | None, words: Wording) -> list[str]:
    moved = list(closing.moved)
    if most is not None:
        moved.sort(key=lambda one: (-(one.gained_m2 + one.lost_m2), one.community))
    return [f"  {words.moved(one)}" for one in moved]


def _holes(holes: tuple[Hole, ...], words: Wording, most: int | None = None) -> Iterator[str]:
    yield from _first([_row(hole.area_m2, words.hole(hole)) for hole in holes], most, words)
    if holes:
        area_m2 = sum(hole.area_m2 for hole in holes)
        yield words.text("holes", count=str(len(holes)), area=square_metres(area_m2))


def _sum(closures: tuple[Closure, ...], words: Wording) -> str:
    overlaps = [closure for closure in closures if closure.kind == "overlap"]
    gaps = [closure for closure in closures if closure.kind == "gap"]
    return words.text(
        "closed",
        overlaps=str(len(overlaps)),
        overlap_area=square_metres(sum(closure.area_m2 for closure in overlaps)),
        gaps=str(len(gaps)),
        gap_area=square_metres(sum(closure.area_m2 for closure in gaps)),
    )


def _row(area_m2: float, text: str) -> str:
    return f"{square_metres(area_m2):>14}  {text}"
