"""Put the names of places to cases, few queries for many cases."""

from collections.abc import Sequence

from service.areas.operations import CommunityName, names_of
from service.cases.models import Case
from service.cases.views import WhereView
from service.database import Transaction

_NAMELESS = CommunityName("", "", "", "")


def places_of(tx: Transaction, cases: Sequence[Case]) -> list[WhereView]:
    """Return where each case lies, in the same order."""
    names = names_of(tx, {(case.division_id, case.community_code) for case in cases})
    return [
        _where(case, names.get((case.division_id, case.community_code), _NAMELESS))
        for case in cases
    ]


def title_of(case: Case) -> tuple[str, str]:
    """Return what a case is called in a list, in Chinese and English."""
    lines = case.description.strip().splitlines()
    if lines:
        first = lines[0] if len(lines[0]) <= 60 else lines[0][:59] + "…"
        return first, first
    return case.category.name, case.category.name_en


def _where(case: Case, names: CommunityName) -> WhereView:
    return WhereView(
        division_id=case.division_id,
        cell_code=case.cell_code,
        community_code=case.community_code,
        community=names.name,
        community_en=names.name_en or names.name,
        street_code=case.street_code,
        street=names.street,
        street_en=names.street_en or names.street,
    )
