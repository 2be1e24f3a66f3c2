"""Two clerks at one draft in a real browser: each tool, undo and redo, a lost connection."""

import math
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from fastapi import FastAPI
from playwright.sync_api import Browser, Page, Route, ViewportSize, expect

from tests.browser import ON_SQLITE, chromium, live_server
from tests.service.conftest import PASSWORD, YINQUAN, HandClock
from tests.service.studio.conftest import Studio, at

pytestmark = ON_SQLITE

SIZES: dict[str, ViewportSize] = {
    "desk": {"width": 1280, "height": 800},
    "phone": {"width": 390, "height": 844},
}
_PICTURES = os.environ.get("GRIDWARD_TEST_PICTURES")


@pytest.fixture
def clock() -> HandClock:
    """Give the real time: a browser throws away cookies that are over by its own clock."""
    return HandClock(datetime.now(UTC))


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture
def address(app: FastAPI) -> Iterator[str]:
    with live_server(app) as address:
        yield address


def _on_plane(lon: float, lat: float) -> tuple[float, float]:
    """Return a place on the plane of web maps, 0 to 1 each way."""
    return lon / 360, -math.asinh(math.tan(math.radians(lat))) / math.tau


class Clerk:
    """A clerk before the studio's page."""

    def __init__(self, browser: Browser, address: str, size: str, division_id: int) -> None:
        self.context = browser.new_context(
            viewport=SIZES[size], locale="en-GB", base_url=address, timezone_id="Asia/Shanghai"
        )
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(60_000)
        expect.set_options(timeout=60_000)
        self.errors: list[str] = []
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.path = f"/divisions/{division_id}"

    def sign_in(self, name: str) -> None:
        self.page.goto(self.path)
        self.page.get_by_label("Username").fill(name)
        self.page.get_by_label("Password").fill(PASSWORD)
        self.page.get_by_role("main").get_by_role("button", name="Sign in").click()
        self.page.get_by_role("link", name="Adjust by hand").click()
        self.ready()

    def ready(self) -> None:
        expect(self.page.locator("#studio[data-ready=map]")).to_be_attached()

    def tool(self, name: str) -> None:
        self.page.get_by_text(name, exact=True).first.click()

    def press(self, column: float, row: float) -> None:
        """Press a place of the first community on the map, seen from near."""
        box = self.page.locator("#map").bounding_box()
        assert box is not None
        # The address tells where the map is: its middle, on the web map's plane.
        zoom, lat, lon = (float(n) for n in self.page.url.partition("#map=")[2].split("/"))
        x, y = (
            (there - middle) * 256 * 2**zoom + size / 2
            for there, middle, size in zip(
                _on_plane(*at(column, row)),
                _on_plane(lon, lat),
                (box["width"], box["height"]),
                strict=True,
            )
        )
        self.page.mouse.click(box["x"] + x, box["y"] + y)

    def apply(self) -> None:
        self.page.get_by_role("button", name="Do it").click()

    def told(self, words: str) -> None:
        expect(self.page.locator("#told")).to_contain_text(words)

    def picture(self, name: str) -> None:
        if _PICTURES:
            self.page.screenshot(path=Path(_PICTURES) / f"{name}.png", full_page=False)


@dataclass
class Wire:
    """What lies between a page and its server."""

    cut: bool = False
    answers_lost: int = 0
    """So many requests still arrive on a cut wire, and only their answers are lost."""

    def __call__(self, route: Route) -> None:
        if not self.cut:
            route.continue_()
            return
        if self.answers_lost:
            self.answers_lost -= 1
            route.fetch()
        route.abort()


@pytest.fixture
def clerk(browser: Browser, address: str, studio: Studio) -> Iterator[Clerk]:
    clerk = Clerk(browser, address, "desk", studio.division_id)
    clerk.sign_in("clerk")
    yield clerk
    assert clerk.errors == []
    clerk.context.close()


def lines(*places: list[float]) -> str:
    return "\n".join(f"{lon}, {lat}" for lon, lat in places)


