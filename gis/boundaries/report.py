"""The report of a reading as lines of text, for the command line."""

from collections.abc import Iterator

from gis.boundaries.cellfiles import CellFile
from gis.boundaries.findings import Repair, describe
from gis.boundaries.reading import Boundaries
from gis.texts import GIS_TEXTS, Catalogue, Locale


def report_lines(
    boundaries: Boundaries | CellFile, catalogue: Catalogue | None = None, locale: Locale = "en"
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

    Yields
    ------
    str
        Lines without line breaks.
    """
    words = catalogue or Catalogue([GIS_TEXTS])
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
        code=columns.code or none,
        name=columns.name or none,
        parent=columns.parent or none,
    )
    if boundaries.illustrative:
        yield words.text(locale, "boundaries-report-illustrative")
    if not boundaries.report:
        yield words.text(locale, "boundaries-report-clean")
        return
    whole_file = words.text(locale, "boundaries-report-whole-file")
    rows = [(repair.feature or whole_file, repair) for repair in boundaries.report]
    width = max(len(feature) for feature, _ in rows)
    for feature, repair in rows:
        yield f"{feature:<{width}}  {_area(repair):>14}  {describe(repair, words, locale)}"
    yield words.text(
        locale,
        "boundaries-report-sum",
        repairs=str(len(boundaries.report)),
        area=f"{boundaries.moved_m2:,.1f} m²",
    )


def _area(repair: Repair) -> str:
    return f"{repair.area_m2:,.1f} m²"
