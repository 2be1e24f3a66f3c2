"""Errors as problem details, in the reader's language."""

import asyncio

import pytest
from fastapi import FastAPI
from sqlalchemy import event

from service.access.roles import Role
from tests.service.conftest import ClientAs


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
