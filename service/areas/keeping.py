"""Keep a proven division as a draft."""

from sqlalchemy import insert

from service.areas.models import Cell, Community, Division
from service.areas.proof import ProvenDivision
from service.areas.spent import refuse_spent_codes
from service.areas.status import DivisionStatus
from service.database import Transaction


def add_division(tx: Transaction, proven: ProvenDivision) -> int:
    """Keep a new division, proven by `prove`, as a draft and return its id.

    Raises
    ------
    CodesSpentError
        One of its codes was given out for another cell.
    """
    new = proven.new
    division = Division(
        name=new.name,
        name_en=new.name_en,
        district_code=new.district_code,
        district_name=new.district_name,
        district_name_en=new.district_name_en,
        status=DivisionStatus.DRAFT,
        strategy=new.strategy,
        illustrative=new.illustrative,
        source=new.source,
        created_at=tx.now,
        lattices=list(new.cells.attrs.get("lattices", ())),
        proof=proven.summary.to_json(),
    )
    tx.session.add(division)
    tx.session.flush()
    for table, rows in ((Community, proven.communities), (Cell, proven.cells)):
        tx.session.execute(insert(table), [{"division_id": division.id, **row} for row in rows])
    refuse_spent_codes(tx, division.id)
    return division.id
