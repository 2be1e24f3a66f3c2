from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from service.cases.intake import Submission, report_of
from service.cases.operations import Act, act, report
from service.cases.states import Action
from service.database import Transaction
from service.errors.domain import ConflictError
from tests.service.district import IN_FIELD, IN_SPRING, District, jpeg, report_fields

URL = "/api/v1/cases"


@pytest.fixture
def number(district: District) -> str:
    return reported(district)


def reported(district: District, **changes: object) -> str:
    answer = district.client().post(URL, json=report_fields(**changes))
    return str(answer.json()["number"])


def do(client: TestClient, number: str, action: str, photo: bytes | None = None, **fields: object):
    files = [("photos", ("a.jpg", photo))] if photo else None
    return client.post(
        f"{URL}/{number}/transitions", data={"action": action, **fields}, files=files
    )


def test_a_case_goes_from_report_to_closed(district: District, number: str) -> None:
    worker, officer = district.client("grid_worker"), district.client("community_officer")
    assert do(worker, number, "take").json()["state"] == "in_hand"
    assert do(worker, number, "rectify", jpeg("green"), note="净").json()["state"] == "rectified"
    assert do(officer, number, "verify").json()["state"] == "verified"
    answer = do(officer, number, "answer", note="已处理，谢谢")
    assert answer.json()["state"] == "verified"
    closed = do(officer, number, "close").json()
    assert (closed["state"], closed["status"]) == ("closed", "done")
    assert closed["closed_at"]
    assert [event["kind"] for event in closed["history"]] == [
        "report", "accept", "dispatch", "take", "rectify", "verify", "answer", "close",
    ]  # fmt: skip
    assert closed["history"][3]["actor_name"] == "黄健文"
    assert [photo["stage"] for photo in closed["photos"]] == ["after"]
    assert closed["revision"] == 6


def test_rework_sends_a_case_back_and_asks_for_a_new_photo(district: District, number: str) -> None:
    worker, officer = district.client("grid_worker"), district.client("community_officer")
    do(worker, number, "take")
    do(worker, number, "rectify", jpeg())
    assert do(officer, number, "rework").json()["type"] == "/problems/case-note-needed"
    back = do(officer, number, "rework", note="还有一堆").json()
    assert (back["state"], back["rework_count"], back["rectified_at"]) == ("in_hand", 1, None)
    assert do(worker, number, "rectify").json()["type"] == "/problems/case-photo-needed"


def test_who_rectified_may_not_verify(district: District, number: str) -> None:
    officer = district.client("community_officer")
    do(officer, number, "take")
    case = do(officer, number, "rectify", jpeg()).json()
    assert "verify" not in case["actions"]
    answer = do(officer, number, "verify")
    assert (answer.status_code, answer.json()["type"]) == (403, "/problems/case-own-rectification")
    assert do(district.client("street_officer"), number, "verify").status_code == 200


def test_a_photo_goes_with_a_rectification_only(district: District, number: str) -> None:
    answer = do(district.client("grid_worker"), number, "take", jpeg())
    assert answer.json()["type"] == "/problems/case-photo-uncalled-for"
    assert district.media_files() == []


def test_a_refused_photo_changes_nothing(district: District, number: str) -> None:
    worker = district.client("grid_worker")
    do(worker, number, "take")
    assert do(worker, number, "rectify", b"no picture").status_code == 422
    case = worker.get(f"{URL}/{number}").json()
    assert (case["state"], case["revision"]) == ("in_hand", 2)
    assert district.media_files() == []


def test_an_older_revision_is_refused(district: District, number: str) -> None:
    worker, officer = district.client("grid_worker"), district.client("community_officer")
    do(officer, number, "answer", note="请稍候", revision=1)
    answer = do(worker, number, "take", revision=1)
    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/case-stale")
    assert do(worker, number, "take", revision=2).status_code == 200


def test_a_move_that_the_table_lacks_is_a_conflict(district: District, number: str) -> None:
    answer = do(district.client("community_officer"), number, "close")
    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/case-action-not-now")


@pytest.mark.parametrize(
    ("fields", "key"),
    [
        ({"action": "explode"}, "error-input"),
        ({"action": "answer", "note": "字" * 2001}, "case-text-too-long"),
        ({"action": "answer", "note": " "}, "case-note-needed"),
        ({"action": "answer", "note": "a\0"}, "case-text-unfit"),
        ({"action": "take", "revision": "one"}, "error-input"),
    ],
)
def test_a_bad_action_is_told_clearly(
    district: District, number: str, fields: dict[str, object], key: str
) -> None:
    answer = district.client("grid_worker").post(f"{URL}/{number}/transitions", data=fields)
    assert (answer.status_code, answer.json()["type"]) == (422, f"/problems/{key}")


def test_of_two_who_take_at_once_one_is_told_that_it_has_moved_on(
    district: District, number: str
) -> None:
    barrier = Barrier(2)
    actors = [district.actor("grid_worker"), district.actor("community_officer")]

    def take(turn: int) -> str:
        barrier.wait()
        try:
            command = Act(district.desk, number, Action.TAKE, actors[turn], revision=1)
            return district.executor.write(act, command).state.value
        except ConflictError as error:
            return f"{error.status}"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(take, range(2))) == ["409", "in_hand"]


