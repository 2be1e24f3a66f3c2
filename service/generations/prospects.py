"""What can still come of a draft: whether it may come into force as it is."""

from collections.abc import Iterable

from service.areas.errors import CodesSpentError
from service.areas.spent import refuse_spent_codes
from service.database import Transaction


def spent_drafts(tx: Transaction, division_ids: Iterable[int]) -> dict[int, CodesSpentError]:
    """Return of some drafts those that can come into force no more, each with the reason.

    Codes of such a draft were given out since by another division: it is to be drafted again.
    """
    found: dict[int, CodesSpentError] = {}
    for division_id in division_ids:
        try:
            refuse_spent_codes(tx, division_id)
        except CodesSpentError as error:
            found[division_id] = error
    return found
