"""What is carried into a generation, and what ends with the one before: to be looked at."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, case, false, func, or_, select, true, tuple_

from service.access.permissions import Permission, Place, Scope, require, scope_of
from service.access.roles import Actor
from service.areas.queries import (
    NamedCommunity,
    cells_in_force,
    codes_in_force,
    communities_known,
    communities_of,
    ids_in_force,
)
from service.database import Transaction
from service.people.kinds import CarryingState, OrganisationKind, Tier
from service.people.models import Carrying, Organisation, Person
from service.people.rules import TIERS

CELLS_A_PAGE = 50


@dataclass(frozen=True)
class PersonTold:
    """A person of the register, without phone."""

    number: str
    name: str
    post: str
    post_en: str
    organisation: str
    organisation_en: str


@dataclass(frozen=True)
class EarlierDecision:
    """What somebody decided about the same tier of the same cell in an earlier time in force."""

    state: CarryingState
    proposed: PersonTold
    chosen: PersonTold | None
    carried_on: date
    decided_at: datetime
    decided_by: str


@dataclass(frozen=True)
class CarryingTold:
    """A proposal or an ending, or what became of it."""

    id: int
    division_id: int
    ends: bool
    """Whether the person follows nowhere: their responsibility ends with the old cell."""
    cell_code: str
    """The new cell; of an ending the one on the old one's middle, empty where there is none."""
    community: NamedCommunity
    tier: Tier
    from_cell_code: str
    share: float
    unambiguous: bool
    proposed: PersonTold
    restored: bool
    state: CarryingState
    chosen: PersonTold | None
    carried_on: date | None
    ends_on: date | None
    decided_at: datetime | None
    decided_by: str
    over: bool
    """Whether it took effect, but is so no longer: nothing is left to decide."""
    earlier: tuple[EarlierDecision, ...] = ()
    """What was decided when the generation was in force before, the latest first."""

    @property
    def listed_cell(self) -> str:
        """The cell that it is listed under: of an ending the old one."""
        return self.from_cell_code if self.ends else self.cell_code


@dataclass(frozen=True)
class CarryingsWanted:
    """The proposals and endings of a division that lie in somebody's reach."""

    division_id: int
    actor: Actor
    state: CarryingState | None = None
    page: int = 1


@dataclass(frozen=True)
class CarryingPage:
    """A page of proposals and endings, whole cells, and how many there are of each state."""

    rows: tuple[CarryingTold, ...]
    total: int
    cells: int
    """Over how many cells the total is spread."""
    page: int
    pages: int
    counts: dict[CarryingState, int]
    """Of those to confirm, only such as can still be."""
    all_total: int
    unambiguous: int
    """Proposals to confirm about which nobody has to think."""


@dataclass(frozen=True)
class Waiting:
    """A division with proposals or endings in somebody's reach."""

    division_id: int
    to_confirm: int
    total: int