def test_reports_at_once_get_numbers_without_a_gap_or_a_double(district: District) -> None:
    division = district.resources.divisions.active()
    actor = district.actor("resident")
    barrier = Barrier(8)

    def one(_turn: int) -> str:
        barrier.wait()
        command = report_of(
            Submission(*IN_SPRING, "0101"), desk=district.desk, division=division, actor=actor
        )
        return district.executor.write(report, command).number

    with ThreadPoolExecutor(8) as pool:
        numbers = sorted(pool.map(one, range(8)))
    assert numbers == [f"440704-20261124-{serial:04}" for serial in range(1, 9)]


@pytest.mark.parametrize("deed", ["UPDATE case_events SET note = 'x'", "DELETE FROM case_events"])
def test_history_cannot_be_rewritten(district: District, number: str, deed: str) -> None:
    def rewrite(tx: Transaction, _command: None) -> None:
        tx.session.execute(text(deed))

    with pytest.raises(DBAPIError, match="append-only"):
        district.executor.write(rewrite, None)


def test_the_reporter_follows_with_the_key_and_others_see_the_state_only(
    district: District,
) -> None:
    anyone, worker = district.client(), district.client("grid_worker")
    told = anyone.post(URL, data=report_fields(), files=[("photos", ("a.jpg", jpeg()))]).json()
    number = told["number"]
    do(worker, number, "answer", note="马上去")
    url = f"/api/v1/track/{number}"
    for key in (None, "wrong"):
        view = anyone.get(url, params={"key": key} if key else {}).json()
        assert view["full"] is False
        assert view["state"] == "dispatched"
        assert [view[name] for name in ("description", "photos", "answers", "lon")] == [
            "",
            [],
            [],
            None,
        ]
    full = anyone.get(url, params={"key": told["tracking_key"]}).json()
    assert full["description"] == "垃圾堆在路边"
    assert [answer["note"] for answer in full["answers"]] == ["马上去"]
    assert len(full["photos"]) == 1
    assert "13800001234" not in str(full)


def test_an_account_follows_its_own_reports_without_a_key(district: District) -> None:
    resident = district.client("resident")
    number = resident.post(URL, json=report_fields()).json()["number"]
    assert resident.get(f"/api/v1/track/{number}").json()["full"] is True


@pytest.mark.parametrize("number", ["440704-20261124-0009", "nope", "a\0b", "1" * 500])
def test_an_unknown_number_is_not_found(district: District, number: str) -> None:
    for url in (f"{URL}/{number}", f"/api/v1/track/{number}"):
        answer = district.client("admin").get(url.replace("\0", "%00"))
        assert answer.status_code == 404, answer.text


READERS = {
    None: 401, "resident": 403, "volunteer": 403, "clerk": 403, "grid_worker": 200,
    "community_officer": 200, "street_officer": 200, "department_officer": 200,
    "supervisor": 200, "admin": 200,
}  # fmt: skip


def test_each_role_reads_what_its_scope_holds(district: District, number: str) -> None:
    for username, status in READERS.items():
        answer = district.client(username).get(f"{URL}/{number}")
        assert answer.status_code == status
        if status != 200:
            assert "陈小明" not in answer.text
            assert "垃圾" not in answer.text
            continue
        case = answer.json()
        shown = (case["reporter_name"], case["reporter_contact"])
        masked = username == "supervisor"  # watches over cases, needs no contacts
        assert case["contact_masked"] is masked
        assert shown == (("陈*明", "138****1234") if masked else ("陈小明", "13800001234"))
        assert case["owner"]["phone"] == "13900005678"


@pytest.mark.parametrize("username", ["grid_worker", "community_officer", "street_officer"])
def test_what_lies_beyond_a_scope_is_forbidden(district: District, username: str) -> None:
    number = reported(district, lon=IN_FIELD[0], lat=IN_FIELD[1])
    client = district.client(username)
    assert client.get(f"{URL}/{number}").status_code == 403
    assert do(client, number, "take").status_code == 403
    assert client.get(URL).json()["total"] == 0


def test_a_department_reads_the_cases_of_its_function_everywhere(district: District) -> None:
    client = district.client("department_officer")
    number = reported(district, lon=IN_FIELD[0], lat=IN_FIELD[1], category="0102")
    other = reported(district, lon=IN_FIELD[0], lat=IN_FIELD[1], category="0104")
    assert client.get(f"{URL}/{number}").status_code == 200
    assert client.get(f"{URL}/{other}").status_code == 403
    assert [case["number"] for case in client.get(URL).json()["cases"]] == [number]


@pytest.mark.parametrize(
    ("username", "status"),
    [(None, 401), ("resident", 403), ("volunteer", 403), ("clerk", 403), ("supervisor", 403)],
)
def test_roles_without_the_permission_take_nothing(
    district: District, number: str, username: str | None, status: int
) -> None:
    assert do(district.client(username), number, "take").status_code == status


def test_a_grid_worker_verifies_nothing(district: District, number: str) -> None:
    assert do(district.client("grid_worker"), number, "reject", note="x").status_code == 403


def test_an_action_needs_the_form_token(district: District, number: str) -> None:
    client = district.client("grid_worker")
    del client.headers["X-CSRF-Token"]
    assert do(client, number, "take").json()["type"] == "/problems/error-form-token"
