"""A clerk's morning in a real browser: a dirty file, a mended one, a draft, and it is discarded."""

import io
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from fastapi import FastAPI
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.browser import ON_SQLITE, chromium, live_server
from tests.service.conftest import PASSWORD, HandClock
from tests.service.generations.making import (
    buildings_file,
    communities_file,
    overlapping_file,
    streets_file,
)

pytestmark = ON_SQLITE

SIZES: dict[str, ViewportSize] = {
    "desk": {"width": 1280, "height": 900},
    "phone": {"width": 390, "height": 844},
}


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


@pytest.fixture(params=["desk", "phone"])
def page(request: pytest.FixtureRequest, browser: Browser, address: str) -> Iterator[Page]:
    """Give the page of a clerk who has signed in."""
    context = browser.new_context(viewport=SIZES[request.param], locale="en-GB", base_url=address)
    page = context.new_page()
    page.set_default_timeout(120_000)
    expect.set_options(timeout=120_000)
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto("/divisions")
    page.get_by_label("Username").fill("clerk")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    yield page
    assert errors == []
    context.close()


def fits(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_a_clerk_mends_a_file_divides_it_and_throws_the_draft_away(
    page: Page, tmp_path: Path
) -> None:
    page.wait_for_url("**/divisions")
    page.get_by_role("link", name="New division").click()
    dirty = tmp_path / "dirty.geojson"
    dirty.write_bytes(overlapping_file(3.0))
    page.locator("[name=file]").set_input_files(dirty)
    expect(page.locator("[data-file-name]")).to_contain_text("dirty.geojson")
    fits(page)
    page.get_by_role("button", name="Read the file").click()

    # Refused, with a map of where; the option that may mend it says so.
    expect(page.get_by_text("The file is refused")).to_be_visible()
    frame = page.frame_locator("iframe")
    expect(frame.get_by_text("overlap of").first).to_be_visible()
    expect(frame.locator("canvas, svg").first).to_be_visible()
    fits(page)
    page.get_by_label("Tolerance in metres").fill("5")
    page.get_by_role("button", name="Read again").click()

    # Fine now; chosen how to divide, and followed step by step over a reload.
    expect(page.get_by_text("one exact coverage").first).to_be_visible()
    page.get_by_role("link", name="Choose how to divide").click()
    page.get_by_label("Name of the division").fill("Autumn 2027")
    page.get_by_text("Hexagons", exact=True).click()
    page.get_by_label("Number of cells").fill("40")
    expect(page.get_by_label("Size in metres")).to_have_value("")
    fits(page)
    page.get_by_role("button", name="Make the draft").click()
    page.reload()
    page.wait_for_url("**/divisions/*?job=*")
    expect(page.get_by_text("The draft is there, proven exact")).to_be_visible()
    expect(page.locator("[data-division-map][data-ready=map]")).to_be_visible()
    fits(page)
    page.get_by_role("link", name="Compare with the one in force").click()
    _looks_at_one_change(page)
    page.go_back()

    # Not wanted after all: asked once, then gone, but for who did it.
    page.get_by_role("button", name="Discard").click()
    asked = page.get_by_role("dialog", name="Discard “Autumn 2027” for good?")
    asked.get_by_role("button", name="Cancel").click()
    expect(asked).to_be_hidden()
    expect(page.get_by_role("heading", name="Autumn 2027", exact=True)).to_be_visible()
    page.get_by_role("button", name="Discard").click()
    asked.get_by_role("button", name="Discard").click()
    page.wait_for_url("**/divisions")
    expect(page.get_by_text("clerk discarded it")).to_be_visible()
    expect(page.get_by_role("heading", name="Autumn 2027")).to_have_count(0)
    fits(page)


def test_cells_are_drawn_by_the_files_of_buildings_and_streets_that_are_chosen(
    page: Page, tmp_path: Path
) -> None:
    page.wait_for_url("**/divisions")
    page.get_by_role("link", name="New division").click()
    files = {"file": communities_file, "buildings": buildings_file, "streets": streets_file}
    for name, made in files.items():
        (tmp_path / f"{name}.geojson").write_bytes(made())
    page.locator("[name=file]").set_input_files(tmp_path / "file.geojson")
    page.get_by_role("button", name="Read the file").click()
    page.get_by_role("link", name="Choose how to divide").click()
    page.get_by_label("Name of the division").fill("By households")
    expect(page.locator("[name=buildings]")).to_be_hidden()
    page.get_by_text("By households", exact=True).click()
    for name in ("buildings", "streets"):
        page.locator(f"[name={name}]").set_input_files(tmp_path / f"{name}.geojson")
    page.get_by_label("At most").fill("400")
    page.get_by_label("At least").fill("200")
    fits(page)
    page.get_by_role("button", name="Make the draft").click()
    page.wait_for_url("**/divisions/*?job=*")
    expect(page.get_by_text("The draft is there, proven exact")).to_be_visible()
    expect(page.get_by_text("242 buildings").first).to_be_visible()
    fits(page)


def test_a_packed_file_is_dropped_and_work_on_it_is_left_and_found_again(
    page: Page, tmp_path: Path
) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("lines/communities.geojson", communities_file())
    path = tmp_path / "lines.zip"
    path.write_bytes(packed.getvalue())
    page.get_by_role("link", name="New division").click()
    page.locator("[name=file]").set_input_files(path)
    page.get_by_role("button", name="Read the file").click()
    page.wait_for_url("**/divisions/drafts/*")
    page.goto("/divisions")
    page.get_by_role("link", name="lines.zip").click()
    expect(page.get_by_text("one exact coverage").first).to_be_visible()
    page.get_by_role("button", name="Throw the file away").click()
    page.get_by_role("dialog").get_by_role("button", name="Throw the file away").click()
    page.wait_for_url("**/divisions")
    expect(page.get_by_text("lines.zip")).to_have_count(0)


def test_a_file_too_large_is_told_before_it_is_sent(
    page: Page, app: FastAPI, tmp_path: Path
) -> None:
    path = tmp_path / "huge.geojson"
    with path.open("wb") as file:
        file.truncate(app.state.resources.settings.max_upload_bytes + 1)
    page.get_by_role("link", name="New division").click()
    page.locator("[name=file]").set_input_files(path)
    expect(page.get_by_role("alert")).to_contain_text("MB are taken")
    page.get_by_role("button", name="Read the file").click()
    assert page.url.endswith("/divisions/drafts/new")


def _looks_at_one_change(page: Page) -> None:
    """A pressed row is shown on the map, which leads back to it; its address shows it again."""
    expect(page.locator("[data-changes-map][data-ready=map]")).to_be_visible()
    row = page.locator("[data-code-new]").last
    row.locator("[data-show]").click()
    page.get_by_role("button", name="To its row").click()
    expect(row).to_be_in_viewport()
    expect(row.locator("[data-show]")).to_be_focused()
    shown = page.locator(".leaflet-popup-content")
    cell = shown.text_content()
    page.reload()
    expect(shown).to_have_text(cell or "")
    # The cells of the ground stay below the changes wherever the map moves to.
    assert page.locator(".leaflet-overlay-pane .map-cell-path").count() == 0
