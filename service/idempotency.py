"""`Idempotency-Key`: a repeated request gets the very same answer, and does nothing twice.

The key is read and kept in the transaction of the operation itself, so a crash can neither lose a
kept answer nor keep one whose work was rolled back. Each new key sweeps some that are long past
any retry, so that the table stays as small as two days' traffic.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import LargeBinary, String, delete, select, tuple_
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from service.database import Answer, Command, Executor, Model, Transaction, UtcDateTime
from service.errors.domain import ConflictError, DomainError

KEPT_FOR = timedelta(hours=48)
"""How long a repeated request is answered for certain; a phone may be offline for a day."""
DEMO_SCOPE = "demo"
"""Never swept: by its keys the demo knows which of its cases are there already."""
_SWEPT_AT_ONCE = 20
"""More than one, so that the sweep catches up; few, so that no request waits for it."""


class IdempotencyKey(Model):
    """An answer that was given, kept so that a repeated request gets the very same bytes."""

    __tablename__ = "idempotency_keys"

    scope: Mapped[str] = mapped_column(String(80), primary_key=True)
    """Operation and actor: keys of two people never meet."""
    key: Mapped[str] = mapped_column(String(200), primary_key=True)
    body_sha256: Mapped[str] = mapped_column(String(64))
    status: Mapped[int]
    answer: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class KeyReusedError(ConflictError):
    """The same key came with another body."""

    key = "error-idempotency-key-reused"


class KeyUnfitError(DomainError):
    """The key is empty, too long, or not printable ASCII."""

    key = "error-idempotency-key-unfit"
    status = 400


@dataclass(frozen=True)
class Once:
    """The key of a request, whom it belongs to, and the fingerprint of its body."""

    scope: str
    key: str
    body_sha256: str

    @classmethod
    def of(cls, scope: str, key: str | None, body: bytes) -> "Once | None":
        """Return the key to honour, or ``None`` where the request carries none."""
        if key is None:
            return None
        if not (0 < len(key) <= 200 and key.isascii() and key.isprintable()):
            raise KeyUnfitError(field="Idempotency-Key")
        return cls(scope, key, hashlib.sha256(body).hexdigest())


@dataclass(frozen=True)
class Kept:
    """An answer as it goes over the wire."""

    status: int
    body: bytes
    repeated: bool = False


def recall(executor: Executor, once: Once | None) -> Kept | None:
    """Return the answer kept for a key, before the work of preparing the operation is done.

    A repeated request gets its answer even where it would be refused by now.

    Raises
    ------
    KeyReusedError
        The key was used for another body.
    """
    return None if once is None else executor.read(_kept, once)


def write_once(
    executor: Executor,
    operation: Callable[[Transaction, Command], Answer],
    command: Command,
    *,
    once: Once | None,
    render: Callable[[Answer], bytes],
    status: int = 201,
) -> Kept:
    """Run an operation that creates; with a key seen before, give the kept answer instead.

    Raises
    ------
    KeyReusedError
        The key was used for another body.
    """

    def keep(tx: Transaction, command: Command) -> Kept:
        if once is not None:
            earlier = _kept(tx, once)
            if earlier is not None:
                return earlier
            # The row goes first: of two racing requests, the second waits here (PostgreSQL) or
            # at BEGIN (SQLite) and then finds the answer or fails on the primary key.
            row = IdempotencyKey(
                scope=once.scope,
                key=once.key,
                body_sha256=once.body_sha256,
                status=status,
                answer=b"",
                created_at=tx.now,
            )
            tx.session.add(row)
            tx.session.flush()
            _sweep(tx)
            body = render(operation(tx, command))
            row.answer = body
            return Kept(status, body)
        return Kept(status, render(operation(tx, command)))

    return _after_race(executor, keep, command)


def _kept(tx: Transaction, once: Once) -> Kept | None:
    row = tx.session.get(IdempotencyKey, (once.scope, once.key))
    if row is None:
        return None
    if row.body_sha256 != once.body_sha256:
        raise KeyReusedError(given=once.key)
    return Kept(row.status, row.answer, repeated=True)


def _sweep(tx: Transaction) -> None:
    found = tx.session.execute(
        select(IdempotencyKey.scope, IdempotencyKey.key)
        .where(IdempotencyKey.created_at < tx.now - KEPT_FOR, IdempotencyKey.scope != DEMO_SCOPE)
        .order_by(IdempotencyKey.created_at)
        .limit(_SWEPT_AT_ONCE)
        # Two requests that sweep at once take different rows, and neither waits (PostgreSQL).
        .with_for_update(skip_locked=True)
    )
    past = [(row.scope, row.key) for row in found]
    if past:
        tx.session.execute(
            delete(IdempotencyKey)
            .where(tuple_(IdempotencyKey.scope, IdempotencyKey.key).in_(past))
            .execution_options(synchronize_session=False)
        )


def _after_race(
    executor: Executor, keep: Callable[[Transaction, Command], Kept], command: Command
) -> Kept:
    try:
        return executor.write(keep, command)
    except IntegrityError as error:
        if IdempotencyKey.__tablename__ not in str(error.orig):
            raise
        # The other request with this key has just committed: its answer is there now.
        return executor.write(keep, command)
