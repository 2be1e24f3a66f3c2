"""From which old cell a new cell takes over its persons."""

import numpy as np
import pandas as pd

CLEAR_SHARE = 0.9
"""From this share of its ground on, a new cell's predecessor needs no second look."""

# Areas nearer to each other than this are a tie: doubles differ by less, drawings by more.
_TIE_DECIMALS = 2


def carry_over(changes: pd.DataFrame) -> pd.DataFrame:
    """Tell from which old cell the persons of each changed cell come.

    It is the cell with which it shares the largest area, of equal ones that with the smaller
    code. Cells kept under their code are left out: nothing changes for them. The answer is a
    proposal, to be confirmed row by row.

    Parameters
    ----------
    changes
        As `gis.changes` gives them.

    Returns
    -------
    DataFrame
        ``code_new``; ``code_old``, None for ground that had no cell; ``share``, the part of the
        new cell that was that old cell; ``unambiguous``, whether that is `CLEAR_SHARE` at
        least. A row for each changed cell, by ``code_new``.
    """
    rows = changes[changes["code_new"].notna()]
    unchanged = (rows["kind"] == "kept") & ~rows["renamed"]
    rows = rows[~unchanged]
    order = np.lexsort(
        (
            rows["code_old"].fillna("").to_numpy(dtype=object).astype(str),
            -rows["area_m2"].to_numpy(dtype=np.float64).round(_TIE_DECIMALS),
            rows["code_new"].to_numpy(dtype=object).astype(str),
        )
    )
    first = rows.iloc[order].drop_duplicates("code_new")
    known = first["code_old"].notna().to_numpy(dtype=np.bool_)
    # Two areas of the same ground may differ in their last digit.
    share = np.where(known, first["share_new"].to_numpy(dtype=np.float64), 0.0).clip(0.0, 1.0)
    return pd.DataFrame(
        {
            "code_new": pd.Series(first["code_new"].to_numpy(dtype=object), dtype=object),
            "code_old": pd.Series(first["code_old"].to_numpy(dtype=object), dtype=object),
            "share": share,
            "unambiguous": share >= CLEAR_SHARE,
        }
    )
