"""Bodies too large, declared or streamed, and reports too many."""

import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import httpx2
import pytest
import uvicorn
from fastapi import FastAPI
from starlette.testclient import TestClient

from service.access.limits import ReportFrom, _household, count_report
from service.access.roles import Role
from service.app import create_app
from service.database import Executor
from service.settings import Settings
from tests.service.conftest import ClientAs, District, HandClock

SIXTY_MB = 60_000_000


@pytest.fixture
def address(app: FastAPI) -> Iterator[str]:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(app, log_level="error"))
        thread = threading.Thread(target=server.run, args=([listener],))
        thread.start()
        while not server.started:
            time.sleep(0.01)
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        server.should_exit = True
        thread.join()


_HEAD = b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n'


def _pieces(size: int) -> Iterator[bytes]:
    yield _HEAD
    for _ in range(size // 1_000_000):
        yield b"x" * 1_000_000


@pytest.mark.parametrize("way", ["declared", "streamed"])
def test_a_client_that_sends_60_mb_gets_an_answer(address: str, way: str) -> None:
    body = _HEAD + b"x" * SIXTY_MB if way == "declared" else _pieces(SIXTY_MB)
    head = {"Content-Type": "multipart/form-data; boundary=b"}
    with httpx2.Client(base_url=address, timeout=30) as client:
        answer = client.post("/api/v1/people/import", content=body, headers=head)
        assert answer.status_code == 413
        assert answer.headers["content-type"] == "application/problem+json"
        assert "40 MB" in answer.json()["detail"]
        assert client.get("/healthz").status_code == 200


def test_a_body_within_the_limit_passes(client_as: ClientAs) -> None:
    answer = client_as(Role.ADMIN).post(
        "/api/v1/people/import", files={"file": ("a.csv", b"x" * 1_000_000)}
    )
    assert answer.json()["type"] == "/problems/people-not-a-spreadsheet"


def test_the_reports_of_an_address_are_counted_by_the_hour(
    executor: Executor, clock: HandClock
) -> None:
    report = ReportFrom("one", 2)
    waits = [executor.write(count_report, report) for _ in range(3)]
    assert waits == [0, 0, 3600]
    assert executor.write(count_report, ReportFrom("other", 2)) == 0
    clock.pass_by(timedelta(hours=1))
    assert executor.write(count_report, report) == 0


def test_first_reports_of_an_address_at_once_are_all_counted(executor: Executor) -> None:
    at_once, report = 8, ReportFrom("one", 8)
    together = threading.Barrier(at_once)

    def count(_: int) -> int:
        together.wait()
        return executor.write(count_report, report)

    with ThreadPoolExecutor(at_once) as pool:
        waits = list(pool.map(count, range(at_once)))
    assert waits == [0] * at_once
    assert executor.write(count_report, report) > 0


def test_a_report_too_many_is_told_when_to_come_again(
    settings: Settings, clock: HandClock, district: District
) -> None:
    app = create_app(settings.model_copy(update={"reports_per_hour": 1}), clock=clock)
    client = TestClient(app)
    lon, lat = district.middles[district.cells[0]]
    issue = {"lon": lon, "lat": lat, "category": "0101", "description": "垃圾堆在路边"}
    clock.pass_by(timedelta(minutes=15))
    assert client.post("/api/v1/cases", json=issue).status_code == 201
    refused = client.post("/api/v1/cases", json=issue)
    assert refused.status_code == 429
    assert refused.headers["Retry-After"] == "2700"
    assert refused.json()["type"] == "/problems/error-too-many-reports"
    clock.pass_by(timedelta(seconds=2700))
    assert client.post("/api/v1/cases", json=issue).status_code == 201
    app.state.resources.executor.engine.dispose()


def test_settings_decide_how_large_a_body_may_be(
    settings: Settings, district: District, tmp_path: Path
) -> None:
    app = create_app(settings.model_copy(update={"max_upload_bytes": 1_000_000}))
    assert app.user_middleware[-1].kwargs["max_bytes"] == 1_000_000
    app.state.resources.executor.engine.dispose()


def test_one_household_is_counted_once_whatever_its_ipv6_address() -> None:
    assert _household("2001:db8:1:2::1") == _household("2001:db8:1:2:ffff::9")
    assert _household("2001:db8:1:2::1") != _household("2001:db8:1:3::1")
    assert _household("192.0.2.1") == "192.0.2.1"
    assert _household("testclient") == "testclient"
