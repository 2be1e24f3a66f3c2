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
        New cells that most of all are of this kind; of retired ground old cells. Each cell counts
        once, so that all kinds but retired make up the new division.
    area_m2
        Ground of this kind; of moved edges that which passed over them, not the whole cells.
    renamed
        Of kept cells, how many have another code now.
    """

    kind: Kind
    cells: int
    area_m2: float
    renamed: int


def figures(changes: pd.DataFrame, *, micro: bool = False) -> tuple[KindFigures, ...]:
    """Return one entry a kind, in the order of `KINDS`, also where there is none of it.

    Parameters
    ----------
    changes
        As `gis.changes` gives them.
    micro
        Of micro-cells instead of cells: their ground is their cells' as well, and counted once.
    """
    changes = changes[changes["micro"] == micro]
    found = []
    before = list(main_kinds(changes, "code_old").values())
    after = list(main_kinds(changes, "code_new").values())
    for kind in KINDS:
        rows = changes[changes["kind"] == kind]
        cells = (before if kind == "retired" else after).count(kind)
        told = rows[passing(rows)] if kind == "moved" else rows
        area_m2, renamed = float(told["area_m2"].sum()), int(rows["renamed"].sum())
        found.append(KindFigures(kind, cells, area_m2, renamed))
    return tuple(found)


def main_kinds(changes: pd.DataFrame, codes: str) -> dict[str, Kind]:
    """Return what most of all became of each cell: the kind of most of its ground.

    Parameters
    ----------
    changes
        As `gis.changes` gives them.
    codes
        The column of the cells that are asked about: ``code_old`` or ``code_new``.

    Returns
    -------
    dict
        Kinds by code. Of equal ground the earlier of `KINDS` counts.
    """
    told = changes[[codes, "kind", "area_m2"]].dropna(subset=[codes])
    ground = told.groupby([codes, "kind"])["area_m2"].sum().reset_index()
    ground["rank"] = [KINDS.index(kind) for kind in ground["kind"]]
    ground = ground.sort_values(["area_m2", "rank"], ascending=[False, True], kind="stable")
    first = ground.drop_duplicates(codes)
    return dict(zip(first[codes].astype(str), first["kind"], strict=True))


def passing(changes: pd.DataFrame) -> "pd.Series[bool]":
    """Tell which rows are ground that goes from one cell to another that goes on otherwise."""
    return (changes["share_old"] <= 0.5) & (changes["share_new"] <= 0.5)
