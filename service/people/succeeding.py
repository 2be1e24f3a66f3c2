"""Let somebody answer for a tier of a cell from a day on, in place of who did."""

from datetime import date, timedelta

from sqlalchemy import or_, select

from service.database import Transaction
from service.people.kinds import Tier
from service.people.models import Responsibility


def succeed(tx: Transaction, cell: str, tier: Tier, person_id: int | None, day: date) -> None:
    """Let another person, or nobody, be responsible from a day on; days gone by stay."""
    in_tier = (
        Responsibility.cell_code == cell,
        Responsibility.tier == tier,
        or_(Responsibility.valid_to.is_(None), Responsibility.valid_to >= day),
        Responsibility.ended_on.is_(None),
    )
    for held in tx.session.scalars(select(Responsibility).where(*in_tier)):
        if held.valid_from < day:
            held.valid_to = day - timedelta(days=1)
        else:
            tx.session.delete(held)  # it has not begun before today: nobody relied on it
    tx.session.flush()
    if person_id is not None:
        tx.session.add(
            Responsibility(cell_code=cell, tier=tier, person_id=person_id, valid_from=day)
        )