def carryings(tx: Transaction, wanted: CarryingsWanted) -> CarryingPage:
    """Return proposals and endings by cell, those first about which somebody has to think.

    Raises
    ------
    SignInNeededError, ForbiddenError
        The actor may not confirm anything.
    """
    require(wanted.actor, Permission.CONFIRM_CARRYING)
    within = [
        Carrying.division_id == wanted.division_id,
        ~Carrying.superseded,
        within_reach(wanted.actor),
    ]
    counts = dict.fromkeys(CarryingState, 0)
    all_total = 0
    for state, count, standing in tx.session.execute(
        select(Carrying.state, func.count(), func.count().filter(stands()))
        .where(*within)
        .group_by(Carrying.state)
    ):
        counts[state] = standing if state is CarryingState.PROPOSED else count
        all_total += count
    shown = [*within, Carrying.state == wanted.state] if wanted.state is not None else within
    if wanted.state is CarryingState.PROPOSED:
        shown.append(stands())
    # An old cell is listed beside the new ones, also where a new one has its code.
    key = (Carrying.community_code, Carrying.ends, _listed_cell())
    cells = (
        tx.session.scalar(
            select(func.count()).select_from(select(*key).where(*shown).distinct().subquery())
        )
        or 0
    )
    pages = max(1, -(-cells // CELLS_A_PAGE))
    page = min(max(wanted.page, 1), pages)
    on_page = tx.session.execute(
        select(*key)
        .where(*shown)
        .group_by(*key)
        .order_by(key[0], func.min(case((Carrying.unambiguous, 1), else_=0)), key[2], key[1])
        .offset((page - 1) * CELLS_A_PAGE)
        .limit(CELLS_A_PAGE)
    ).all()
    unambiguous = tx.session.scalar(
        select(func.count()).select_from(Carrying).where(*within, is_clear())
    )
    return CarryingPage(
        rows=_rows_of(tx, [(place, ends, cell) for place, ends, cell in on_page], shown),
        total=counts[wanted.state] if wanted.state is not None else all_total,
        cells=cells,
        page=page,
        pages=pages,
        counts=counts,
        all_total=all_total,
        unambiguous=unambiguous or 0,
    )


def waiting_divisions(tx: Transaction, actor: Actor) -> list[Waiting]:
    """Return the divisions that have proposals or endings in an actor's reach, the newest first.

    Those count that can still be decided about: of drafts, and in force.
    """
    rows = tx.session.execute(
        select(
            Carrying.division_id,
            func.count().filter(Carrying.state == CarryingState.PROPOSED),
            func.count(),
        )
        .where(within_reach(actor), stands(), ~Carrying.superseded)
        .group_by(Carrying.division_id)
        .order_by(Carrying.division_id.desc())
    )
    return [Waiting(*row) for row in rows]


def successors(tx: Transaction, codes: Collection[str]) -> list[PersonTold]:
    """Return the persons of some communities and street offices, and of all departments.

    They are whom an officer most likely chooses; any number of the register is taken all the same.
    """
    persons = tx.session.scalars(
        select(Person)
        .join(Organisation, Organisation.id == Person.organisation_id)
        .where(
            or_(
                Organisation.code.in_(sorted(codes)),
                Organisation.kind == OrganisationKind.DEPARTMENT,
            )
        )
        .order_by(Person.number)
        .limit(500)
    )
    return [_person(person) for person in persons]


def is_clear() -> ColumnElement[bool]:
    """Return the condition under which somebody may confirm without a look."""
    return (Carrying.state == CarryingState.PROPOSED) & Carrying.unambiguous & stands()


def stands() -> ColumnElement[bool]:
    """Return the condition under which something is left to decide."""
    return or_(
        Carrying.carried_on.is_(None),
        and_(Carrying.ends, Carrying.division_id.in_(ids_in_force())),
        and_(~Carrying.ends, Carrying.cell_code.in_(codes_in_force())),
    )


def within_reach(actor: Actor) -> ColumnElement[bool]:
    """Return the condition under which an actor may see and decide."""
    match scope_of(actor, Permission.CONFIRM_CARRYING):
        case None:
            return false()
        case Scope.ALL:
            return true()
        case Scope.OWN_STREET:
            place: ColumnElement[bool] = Carrying.street_code.in_(sorted(actor.streets))
        case Scope.OWN_COMMUNITY | Scope.OWN_DEPARTMENT:
            place = Carrying.community_code.in_(sorted(actor.communities))
        case Scope.OWN_CELLS:
            place = false()
    return or_(place, _listed_cell().in_(sorted(actor.cells)))


def place_of(row: Carrying) -> Place:
    """Return the place of a row for a permission: of an ending, of the old cell."""
    cell = row.from_cell_code if row.ends else row.cell_code
    return Place(cell=cell, community=row.community_code, street=row.street_code)


def told(tx: Transaction, rows: Sequence[Carrying]) -> tuple[CarryingTold, ...]:
    """Tell some rows, with the names of their communities."""
    living = cells_in_force(tx, {row.cell_code for row in rows})
    in_force = frozenset(tx.session.scalars(ids_in_force()))
    communities: dict[str, NamedCommunity] = {}
    for division_id in sorted({row.division_id for row in rows}):
        communities |= communities_of(tx, division_id)
    # An old cell's community may be no more.
    communities |= communities_known(tx, {row.community_code for row in rows} - communities.keys())
    earlier = _earlier(tx, rows)
    return tuple(
        _told(row, communities, living, in_force, earlier.get(_key(row), ())) for row in rows
    )


def organisations_of(rows: Iterable[CarryingTold]) -> frozenset[str]:
    """Return the codes of the communities and streets of some proposals."""
    return frozenset(
        code for row in rows for code in (row.community.code, row.community.street_code)
    )


def _rows_of(
    tx: Transaction,
    keys: Sequence[tuple[str, bool, str]],
    shown: Sequence[ColumnElement[bool]],
) -> tuple[CarryingTold, ...]:
    """Return the shown rows of some cells, in the order of these."""
    if not keys:
        return ()
    rows = tx.session.scalars(
        select(Carrying).where(
            *shown,
            Carrying.community_code.in_({key[0] for key in keys}),
            tuple_(Carrying.ends, _listed_cell()).in_([(key[1], key[2]) for key in keys]),
        )
    ).all()
    place = {key[1:]: at for at, key in enumerate(keys)}
    found = told(tx, rows)
    return tuple(
        sorted(found, key=lambda row: (place[row.ends, row.listed_cell], TIERS.index(row.tier)))
    )


def _listed_cell() -> ColumnElement[str]:
    return case((Carrying.ends, Carrying.from_cell_code), else_=Carrying.cell_code)


_Key = tuple[int, bool, str, Tier]
"""Of a row: the generation, whether it ends, the cell that it is listed under, the tier."""


def _key(row: Carrying) -> _Key:
    return row.division_id, row.ends, row.from_cell_code if row.ends else row.cell_code, row.tier


def _earlier(
    tx: Transaction, rows: Sequence[Carrying]
) -> Mapping[_Key, tuple[EarlierDecision, ...]]:
    """Return what was decided before about the same as some rows tell."""
    if not rows:
        return {}
    found: dict[_Key, list[EarlierDecision]] = defaultdict(list)
    for row in tx.session.scalars(
        select(Carrying)
        .where(
            Carrying.superseded,
            Carrying.division_id.in_({row.division_id for row in rows}),
            _listed_cell().in_({_key(row)[2] for row in rows}),
        )
        .order_by(Carrying.decided_at.desc(), Carrying.id.desc())
    ):
        assert row.carried_on is not None
        assert row.decided_at is not None
        found[_key(row)].append(
            EarlierDecision(
                row.state,
                _person(row.proposed),
                _person(row.chosen) if row.chosen is not None else None,
                row.carried_on,
                row.decided_at,
                row.decided_by_name,
            )
        )
    return {key: tuple(decisions) for key, decisions in found.items()}


def _told(
    row: Carrying,
    communities: dict[str, NamedCommunity],
    living: frozenset[str],
    in_force: frozenset[int],
    earlier: tuple[EarlierDecision, ...],
) -> CarryingTold:
    stands_still = row.division_id in in_force if row.ends else row.cell_code in living
    return CarryingTold(
        id=row.id,
        division_id=row.division_id,
        ends=row.ends,
        cell_code=row.cell_code,
        community=communities[row.community_code],
        tier=row.tier,
        from_cell_code=row.from_cell_code,
        share=row.share,
        unambiguous=row.unambiguous,
        proposed=_person(row.proposed),
        restored=row.restored,
        state=row.state,
        chosen=_person(row.chosen) if row.chosen is not None else None,
        carried_on=row.carried_on,
        ends_on=row.ends_on,
        decided_at=row.decided_at,
        decided_by=row.decided_by_name,
        over=row.superseded or (row.carried_on is not None and not stands_still),
        earlier=earlier,
    )


def _person(person: Person) -> PersonTold:
    return PersonTold(
        person.number,
        person.name,
        person.post,
        person.post_en,
        person.organisation.name,
        person.organisation.name_en or person.organisation.name,
    )
