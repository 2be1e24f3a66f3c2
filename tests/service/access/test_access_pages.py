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


def test_a_refusal_does_not_tell_whether_the_account_exists(
    app: FastAPI, district: District
) -> None:
    client = TestClient(app)

    def refusals(username: str) -> list[str]:
        wrong = {"username": username, "password": "wrong"}
        answers = [client.post("/sign-in", data=wrong) for _ in range(6)]
        assert {answer.status_code for answer in answers} == {422}
        return [answer.text.replace(username, "…") for answer in answers]

    known, unknown = refusals(Role.ADMIN.value), refusals("nobody-at-all")
    assert known == unknown
    assert len(set(known)) == 1
    assert "用户名或密码不对" in known[0]
    assert "连续输错 5 次，会锁定 15 分钟" in known[0]


def test_signing_out_ends_the_session(client_as: ClientAs) -> None:
    client = client_as(Role.ADMIN)
    assert client.post("/sign-out", follow_redirects=False).status_code == 303
    asked = client.get("/account", follow_redirects=False)
    assert (asked.status_code, asked.headers["location"]) == (303, "/sign-in?next=%2Faccount")


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
