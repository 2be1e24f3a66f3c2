"""Edits of a draft over HTTP: what each does, what is refused, and the way back."""

from datetime import timedelta
from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import text

import gis
from service.access.roles import Role
from service.areas.operations import load
from service.database import Executor
from tests.service.conftest import (
    NANSHAN,
    YINQUAN,
    ClientAs,
    District,
    HandClock,
)
from tests.service.generations.conftest import Generations
from tests.service.studio.conftest import CENTRE, EAST, Studio, at

MAY = (Role.CLERK, Role.ADMIN)
SPLIT = {"kind": "split", "cells": [CENTRE], "places": [at(0.9, 1.4), at(2.1, 1.4)]}
EDITS: dict[str, dict[str, Any]] = {
    "split": SPLIT,
    "split_in": {"kind": "split_in", "cells": [CENTRE], "parts": 3},
    "merge": {"kind": "merge", "cells": [CENTRE, EAST]},
    "move_vertex": {"kind": "move_vertex", "places": [at(1, 1), at(1.2, 1.1)]},
    "redraw": {
        "kind": "redraw",
        "cells": [CENTRE, EAST],
        "places": [at(2, 0.9), at(2.2, 1.5), at(2, 2.1)],
    },
    "carve": {
        "kind": "carve",
        "places": [at(0.5, 0.5), at(1.5, 0.5), at(1.5, 1.5)],
        "name": "第一中学",
    },
}


def exact(executor: Executor, division_id: int) -> bool:
    stored = executor.read(load, division_id)
    cells = stored.cells.assign(community=stored.cells["community_code"])
    return gis.check_coverage(cells, stored.communities).exact


def test_each_edit_changes_the_draft_is_proven_and_can_be_taken_back_to_the_byte(
    studio: Studio,
) -> None:
    before = studio.rows()
    for kind, wanted in EDITS.items():
        told = studio.done("edits", **wanted)
        after = studio.rows()
        assert after["cells"] != before["cells"], kind
        assert exact(studio.executor, studio.division_id), kind
        drawn = {feature["id"] for feature in told["cells"]["features"]}
        assert drawn == {*told["created"], *told["changed"]}, kind
        assert 0 < told["cells"]["features"][0]["properties"]["compactness"] <= 1

        back = studio.done("undo")
        assert studio.rows() == before, kind
        assert (back["removed"], back["created"]) == (told["created"], told["removed"]), kind
        studio.done("redo")
        assert studio.rows() == after, kind
        state = studio.state()
        assert [(step["kind"], step["undone"]) for step in state["steps"]] == [(kind, False)]
        studio.done("undo")
    assert studio.state()["revision"] == 4 * len(EDITS)


def test_what_cannot_be_done_is_refused_in_words_with_its_place_and_changes_nothing(
    studio: Studio,
) -> None:
    before = studio.rows()
    answer = studio.post("edits", kind="split", cells=[CENTRE], places=[at(0.9, 1.4), at(1.5, 1.4)])
    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")
    problem = answer.json()
    assert problem["place"] == pytest.approx(at(1.5, 1.4))
    assert "does not cross cell" in problem["detail"]
    missing = studio.post("edits", kind="merge", cells=[CENTRE])
    assert missing.json()["errors"][0]["field"] == "cells"
    unknown = studio.post("edits", **SPLIT | {"cells": ["nowhere"]})
    assert unknown.status_code == 422
    assert studio.post("edits", kind="no-such-tool").status_code == 422
    assert studio.post("undo").status_code == 409
    assert studio.post("redo").status_code == 409
    assert studio.rows() == before
    assert studio.state()["steps"] == []


