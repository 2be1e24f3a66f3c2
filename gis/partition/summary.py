"""The figures of a division as lines of text, for the command line."""

from collections.abc import Iterator

import numpy as np

from gis.coverage import CoverageReport
from gis.partition.contract import Division
from gis.texts import Locale, own_texts


def summary_lines(
    division: Division, report: CoverageReport, locale: Locale = "en"
) -> Iterator[str]:
    """Yield how many cells there are, how large they are, and which are out of the ordinary.

    Parameters
    ----------
    division
        What was divided.
    report
        Its proof.
    locale
        Language.
    """
    words = own_texts()
    cells = division.cells
    micro = (
        cells["parent"].notna().to_numpy()
        if "parent" in cells.columns
        else np.zeros(len(cells), dtype=np.bool_)
    )
    areas = cells["area_m2"].to_numpy()[~micro]
    yield from (note.text(locale, words) for note in division.notes)
    yield words.text(
        locale,
        "partition-cells",
        cells=len(areas),
        communities=len(division.communities),
    )
    yield "  " + words.text(
        locale,
        "partition-areas",
        smallest=square_metres(float(areas.min())),
        median=square_metres(float(np.median(areas))),
        largest=square_metres(float(areas.max())),
    )
    counts = {
        "partition-special": int((cells["kind"].to_numpy()[~micro] == "special").sum()),
        "partition-micro": int(micro.sum()),
        "partition-multipart": len(report.multipart),
        "partition-slivers": len(report.slivers),
    }
    for key, count in counts.items():
        if count:
            yield "  " + words.text(locale, key, count=count)


def square_metres(area_m2: float) -> str:
    """Write an area for reading.

    Examples
    --------
    >>> square_metres(8_412_345.6)
    '8,412,346 m²'
    """
    return f"{area_m2:,.0f} m²"
