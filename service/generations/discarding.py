"""Throw a draft away, with all that hangs on it, in one transaction."""

from service.areas.operations import Discard, Discarded, discard_division
from service.database import Transaction
from service.generations.jobs import let_go
from service.people.operations import forget_proposals
from service.studio.operations import forget_studio


def discard_draft(tx: Transaction, command: Discard) -> Discarded:
    """Throw a draft away, with who would have followed into it.

    Raises
    ------
    UnknownDivisionError, NotDiscardableError
        There is no such draft.
    JobBusyError
        It is just being made.
    """
    gone = discard_division(tx, command)
    let_go(tx, command.division_id)
    forget_proposals(tx, command.division_id)
    forget_studio(tx, command.division_id)
    return gone
