"""The changes from one division to another in short: how many cells, and how much ground."""

from dataclasses import dataclass

import pandas as pd

from gis.comparison.kinds import KINDS, Kind


@dataclass(frozen=True)
class KindFigures:
    """How much changed in one way.

    Attributes
    ----------
    kind
        The way.
    cells
        New cells of this kind; of retired ground old cells.
    area_m2
        Their ground; of cells with a moved edge the ground that passed over it, not the whole.
    renamed
        Of kept cells, how many have another code now.
    """

    kind: Kind
    cells: int
    area_m2: float
    renamed: int


def figures(changes: pd.DataFrame) -> tuple[KindFigures, ...]:
    """Return one entry a kind, in the order of `KINDS`, also where there is none of it.

    Parameters
    ----------
    changes
        As `gis.changes` gives them.
    """
    found = []
    for kind in KINDS:
        rows = changes[changes["kind"] == kind]
        cells = rows["code_old" if kind == "retired" else "code_new"].nunique()
        told = rows[passing(rows)] if kind == "moved" else rows
        area_m2, renamed = float(told["area_m2"].sum()), int(rows["renamed"].sum())
        found.append(KindFigures(kind, int(cells), area_m2, renamed))
    return tuple(found)


def passing(changes: pd.DataFrame) -> "pd.Series[bool]":
    """Tell which rows are ground that goes from one cell to another that goes on otherwise."""
    return (changes["share_old"] <= 0.5) & (changes["share_new"] <= 0.5)
