import gzip
import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from threading import Event
from typing import TypeVar

import pytest

from service.areas.active import Divisions
from service.areas.divisions import Located, Outside
from service.areas.errors import (
    CoverageInexactError,
    DivisionUnfitError,
    InForceAlreadyError,
    NoActiveDivisionError,
    NotADraftError,
    NotEarlierError,
    PlaceUnfitError,
    UnknownCellError,
    UnknownDivisionError,
    ValueTooLongError,
)
from service.areas.models import DivisionStatus
from service.areas.operations import add_division, load, prove
from service.areas.prints import cell_sheet, community_atlas
from service.areas.status import ActivationKind
from service.database import Executor, Transaction, open_engine
from service.web.context import Context
from tests.service.district import (
    IN_RIVER,
    IN_SPRING,
    OUTSIDE,
    SPRING,
    SPRING_CELL,
    District,
    new_division,
    redrawn,
    report_fields,
)
from tests.service.redrawing import bring

C = TypeVar("C")
A = TypeVar("A")


def test_without_an_active_division_no_place_is_told(database_url: str, tmp_path: Path) -> None:
    divisions = Divisions(Executor(open_engine(database_url)), tmp_path)
    with pytest.raises(NoActiveDivisionError):
        divisions.active()


class HeldExecutor(Executor):
    """An executor whose loading of one division waits for a sign, and which counts the loads."""

    def hold(self, division_id: int) -> None:
        self.held, self.loads = division_id, 0
        self.reached, self.free = Event(), Event()

    def read(self, operation: Callable[[Transaction, C], A], command: C) -> A:
        if operation is load and command == self.held:
            self.loads += 1
            self.reached.set()
            assert self.free.wait(60)
        return super().read(operation, command)


def test_a_division_that_is_being_loaded_holds_up_no_other(
    district: District, tmp_path: Path
) -> None:
    draft = district.executor.write(add_division, prove(redrawn("2027", 400)))
    executor = HeldExecutor(district.executor.engine, district.clock)
    executor.hold(draft)
    divisions = Divisions(executor, tmp_path)
    with ThreadPoolExecutor(3) as threads:
        first, second = threads.submit(divisions.get, draft), threads.submit(divisions.get, draft)
        try:
            assert executor.reached.wait(60)
            assert threads.submit(divisions.active).result(60).info.id == 1
            assert not first.done()
        finally:
            executor.free.set()
        assert first.result(60) is second.result(60)
    assert executor.loads == 1


def test_what_is_kept_is_loaded_as_it_was(district: District) -> None:
    new = new_division()
    stored = district.executor.read(load, 1)
    assert stored.cells["code"].tolist() == sorted(new.cells["code"])
    by_code = new.cells.set_index("code").geometry
    for code, geometry in zip(stored.cells["code"], stored.cells.geometry, strict=True):
        assert geometry.equals_exact(by_code[code], 0)
    assert stored.communities["name"].tolist() == ["银泉社区", "临江社区", "东村"]
    assert stored.cells["area_m2"].sum() == pytest.approx(stored.communities["area_m2"].sum())


def test_cells_that_leave_a_gap_are_refused_before_any_transaction() -> None:
    new = new_division()
    with pytest.raises(CoverageInexactError) as refused:
        prove(replace(new, cells=new.cells.iloc[1:]))
    assert refused.value.facts["faults"]


def test_a_frame_without_its_columns_is_refused() -> None:
    new = new_division()
    with pytest.raises(DivisionUnfitError):
        prove(replace(new, cells=new.cells.drop(columns="code")))


def test_an_own_code_that_is_too_long_is_refused_with_the_longest_there_may_be() -> None:
    new = new_division()
    codes = [f"网格{row}-of-a-very-long-name" for row in range(len(new.cells))]
    with pytest.raises(ValueTooLongError) as refused:
        prove(replace(new, cells=new.cells.assign(code=codes)))
    assert (refused.value.facts["what"], refused.value.facts["longest"]) == ("code", 20)


