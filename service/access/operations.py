"""Sign in and out, and keep accounts.

A password is hashed and verified outside of every write: it takes a tenth of a second and 64 MiB
by design, and nobody else's write may wait for that.
"""

from dataclasses import InitVar, dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import delete, select

from service.access.models import Account, SignedInSession
from service.access.passwords import hash_password, password_fits
from service.access.roles import Role
from service.access.sessions import Token, open_session, recognise, token_hash
from service.database import Executor, Transaction
from service.errors.domain import ConflictError, DomainError, NotFoundError
from service.people.operations import person_id_of

__all__ = [
    "AccountInfo",
    "ChangedPassword",
    "NewAccount",
    "NewPassword",
    "SignIn",
    "SignInRefused",
    "SignedIn",
    "Token",
    "accounts",
    "add_account",
    "change_password",
    "recognise",
    "set_disabled",
    "set_password",
    "sign_in",
    "sign_out",
]

MAX_FAILURES = 5
LOCK = timedelta(minutes=15)
_MAX_USERNAME = 60


class UsernameTakenError(ConflictError):
    """Another account has the user name."""

    key = "access-username-taken"
    field = "username"


class UsernameUnfitError(DomainError):
    """A user name is empty, too long or holds spaces."""

    key = "access-username-unfit"
    field = "username"


class UnknownAccountError(NotFoundError):
    """No account has the user name."""

    key = "access-account-unknown"


class OldPasswordWrongError(DomainError):
    """The present password does not fit."""

    key = "access-old-password-wrong"
    field = "old_password"


@dataclass(frozen=True)
class SignIn:
    """Somebody's wish to sign in."""

    username: str
    password: str
    life: timedelta = timedelta(hours=12)
    previous_token: str = ""
    """The session that the browser has so far; it ends, so that no token outlives a sign-in."""


@dataclass(frozen=True)
class SignedIn:
    """A new session: its token is told once and never kept."""

    token: str
    expires_at: datetime


@dataclass(frozen=True)
class SignInRefused:
    """A refusal; it never tells why, for a lock would tell that the account exists."""


@dataclass(frozen=True)
class NewAccount:
    """An account to be made; ``person_number`` is the register's number of its person.

    Raises
    ------
    PasswordUnfitError
    """

    username: str
    password: InitVar[str]
    role: Role
    person_number: str | None = None
    password_hash: str = field(init=False, repr=False)

    def __post_init__(self, password: str) -> None:
        """Hash the password."""
        object.__setattr__(self, "password_hash", hash_password(password))


@dataclass(frozen=True)
class NewPassword:
    """A new password, set by an administrator.

    Raises
    ------
    PasswordUnfitError
    """

    username: str
    password: InitVar[str]
    password_hash: str = field(init=False, repr=False)

    def __post_init__(self, password: str) -> None:
        """Hash the password."""
        object.__setattr__(self, "password_hash", hash_password(password))


@dataclass(frozen=True)
class ChangedPassword:
    """A new password, set by its owner; the session of ``token`` goes on, all others end."""

    account_id: int
    old_password: str
    password: str
    token: str = ""


@dataclass(frozen=True)
class Disabled:
    """Whether an account may sign in."""

    username: str
    disabled: bool


@dataclass(frozen=True)
class AccountInfo:
    """An account as a list shows it."""

    username: str
    role: Role
    person_name: str
    disabled: bool


def sign_in(executor: Executor, wish: SignIn) -> SignedIn | SignInRefused:
    """Open a session where user name and password fit.

    A refusal is returned, not raised, so that the count of failures is committed. An unknown
    name is locked out by nothing and takes as long as a known one.
    """
    password_hash = executor.read(_password_hash, wish.username)
    fits = password_fits(password_hash, wish.password)
    return executor.write(_enter, _Verified(wish, password_hash if fits else None))


@dataclass(frozen=True)
class _Verified:
    """A wish to sign in and the hash that its password fits; none where it fits none."""

    wish: SignIn
    password_hash: str | None


def _password_hash(tx: Transaction, username: str) -> str | None:
    account = _find(tx, username)
    return account.password_hash if account else None


