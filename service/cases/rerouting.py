"""Let open cases follow a new generation of cells: cell, community, street and owner.

A due time never changes, and what has ended stays in the generation in which it was handled. A
case whose cell is the same in both only learns the new division's id: nothing has happened to it.

Cases that had the same and lie in the same new cell fare alike: that is worked out once for all
of them, and the database gets each batch in a few statements.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, cast

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Integer, String, Table, insert, literal, select, type_coerce

from service.areas.activation import Activation
from service.areas.divisions import CellInfo
from service.areas.loaded import LoadedDivision
from service.cases.models import Case, CaseEvent
from service.cases.queries.scope import OPEN
from service.cases.states import Rerouted
from service.database import Transaction, UtcDateTime
from service.people.operations import CellPersons, CellsOn, TierPerson, responsible_for_cells
from service.rows import Values, given_rows, set_rows

NEAREST_WITHIN_M = 50.0
"""A place outside all cells belongs to the nearest one within this: outlines wander by that."""
_E7 = 10_000_000
_BATCH = 20_000
"""Cases in memory at a time."""
_cases = cast(Table, Case.__table__)
_events = cast(Table, CaseEvent.__table__)


@dataclass(frozen=True)
class Rerouting:
    """What became of the open cases when another generation came into force."""

    open_total: int
    moved: int
    """Cases that lie in another cell now."""
    reassigned: int
    """Cases in a cell of the same code that have another owner now."""
    outside: int
    """Cases whose place lies in no cell any more."""


class _Way(NamedTuple):
    """From what a case had to the new cell of its place."""

    code: str | None
    """Of the new cell; ``None`` outside all cells."""
    cell: str
    community: str
    street: str
    owner_id: int | None
    outside: bool

    @property
    def elsewhere(self) -> bool:
        """Tell whether the new cell is another one than the case lay in until now."""
        return self.cell != self.code or self.outside


@dataclass(frozen=True)
class _Batch:
    """Some open cases, column by column, each with its way."""

    ids: Sequence[int]
    states: Sequence[str]
    ways: Sequence[_Way]


@dataclass(frozen=True)
class _Fate:
    """What happens to a case; without a kind, only the division's id is another."""

    kind: Rerouted | None
    owner_name: str = ""
    columns: tuple[str, ...] = ()
    """Whose values change, and only these: each one written costs its index."""
    values: tuple[int | str | None, ...] = ()
    """What they will be."""


def reroute_open_cases(tx: Transaction, activation: Activation) -> Rerouting:
    """Route all open cases in the new generation, each with a line of history if it moved.

    The owner of a case in a changed cell stays where they are responsible in the new one too,
    else it goes to its nearest person. A place outside all cells belongs to the nearest within
    50 m; farther out the case stays as it is, and is listed as outside.
    """
    fates: dict[_Way, _Fate] = {}
    fared: Counter[_Way] = Counter()
    for batch in _batches(tx, activation.new):
        fates |= _fates_of(tx, set(batch.ways) - fates.keys(), activation)
        told = [fates[way] for way in batch.ways]
        _write(tx, batch, told, activation)
        _tell(tx, batch, told, activation)
        fared.update(batch.ways)
    count: Counter[Rerouted | None] = Counter()
    for way, total in fared.items():
        count[fates[way].kind] += total
    return Rerouting(
        open_total=fared.total(),
        moved=count[Rerouted.CELL],
        reassigned=count[Rerouted.OWNER],
        outside=sum(total for way, total in fared.items() if way.code is None),
    )


def _batches(tx: Transaction, division: LoadedDivision) -> Iterator[_Batch]:
    """Lock the open cases batch by batch, and route them."""
    # No case can be added meanwhile: a report holds the generation. Others may act on one, so
    # each is locked as it is read: nobody's action is lost, and who comes after sees it moved.
    of, ids = _cases.c, _open_ids(tx)
    codes: list[str | None] = [*division.router.codes.tolist(), None]
    for start in range(0, len(ids), _BATCH):
        wanted = given_rows(tx, {"id": (Integer(), ids[start : start + _BATCH].tolist())})
        rows = tx.session.execute(
            select(
                of.id,
                of.lon_e7,
                of.lat_e7,
                type_coerce(of.state, String),
                of.cell_code,
                of.community_code,
                of.street_code,
                of.owner_id,
                of.outside_since.is_not(None),
            )
            .join(wanted, wanted.c.id == of.id)
            .where(of.state.in_(OPEN))
            .order_by(of.id)
            .with_for_update(of=_cases)
        )
        yield _batch_of(rows, division, codes)


def _open_ids(tx: Transaction) -> NDArray[np.int64]:
    found = tx.session.scalars(select(_cases.c.id).where(_cases.c.state.in_(OPEN)))
    parts = [np.array(part, dtype=np.int64) for part in found.partitions(_BATCH)]
    return np.sort(np.concatenate([np.empty(0, dtype=np.int64), *parts]))


def _batch_of(
    rows: Iterable[tuple[Any, ...]], division: LoadedDivision, codes: Sequence[str | None]
) -> _Batch:
    ids: list[int] = []
    places: list[tuple[int, int]] = []
    states: list[str] = []
    had: list[tuple[Any, ...]] = []
    for id_, lon_e7, lat_e7, state, *rest in rows:
        ids.append(id_)
        places.append((lon_e7, lat_e7))
        states.append(state)
        had.append(tuple(rest))
    degrees = np.array(places, dtype=np.int64).reshape(-1, 2) / _E7
    lon, lat = degrees[:, 0], degrees[:, 1]
    alike: dict[tuple[Any, ...], _Way] = {}
    ways = []
    for code, before in zip(_codes_at(lon, lat, division, codes), had, strict=True):
        key = (code, *before)
        # One object for all alike: a batch of its own for each case would keep Python's
        # collector of cycles busy for longer than all the rest takes.
        ways.append(alike.get(key) or alike.setdefault(key, _Way(*key)))
    return _Batch(ids, states, ways)


