"""Counts of households and people as files have them."""

import re
import unicodedata
from collections.abc import Sequence

import pandas as pd

from gis.boundaries.findings import Repair, RepairKind

_COUNT = re.compile(r"[约約]?\s*(\d{1,3}(?:[,,]\d{3})+|\d+)(?:\.0*)?\s*[户戶人口+]*")
_MOST = 10**9


def read_totals(
    given: Sequence[str], labels: Sequence[str], column: str, repairs: list[Repair]
) -> pd.Series:
    """Return a column of counts; what is no count is no value, and told.

    Parameters
    ----------
    given
        Texts, as "1,234" or "约300户".
    labels
        Each feature's code or number.
    column
        Our name of the column.
    repairs
        Takes what could not be read.

    Returns
    -------
    Series of Int64
        With missing values.
    """
    counts: list[int | None] = []
    for text, label in zip(given, labels, strict=True):
        count = _count(text)
        counts.append(count)
        if count is None and text:
            facts = {"column": column, "text": text[:40]}
            repairs.append(Repair(label, RepairKind.TOTAL_UNREADABLE, facts=facts))
    return pd.Series(counts, dtype="Int64")


def _count(text: str) -> int | None:
    match = _COUNT.fullmatch(unicodedata.normalize("NFKC", text))
    if match is None:
        return None
    count = int(re.sub(r"\D", "", match[1]))
    return count if count <= _MOST else None
