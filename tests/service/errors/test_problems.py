"""Errors as problem details, in the reader's language."""

import asyncio

import pytest
from fastapi import FastAPI
from sqlalchemy import event
from starlette.testclient import TestClient

from service.access.roles import Role
from service.database import open_engine
from tests.service.conftest import ClientAs, District


@pytest.mark.parametrize(
    ("language", "title"), [("zh-CN,zh;q=0.9", "找不到"), ("en-GB,en", "Not found")]
)
def test_a_problem_is_told_in_the_readers_language(
    client_as: ClientAs, language: str, title: str
) -> None:
    answer = client_as(Role.ANONYMOUS).get("/api/v1/nothing", headers={"Accept-Language": language})
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["title"] == title
    assert answer.json()["instance"] == "/api/v1/nothing"


def test_a_wrong_method_is_a_problem(client_as: ClientAs) -> None:
    answer = client_as(Role.ANONYMOUS).delete("/api/v1/me")
    assert (answer.status_code, answer.json()["type"]) == (405, "/problems/error-method")


def test_missing_input_is_named_by_its_field(client_as: ClientAs) -> None:
    answer = client_as(Role.ADMIN).post("/api/v1/people/import")
    assert answer.status_code == 422
    assert answer.json()["errors"] == [{"field": "file", "detail": "此项必填。"}]


def test_a_person_who_is_not_signed_in_is_told_to(client_as: ClientAs) -> None:
    answer = client_as(Role.ANONYMOUS).get("/api/v1/people/gaps")
    assert (answer.status_code, answer.json()["type"]) == (401, "/problems/error-sign-in-needed")


@pytest.mark.parametrize(
    ("path", "status"),
    [("/nothing", 404), ("/sign-out", 405), ("/cells/x/map.pdf", 404), ("/account?changed=x", 422)],
)
def test_an_error_page_leaves_the_event_loop_free(
    app: FastAPI, client_as: ClientAs, path: str, status: int
) -> None:
    on_the_loop: list[bool] = []

    def note(_connection: object) -> None:
        try:
            asyncio.get_running_loop()
        except RuntimeError:
            on_the_loop.append(False)
        else:
            on_the_loop.append(True)

    client = client_as(Role.ADMIN)
    event.listen(app.state.resources.executor.engine, "begin", note)
    answer = client.get(path, headers={"Accept": "text/html"})
    assert answer.status_code == status
    assert on_the_loop
    assert not any(on_the_loop)


@pytest.fixture
def without_database(app: FastAPI, monkeypatch: pytest.MonkeyPatch) -> TestClient:
    """Give a client of a service that has lost its database."""
    nowhere = open_engine("postgresql+psycopg://nobody@127.0.0.1:1/nothing")
    monkeypatch.setattr(app.state.resources.executor, "engine", nowhere)
    return TestClient(app, raise_server_exceptions=False)


@pytest.mark.parametrize("path", ["/", "/nothing", "/cases"])
def test_without_a_database_a_page_still_says_so_in_both_languages(
    without_database: TestClient, path: str
) -> None:
    answer = without_database.get(path, headers={"Accept": "text/html"})
    assert answer.status_code == 500
    assert "服务出现故障" in answer.text
    assert "Something went wrong" in answer.text


def test_without_a_database_the_api_answers_a_problem(without_database: TestClient) -> None:
    answer = without_database.get("/api/v1/me")
    assert (answer.status_code, answer.json()["type"]) == (500, "/problems/error-unexpected")


@pytest.mark.parametrize("path", ["/", "/api/v1/me"])
def test_the_answer_to_an_unexpected_error_is_as_guarded_as_any(
    without_database: TestClient, path: str
) -> None:
    headers = without_database.get(path, headers={"Accept": "text/html"}).headers
    assert "default-src 'self'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("posted", "form"),
    [
        ("/divisions/{id}/schedule", "/divisions/{id}"),
        ("/people/carrying/1", "/people/carrying"),
        ("/divisions/drafts/new", None),
    ],
)
def test_the_address_of_a_refused_form_opens_the_page_that_has_the_form(
    client_as: ClientAs, district: District, posted: str, form: str | None
) -> None:
    page = {"Accept": "text/html"}
    client = client_as(Role.ADMIN)
    number = district.division_id
    answer = client.get(posted.format(id=number) + "?lang=en", headers=page)
    if form is None:
        assert answer.status_code == 200
        return
    assert answer.status_code == 303
    assert answer.headers["location"] == form.format(id=number) + "?lang=en"
    assert client.get(answer.headers["location"], headers=page).status_code == 200
    assert client.get(posted.format(id=number)).status_code == 405


@pytest.mark.parametrize(
    ("method", "path", "form"),
    [
        ("GET", f"/?division={'9' * 30}", None),
        ("GET", f"/api/v1/divisions/{'9' * 30}", None),
        ("POST", f"/divisions/{'9' * 30}/activate", {}),
        ("POST", f"/people/carrying/{'9' * 20}", {"decision": "confirm", "division": "1"}),
        ("POST", "/people/carrying/some", {"carrying": "9" * 20, "anchor": "a", "division": "1"}),
        ("POST", "/people/carrying/confirm", {"division": "9" * 20}),
    ],
)
def test_a_number_that_no_database_holds_is_no_fault_of_ours(
    client_as: ClientAs, method: str, path: str, form: dict[str, str] | None
) -> None:
    assert client_as(Role.ADMIN).request(method, path, data=form).status_code in (404, 422)
