"""Sign-in, sessions and their ends."""

from collections.abc import Callable, Iterator
from contextlib import nullcontext
from datetime import timedelta
from typing import Literal
from zoneinfo import ZoneInfo

import pytest
from argon2 import PasswordHasher
from sqlalchemy import select
from starlette.testclient import TestClient

from service.access import passwords
from service.access.models import SignedInSession
from service.access.operations import (
    ChangedPassword,
    Disabled,
    NewAccount,
    NewPassword,
    OldPasswordWrongError,
    SignedIn,
    SignIn,
    SignInRefused,
    Token,
    UsernameTakenError,
    UsernameUnfitError,
    add_account,
    change_password,
    recognise,
    set_disabled,
    set_password,
    sign_in,
    sign_out,
)
from service.access.passwords import PasswordUnfitError
from service.access.roles import ANONYMOUS, Actor, Role
from service.database import Executor, Transaction
from service.settings import Settings
from service.web.context import SESSION_COOKIE
from tests.service.conftest import PASSWORD, YINQUAN, ClientAs, District, HandClock


@pytest.fixture
def account(executor: Executor) -> str:
    executor.write(add_account, NewAccount("chen", PASSWORD, Role.CLERK))
    return "chen"


def _sign_in(executor: Executor, name: str, password: str = PASSWORD) -> SignedIn:
    answer = sign_in(executor, SignIn(name, password))
    assert isinstance(answer, SignedIn)
    return answer


def _who(executor: Executor, settings: Settings, token: str) -> Actor:
    return executor.read(recognise, Token(token, settings.zone))


def test_the_token_itself_is_never_stored(executor: Executor, account: str) -> None:
    token = _sign_in(executor, account).token

    def stored(tx: Transaction, _command: None) -> str:
        return tx.session.scalars(select(SignedInSession.token_hash)).one()

    assert token not in executor.read(stored, None)
    assert len(token) >= 43  # 256 bits


def test_a_session_ends_by_time(
    executor: Executor, account: str, settings: Settings, clock: HandClock
) -> None:
    token = _sign_in(executor, account).token
    assert _who(executor, settings, token).role is Role.CLERK
    clock.pass_by(timedelta(hours=12))
    assert _who(executor, settings, token) == ANONYMOUS


def test_a_session_ends_by_signing_out(
    executor: Executor, account: str, settings: Settings
) -> None:
    token = _sign_in(executor, account).token
    executor.write(sign_out, token)
    assert _who(executor, settings, token) == ANONYMOUS


def test_signing_in_again_ends_the_browsers_old_session(
    executor: Executor, account: str, settings: Settings
) -> None:
    old = _sign_in(executor, account).token
    sign_in(executor, SignIn(account, PASSWORD, previous_token=old))
    assert _who(executor, settings, old) == ANONYMOUS


def test_changing_the_password_ends_the_other_sessions(
    executor: Executor, account: str, settings: Settings
) -> None:
    mine, other = _sign_in(executor, account).token, _sign_in(executor, account).token
    account_id = _who(executor, settings, mine).account_id
    assert account_id is not None
    new = "quite another password"
    change_password(executor, ChangedPassword(account_id, PASSWORD, new, mine))
    assert _who(executor, settings, mine).signed_in
    assert not _who(executor, settings, other).signed_in
    with pytest.raises(OldPasswordWrongError):
        change_password(executor, ChangedPassword(account_id, PASSWORD, new, mine))
    executor.write(set_password, NewPassword(account, PASSWORD))
    assert not _who(executor, settings, mine).signed_in


def test_a_disabled_account_is_refused_at_once(
    executor: Executor, account: str, settings: Settings
) -> None:
    token = _sign_in(executor, account).token
    executor.write(set_disabled, Disabled(account, disabled=True))
    assert _who(executor, settings, token) == ANONYMOUS
    assert sign_in(executor, SignIn(account, PASSWORD)) == SignInRefused()


def test_five_failures_lock_for_a_quarter_of_an_hour(
    executor: Executor, account: str, clock: HandClock
) -> None:
    for _ in range(5):
        refused = sign_in(executor, SignIn(account, "a wrong password"))
    assert refused == SignInRefused()
    clock.pass_by(timedelta(minutes=14, seconds=59))
    assert isinstance(sign_in(executor, SignIn(account, PASSWORD)), SignInRefused)
    clock.pass_by(timedelta(seconds=1))
    assert isinstance(sign_in(executor, SignIn(account, PASSWORD)), SignedIn)


