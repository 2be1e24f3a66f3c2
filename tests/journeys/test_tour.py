"""The README's tour, from a bare clone to a closed case: no fixtures but the demo itself."""

import io
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
import shapely.geometry
from PIL import Image
from playwright.sync_api import Browser, Page, Request, ViewportSize, expect

from tests.browser import chromium
from tests.ruler import measure

ROOT = Path(__file__).parents[2]
PASSWORD = "gridward-demo"
CELL = "440704004007002"
PHONE: ViewportSize = {"width": 390, "height": 844}
DESK: ViewportSize = {"width": 1440, "height": 900}


@dataclass(frozen=True)
class Served:
    """A running `make serve`."""

    url: str
    told: str


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Copy what git would clone, and nothing else."""
    clone = tmp_path_factory.mktemp("clone") / "gridward"
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    ).stdout
    for name in listed.decode().split("\0"):
        if name and (ROOT / name).is_file():
            (clone / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, clone / name)
    return clone


@contextmanager
def make_serve(clone: Path) -> Iterator[Served]:
    """Run `make serve` as a stranger does, until the block ends."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {key: value for key, value in os.environ.items() if "GRIDWARD" not in key}
    environment.pop("VIRTUAL_ENV", None)
    with subprocess.Popen(
        ["make", "serve", f"PORT={port}"],
        cwd=clone,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=environment,
        start_new_session=True,
    ) as process:
        assert process.stdout is not None
        told = ""
        for line in process.stdout:
            told += line
            if "Ctrl+C" in line:
                break
        else:
            pytest.fail(f"make serve ended before it served:\n{told}")
        url = f"http://127.0.0.1:{port}"
        try:
            _wait_until_ready(process, url)
            yield Served(url, told)
        finally:
            os.killpg(process.pid, signal.SIGTERM)


def _wait_until_ready(process: subprocess.Popen[str], url: str) -> None:
    while process.poll() is None:
        try:
            with urllib.request.urlopen(f"{url}/readyz", timeout=5) as answer:
                if answer.status == 200:
                    return
        except OSError:
            continue
    pytest.fail("the server stopped")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


