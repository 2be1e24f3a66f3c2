"""The report of a reading as lines of text, for the command line."""

from collections.abc import Iterator, Sequence

from gis.boundaries.cellfiles import CellFile
from gis.boundaries.findings import Repair, RepairKind, describe
from gis.boundaries.reading import Boundaries
from gis.texts import Catalogue, Locale, own_texts, shortened

_COLUMNS_SHOWN = 12


def report_lines(
    boundaries: Boundaries | CellFile,
    catalogue: Catalogue | None = None,
    locale: Locale = "en",
    *,
    most: int | None = None,
) -> Iterator[str]:
    """Yield what was read, then one line a repair, then the area moved.

    Parameters
    ----------
    boundaries
        What `read_boundaries` or `read_cell_file` gave.
    catalogue
        Any catalogue that holds gis's texts; without one, gis's own.
    locale
        Language.
    most
        How many repairs of a kind are told each, with the number of the rest; None tells all,
        in the order in which they were made.

    Yields
    ------
    str
        Lines without line breaks.
    """
    words = catalogue or own_texts()
    none = words.text(locale, "boundaries-report-none")
    columns = boundaries.columns
    form = "cells" if isinstance(boundaries, CellFile) else "read"
    yield words.text(
        locale,
        f"boundaries-report-{form}",
        input=boundaries.path.name,
        format=boundaries.format.value,
        crs=boundaries.crs,
        features=str(boundaries.features_read),
        communities=str(len(boundaries.communities)),
    )
    yield words.text(
        locale,
        f"boundaries-report-columns-{form}",
        code=shortened(columns.code or none),
        name=shortened(columns.name or none),
        parent=shortened(columns.parent or none),
    )
    if columns.unread:
        shown = columns.unread[:_COLUMNS_SHOWN]
        yield words.text(
            locale,
            "boundaries-report-columns-unread",
            columns=", ".join(map(shortened, shown)),
            more=len(columns.unread) - len(shown),
        )
    if boundaries.illustrative:
        yield words.text(locale, "boundaries-report-illustrative")
    if not boundaries.report:
        yield words.text(locale, "boundaries-report-clean")
        return
    whole_file = words.text(locale, "boundaries-report-whole-file")
    width = max(len(shortened(repair.feature or whole_file)) for repair in boundaries.report)
    for repairs in _alike(boundaries.report, most):
        for repair in repairs[:most]:
            feature = shortened(repair.feature or whole_file)
            yield f"{feature:<{width}}  {_area(repair):>14}  {describe(repair, words, locale)}"
        if most is not None and len(repairs) > most:
            yield words.text(locale, "boundaries-report-more", count=str(len(repairs) - most))
    yield words.text(
        locale,
        "boundaries-report-sum",
        repairs=str(len(boundaries.report)),
        area=f"{boundaries.moved_m2:,.1f} m²",
    )


def _alike(report: Sequence[Repair], most: int | None) -> list[list[Repair]]:
    """Return repairs by kind, the kinds in the order of their first; all together for all."""
    if most is None:
        return [list(report)]
    kinds: dict[RepairKind, list[Repair]] = {}
    for repair in report:
        kinds.setdefault(repair.kind, []).append(repair)
    return list(kinds.values())


def _area(repair: Repair) -> str:
    return f"{repair.area_m2:,.1f} m²"