@pytest.fixture
def during_hashing(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Callable[[], object]]]:
    """Give a list of what happens while the next password is verified."""
    pending: list[Callable[[], object]] = []

    class Interrupted(PasswordHasher):
        def verify(self, hash: str | bytes, password: str | bytes) -> Literal[True]:
            if pending:
                pending.pop()()
            return super().verify(hash, password)

    monkeypatch.setattr(passwords, "_turns", nullcontext())  # it may verify within verifying
    monkeypatch.setattr(passwords, "hasher", Interrupted(1, memory_cost=8, parallelism=1))
    yield pending
    assert not pending


def test_others_write_while_a_password_is_verified(
    executor: Executor, account: str, during_hashing: list[Callable[[], object]]
) -> None:
    token = _sign_in(executor, account).token
    account_id = executor.read(recognise, Token(token, ZoneInfo("UTC"))).account_id
    assert account_id is not None
    # The same account's row: a write would wait for ever for a transaction that holds it.
    during_hashing.append(lambda: executor.write(set_disabled, Disabled(account, disabled=False)))
    assert isinstance(sign_in(executor, SignIn(account, PASSWORD)), SignedIn)
    during_hashing.append(lambda: executor.write(set_disabled, Disabled(account, disabled=False)))
    change_password(executor, ChangedPassword(account_id, PASSWORD, "quite another password"))


def test_a_password_changed_while_it_is_verified_opens_nothing(
    executor: Executor, account: str, during_hashing: list[Callable[[], object]]
) -> None:
    new = NewPassword(account, "quite another password")
    during_hashing.append(lambda: executor.write(set_password, new))
    assert isinstance(sign_in(executor, SignIn(account, PASSWORD)), SignInRefused)


def test_a_lock_set_while_the_password_is_verified_holds(
    executor: Executor, account: str, during_hashing: list[Callable[[], object]]
) -> None:
    def fail_five_times() -> None:
        for _ in range(5):
            sign_in(executor, SignIn(account, "a wrong password"))

    during_hashing.append(fail_five_times)
    assert isinstance(sign_in(executor, SignIn(account, PASSWORD)), SignInRefused)


@pytest.mark.parametrize("name", ["nobody", "", "a\x00b"])
def test_an_unknown_name_is_refused_like_a_wrong_password(executor: Executor, name: str) -> None:
    assert sign_in(executor, SignIn(name, PASSWORD)) == SignInRefused()


def test_accounts_that_do_not_fit_are_refused(executor: Executor, account: str) -> None:
    with pytest.raises(UsernameTakenError):
        executor.write(add_account, NewAccount(account, PASSWORD, Role.ADMIN))
    with pytest.raises(UsernameUnfitError):
        executor.write(add_account, NewAccount("two words", PASSWORD, Role.ADMIN))
    with pytest.raises(PasswordUnfitError):
        executor.write(add_account, NewAccount("li", "short", Role.ADMIN))


def test_me_tells_each_role_what_it_may(client_as: ClientAs, district: District) -> None:
    told = {role: client_as(role).get("/api/v1/me").json() for role in Role}
    assert [me["role"] for me in told.values()] == [role.value for role in Role]
    assert [role for role, me in told.items() if not me["signed_in"]] == [Role.ANONYMOUS]
    importers = [role for role, me in told.items() if "import_people" in me["permissions"]]
    assert importers == [Role.ADMIN]
    assert tuple(told[Role.GRID_WORKER]["cells"]) == district.cells_of[YINQUAN]
    assert told[Role.COMMUNITY_OFFICER]["communities"] == [YINQUAN]
    assert told[Role.DEPARTMENT_OFFICER]["communities"] == [YINQUAN]
    assert told[Role.STREET_OFFICER]["streets"] == ["440704001"]


def test_a_request_of_a_session_without_its_form_token_is_refused(client_as: ClientAs) -> None:
    client = client_as(Role.ADMIN)
    del client.headers["X-CSRF-Token"]
    answer = client.post("/api/v1/people/import", files={"file": ("a.csv", b"x")})
    assert (answer.status_code, answer.json()["type"]) == (403, "/problems/error-form-token")
    foreign = {"csrf_token": "of another session"}
    answer = client.post("/api/v1/people/import", files={"file": ("a.csv", b"x")}, data=foreign)
    assert answer.status_code == 403


@pytest.mark.parametrize("token", ["é".encode(), "令牌".encode(), b"\xff"])
def test_a_form_token_of_any_bytes_is_refused_like_a_wrong_one(
    client_as: ClientAs, token: bytes
) -> None:
    client = client_as(Role.ADMIN)
    del client.headers["X-CSRF-Token"]
    answer = client.post("/sign-out", headers=[(b"X-CSRF-Token", token)])
    assert answer.status_code == 403


def test_a_made_up_session_is_nobody(client_as: ClientAs) -> None:
    client: TestClient = client_as(Role.ANONYMOUS)
    client.cookies.set(SESSION_COOKIE, "made up")
    assert client.get("/api/v1/me").json()["signed_in"] is False