def _photo(colour: tuple[int, int, int]) -> dict[str, str | bytes]:
    file = io.BytesIO()
    Image.effect_noise((640, 480), 60).convert("RGB").point(
        [min(255, value * colour[band] // 128) for band in range(3) for value in range(256)]
    ).save(file, "JPEG")
    return {"name": "photo.jpg", "mimeType": "image/jpeg", "buffer": file.getvalue()}


def _sign_in(page: Page, url: str, username: str, then: str) -> None:
    page.goto(f"{url}{then}")
    page.fill("input[name=username]", username)
    page.fill("input[name=password]", PASSWORD)
    page.click("form[action='/sign-in'] button[type=submit]")
    page.wait_for_url(f"{url}{then}")


def _do(page: Page, action: str) -> None:
    form = page.locator(f"form:has(input[name=action][value={action}])")
    if not form.locator("button[type=submit]").is_visible():
        page.locator(f"details:has(input[name=action][value={action}]) summary").click()
    form.locator("button[type=submit]").click()
    expect(page.locator("[role=status]").first).to_be_visible()


def test_a_stranger_goes_from_make_serve_to_a_closed_case(
    clone: Path, browser: Browser, tmp_path: Path
) -> None:
    with make_serve(clone) as served:
        _tour(served, browser, tmp_path)
    # A second start installs nothing, loads nothing, and has all data.
    with make_serve(clone) as served:
        assert "Installing" not in served.told
        assert "Loading" not in served.told
        with urllib.request.urlopen(f"{served.url}/api/v1/cases.geojson") as answer:
            assert len(json.load(answer)["features"]) > 40


def _tour(served: Served, browser: Browser, folder: Path) -> None:
    url = served.url
    for word in (url, "worker", "street", "admin", PASSWORD):
        assert word in served.told

    # A resident, on a phone: the map, a tap on a cell, its three persons, a report with a photo.
    phone = browser.new_context(viewport=PHONE, has_touch=True, locale="zh-CN")
    page = phone.new_page()
    outside: list[str] = []

    def note(sent: Request) -> None:
        if not sent.url.startswith((url, "data:", "blob:")):
            outside.append(sent.url)

    page.on("request", note)
    facts = page.request.get(f"{url}/api/v1/cells/{CELL}").json()
    lon, lat = facts["label"]
    page.goto(f"{url}/#map=16/{lat}/{lon}")
    expect(page.locator("#map-busy")).to_be_hidden()
    box = page.locator("#map").bounding_box()
    assert box is not None
    page.touchscreen.tap(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    panel = page.locator(f".cell-panel[data-cell='{CELL}']")
    expect(panel).to_be_visible()
    names = [person["name"] for person in facts["persons"]]
    assert len(names) == 3
    assert all(names)
    for name in names:
        expect(panel).to_contain_text(name)
    assert all(person["phone"] is None for person in facts["persons"])
    expect(page.locator("body")).to_contain_text("示意边界")

    page.locator(f"a[href='/report?cell={CELL}']").click()
    page.locator("input[name=photos]").last.set_input_files([_photo((150, 140, 120))])
    expect(page.locator("[data-place]")).to_contain_text("第 2 网格")
    page.locator("input[name=category]").first.check(force=True)
    page.locator("textarea[name=description]").fill("路口垃圾桶满溢，味道很大。")
    page.locator("[data-submit]").click()
    page.wait_for_url("**/report/sent?*")
    number = page.locator("[data-number]").inner_text().strip()
    assert re.fullmatch(r"440704-\d{8}-\d{4}", number)
    tracking = page.locator("a[href^='/track/']").first.get_attribute("href")
    assert tracking is not None

    # The cell's community person finds it, takes it in hand, rectifies it with a photo.
    desk = browser.new_context(viewport=DESK, locale="zh-CN")
    worker = desk.new_page()
    _sign_in(worker, url, "worker", "/cases")
    worker.locator(f"a[href='/cases/{number}']").first.click()
    expect(worker.locator("main")).to_contain_text("路口垃圾桶满溢")
    expect(worker.locator("main")).to_contain_text(names[2])
    _do(worker, "take")
    worker.locator("main input[type=file][name=photos]").first.set_input_files(
        [_photo((120, 150, 130))]
    )
    _do(worker, "rectify")
    assert worker.locator("form:has(input[name=action][value=verify])").count() == 0

    # The street verifies and closes it, and answers.
    office = browser.new_context(viewport=DESK, locale="zh-CN").new_page()
    _sign_in(office, url, "street", f"/cases/{number}")
    _do(office, "verify")
    office.locator("details:has(input[name=action][value=answer]) summary").click()
    office.locator("form:has(input[name=action][value=answer]) textarea").fill("已清运，谢谢您。")
    _do(office, "answer")
    _do(office, "close")

    # The resident sees it.
    page.goto(f"{url}{tracking}")
    for word in ("已结案", "已清运，谢谢您。"):
        expect(page.locator("main")).to_contain_text(word)
    assert page.locator("main img").count() >= 2
    page.goto(f"{url}/track/{number}")
    assert "路口垃圾桶满溢" not in page.locator("main").inner_text()

    # The printed sheet names the cell and the three persons, at true scale.
    sheet = folder / "sheet.pdf"
    pdf = page.request.get(f"{url}/cells/{CELL}/map.pdf").body()
    sheet.write_bytes(pdf)
    text = _run("pdftotext", "-layout", sheet, "-")
    assert CELL in text.replace(" ", "")
    for name in names:
        assert name in text
    lines = page.request.get(f"{url}/api/v1/divisions/{facts['division']['id']}/cells.geojson")
    cell = next(one for one in lines.json()["features"] if one["properties"]["code"] == CELL)
    measure(pdf, shapely.geometry.shape(cell["geometry"]), folder)
    assert outside == []


def _run(*command: str | Path) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout
