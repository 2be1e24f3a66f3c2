"""Keep what an audit found, and tell what is kept."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, insert, select, update

from service.areas.operations import standing
from service.audit.kinds import Cause, FindingKind
from service.audit.models import AuditFinding, AuditRun
from service.audit.rules import Finding
from service.database import Hold, Transaction, hold

_IDS_A_QUERY = 500


@dataclass(frozen=True)
class AuditTold:
    """One audit."""

    id: int
    division_id: int
    at: datetime
    cause: Cause
    findings: int


@dataclass(frozen=True)
class AuditDone:
    """What an audit found, to be kept."""

    division_id: int
    cause: Cause
    findings: list[Finding]
    after: int | None
    """The audit that was the last one when this one began."""


@dataclass(frozen=True)
class FindingTold:
    """An open finding with since when it is one."""

    finding: Finding
    first_seen_at: datetime
    last_seen_at: datetime


@dataclass(frozen=True)
class Due:
    """An audit that should be made."""

    division_id: int
    cause: Cause


def last_audit(tx: Transaction, _command: None) -> AuditTold | None:
    """Return the latest audit of any division."""
    run = tx.session.scalar(select(AuditRun).order_by(AuditRun.id.desc()).limit(1))
    if run is None:
        return None
    return AuditTold(run.id, run.division_id, run.at, run.cause, run.findings)


def due_audit(tx: Transaction, zone: ZoneInfo) -> Due | None:
    """Return the audit that is due: after an activation, and on each new day of the district."""
    active = standing(tx, None).active
    if active is None:
        return None
    last = last_audit(tx, None)
    since = active.valid_from
    if last is None or last.division_id != active.id or (since is not None and last.at < since):
        return Due(active.id, Cause.ACTIVATED)
    if last.at.astimezone(zone).date() < tx.now.astimezone(zone).date():
        return Due(active.id, Cause.DAILY)
    return None


def keep_audit(tx: Transaction, done: AuditDone) -> bool:
    """Keep an audit; tell whether it was, which it is not where it is out of date.

    That is where another process kept one meanwhile, or another division came into force.
    """
    hold(tx, Hold.GENERATION, shared=True)
    hold(tx, Hold.AUDIT)
    active, last = standing(tx, None).active, last_audit(tx, None)
    if active is None or active.id != done.division_id:
        return False
    if (last.id if last else None) != done.after:
        return False
    _keep_findings(tx, done)
    run = AuditRun(
        division_id=done.division_id, at=tx.now, cause=done.cause, findings=len(done.findings)
    )
    tx.session.add(run)
    return True


def open_findings(tx: Transaction, division_id: int) -> list[FindingTold]:
    """List the open findings of a division, those of a kind that are the oldest first."""
    rows = tx.session.execute(
        select(
            AuditFinding.kind,
            AuditFinding.subject,
            AuditFinding.community_code,
            AuditFinding.facts,
            AuditFinding.first_seen_at,
            AuditFinding.last_seen_at,
        )
        .where(AuditFinding.division_id == division_id, AuditFinding.gone_at.is_(None))
        .order_by(AuditFinding.first_seen_at, AuditFinding.subject)
    )
    return [FindingTold(Finding(*row[:4]), row[4], row[5]) for row in rows]


def counts(findings: Iterable[Finding]) -> dict[FindingKind, int]:
    """Return how many there are of each kind, the most urgent kind first; of some none."""
    counted = Counter(one.kind for one in findings)
    return {kind: counted[kind] for kind in FindingKind}


def _keep_findings(tx: Transaction, done: AuditDone) -> None:
    found = {one.key: one for one in done.findings}
    kept: dict[tuple[FindingKind, str], tuple[int, dict[str, int | str]]] = {}
    gone: list[int] = []
    for row in tx.session.execute(
        select(
            AuditFinding.id,
            AuditFinding.division_id,
            AuditFinding.kind,
            AuditFinding.subject,
            AuditFinding.facts,
        ).where(AuditFinding.gone_at.is_(None))
    ):
        # What was open in the division before is over with it.
        if row.division_id == done.division_id and (row.kind, row.subject) in found:
            kept[row.kind, row.subject] = row.id, row.facts
        else:
            gone.append(row.id)
    for start in range(0, len(gone), _IDS_A_QUERY):
        some = AuditFinding.id.in_(gone[start : start + _IDS_A_QUERY])
        _set(tx, some, gone_at=tx.now)
    _set(tx, AuditFinding.gone_at.is_(None), last_seen_at=tx.now)
    changed = [
        {"id": row_id, "facts": dict(found[key].facts)}
        for key, (row_id, facts) in kept.items()
        if dict(found[key].facts) != facts
    ]
    if changed:
        tx.session.execute(update(AuditFinding), changed)
    fresh = [
        {
            "division_id": done.division_id,
            "kind": one.kind,
            "subject": one.subject,
            "community_code": one.community_code,
            "facts": dict(one.facts),
            "first_seen_at": tx.now,
            "last_seen_at": tx.now,
        }
        for key, one in found.items()
        if key not in kept
    ]
    if fresh:
        tx.session.execute(insert(AuditFinding), fresh)


def _set(tx: Transaction, which: ColumnElement[bool], **values: datetime) -> None:
    tx.session.execute(
        update(AuditFinding)
        .where(which)
        .values(**values)
        .execution_options(synchronize_session=False)
    )