def _enter(tx: Transaction, verified: _Verified) -> SignedIn | SignInRefused:
    account = _find(tx, verified.wish.username, for_update=True)
    if account is None or account.disabled:
        return SignInRefused()
    if account.locked_until is not None and account.locked_until > tx.now:
        return SignInRefused()
    if account.password_hash != verified.password_hash:  # wrong, or changed since it was verified
        account.failed_attempts += 1
        account.locked_until = None
        if account.failed_attempts >= MAX_FAILURES:
            account.failed_attempts, account.locked_until = 0, tx.now + LOCK
        return SignInRefused()
    account.failed_attempts, account.locked_until = 0, None
    sign_out(tx, verified.wish.previous_token)
    token, expires_at = open_session(tx, account, verified.wish.life)
    return SignedIn(token, expires_at)


def sign_out(tx: Transaction, token: str) -> None:
    """End the session of a token, if there is one."""
    tx.session.execute(
        delete(SignedInSession).where(SignedInSession.token_hash == token_hash(token))
    )


def add_account(tx: Transaction, new: NewAccount) -> int:
    """Make an account and return its id.

    Raises
    ------
    UsernameUnfitError, UsernameTakenError, UnknownPersonError
    """
    name = new.username
    if not 0 < len(name) <= _MAX_USERNAME or not name.isprintable() or len(name.split()) != 1:
        raise UsernameUnfitError(most=_MAX_USERNAME)
    if _find(tx, name) is not None:
        raise UsernameTakenError(username=name)
    account = Account(
        username=name,
        password_hash=new.password_hash,
        role=new.role,
        person_id=person_id_of(tx, new.person_number) if new.person_number else None,
        created_at=tx.now,
    )
    tx.session.add(account)
    tx.session.flush()
    return account.id


def set_password(tx: Transaction, new: NewPassword) -> None:
    """Set an account's password; all its sessions end and a lock is lifted."""
    account = _known(tx, new.username)
    account.password_hash = new.password_hash
    account.failed_attempts, account.locked_until = 0, None
    _end_sessions(tx, account.id)


def change_password(executor: Executor, change: ChangedPassword) -> None:
    """Change one's own password; all other sessions end.

    Raises
    ------
    OldPasswordWrongError, PasswordUnfitError
    """
    old_hash = executor.read(_own_password_hash, change.account_id)
    if not password_fits(old_hash, change.old_password):
        raise OldPasswordWrongError
    executor.write(_replace_password, _Replaced(change, old_hash, hash_password(change.password)))


@dataclass(frozen=True)
class _Replaced:
    """A change whose old password fits ``old_hash``."""

    change: ChangedPassword
    old_hash: str
    new_hash: str


def _own_password_hash(tx: Transaction, account_id: int) -> str:
    return tx.session.get_one(Account, account_id).password_hash


def _replace_password(tx: Transaction, replaced: _Replaced) -> None:
    account = tx.session.get_one(
        Account, replaced.change.account_id, with_for_update={"of": Account}
    )
    if account.password_hash != replaced.old_hash:  # changed since it was verified
        raise OldPasswordWrongError
    account.password_hash = replaced.new_hash
    _end_sessions(tx, account.id, but=replaced.change.token)


def set_disabled(tx: Transaction, command: Disabled) -> None:
    """Refuse or allow an account; a disabled one's sessions end."""
    account = _known(tx, command.username)
    account.disabled = command.disabled
    if command.disabled:
        _end_sessions(tx, account.id)


def accounts(tx: Transaction, _command: None) -> list[AccountInfo]:
    """List all accounts by user name."""
    return [
        AccountInfo(
            account.username,
            account.role,
            account.person.name if account.person else "",
            account.disabled,
        )
        for account in tx.session.scalars(select(Account).order_by(Account.username))
    ]


def _find(tx: Transaction, username: str, *, for_update: bool = False) -> Account | None:
    query = select(Account).where(Account.username == username)
    if "\x00" in username:
        return None
    return tx.session.scalar(query.with_for_update(of=Account) if for_update else query)


def _known(tx: Transaction, username: str) -> Account:
    account = _find(tx, username, for_update=True)
    if account is None:
        raise UnknownAccountError(username=username)
    return account


def _end_sessions(tx: Transaction, account_id: int, *, but: str = "") -> None:
    tx.session.execute(
        delete(SignedInSession).where(
            SignedInSession.account_id == account_id,
            SignedInSession.token_hash != token_hash(but),
        )
    )
