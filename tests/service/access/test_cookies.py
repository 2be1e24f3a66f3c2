"""The session cookie over HTTP: its flags, its end, and that no token outlives a sign-in."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from email.utils import format_datetime
from http.cookies import Morsel, SimpleCookie

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from service.access.csrf import form_token
from service.access.roles import Role
from service.app import create_app
from service.settings import Settings
from service.web.context import SESSION_COOKIE
from tests.service.conftest import PASSWORD, District, HandClock

Browser = Callable[..., TestClient]


@pytest.fixture
def browser(settings: Settings, clock: HandClock, district: District) -> Iterator[Browser]:
    """Give a signed-out browser of a service with some settings changed."""
    apps = []

    def open_browser(scheme: str = "http", **changes: object) -> TestClient:
        apps.append(create_app(settings.model_copy(update=changes), clock=clock))
        return TestClient(apps[-1], base_url=f"{scheme}://testserver", follow_redirects=False)

    yield open_browser
    for app in apps:
        app.state.resources.executor.engine.dispose()


def _sign_in(client: TestClient, session: str = "") -> Response:
    form = {"username": Role.ADMIN.value, "password": PASSWORD}
    answer = client.post("/sign-in", data=form, headers=_with(session))
    assert answer.status_code == 303
    return answer


def _with(session: str) -> dict[str, str]:
    # The client's own jar would drop the cookie by the wall clock, not by the test's.
    return {"Cookie": f"{SESSION_COOKIE}={session}"} if session else {}


def _cookie(answer: Response) -> Morsel[str]:
    return SimpleCookie(answer.headers["set-cookie"])[SESSION_COOKIE]


def _signed_in(client: TestClient, session: str) -> bool:
    client.cookies.clear()
    told: bool = client.get("/api/v1/me", headers=_with(session)).json()["signed_in"]
    return told


def test_the_session_cookie_is_out_of_reach_of_scripts_and_other_sites(browser: Browser) -> None:
    cookie = _cookie(_sign_in(browser()))
    assert cookie["httponly"] is True
    assert cookie["samesite"] == "lax"
    assert (cookie["path"], cookie["domain"]) == ("/", "")


@pytest.mark.parametrize(
    ("scheme", "secure_cookies", "secure"),
    [("http", "auto", False), ("https", "auto", True), ("http", "always", True)],
)
def test_the_session_cookie_is_secure_on_https_or_where_settings_say_so(
    browser: Browser, scheme: str, secure_cookies: str, secure: bool
) -> None:
    client = browser(scheme, secure_cookies=secure_cookies)
    assert bool(_cookie(_sign_in(client))["secure"]) is secure


def test_the_session_ends_when_its_cookie_does(browser: Browser, clock: HandClock) -> None:
    client = browser(session_hours=2)
    cookie = _cookie(_sign_in(client))
    assert cookie["expires"] == format_datetime(clock.now + timedelta(hours=2), usegmt=True)
    clock.pass_by(timedelta(hours=2) - timedelta(seconds=1))
    assert _signed_in(client, cookie.value)
    clock.pass_by(timedelta(seconds=1))
    assert not _signed_in(client, cookie.value)


def test_signing_in_again_ends_the_session_that_the_browser_had(browser: Browser) -> None:
    client = browser()
    first = _cookie(_sign_in(client)).value
    assert _signed_in(client, first)
    second = _cookie(_sign_in(client, first)).value
    assert _signed_in(client, second)
    assert not _signed_in(client, first)


def test_signing_out_takes_the_cookie_back(browser: Browser, settings: Settings) -> None:
    client = browser()
    session = _cookie(_sign_in(client)).value
    client.cookies.clear()
    headers = {"X-CSRF-Token": form_token(settings.signing_key, session), **_with(session)}
    cookie = _cookie(client.post("/sign-out", headers=headers))
    assert (cookie.value, cookie["max-age"], cookie["path"]) == ("", "0", "/")
    assert not _signed_in(client, session)