def _codes_at(
    lon: NDArray[np.float64],
    lat: NDArray[np.float64],
    division: LoadedDivision,
    codes: Sequence[str | None],
) -> list[str | None]:
    """Return the code of each place's cell; ``codes`` are those of the router's rows, last none."""
    rows = division.router.route(lon, lat)
    found = [codes[row] for row in rows.tolist()]
    for at in np.flatnonzero(rows < 0).tolist():
        nearest = division.router.nearest(float(lon[at]), float(lat[at]), NEAREST_WITHIN_M)
        found[at] = None if nearest is None else nearest[0]
    return found


def _fates_of(tx: Transaction, ways: Iterable[_Way], activation: Activation) -> dict[_Way, _Fate]:
    kept, cells = activation.kept, activation.new.cells_by_code
    fates = {}
    inside: list[tuple[_Way, CellInfo]] = []
    for way in ways:
        if way.code is None:
            # It is told once; while it stays outside there is nothing new.
            fates[way] = _Fate(None if way.outside else Rerouted.OUTSIDE)
        else:
            inside.append((way, cells[way.code]))
    # The persons of a cell that is the same are the same too.
    asked = {
        cell.code: cell.community_code
        for way, cell in inside
        if way.elsewhere or cell.code not in kept
    }
    persons = responsible_for_cells(tx, CellsOn(sorted(asked.items()), activation.day))
    for way, cell in inside:
        same = not way.elsewhere and cell.code in kept
        fates[way] = _fate_in(way, cell, None if same else persons[cell.code])
    return fates


def _fate_in(way: _Way, cell: CellInfo, persons: CellPersons | None) -> _Fate:
    """Return what happens to a case in a cell; without persons its owner stays."""
    owner_id, owner_name = way.owner_id, ""
    if persons is not None:
        owner = owner_of(way.owner_id, persons)
        owner_id, owner_name = (owner.person_id, owner.name) if owner else (None, "")
    kind = None
    if way.cell != cell.code:
        kind = Rerouted.CELL
    elif way.outside:
        kind = Rerouted.INSIDE
    elif owner_id != way.owner_id:
        kind = Rerouted.OWNER
    changed = tuple(
        (name, now)
        for name, before, now in (
            ("cell_code", way.cell, cell.code),
            ("community_code", way.community, cell.community_code),
            ("street_code", way.street, cell.street_code),
            ("owner_id", way.owner_id, owner_id),
        )
        if now != before
    )
    columns, values = (name for name, _ in changed), (now for _, now in changed)
    return _Fate(kind, owner_name, tuple(columns), tuple(values))


def owner_of(owner_id: int | None, persons: CellPersons) -> TierPerson | None:
    """Return whose a case is in a cell: who has it, if they are named there, else the nearest."""
    named = [tier for tier in reversed(persons.tiers) if not tier.vacant]
    staying = [tier for tier in named if tier.person_id == owner_id]
    return next(iter((*staying, *named)), None)


def _write(tx: Transaction, batch: _Batch, told: Sequence[_Fate], activation: Activation) -> None:
    """Write what changes, cases together of which the same columns do."""
    alike: dict[tuple[Rerouted | None, bool, tuple[str, ...]], list[int]] = defaultdict(list)
    for at, (way, fate) in enumerate(zip(batch.ways, told, strict=True)):
        if fate.kind is not None or way.code is not None:
            alike[fate.kind, way.outside, fate.columns].append(at)
    for (kind, was_outside, names), some in alike.items():
        also: dict[str, object] = {}
        if kind is not None:
            also["revision"] = _cases.c.revision + 1
        if kind is Rerouted.OUTSIDE:
            also["outside_since"] = activation.at
        else:
            also["division_id"] = activation.new.info.id
            if was_outside:
                also["outside_since"] = None
        own = zip(*(told[at].values for at in some), strict=True)
        columns = {"id": [batch.ids[at] for at in some], **dict(zip(names, own, strict=True))}
        set_rows(tx, _cases, columns, also)


def _tell(tx: Transaction, batch: _Batch, told: Sequence[_Fate], activation: Activation) -> None:
    moved = [at for at, fate in enumerate(told) if fate.kind is not None]
    if not moved:
        return
    own: dict[str, Values] = {
        "case_id": [batch.ids[at] for at in moved],
        "kind": [told[at].kind for at in moved],
        "state": [batch.states[at] for at in moved],
        "person_name": [told[at].owner_name for at in moved],
        "cell_from": [batch.ways[at].cell for at in moved],
        "cell_to": [batch.ways[at].code or "" for at in moved],
    }
    by = activation.by
    alike = {
        "at": literal(activation.at, UtcDateTime()),
        "actor_account_id": literal(by.account_id, Integer()),
        "actor_name": literal(by.name, String()),
        "actor_role": literal(by.role.value if by.signed_in else "", String()),
        "note": literal("", String()),
        "division_id": literal(activation.new.info.id, Integer()),
    }
    # The states as they were read: plain texts.
    types = {name: String() if name == "state" else _events.c[name].type for name in own}
    given = given_rows(tx, {name: (types[name], values) for name, values in own.items()})
    lines = select(*(given.c[name] for name in own), *alike.values()).order_by(given.c.case_id)
    tx.session.execute(insert(_events).from_select([*own, *alike], lines))
