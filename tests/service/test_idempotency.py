from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from sqlalchemy import func, select

from service.cases.models import Case
from service.database import Executor, Transaction
from service.idempotency import (
    DEMO_SCOPE,
    IdempotencyKey,
    KeyReusedError,
    Once,
    recall,
    write_once,
)
from tests.service.district import District, jpeg, open_district, report_fields

URL = "/api/v1/cases"


@pytest.fixture
def district(database_url: str, tmp_path: Path) -> Iterator[District]:
    opened = open_district(database_url, tmp_path)
    yield opened
    opened.executor.engine.dispose()


def count(executor: Executor, table: type) -> int:
    def ask(tx: Transaction, _command: None) -> int:
        return tx.session.scalar(select(func.count()).select_from(table)) or 0

    return executor.read(ask, None)


def test_a_repeated_report_gets_the_same_bytes_and_makes_nothing(district: District) -> None:
    client = district.client()
    headers = {"Idempotency-Key": "one"}

    def send():
        # Each form has another random boundary; its content is the same.
        return client.post(
            URL, data=report_fields(), files=[("photos", ("a.jpg", jpeg()))], headers=headers
        )

    first = send()
    district.clock.go(days=1)
    second = send()
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.content == second.content
    assert second.headers["Idempotent-Replayed"] == "true"
    assert "Idempotent-Replayed" not in first.headers
    assert count(district.executor, Case) == 1


def test_a_key_with_another_body_is_a_conflict(district: District) -> None:
    client, headers = district.client(), {"Idempotency-Key": "one"}
    client.post(URL, json=report_fields(), headers=headers)
    answer = client.post(URL, json=report_fields(description="other"), headers=headers)
    assert (answer.status_code, answer.json()["type"]) == (
        409,
        "/problems/error-idempotency-key-reused",
    )
    assert count(district.executor, Case) == 1


def test_keys_of_two_people_never_meet(district: District) -> None:
    headers = {"Idempotency-Key": "one"}
    for username in ("resident", "volunteer"):
        answer = district.client(username).post(URL, json=report_fields(), headers=headers)
        assert "Idempotent-Replayed" not in answer.headers
    assert count(district.executor, Case) == 2


def test_a_refused_report_leaves_its_key_free(district: District) -> None:
    client, headers = district.client(), {"Idempotency-Key": "one"}
    assert client.post(URL, json=report_fields(category="x"), headers=headers).status_code == 422
    assert client.post(URL, json=report_fields(), headers=headers).status_code == 201


@pytest.mark.parametrize("key", ["", "x" * 201])
def test_an_unfit_key_is_refused(district: District, key: str) -> None:
    answer = district.client().post(URL, json=report_fields(), headers={"Idempotency-Key": key})
    assert answer.status_code == 400
    assert count(district.executor, Case) == 0


def test_a_repeated_action_is_done_once(district: District) -> None:
    number = district.client().post(URL, json=report_fields()).json()["number"]
    worker, headers = district.client("grid_worker"), {"Idempotency-Key": "take"}
    url = f"{URL}/{number}/transitions"
    first = worker.post(url, json={"action": "take", "revision": 1}, headers=headers)
    second = worker.post(url, json={"action": "take", "revision": 1}, headers=headers)
    assert first.status_code == second.status_code == 200
    assert first.content == second.content


def test_of_many_at_once_with_one_key_one_does_the_work(district: District) -> None:
    once = Once.of("test", "key", b"body")
    barrier = Barrier(8)
    done: list[int] = []

    def work(_tx: Transaction, turn: int) -> int:
        done.append(turn)
        return turn

    def one(turn: int) -> bytes:
        barrier.wait()
        kept = write_once(
            district.executor, work, turn, once=once, render=lambda answer: b"%d" % answer
        )
        return kept.body

    with ThreadPoolExecutor(8) as pool:
        answers = set(pool.map(one, range(8)))
    assert len(answers) == 1
    assert len(done) == 1
    assert count(district.executor, IdempotencyKey) == 1


def test_work_that_fails_keeps_no_answer(district: District) -> None:
    once = Once.of("test", "key", b"body")

    def fail(_tx: Transaction, _command: None) -> bytes:
        raise ArithmeticError

    with pytest.raises(ArithmeticError):
        write_once(district.executor, fail, None, once=once, render=bytes)
    assert recall(district.executor, once) is None


def test_a_kept_answer_is_recalled_for_the_same_body_only(district: District) -> None:
    once = Once.of("test", "key", b"body")
    write_once(district.executor, lambda _tx, _c: b"told", None, once=once, render=bytes)
    kept = recall(district.executor, once)
    assert kept is not None
    assert (kept.body, kept.repeated) == (b"told", True)
    with pytest.raises(KeyReusedError):
        recall(district.executor, Once.of("test", "key", b"other"))
    assert recall(district.executor, None) is None


def keep(district: District, scope: str, key: str) -> Once:
    once = Once.of(scope, key, b"body")
    assert once is not None
    write_once(district.executor, lambda _tx, _c: b"told", None, once=once, render=bytes)
    return once


def test_a_new_key_sweeps_those_older_than_two_days(district: District) -> None:
    old, demo = keep(district, "test", "old"), keep(district, DEMO_SCOPE, "case-1")
    district.clock.go(hours=47)
    young = keep(district, "test", "young")
    assert recall(district.executor, old) is not None
    district.clock.go(hours=2)
    keep(district, "test", "new")
    assert recall(district.executor, old) is None
    assert recall(district.executor, young) is not None
    assert recall(district.executor, demo) is not None


def test_one_request_sweeps_few_keys_and_many_requests_all(district: District) -> None:
    for number in range(30):
        keep(district, "test", f"old-{number}")
    district.clock.go(days=3)
    keep(district, "test", "new-1")
    assert 1 < count(district.executor, IdempotencyKey) < 31
    keep(district, "test", "new-2")
    assert count(district.executor, IdempotencyKey) == 2
