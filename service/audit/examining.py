"""Look a division over: its cells by the figures, its persons and cases by the database."""

from dataclasses import dataclass
from datetime import date
from functools import partial

import pandas

from service.areas.loaded import LoadedDivision
from service.areas.operations import generation, overlapping_generations
from service.areas.status import DivisionStatus
from service.audit.kinds import FindingKind
from service.audit.rules import (
    Finding,
    HouseholdRange,
    Measured,
    household_findings,
    in_order,
    shape_findings,
)
from service.cases.queries import outside_numbers
from service.database import Executor, Transaction
from service.people.operations import DivisionOn, gaps


@dataclass(frozen=True)
class Examination:
    """A division to be looked over on a day."""

    division: LoadedDivision
    households: HouseholdRange
    on: date


def examine(executor: Executor, wanted: Examination) -> list[Finding]:
    """Return what is wrong with a division, the most urgent first; writes nothing.

    Of a division that is not in force only the cells themselves are judged: nobody is
    responsible in it, and no case is routed by it.
    """
    # Cells are measured before the transaction: of a large division that takes a second.
    measured = measured_cells(wanted.division.figures)
    found = household_findings(measured, wanted.households)
    return in_order([*found, *executor.read(partial(_told_by_database, measured), wanted)])


def measured_cells(figures: pandas.DataFrame) -> list[Measured]:
    """Return the rows of `LoadedDivision.figures` as values."""
    columns = ("code", "community", "kind", "area_m2", "households")
    return [
        Measured(code, community, kind, area, None if pandas.isna(count) else int(count))
        for code, community, kind, area, count in zip(
            *(figures[name].tolist() for name in columns), strict=True
        )
    ]


def _told_by_database(
    measured: list[Measured], tx: Transaction, wanted: Examination
) -> list[Finding]:
    info = wanted.division.info
    proof = generation(tx, info.id).proof
    found = shape_findings(measured, proof.slivers, proof.multipart) if proof else []
    if info.status is not DivisionStatus.ACTIVE:
        return found
    for gap in gaps(tx, DivisionOn(info.id, wanted.on)):
        tiers = " ".join(tier.value for tier in gap.missing)
        facts = {"tiers": tiers}
        found.append(Finding(FindingKind.VACANT, gap.cell_code, gap.community.code, facts))
    found += [
        Finding(FindingKind.OUTSIDE, case.number, case.community_code)
        for case in outside_numbers(tx, None)
    ]
    found += [
        Finding(
            FindingKind.OVERLAP,
            f"{one.division_id}-{one.other_id}",
            facts={"division": one.division_id, "other": one.other_id},
        )
        for one in overlapping_generations(tx, info.district_code)
    ]
    return found