def test_each_tool_does_its_work_and_is_taken_back_by_keys(clerk: Clerk, studio: Studio) -> None:
    page = clerk.page
    first = studio.rows()
    clerk.picture("studio-desk")
    # By hand: the cell is pressed, and the line drawn across it.
    clerk.press(1.5, 1.5)
    expect(page.locator("#chosen .chip")).to_have_count(1)
    expect(page.locator("#each tbody tr")).to_have_count(1)
    clerk.press(0.8, 1.4)
    clerk.press(2.2, 1.6)
    clerk.picture("studio-drawn")
    clerk.apply()
    clerk.told("Done: Split by a line")

    # By keyboard: cells from the list, places typed.
    page.get_by_text("Find in the list").click()
    page.get_by_label("Community", exact=True).select_option(YINQUAN)
    clerk.tool("Split in parts")
    page.get_by_role("button", name="Clear").click()
    page.get_by_role("checkbox", name="501").check()
    page.get_by_label("Number of parts").fill("3")
    clerk.apply()
    clerk.told("2 new")
    clerk.tool("Merge")
    page.get_by_role("button", name="Clear").click()
    for short in ("502", "503"):
        page.get_by_role("checkbox", name=short, exact=True).check()
    clerk.apply()
    clerk.told("Done: Merge")
    clerk.tool("Move a vertex")
    page.get_by_role("button", name="Clear").click()
    page.get_by_role("checkbox", name="508", exact=True).check()
    corner = "{:.7f}, {:.7f}".format(*at(2, 1))
    page.get_by_label("Vertex", exact=True).select_option(corner)
    page.get_by_label("Places").fill(corner + "\n" + lines(at(2.1, 0.9)))
    clerk.picture("studio-vertex")
    clerk.apply()
    clerk.told("Done: Move a vertex")
    clerk.tool("Redraw a border")
    page.get_by_role("button", name="Clear").click()
    for short in ("507", "508"):
        page.get_by_role("checkbox", name=short, exact=True).check()
    page.get_by_label("Places").fill(lines(at(1, -0.1), at(1.2, 0.5), at(1, 1.1)))
    clerk.apply()
    clerk.told("Done: Redraw a border")
    clerk.tool("Carve out")
    page.get_by_label("Name of the cell").fill("No. 1 School")
    page.get_by_label("Places").fill(lines(at(2.2, 2.2), at(2.8, 2.2), at(2.8, 2.8)))
    clerk.apply()
    clerk.told("Done: Carve out")
    clerk.picture("studio-done")
    kinds = [step["kind"] for step in studio.state()["steps"]]
    assert kinds == ["split", "split_in", "merge", "move_vertex", "redraw", "carve"]

    last = studio.rows()
    for left in range(6, 0, -1):
        page.locator("#map").focus()
        page.keyboard.press("Control+z")
        expect(page.locator("#steps .is-undone")).to_have_count(7 - left)
    assert studio.rows() == first
    for left in range(5, -1, -1):
        page.keyboard.press("Control+Shift+Z")
        expect(page.locator("#steps .is-undone")).to_have_count(left)
    assert studio.rows() == last
    page.get_by_role("button", name="Done", exact=True).click()
    page.wait_for_url(f"**{clerk.path}")
    expect(page.get_by_text("6 steps")).to_be_visible()
    # From here it comes into force.
    page.locator("#activate button").click()
    page.locator("#activate-sure").get_by_role("button", name="Activate now").click()
    page.wait_for_url("**?done=in-force")


def test_a_refusal_is_shown_at_its_place_and_the_drawing_stays(clerk: Clerk) -> None:
    page = clerk.page
    clerk.press(1.5, 1.5)
    clerk.press(0.8, 1.4)
    clerk.press(1.6, 1.4)
    drawn = page.get_by_label("Places").input_value()
    clerk.apply()
    clerk.told("The cells cannot be changed so")
    clerk.told("The line does not cross cell")
    expect(page.locator(".studio-fault")).to_be_visible()
    expect(page.get_by_label("Places")).to_have_value(drawn)
    clerk.picture("studio-refused")
    page.get_by_label("Places").fill("113.1; north")
    clerk.apply()
    clerk.told("Line 1 is no longitude and latitude")


def test_what_a_broken_connection_kept_back_is_sent_once_it_is_there_again(
    clerk: Clerk, studio: Studio
) -> None:
    page = clerk.page
    clerk.tool("Merge")
    clerk.press(0.5, 0.5)
    clerk.press(1.5, 0.5)
    wire = Wire()
    page.route("**/studio/edits", wire)
    # The server does it, but the answer is lost; then nothing gets through at all.
    wire.answers_lost, wire.cut = 1, True
    clerk.apply()
    expect(page.get_by_text("Not sent yet")).to_be_visible()
    clerk.picture("studio-offline")
    assert len(studio.state()["steps"]) == 1
    page.get_by_role("button", name="Send again").click()
    expect(page.get_by_text("Not sent yet")).to_be_visible()
    wire.cut = False
    clerk.told("Done: Merge")
    expect(page.locator("#waiting")).to_be_hidden()
    assert [step["kind"] for step in studio.state()["steps"]] == ["merge"]

    # Nothing arrived, and the page is loaded again: it is still there, and is sent.
    wire.cut = True
    clerk.tool("Split in parts")
    page.get_by_role("button", name="Clear").click()
    clerk.press(1.5, 1.5)
    clerk.apply()
    expect(page.get_by_text("“Split in parts” is kept here")).to_be_visible()
    wire.cut = False
    page.reload()
    clerk.ready()
    clerk.told("Done: Split in parts")
    assert [step["kind"] for step in studio.state()["steps"]] == ["merge", "split_in"]


def test_two_clerks_see_each_other_and_take_each_others_steps_in(
    clerk: Clerk, browser: Browser, address: str, studio: Studio, other: Studio
) -> None:
    second = Clerk(browser, address, "phone", studio.division_id)
    second.sign_in("second")
    assert second.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    second.picture("studio-phone")
    clerk.tool("Merge")
    clerk.press(0.5, 0.5)
    expect(clerk.page.locator("#locks")).to_contain_text("you")
    expect(second.page.locator("#locks")).to_contain_text("clerk")
    second.tool("Split in parts")
    second.page.get_by_text("Find in the list").click()
    second.page.get_by_label("Community", exact=True).select_option(YINQUAN)
    second.page.get_by_role("checkbox", name="505", exact=True).check()
    second.told("Somebody else is at work there")
    clerk.press(1.5, 0.5)
    clerk.apply()
    clerk.told("Done: Merge")
    second.told("The draft was changed meanwhile")
    second.picture("studio-phone-newer")
    second.page.get_by_role("link", name="中文").click()
    second.ready()
    assert second.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    second.picture("studio-phone-zh")
    # Who leaves gives the community back at once.
    expect(second.page.locator("#locks")).to_contain_text("clerk")
    clerk.page.goto("/divisions")
    expect(second.page.locator("#locks")).to_contain_text("没有其他人")
    expect(second.page.locator("#steps li")).to_have_count(1)
    assert second.errors == []
    second.context.close()
