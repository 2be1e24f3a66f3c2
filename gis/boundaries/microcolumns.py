"""Files that tell a micro-cell's code beside its cell's: 微网格编码 beside 网格编码."""

from dataclasses import dataclass

import pandas as pd

from gis.boundaries.coding import without_blanks
from gis.boundaries.columns import MICRO_CODES, ColumnSearch, texts
from gis.boundaries.findings import Repair, RepairKind


@dataclass(frozen=True, slots=True)
class TwoCodes:
    """A file whose rows have two codes.

    Attributes
    ----------
    table
        The attributes; in column ``code`` the finer code where a row has one, else the cell's.
    code, parent
        The columns of both; that of the cells is empty where the row is a cell itself.
    """

    table: pd.DataFrame
    code: str
    parent: str

    @property
    def note(self) -> Repair:
        """Say which columns were taken."""
        facts = {"code": self.code, "parent": self.parent}
        return Repair("", RepairKind.TWO_CODES, facts=facts)


def two_codes(table: pd.DataFrame, search: ColumnSearch, cells: str | None) -> TwoCodes | None:
    """Find a column of micro-cells' codes beside that of cells.

    Parameters
    ----------
    cells
        The column of codes that the usual names lead to.

    Returns
    -------
    TwoCodes or None
        None if there is no such column, or it repeats codes: then it tells none of its own.
    """
    finer = search.find(None, MICRO_CODES)
    if finer is None or cells is None or finer == cells:
        return None
    micro = without_blanks(texts(table[finer]))
    coarse = without_blanks(texts(table[cells]))
    told = [code for code, cell in zip(micro, coarse, strict=True) if code and code != cell]
    if not told or len(set(told)) < len(told):
        return None
    is_micro = [bool(code) and code != cell for code, cell in zip(micro, coarse, strict=True)]
    codes = [code if own else cell for code, cell, own in zip(micro, coarse, is_micro, strict=True)]
    parents = [cell if own else "" for cell, own in zip(coarse, is_micro, strict=True)]
    return TwoCodes(table.assign(**{finer: codes, cells: parents}), finer, cells)
