"""Work on drafts: who may ask for it, how it is stopped, and what is left when a worker dies."""

import json
import time
from datetime import timedelta
from pathlib import Path

import pytest
from fastapi import FastAPI

from service.access.roles import Role
from service.areas.operations import add_division, generations, prove
from service.database import Executor, Transaction
from service.generations.jobs import KEPT_FOR, MOST_BUSY
from service.generations.stages import JobState, Step
from service.generations.work import (
    LEASE,
    Claimed,
    Ended,
    JobCancelledError,
    JobLostError,
    Kept,
    StepBegun,
    begin_step,
    claim,
    end,
    give_back,
    give_sign,
    keep_draft,
    stop_asked,
    stop_at_once,
)
from service.settings import Settings
from tests.service.conftest import PASSWORD, ClientAs, HandClock
from tests.service.generations.conftest import drawn
from tests.service.generations.making import DRAFTS, Maker, communities_file, overlapping_file

MAY = (Role.CLERK, Role.ADMIN)


def claimed(executor: Executor, worker: str = "another") -> Claimed:
    job = executor.write(claim, worker)
    assert job is not None
    return job


def keep(executor: Executor, job: Claimed) -> int:
    """Keep a draft as the workshop does: with its job, in one transaction."""

    def both(tx: Transaction, job: Claimed) -> int:
        division_id = add_division(tx, prove(drawn("2027", 400.0, 501)))
        keep_draft(tx, Kept(job, division_id))
        return division_id

    return executor.write(both, job)


def names(executor: Executor) -> list[str]:
    return [one.info.name for one in executor.read(generations, None)]


def test_only_clerks_and_admins_make_drafts(maker: Maker, client_as: ClientAs) -> None:
    job = maker.given(communities_file())
    page = job.removeprefix("/api/v1")
    file = {"file": ("c.geojson", communities_file())}
    for role in Role:
        client = client_as(role)
        statuses = {
            client.post(DRAFTS, data={"title": "2027"}, files=file).status_code,
            client.get(DRAFTS).status_code,
            client.get(job).status_code,
            client.get(f"{job}/map.html").status_code,
            client.post(f"{job}/read", data={}).status_code,
            client.post(f"{job}/make", data={"title": "2027"}).status_code,
            client.post(f"{job}/cancel").status_code,
            client.delete(job).status_code,
            client.post("/divisions/drafts/new", files=file).status_code,
            client.post(f"{page}/drop").status_code,
        }
        if role is Role.ANONYMOUS:
            assert statuses == {401}
        elif role not in MAY:
            assert statuses == {403}, role
        else:
            assert not statuses & {401, 403, 500}, role
            assert client.get("/divisions/drafts/new").status_code == 200
            assert "/divisions/drafts/new" in client.get("/divisions").text
    assert "/divisions/drafts/new" not in client_as(Role.SUPERVISOR).get("/divisions").text


def test_a_form_of_another_page_makes_nothing(maker: Maker) -> None:
    job = maker.given(communities_file())
    del maker.client.headers["X-CSRF-Token"]
    for answer in (
        maker.give(communities_file(), title="2027"),
        maker.client.post(f"{job}/cancel"),
        maker.client.delete(job),
        maker.client.delete("/api/v1/divisions/1"),
        maker.client.post("/divisions/1/discard", headers={"accept": "application/json"}),
    ):
        assert answer.status_code == 403
        assert answer.json()["type"] == "/problems/error-form-token"
    assert maker.told(job)["state"] == "waiting"


def test_a_repeated_request_makes_one_draft(maker: Maker) -> None:
    keyed = {"Idempotency-Key": "once"}
    first = maker.give(communities_file(), title="2027", headers=keyed)
    again = maker.give(communities_file(), title="2027", headers=keyed)
    other = maker.give(overlapping_file(3.0), title="2027", headers=keyed)

    assert (first.status_code, again.status_code) == (202, 202)
    assert first.content == again.content
    assert first.headers["location"] == again.headers["location"]
    assert other.status_code == 409
    assert other.json()["type"] == "/problems/error-idempotency-key-reused"
    assert len(maker.client.get(DRAFTS).json()) == 1


