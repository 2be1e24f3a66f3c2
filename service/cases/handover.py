"""Hand a cell's open cases over when somebody else becomes responsible for it."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from service.access.roles import Actor
from service.cases.models import Case, CaseEvent
from service.cases.queries.scope import OPEN
from service.cases.rerouting import owner_of
from service.cases.states import Rerouted
from service.database import Transaction
from service.people.operations import CellsOn, responsible_for_cells


@dataclass(frozen=True)
class HandOver:
    """Other persons are responsible for a cell in force from a day on."""

    cell_code: str
    community_code: str
    by: Actor
    day: date


def hand_over(tx: Transaction, command: HandOver) -> int:
    """Give open cases whose owner is named in their cell no more to the nearest who is.

    As after a switch of generations, each gets a line of history; its due time stays.

    Returns
    -------
    int
        How many have another owner now.
    """
    asked = CellsOn([(command.cell_code, command.community_code)], command.day)
    persons = responsible_for_cells(tx, asked)[command.cell_code]
    found = (
        select(Case)
        .where(Case.cell_code == command.cell_code, Case.state.in_(OPEN))
        .order_by(Case.id)
        .with_for_update(of=Case)
    )
    handed = 0
    for case in tx.session.scalars(found).unique():
        owner = owner_of(case.owner_id, persons)
        owner_id = owner.person_id if owner else None
        if owner_id == case.owner_id:
            continue
        case.owner_id = owner_id
        case.revision += 1
        handed += 1
        tx.session.add(
            CaseEvent(
                case_id=case.id,
                at=tx.now,
                kind=Rerouted.OWNER,
                state=case.state,
                actor_account_id=command.by.account_id,
                actor_name=command.by.name,
                actor_role=command.by.role.value if command.by.signed_in else "",
                person_name=owner.name if owner else "",
                note="",
                cell_from=case.cell_code,
                cell_to=case.cell_code,
                division_id=case.division_id,
            )
        )
    tx.session.flush()
    return handed
