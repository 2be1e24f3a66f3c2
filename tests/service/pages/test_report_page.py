"""The page of reports on a phone, before the real app."""

import io
import re
from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, FilePayload, Page, Route, expect
from sqlalchemy import func, select

from service.cases.models import Case
from service.database import Executor, Transaction
from tests.browser import ON_POSTGRESQL, live_server
from tests.service.conftest import District

pytestmark = ON_POSTGRESQL


def photo() -> bytes:
    content = io.BytesIO()
    Image.new("RGB", (400, 300), "#557799").save(content, "JPEG")
    return content.getvalue()


def count_cases(tx: Transaction, _: None) -> int:
    return tx.session.scalar(select(func.count()).select_from(Case)) or 0


@pytest.fixture
def url(app: FastAPI) -> Iterator[str]:
    with live_server(app) as address:
        yield address


@pytest.fixture
def phone(browser: Browser, district: District) -> Iterator[BrowserContext]:
    lon, lat = district.middles[district.cells[0]]
    context = browser.new_context(
        viewport={"width": 390, "height": 844},
        has_touch=True,
        is_mobile=True,
        locale="zh-CN",
        permissions=["geolocation"],
        geolocation={"longitude": lon, "latitude": lat, "accuracy": 8},
    )
    yield context
    context.close()


def opened(phone: BrowserContext, url: str) -> Page:
    page = phone.new_page()
    page.goto(f"{url}/report")
    expect(page.locator("[data-map]")).not_to_have_attribute("aria-busy", "true")
    return page


def located(page: Page) -> None:
    page.get_by_role("button", name="用我的位置").click()
    expect(page.locator("[data-place]")).to_have_attribute("data-state", "inside")


def filled(page: Page) -> None:
    located(page)
    page.locator(".kind-tile").first.click()
    page.get_by_label("描述").fill("巷口垃圾桶满溢")


def test_a_report_that_loses_its_connection_is_sent_again_as_one_case(
    url: str, phone: BrowserContext, executor: Executor
) -> None:
    page = opened(phone, url)
    filled(page)
    phone.set_offline(True)
    page.get_by_role("button", name="提交").click()
    expect(page.locator("[data-message]")).to_contain_text("内容都还在")
    assert executor.read(count_cases, None) == 0
    phone.set_offline(False)
    page.get_by_role("button", name="再次提交").click()
    page.wait_for_url("**/report/sent?**")
    expect(page.locator("main")).to_contain_text("8 个工作小时内办理")
    expect(page.locator("main")).to_contain_text("黄*文")
    assert executor.read(count_cases, None) == 1


def test_a_report_whose_answer_was_lost_is_not_kept_twice(
    url: str, phone: BrowserContext, executor: Executor
) -> None:
    page = opened(phone, url)
    filled(page)
    lost: list[int] = []

    def lose_the_first_answer(route: Route) -> None:
        if lost:
            route.continue_()
            return
        lost.append(route.fetch().status)
        route.abort("connectionreset")

    page.route("**/api/v1/cases", lose_the_first_answer)
    page.get_by_role("button", name="提交").click()
    expect(page.locator("[data-message]")).to_be_visible()
    assert lost == [201]
    page.get_by_label("描述").fill("巷口垃圾桶满溢，已三天")
    page.get_by_role("button", name="提交").click()
    expect(page.locator("[data-message]")).to_contain_text("没有重复立案")
    page.get_by_role("link", name="查看").click()
    page.wait_for_url("**/report/sent?**")
    assert executor.read(count_cases, None) == 1


def test_the_devices_location_fills_the_place_and_its_accuracy(
    url: str, phone: BrowserContext, district: District
) -> None:
    page = opened(phone, url)
    located(page)
    lon, lat = district.middles[district.cells[0]]
    assert float(page.locator("[name=lon]").input_value()) == pytest.approx(lon, abs=1e-6)
    assert float(page.locator("[name=lat]").input_value()) == pytest.approx(lat, abs=1e-6)
    expect(page.locator("[data-accuracy]")).to_contain_text("±8 m")


def test_a_photo_that_is_no_picture_is_told_in_place_and_nothing_is_lost(
    url: str, phone: BrowserContext
) -> None:
    page = opened(phone, url)
    filled(page)
    good: FilePayload = {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": photo()}
    bad: FilePayload = {
        "name": "b.jpg",
        "mimeType": "image/jpeg",
        "buffer": b"not a picture at all",
    }
    page.locator("input[type=file]").nth(1).set_input_files([good, bad])
    expect(page.locator(".photo-thumb img")).to_have_count(2)
    page.get_by_role("button", name="提交").click()
    expect(page.locator("#fault-photos")).to_contain_text("不是照片")
    expect(page.get_by_label("描述")).to_have_value("巷口垃圾桶满溢")
    page.get_by_role("button", name=re.compile("移除照片 b")).click()
    page.get_by_role("button", name="提交").click()
    page.wait_for_url("**/report/sent?**")


def test_a_place_outside_all_cells_is_told_and_the_nearest_cell_offered(
    url: str, phone: BrowserContext
) -> None:
    phone.set_geolocation({"longitude": 113.0995, "latitude": 22.5525, "accuracy": 5})
    page = opened(phone, url)
    page.get_by_role("button", name="用我的位置").click()
    expect(page.locator("[data-place]")).to_have_attribute("data-state", "outside")
    page.get_by_role("button", name="移到最近的网格").click()
    expect(page.locator("[data-place]")).to_have_attribute("data-state", "inside")
