"""What browsers and proxies may keep of an answer."""

import pytest

from service.access.roles import Role
from tests.service.conftest import ClientAs


@pytest.mark.parametrize(
    "path", ["/", "/api/v1/me", "/api/v1/cases", "/api/v1/nothing", "/healthz", "/sign-in"]
)
def test_an_answer_is_kept_nowhere_where_nothing_else_is_said(
    client_as: ClientAs, path: str
) -> None:
    headers = client_as(Role.ADMIN).get(path).headers
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("path", "kept"),
    [
        ("/static/css/base.css?v=1", "public, max-age=31536000, immutable"),
        ("/static/css/base.css", "no-cache"),
        ("/api/v1/cases.geojson", "no-cache"),
        ("/api/v1/divisions/1/cells.geojson", "no-cache"),
    ],
)
def test_what_says_how_long_it_is_kept_is_kept(client_as: ClientAs, path: str, kept: str) -> None:
    assert client_as(Role.ADMIN).get(path).headers["Cache-Control"] == kept