def test_no_more_files_are_taken_than_can_be_worked_on(maker: Maker) -> None:
    for _ in range(MOST_BUSY):
        maker.given(communities_file())
    refused = maker.give(communities_file())
    assert refused.status_code == 429
    assert int(refused.headers["retry-after"]) > 0
    assert maker.workshop.work_off() == MOST_BUSY
    assert maker.give(communities_file()).status_code == 202


def test_a_file_for_which_nobody_comes_back_is_thrown_away(
    maker: Maker, clock: HandClock, settings: Settings
) -> None:
    job = maker.given(communities_file())
    maker.done(job)
    clock.pass_by(timedelta(hours=settings.session_hours) / 2)
    maker.given(communities_file())
    assert maker.told(job)["state"] == "read"
    clock.pass_by(KEPT_FOR + timedelta(hours=1))
    maker.client.cookies.clear()
    signed_in = maker.client.post("/sign-in", data={"username": "clerk", "password": PASSWORD})
    assert signed_in.status_code == 303
    form = maker.client.get("/divisions/drafts/new").text
    token = form.split('name="csrf_token" value="')[1].split('"')[0]
    maker.client.headers["X-CSRF-Token"] = token
    maker.given(communities_file())
    assert maker.told(job)["state"] == "dropped"
    assert maker.client.post(f"{job}/make", data={"title": "2027"}).status_code == 409


def test_waiting_work_is_stopped_at_once(maker: Maker) -> None:
    job = maker.given(communities_file(), title="2027")
    assert maker.client.post(f"{job}/cancel").json()["state"] == "cancelled"
    assert maker.workshop.work_off() == 0
    assert maker.client.delete(job).status_code == 204
    assert maker.told(job)["state"] == "dropped"
    assert maker.client.delete(job).status_code == 409
    assert maker.client.get(f"{DRAFTS}/99").status_code == 404


def test_work_under_way_is_stopped_before_its_next_step(maker: Maker, executor: Executor) -> None:
    job = maker.given(communities_file(), title="2027")
    mine = claimed(executor)
    executor.write(begin_step, StepBegun(mine, Step.READ))
    under_way = maker.told(job)
    again = maker.client.post(f"{job}/read", data={})
    gone = maker.client.delete(job)
    asked = maker.client.post(f"{job}/cancel").json()
    for step in (Step.DIVIDE, Step.KEEP):
        with pytest.raises(JobCancelledError):
            executor.write(begin_step, StepBegun(mine, step))
    with pytest.raises(JobCancelledError):
        keep(executor, mine)
    executor.write(end, Ended(mine, JobState.CANCELLED))

    assert (under_way["step"], under_way["step_number"]) == ("read", 1)
    assert (again.status_code, gone.status_code) == (409, 409)
    assert asked["state"] == "working"
    assert maker.told(job)["state"] == "cancelled"
    assert names(executor) == ["2026"]


def test_a_dead_worker_leaves_no_draft_and_says_so(
    maker: Maker, executor: Executor, clock: HandClock
) -> None:
    job = maker.given(communities_file(), title="2027", size="500")
    dead = claimed(executor)
    executor.write(begin_step, StepBegun(dead, Step.DIVIDE))
    clock.pass_by(LEASE / 2)
    assert maker.done(job)["state"] == "working"
    executor.write(give_sign, dead)
    clock.pass_by(LEASE)
    assert maker.done(job)["state"] == "working"
    clock.pass_by(timedelta(seconds=1))
    told = maker.done(job)

    assert told["state"] == "broken_off"
    assert "Nothing was kept" in told["refusal"]
    assert "没有留下任何半成品" in maker.told(job, "zh")["refusal"]
    with pytest.raises(JobLostError):  # it was only slow, and comes too late
        keep(executor, dead)
    executor.write(end, Ended(dead, JobState.MADE))
    assert maker.told(job)["state"] == "broken_off"
    assert names(executor) == ["2026"]
    assert maker.client.post(f"{job}/read", data={}).status_code == 202
    assert maker.done(job)["state"] == "read"
    assert maker.client.post(f"{job}/make", data={"title": "2028"}).status_code == 202
    assert maker.done(job)["state"] == "made"
    assert names(executor) == ["2028", "2026"]


