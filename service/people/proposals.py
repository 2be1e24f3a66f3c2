"""Who follows into a generation, and whose responsibility ends: the rows that are kept of it."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date

from sqlalchemy import delete, insert, select, update

from service.areas.loaded import LoadedDivision
from service.database import Transaction
from service.people.kinds import CarryingState, Tier
from service.people.models import Carrying
from service.people.turns import Decided, Ending, Proposal, Source, Succession

_IDS_A_STATEMENT = 5_000
_Key = tuple[bool, str, Tier]
"""Of a row: whether it ends, the cell that it is listed under, the tier."""
_Row = dict[str, object]


def decided(tx: Transaction, division_id: int) -> Decided:
    """Return what somebody has decided about a generation's proposals and endings."""
    rows = tx.session.execute(
        select(
            Carrying.ends,
            Carrying.cell_code,
            Carrying.tier,
            Carrying.from_cell_code,
            Carrying.share,
            Carrying.unambiguous,
            Carrying.proposed_id,
            Carrying.restored,
            Carrying.state,
            Carrying.chosen_id,
        ).where(
            Carrying.division_id == division_id,
            Carrying.state != CarryingState.PROPOSED,
            ~Carrying.superseded,
        )
    )
    proposals, endings = {}, {}
    for ends, cell, tier, source, share, clear, person, restored, state, chosen in rows:
        if ends:
            endings[source, tier] = Ending(source, tier, person, cell, date.max, state)
        else:
            proposals[cell, tier] = Proposal(
                cell, tier, Source(source, share, clear), person, restored, state, chosen
            )
    return Decided(proposals, endings)


def keep(
    tx: Transaction,
    old: LoadedDivision | None,
    new: LoadedDivision,
    found: Succession,
    *,
    carried_on: date | None,
) -> None:
    """Keep what was found about a generation in place of what was kept about it before."""
    decisions = _decisions(tx, new.info.id)
    rows = {
        **{(False, one.cell, one.tier): _proposed(new, one) for one in found.proposals},
        **{(True, one.cell, one.tier): _ended(old, one, carried_on) for one in found.endings},
    }
    _replace(tx, new.info.id, rows)
    undecided: _Row = {
        "decided_at": None,
        "decided_by_id": None,
        "decided_by_name": "",
        "decided_by_role": "",
    }
    if rows:
        tx.session.execute(
            insert(Carrying),
            [
                {"division_id": new.info.id, "carried_on": carried_on}
                | row
                | (
                    undecided
                    if row["state"] is CarryingState.PROPOSED
                    else decisions.get(key, undecided)
                )
                for key, row in rows.items()
            ],
        )


def _proposed(new: LoadedDivision, one: Proposal) -> _Row:
    community = new.community(_community_code(new, one.cell))
    return {
        "ends": False,
        "cell_code": one.cell,
        "community_code": community.code,
        "street_code": community.street_code,
        "tier": one.tier,
        "from_cell_code": one.source.cell,
        "share": one.source.share,
        "unambiguous": one.source.unambiguous and not one.restored,
        "proposed_id": one.person_id,
        "restored": one.restored,
        "state": one.state,
        "chosen_id": one.chosen_id,
        "ends_on": None,
    }


def _ended(old: LoadedDivision | None, one: Ending, carried_on: date | None) -> _Row:
    assert old is not None  # before the first generation nobody is responsible
    community = old.community(_community_code(old, one.cell))
    return {
        "ends": True,
        "cell_code": one.heir,
        "community_code": community.code,
        "street_code": community.street_code,
        "tier": one.tier,
        "from_cell_code": one.cell,
        "share": 0.0,
        "unambiguous": False,
        "proposed_id": one.person_id,
        "restored": False,
        "state": one.state,
        "chosen_id": None,
        "ends_on": None if carried_on is None else one.last,
    }


def _community_code(division: LoadedDivision, code: str) -> str:
    cell = division.cells_by_code.get(code)
    if cell is not None:
        return cell.community_code
    micro = division.micro_cells
    return str(micro.loc[micro["code"] == code, "community_code"].iloc[0])


def _decisions(tx: Transaction, division_id: int) -> Mapping[_Key, _Row]:
    rows = tx.session.execute(
        select(
            Carrying.ends,
            Carrying.cell_code,
            Carrying.from_cell_code,
            Carrying.tier,
            Carrying.decided_at,
            Carrying.decided_by_id,
            Carrying.decided_by_name,
            Carrying.decided_by_role,
        ).where(
            Carrying.division_id == division_id,
            Carrying.decided_at.is_not(None),
            ~Carrying.superseded,
        )
    )
    return {
        (ends, old if ends else cell, tier): {
            "decided_at": at,
            "decided_by_id": by_id,
            "decided_by_name": name,
            "decided_by_role": role,
        }
        for ends, cell, old, tier, at, by_id, name, role in rows
    }


def _replace(tx: Transaction, division_id: int, keys: Collection[_Key]) -> None:
    """Make room for new rows: what somebody decided and took effect stays, as superseded."""
    of_it = select(
        Carrying.id,
        Carrying.ends,
        Carrying.cell_code,
        Carrying.from_cell_code,
        Carrying.tier,
        Carrying.carried_on,
        Carrying.decided_at,
    ).where(Carrying.division_id == division_id, ~Carrying.superseded)
    gone: list[int] = []
    kept: list[int] = []
    for id_, ends, cell, old, tier, carried_on, decided_at in tx.session.execute(of_it):
        # What took effect when the generation was in force before, and comes not again, stays.
        if carried_on is None or (ends, old if ends else cell, tier) in keys:
            (gone if carried_on is None or decided_at is None else kept).append(id_)
    for some in in_batches(gone):
        tx.session.execute(
            delete(Carrying)
            .where(Carrying.id.in_(some))
            .execution_options(synchronize_session=False)
        )
    for some in in_batches(kept):
        tx.session.execute(
            update(Carrying)
            .where(Carrying.id.in_(some))
            .values(superseded=True)
            .execution_options(synchronize_session=False)
        )


def in_batches(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    """Yield ids, so many at a time as one statement takes."""
    for start in range(0, len(ids), _IDS_A_STATEMENT):
        yield ids[start : start + _IDS_A_STATEMENT]
