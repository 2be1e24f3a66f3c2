"""The audit by itself: when it is made, what it finds, and since when a finding is one."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from fastapi import FastAPI
from sqlalchemy import event, insert, select, text, update

from service.areas.models import Cell, Division
from service.areas.operations import active_division
from service.areas.queries import cells_of
from service.areas.status import DivisionStatus
from service.audit.examining import examine
from service.audit.kinds import Cause, FindingKind
from service.audit.models import AuditFinding
from service.audit.operations import AuditDone, FindingTold, keep_audit, last_audit, open_findings
from service.audit.watching import Watch, examination_of
from service.cases.models import Case
from service.database import Executor, Transaction
from service.people.kinds import Tier
from service.people.models import Person, Responsibility
from service.people.operations import CellsOn, DivisionOn, gaps, responsible_for_cells
from tests.browser import ON_SQLITE
from tests.service.audit.reporting import reported
from tests.service.conftest import ClientAs, District, HandClock
from tests.service.generations.conftest import Generations

TODAY = date(2026, 11, 24)


@pytest.fixture
def generations(app: FastAPI, executor: Executor) -> Generations:
    return Generations(executor, app.state.resources)


@pytest.fixture
def watch(app: FastAPI) -> Watch:
    resources = app.state.resources
    return Watch(resources.executor, resources.divisions, resources.settings)


def found(executor: Executor, district_id: int, kind: FindingKind) -> list[FindingTold]:
    told = executor.read(open_findings, district_id)
    return [one for one in told if one.finding.kind is kind]


def fill(tx: Transaction, cell: str) -> None:
    person = tx.session.scalars(select(Person).where(Person.number == "W-2")).one()
    for tier in (Tier.COMMUNITY, Tier.DEPARTMENT):
        tx.session.add(
            Responsibility(
                cell_code=cell, tier=tier, person_id=person.id, valid_from=date(2026, 11, 24)
            )
        )


def test_it_is_made_once_after_an_activation_and_once_a_day(
    watch: Watch, executor: Executor, clock: HandClock
) -> None:
    assert watch.tick()
    assert not watch.tick()
    first = executor.read(last_audit, None)
    assert first is not None
    assert first.cause is Cause.ACTIVATED
    clock.pass_by(timedelta(hours=13))  # 23:00 of the same day in the district
    assert not watch.tick()
    clock.pass_by(timedelta(hours=1, minutes=1))
    assert watch.tick()
    second = executor.read(last_audit, None)
    assert second is not None
    assert second.cause is Cause.DAILY


def test_another_generation_is_audited_at_once_and_ends_the_findings_of_the_one_before(
    watch: Watch, executor: Executor, clock: HandClock, district: District, generations: Generations
) -> None:
    watch.tick()
    assert executor.read(open_findings, district.division_id)
    clock.pass_by(timedelta(minutes=1))
    generations.activate(generations.draft())
    assert watch.tick()
    assert executor.read(open_findings, district.division_id) == []
    clock.pass_by(timedelta(minutes=1))
    generations.roll_back(district.division_id)
    assert watch.tick()
    assert executor.read(open_findings, district.division_id)


def test_a_finding_keeps_since_when_and_one_that_comes_again_begins_anew(
    watch: Watch, executor: Executor, clock: HandClock, district: District
) -> None:
    cell = district.cells[-1]
    vacant: Callable[[], list[FindingTold]] = lambda: [  # noqa: E731
        one
        for one in found(executor, district.division_id, FindingKind.VACANT)
        if one.finding.subject == cell
    ]
    watch.tick()
    began = clock.now
    assert vacant()[0].finding.facts == {"tiers": "department community"}
    clock.pass_by(timedelta(days=1))
    watch.tick()
    assert (vacant()[0].first_seen_at, vacant()[0].last_seen_at) == (began, clock.now)
    executor.write(fill, cell)
    clock.pass_by(timedelta(days=1))
    watch.tick()
    assert vacant() == []
    end = update(Responsibility).where(Responsibility.cell_code == cell)
    executor.write(lambda tx, _: tx.session.execute(end.values(valid_to=date(2026, 11, 26))), None)
    clock.pass_by(timedelta(days=1))
    watch.tick()
    assert vacant()[0].first_seen_at == clock.now
    kept = executor.read(
        lambda tx, _: tx.session.scalars(
            select(AuditFinding.gone_at)
            .where(AuditFinding.subject == cell)
            .order_by(AuditFinding.id)
        ).all(),
        None,
    )
    assert [gone_at is None for gone_at in kept] == [False, True]


def test_vacancies_are_those_that_the_register_tells_cell_by_cell(
    executor: Executor, district: District
) -> None:
    pairs = executor.read(cells_of, district.division_id)
    by_cell = executor.read(responsible_for_cells, CellsOn(pairs, TODAY))
    told = {
        gap.cell_code: gap.missing
        for gap in executor.read(gaps, DivisionOn(district.division_id, TODAY))
    }
    assert told == {cell: one.vacant for cell, one in by_cell.items() if one.vacant}


def test_an_open_case_outside_and_generations_at_one_time_are_found(
    watch: Watch,
    executor: Executor,
    clock: HandClock,
    district: District,
    client_as: ClientAs,
) -> None:
    number = reported(client_as, district)

    def disturb(tx: Transaction, _command: None) -> int:
        tx.session.execute(update(Case).values(outside_since=tx.now))
        active = active_division(tx, None)
        other = {
            "name": "parallel",
            "district_code": active.district_code,
            "district_name": active.district_name,
            "status": DivisionStatus.SUPERSEDED,
            "strategy": "squares, 500 m",
            "created_at": tx.now - timedelta(days=9),
            "valid_from": tx.now - timedelta(days=8),
            "valid_to": tx.now + timedelta(days=1),
        }
        return int(tx.session.execute(insert(Division).values(other)).inserted_primary_key[0])

    other = executor.write(disturb, None)
    watch.tick()
    (outside,) = found(executor, district.division_id, FindingKind.OUTSIDE)
    assert outside.finding.subject == number
    (overlap,) = found(executor, district.division_id, FindingKind.OVERLAP)
    assert overlap.finding.facts == {"division": district.division_id, "other": other}


def test_an_audit_that_another_one_overtook_is_dropped(
    watch: Watch, executor: Executor, district: District
) -> None:
    watch.tick()
    before = executor.read(open_findings, district.division_id)
    late = AuditDone(district.division_id, Cause.DAILY, [], after=None)
    assert not executor.write(keep_audit, late)
    assert executor.read(open_findings, district.division_id) == before


def test_it_asks_as_few_questions_of_many_cells_as_of_few(
    app: FastAPI, executor: Executor, generations: Generations
) -> None:
    resources = app.state.resources

    def asked() -> int:
        division = resources.divisions.active()
        wanted = examination_of(resources.settings, division, executor.clock())
        statements: list[str] = []

        def note(*args: object) -> None:
            statements.append(str(args[2]))

        event.listen(executor.engine, "before_cursor_execute", note)
        try:
            examine(executor, wanted)
        finally:
            event.remove(executor.engine, "before_cursor_execute", note)
        return len(statements)

    few = asked()
    generations.activate(generations.draft(size_m=60.0, first_serial=101))
    assert len(resources.divisions.active().cells) > 500
    assert asked() == few


@ON_SQLITE
def test_who_is_missing_in_a_micro_cell_is_no_finding(
    executor: Executor, district: District
) -> None:
    def add(tx: Transaction, _command: None) -> None:
        cell = tx.session.get(Cell, (district.division_id, district.cells[0]))
        assert cell is not None
        kept = {column.name: getattr(cell, column.name) for column in Cell.__table__.columns}
        micro = {**kept, "code": f"{cell.code}01", "parent_code": cell.code}
        for trigger in tx.session.execute(
            text("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'cells'")
        ).scalars():
            tx.session.execute(text(f"DROP TRIGGER {trigger}"))
        tx.session.execute(insert(Cell).values(micro))

    executor.write(add, None)
    told = executor.read(gaps, DivisionOn(district.division_id, TODAY))
    assert f"{district.cells[0]}01" not in {gap.cell_code for gap in told}
