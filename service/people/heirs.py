"""Communities that go on under another code, so that their department and officers go with them.

A statistical code changes where a community is given to another street or becomes one of another
kind. Its people and its ground do not. What is stored by a community's code (the department paired
with it, the organisation whose officers reach it) then holds for the heir as well, and again for
the old one if somebody goes back to the generation before.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

import numpy as np
import shapely
from sqlalchemy import delete, insert, select

from service.areas.loaded import LoadedDivision
from service.database import Transaction
from service.people.models import CommunityHeir

_MOST_OF_IT = 0.5
"""Of each other's ground both must have more than this: then neither has a second heir."""


def note_heirs(tx: Transaction, old: LoadedDivision | None, new: LoadedDivision) -> None:
    """Keep which communities of a generation are those of the one before under another code."""
    forget_heirs(tx, new.info.id)
    rows = [
        {"division_id": new.info.id, "code": code, "from_code": from_code}
        for code, from_code in recoded(old, new)
    ]
    if rows:
        tx.session.execute(insert(CommunityHeir), rows)


def forget_heirs(tx: Transaction, division_id: int) -> None:
    """Drop the heirs of a draft that is thrown away, or looked at anew."""
    tx.session.execute(
        delete(CommunityHeir)
        .where(CommunityHeir.division_id == division_id)
        .execution_options(synchronize_session=False)
    )


def recoded(old: LoadedDivision | None, new: LoadedDivision) -> list[tuple[str, str]]:
    """Return the new and the old code of each community that goes on under another one."""
    if old is None:
        return []
    before, now = old.communities, new.communities
    gone = before[~before["code"].isin(set(now["code"]))]
    fresh = now[~now["code"].isin(set(before["code"]))]
    if gone.empty or fresh.empty:
        return []
    was, becomes = np.asarray(gone.geometry.array), np.asarray(fresh.geometry.array)
    one, other = shapely.STRtree(becomes).query(was, predicate="intersects")
    # Degrees do: both lie at one place.
    common = shapely.area(shapely.intersection(was[one], becomes[other]))
    most = common > _MOST_OF_IT * np.maximum(shapely.area(was[one]), shapely.area(becomes[other]))
    gone_codes, fresh_codes = gone["code"].tolist(), fresh["code"].tolist()
    return [
        (str(fresh_codes[other[pair]]), str(gone_codes[one[pair]]))
        for pair in np.flatnonzero(most).tolist()
    ]


@dataclass(frozen=True)
class Lineage:
    """All communities' heirs, by their codes."""

    heirs: dict[str, set[str]]
    origins: dict[str, set[str]]

    def later(self, codes: Iterable[str]) -> frozenset[str]:
        """Return communities and all that they became."""
        return frozenset(_followed(codes, self.heirs))

    def earlier(self, code: str) -> list[str]:
        """Return a community and what it was before, the latest first."""
        return _followed([code], self.origins)


def lineage(tx: Transaction) -> Lineage:
    """Read all heirs: there are as many as communities were ever recoded."""
    heirs: dict[str, set[str]] = defaultdict(set)
    origins: dict[str, set[str]] = defaultdict(set)
    for code, from_code in tx.session.execute(select(CommunityHeir.code, CommunityHeir.from_code)):
        heirs[from_code].add(code)
        origins[code].add(from_code)
    return Lineage(heirs, origins)


def _followed(codes: Iterable[str], steps: dict[str, set[str]]) -> list[str]:
    found = list(dict.fromkeys(codes))
    for code in found:
        found += sorted(_fresh(steps.get(code, ()), found))
    return found


def _fresh(codes: Collection[str], found: Collection[str]) -> set[str]:
    return set(codes) - set(found)