def test_going_back_to_the_division_in_force_is_told_apart_from_one_that_never_was(
    district: District,
) -> None:
    draft = district.executor.write(add_division, prove(redrawn("2027", 400)))
    active = district.resources.divisions.active().info.id
    for division, why in ((active, InForceAlreadyError), (draft, NotEarlierError)):
        with pytest.raises(why):
            bring(district, division, ActivationKind.ROLL_BACK)


def test_activating_supersedes_the_division_before_it(district: District) -> None:
    draft = district.executor.write(add_division, prove(redrawn("2027", 400)))
    assert district.resources.divisions.active().info.id == 1
    district.clock.go(days=1)
    district.activate(draft)
    active = district.resources.divisions.active()
    assert (active.info.id, active.info.valid_from) == (draft, district.clock.now)
    old = district.resources.divisions.get(1)
    assert old.info.status is DivisionStatus.SUPERSEDED
    assert old.info.valid_to == active.info.valid_from
    with pytest.raises(NotADraftError):
        district.activate(1)
    with pytest.raises(UnknownDivisionError):
        district.activate(99)


def test_the_router_index_is_built_once_and_built_again_when_broken(district: District) -> None:
    district.resources.divisions.active()
    (index,) = (district.settings.var_dir / "index").glob("1-*.gridx")
    index.write_bytes(b"broken")
    fresh = Divisions(district.executor, district.settings.var_dir / "index").active()
    assert isinstance(fresh.place(*IN_SPRING), Located)
    assert index.stat().st_size > 6


def test_a_place_is_told_its_cell_or_the_nearest(district: District) -> None:
    division = district.resources.divisions.active()
    place = division.place(*IN_SPRING)
    assert isinstance(place, Located)
    assert (place.cell.code, place.cell.community, place.cell.street) == (
        SPRING_CELL,
        "银泉社区",
        "江南街道",
    )
    outside = division.place(*OUTSIDE)
    assert isinstance(outside, Outside)
    assert outside.nearest_code == SPRING_CELL
    assert outside.distance_m == pytest.approx(103, abs=1)
    assert division.place(-70.0, -30.0) == Outside(None, None)
    for lon, lat in ((200, 95), (float("nan"), 22), (113, float("inf")), (113, -91)):
        with pytest.raises(PlaceUnfitError):
            division.place(lon, lat)
    with pytest.raises(UnknownCellError):
        division.cell("0")


FOUND = [
    (SPRING_CELL, "cell", SPRING_CELL),
    ("440704 001 001 006", "cell", SPRING_CELL),
    ("银泉", "community", SPRING),
    ("yinquan", "community", SPRING),
    ("银泉社区 6", "cell", SPRING_CELL),
    ("银泉社区第6网格", "cell", SPRING_CELL),
    ("Waihai", "street", "440704002"),
    ("113.1012, 22.5012", "place", SPRING_CELL),
    ("22.5012, 113.1012", "place", SPRING_CELL),
    ("440704001", "street", "440704001"),
]


def test_search_finds_the_likeliest_first(district: District) -> None:
    division = district.resources.divisions.active()
    for text, kind, code in FOUND:
        first = division.search(text)[0]
        assert (first.kind, first.code) == (kind, code), text


def test_search_of_anything_else_finds_nothing(district: District) -> None:
    division = district.resources.divisions.active()
    for text in ("", "  ", "nothing", "\0", "9" * 500, "0, 0"):
        assert division.search(text) == []


def test_lines_are_packed_and_not_sent_twice(district: District) -> None:
    client = district.client()
    url = "/api/v1/divisions/1/cells.geojson"
    answer = client.get(url, headers={"accept-encoding": "identity"})
    document = json.loads(answer.content)
    assert document["illustrative"] is True
    feature = next(one for one in document["features"] if one["id"] == SPRING_CELL)
    assert feature["properties"]["community"] == SPRING
    assert feature["properties"]["street"] == "440704001"
    for lon, lat in feature["geometry"]["coordinates"][0]:
        assert (round(lon, 7), round(lat, 7)) == (lon, lat)
    packed = client.get(url, headers={"accept-encoding": "gzip"})
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.json() == document
    assert gzip.compress(b"") != packed.content
    tag = answer.headers["etag"]
    assert client.get(url, headers={"if-none-match": f"W/{tag}"}).status_code == 304
    kept = client.get(url, params={"v": tag.strip('"')})
    assert "immutable" in kept.headers["cache-control"]
    assert "immutable" not in answer.headers["cache-control"]
    communities = client.get("/api/v1/divisions/1/communities.geojson").json()
    assert communities["features"][0]["properties"]["name"] == "银泉社区"