def test_an_edit_drawn_on_an_older_state_is_refused_and_the_newer_one_can_be_taken_in(
    studio: Studio, other: Studio
) -> None:
    drawn_on = studio.state()["revision"]
    other.done("edits", **EDITS["split_in"])
    rows = studio.rows()
    late = studio.post("edits", revision=drawn_on, **EDITS["merge"])
    assert late.status_code == 409
    assert late.json()["type"] == "/problems/area-draft-moved"
    assert "Somebody changed" in late.json()["detail"]
    for way in ("undo", "redo"):
        assert studio.post(way, revision=drawn_on).status_code == 409
    assert studio.rows() == rows
    drawing = studio.client.get(f"{studio.path}/drawing").json()
    assert drawing["revision"] == drawn_on + 1
    assert len(drawing["cells"]["features"]) == len(rows["cells"])
    assert len(drawing["communities"]["features"]) == 3
    studio.done("edits", **EDITS["merge"])


def test_an_edit_whose_answer_was_lost_is_done_once(studio: Studio, other: Studio) -> None:
    drawn_on = studio.state()["revision"]
    first = studio.post("edits", revision=drawn_on, key="lost", **SPLIT)
    other.done("edits", kind="split_in", cells=[f"{NANSHAN}505"], parts=2)
    again = studio.post("edits", revision=drawn_on, key="lost", **SPLIT)
    assert (again.status_code, again.content) == (first.status_code, first.content)
    assert len(studio.state()["steps"]) == 2
    assert studio.post("edits", revision=drawn_on, key="lost", **EDITS["merge"]).status_code == 409


def test_a_new_edit_ends_what_was_taken_back(studio: Studio) -> None:
    studio.done("edits", **SPLIT)
    studio.done("edits", **EDITS["carve"])
    studio.done("undo")
    studio.done("undo")
    assert [step["undone"] for step in studio.state()["steps"]] == [True, True]
    studio.done("edits", **EDITS["merge"])
    assert [(step["number"], step["kind"]) for step in studio.state()["steps"]] == [(1, "merge")]
    assert studio.post("redo").status_code == 409


def test_clerks_see_each_others_locks_which_end_by_themselves(
    studio: Studio, other: Studio, clock: HandClock
) -> None:
    def lock(who: Studio, *communities: str) -> Any:
        return who.client.put(f"{who.path}/locks", json={"communities": list(communities)})

    assert lock(studio, YINQUAN).json()[0]["mine"] is True
    seen = other.state()["locks"]
    assert [(one["community"], one["by"], one["mine"]) for one in seen] == [
        (YINQUAN, "clerk", False)
    ]
    refused = lock(other, NANSHAN, YINQUAN)
    assert refused.status_code == 409
    assert "clerk" in refused.json()["detail"]
    assert int(refused.headers["retry-after"]) > 0
    assert other.post("edits", **SPLIT).status_code == 409
    assert lock(other, NANSHAN).status_code == 200
    other.done("edits", kind="split_in", cells=[f"{NANSHAN}505"], parts=2)
    studio.done("edits", **SPLIT)
    # One who goes on elsewhere gives the first community back; one who goes home does so too.
    assert lock(studio).status_code == 200
    assert lock(other, YINQUAN).status_code == 200
    assert studio.post("edits", **EDITS["merge"]).status_code == 409
    clock.pass_by(timedelta(minutes=2))
    assert studio.state()["locks"] == []
    studio.done("edits", **EDITS["merge"])


def test_only_clerks_and_admins_work_in_the_studio(studio: Studio, client_as: ClientAs) -> None:
    page = f"/divisions/{studio.division_id}"
    for role in Role:
        client = client_as(role)
        answers = [
            client.get(studio.path),
            client.get(f"{studio.path}/drawing"),
            client.post(f"{studio.path}/edits", json={"revision": 0, **EDITS["merge"]}),
            client.post(f"{studio.path}/undo", json={"revision": 0}),
            client.post(f"{studio.path}/redo", json={"revision": 0}),
            client.put(f"{studio.path}/locks", json={"communities": []}),
            client.get("/studio", headers={"accept": "application/json"}),
            client.get(f"{page}/studio", headers={"accept": "application/json"}),
            client.post(f"{page}/studio/finish"),
        ]
        statuses = {answer.status_code for answer in answers}
        if role in MAY:
            assert not statuses & {401, 403}, role
        else:
            assert statuses == ({401} if role is Role.ANONYMOUS else {403}), role
    clerk = client_as(Role.CLERK)
    del clerk.headers["X-CSRF-Token"]
    assert clerk.post(f"{studio.path}/undo", json={"revision": 0}).status_code == 403
    for nowhere in (999, 0, 2**40):
        assert clerk.get(f"/api/v1/divisions/{nowhere}/studio").status_code == 404