def test_a_worker_that_dies_over_what_follows_leaves_the_draft_whole(
    maker: Maker, executor: Executor, clock: HandClock
) -> None:
    job = maker.given(communities_file(), title="2027")
    dead = claimed(executor)
    division_id = keep(executor, dead)
    busy = maker.client.delete(f"/api/v1/divisions/{division_id}")
    clock.pass_by(LEASE + timedelta(seconds=1))
    told = maker.done(job)

    assert busy.status_code == 409
    assert (told["state"], told["division"]) == ("made", division_id)
    assert told["to_confirm"] > 0
    assert names(executor) == ["2027", "2026"]


def test_whoever_takes_a_job_first_has_it_alone(maker: Maker, executor: Executor) -> None:
    maker.given(communities_file())
    first, second = (maker.given(communities_file()) for _ in range(2))
    taken = [executor.write(claim, worker) for worker in ("a", "b", "c", "d")]
    assert [job.id if job else None for job in taken] == [1, 2, 3, None]
    assert maker.told(first)["state"] == maker.told(second)["state"] == "working"


def test_the_running_service_makes_drafts_in_a_process_of_its_own(
    app: FastAPI, maker: Maker
) -> None:
    with app.state.resources.foreman.running():
        job = maker.given(communities_file(), title="2027", size="500")
        while maker.told(job)["state"] in ("waiting", "working"):
            time.sleep(0.05)
    assert maker.told(job)["state"] == "made"


def test_a_service_that_ends_says_that_it_broke_off(app: FastAPI, maker: Maker) -> None:
    with app.state.resources.foreman.running():
        job = maker.given(communities_file(), title="2027", size="60", serial_digits="4")
        while maker.told(job)["state"] == "waiting":
            time.sleep(0.01)
    told = maker.told(job)
    assert told["state"] == "broken_off"
    assert "Nothing was kept" in told["refusal"]
    waiting = maker.given(communities_file())
    assert maker.told(waiting)["state"] == "waiting"
    assert maker.done(waiting)["state"] == "read"


def test_who_stops_a_draft_ends_the_worker_within_its_step(
    app: FastAPI,
    maker: Maker,
    executor: Executor,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    orders, born = tmp_path / "orders", tmp_path / "born"
    stuck = tmp_path / "stuck"  # a worker in a step without an end
    stuck.write_text(f"#!/bin/sh\ncat > {orders}\necho $$ $TMPDIR > {born}\nexec sleep 600\n")
    stuck.chmod(0o755)
    monkeypatch.setattr("service.generations.foreman.sys.executable", str(stuck))
    stopped = maker.given(communities_file())
    with app.state.resources.foreman.running():
        while not (born.exists() and born.read_text().endswith("\n")):
            time.sleep(0.01)
        process, folder = born.read_text().split()
        worker = json.loads(orders.read_text())["worker"]
        assert stopped.endswith(f"/{claimed(executor, worker).id}")
        assert Path(folder).is_dir()
        assert maker.client.post(f"{stopped}/cancel").status_code == 200
        while maker.told(stopped)["state"] == "working" or Path(folder).exists():
            time.sleep(0.01)
        assert not Path(f"/proc/{process}").exists()
    assert maker.told(stopped)["state"] == "cancelled"


def test_what_a_worker_took_in_the_moment_before_it_was_killed_is_done_by_another(
    maker: Maker, executor: Executor
) -> None:
    job = maker.given(communities_file())
    taken = claimed(executor, "killed")
    assert not executor.read(stop_asked, "killed")
    assert not executor.write(stop_at_once, "killed")
    executor.write(give_back, "killed")
    with pytest.raises(JobLostError):
        executor.write(begin_step, StepBegun(taken, Step.READ))
    assert maker.done(job)["state"] == "read"