def test_drafts_are_for_those_who_may_see_them(district: District) -> None:
    draft = district.executor.write(add_division, prove(redrawn("2027", 400)))
    url = f"/api/v1/divisions/{draft}/cells.geojson"
    for username in (None, "resident", "volunteer", "grid_worker"):
        client = district.client(username)
        assert client.get(url).status_code == 404
        assert len(client.get("/api/v1/divisions").json()) == 1
    for username in ("department_officer", "clerk", "supervisor", "admin"):
        client = district.client(username)
        assert client.get(url).status_code == 200
        assert len(client.get("/api/v1/divisions").json()) == 2


def test_a_cells_answer_tells_its_persons_and_phones_only_to_those_allowed(
    district: District,
) -> None:
    district.client().post("/api/v1/cases", json=report_fields())
    url = f"/api/v1/cells/{SPRING_CELL}"
    for username in (None, "resident", "volunteer", "clerk"):
        answer = district.client(username).get(url)
        told = answer.json()
        assert [p["name"] for p in told["persons"]] == ["陈志强", "李婉仪", "黄健文"]
        assert {p["phone"] for p in told["persons"]} == {None}
        assert told["open_cases"] == {"total": 1, "late": 0}
        assert told["recent_cases"][0]["title"] == "Litter"
        assert "垃圾堆" not in answer.text
    for username in ("grid_worker", "community_officer", "street_officer", "admin"):
        told = district.client(username).get(url).json()
        assert {p["phone"] for p in told["persons"]} == {"13900005678"}
        assert told["recent_cases"][0]["title"] == "垃圾堆在路边"
    assert told["code_grouped"] == "440704 001 001 006"
    assert district.client().get("/api/v1/cells/1").status_code == 404


def test_locate_masks_names_and_tells_the_limit(district: District) -> None:
    place = {"lon": IN_SPRING[0], "lat": IN_SPRING[1], "category": "0101"}
    told = district.client().get("/api/v1/locate", params=place).json()
    assert told["inside"] is True
    assert [p["name"] for p in told["persons"]] == ["陈*强", "李*仪", "黄*文"]
    assert told["reply_within_hours"] == 8
    told = district.client("grid_worker").get("/api/v1/locate", params=place).json()
    assert told["persons"][2]["name"] == "黄健文"
    outside = district.client().get("/api/v1/locate", params={"lon": OUTSIDE[0], "lat": OUTSIDE[1]})
    assert outside.json()["inside"] is False
    assert outside.json()["nearest"]["code"] == SPRING_CELL
    for lon, lat in (("nan", "22"), ("200", "95"), ("x", "22"), ("inf", "22")):
        answer = district.client().get("/api/v1/locate", params={"lon": lon, "lat": lat})
        assert answer.status_code == 422
    gap = district.client().get("/api/v1/locate", params={"lon": IN_RIVER[0], "lat": IN_RIVER[1]})
    assert [p["vacant"] for p in gap.json()["persons"]] == [True, True, True]


def test_search_over_http_gives_cases_to_staff_only(district: District) -> None:
    number = district.client().post("/api/v1/cases", json=report_fields()).json()["number"]
    for username, kinds in ((None, []), ("clerk", []), ("grid_worker", ["case"])):
        answer = district.client(username).get("/api/v1/search", params={"q": number})
        assert [one["kind"] for one in answer.json()["results"]] == kinds


def test_a_sheet_and_an_atlas_are_printed(district: District) -> None:
    context = Context(district.resources, district.actor("grid_worker"), "zh", "")
    for pdf in (
        cell_sheet(context, context.in_force, context.in_force.cell(SPRING_CELL), with_phones=True),
        community_atlas(context, context.in_force, SPRING, "en", with_phones=False),
    ):
        assert pdf.startswith(b"%PDF-")