def test_what_was_in_force_is_never_edited(
    studio: Studio,
    generations: Generations,
    district: District,
) -> None:
    studio.done("edits", **SPLIT)
    generations.activate(studio.division_id)
    in_force = studio.rows()
    for answer in (
        studio.post("edits", **EDITS["merge"]),
        studio.post("undo"),
        studio.client.put(f"{studio.path}/locks", json={"communities": [YINQUAN]}),
    ):
        assert answer.status_code == 409
        assert answer.json()["type"] == "/problems/area-not-a-draft"
    assert studio.rows() == in_force
    assert studio.state()["draft"] is False
    assert (
        Studio(studio.client, district.division_id, studio.executor)
        .post("edits", **EDITS["merge"])
        .status_code
        == 409
    )


def test_pages_routes_and_comparisons_follow_every_step(
    studio: Studio, app: FastAPI, district: District
) -> None:
    divisions = app.state.resources.divisions
    before = divisions.get(studio.division_id)
    count = len(before.cells)
    told = studio.done("edits", **SPLIT)
    after = divisions.get(studio.division_id)
    assert len(after.cells) == count + 1
    lon, lat = at(1.5, 1.2)
    assert after.router.locate(lon, lat) == told["created"][0]
    in_force = divisions.get(district.division_id)
    assert told["created"][0] in {
        row.code_new for row in divisions.difference(in_force, after).rows
    }
    studio.done("undo")
    assert len(divisions.get(studio.division_id).cells) == count
    indexes = app.state.resources.settings.var_dir / "index"
    assert len(list(indexes.glob(f"{studio.division_id}-*.gridx"))) == 1


def test_a_cell_that_is_no_longer_what_its_code_was_given_out_for_gets_a_new_one(
    studio: Studio,
    generations: Generations,
) -> None:
    generations.activate(studio.division_id)
    same = Studio(studio.client, generations.draft("next"), studio.executor)
    told = same.done("edits", **EDITS["split_in"])
    # A third of it: by its code it would be another cell than the one that people know.
    assert told["removed"] == [CENTRE]
    assert len(told["created"]) == 3
    generations.activate(same.division_id)


def test_who_follows_into_the_cells_is_listed_anew_when_a_clerk_is_done(studio: Studio) -> None:
    page = f"/divisions/{studio.division_id}"
    told = studio.done("edits", **SPLIT)
    done = studio.client.post(f"{page}/studio/finish")
    assert (done.status_code, done.headers["location"]) == (303, page)
    with studio.executor.engine.connect() as connection:
        listed = connection.execute(
            text("SELECT cell_code FROM carryings WHERE division_id = :id AND NOT ends"),
            {"id": studio.division_id},
        )
        assert told["created"][0] in {row.cell_code for row in listed}
    assert "Adjusted by hand" in studio.client.get(page, headers={"accept-language": "en"}).text


def test_a_discarded_draft_takes_its_steps_along(studio: Studio) -> None:
    studio.done("edits", **SPLIT)
    studio.client.put(f"{studio.path}/locks", json={"communities": [YINQUAN]})
    assert studio.client.delete(f"/api/v1/divisions/{studio.division_id}").status_code == 204
    assert studio.client.get(studio.path).status_code == 410
