import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from service.access.pages import own_path
from service.access.roles import Role
from tests.service.conftest import PASSWORD, ClientAs, District


def entered(client: TestClient, **fields: str) -> tuple[int, str]:
    answer = client.post("/sign-in", data=fields, follow_redirects=False)
    return answer.status_code, answer.headers.get("location", "")


def test_signing_in_leads_where_one_wanted_to_go(app: FastAPI, district: District) -> None:
    client = TestClient(app)
    wanted = {"username": Role.ADMIN.value, "password": PASSWORD, "next": "/people?x=1"}
    assert entered(client, **wanted) == (303, "/people?x=1")


@pytest.mark.parametrize(
    "target",
    ["https://evil.example/", "//evil.example", "/\\evil.example", "/\t/evil.example", "evil", ""],
)
def test_no_target_leads_off_the_site(target: str) -> None:
    assert own_path(target) == ""


def test_a_wrong_password_says_so_and_five_lock(app: FastAPI, district: District) -> None:
    client = TestClient(app)
    wrong = {"username": Role.ADMIN.value, "password": "wrong"}
    first = client.post("/sign-in", data=wrong)
    assert first.status_code == 422
    assert "用户名或密码不对" in first.text
    for _ in range(4):
        last = client.post("/sign-in", data=wrong)
    assert "15 分钟" in last.text


def test_signing_out_ends_the_session(client_as: ClientAs) -> None:
    client = client_as(Role.ADMIN)
    assert client.post("/sign-out", follow_redirects=False).status_code == 303
    assert client.get("/account").status_code == 401


def test_one_changes_ones_own_password(client_as: ClientAs) -> None:
    client = client_as(Role.ADMIN)
    fields = {"old_password": PASSWORD, "password": "another one 1", "again": "another one 2"}
    assert client.post("/account", data=fields).status_code == 422
    fields["again"] = fields["password"]
    assert client.post("/account", data=fields).headers["location"] == "/account?changed=1"


def test_each_role_starts_where_it_may_go(client_as: ClientAs) -> None:
    starts = {
        Role.GRID_WORKER: "/cases",
        Role.STREET_OFFICER: "/cases",
        Role.SUPERVISOR: "/cases",
        Role.CLERK: "/people",
        Role.ANONYMOUS: "/",
    }
    for role, path in starts.items():
        answer = client_as(role).get("/start", follow_redirects=False)
        assert (answer.status_code, answer.headers["location"]) == (303, path)
