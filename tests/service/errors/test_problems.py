"""Errors as problem details, in the reader's language."""

import pytest

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
