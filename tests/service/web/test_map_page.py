"""The map page and a cell's page in a real browser, before the real app."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import geopandas
import pytest
from fastapi import FastAPI
from playwright.sync_api import Browser, BrowserContext, Page, Request, expect
from shapely.geometry import box

from gis.partition import divide
from service.app import create_app
from service.areas.divisions import NewDivision
from service.areas.operations import add_division, prove
from service.generations.operations import SERVER, Wish, bring_into_force
from service.settings import Settings
from service.web.context import Resources
from tests.browser import ON_SQLITE, live_server

pytestmark = ON_SQLITE

PHONE = {"width": 390, "height": 844}
SMALL_PHONE = {"width": 360, "height": 640}
DESKTOP = {"width": 1440, "height": 900}
CELL = "440704001001003"
GROUPED = "440704 001 001 003"


@dataclass(frozen=True)
class Site:
    """A served app with one active division and one draft."""

    url: str
    draft: int


def district() -> geopandas.GeoDataFrame:
    return geopandas.GeoDataFrame(
        {
            "code": ["440704001001", "440704001002"],
            "name": ["银泉社区", "墟镇社区"],
            "name_en": ["Yinquan Community", "Xuzhen Community"],
            "kind": ["community", "community"],
            "street_code": ["440704001", "440704001"],
            "street": ["外海街道", "外海街道"],
            "street_en": ["Waihai Street", "Waihai Street"],
        },
        geometry=[box(113.10, 22.55, 113.11, 22.56), box(113.11, 22.55, 113.12, 22.56)],
        crs="EPSG:4326",
    )


def new_division(name: str, size_m: float) -> NewDivision:
    divided = divide(district(), "squares", size_m=size_m)
    columns = [c for c in district().columns if c not in ("geometry", *divided.communities)]
    named = divided.communities.merge(district()[["code", *columns]], on="code")
    return NewDivision(
        name=name,
        district_code="440704",
        district_name="江海区",
        district_name_en="Jianghai District",
        strategy=f"squares, {size_m:g} m",
        illustrative=True,
        source="made for the test",
        communities=named,
        cells=divided.cells,
    )


@pytest.fixture
def app(database_url: str, tmp_path: Path) -> FastAPI:
    return create_app(
        Settings(
            database_url=database_url,
            media_url=str(tmp_path / "media"),
            var_dir=tmp_path,
            development=True,
        )
    )


@pytest.fixture
def site(app: FastAPI) -> Iterator[Site]:
    resources: Resources = app.state.resources
    draft = resources.executor.write(add_division, prove(new_division("草案", 200.0)))
    active = resources.executor.write(add_division, prove(new_division("2026 版划分", 400.0)))
    bring_into_force(
        resources.executor, resources.divisions, resources.settings.zone, Wish(active, SERVER)
    )
    with live_server(app) as url:
        yield Site(url, draft)


@pytest.fixture
def phone(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(
        viewport=PHONE,  # type: ignore[arg-type]  # a TypedDict of the driver's own
        has_touch=True,
        is_mobile=True,
        locale="zh-CN",
    )
    yield context
    context.close()


def opened(context: BrowserContext, url: str) -> Page:
    page = context.new_page()
    page.goto(url)
    page.wait_for_selector("[data-ready=cases]")
    return page


def test_a_tapped_cell_tells_its_place_its_gaps_and_has_an_address(
    site: Site, phone: BrowserContext
) -> None:
    asked: list[Request] = []
    phone.on("request", lambda request: asked.append(request))
    page = opened(phone, site.url)

    page.touchscreen.tap(195, 400)
    expect(page.locator(".cell-panel[data-cell]")).to_be_visible()
    code = page.locator(".cell-panel").get_attribute("data-cell")
    assert f"cell={code}" in page.url
    expect(page.locator(".person--gap")).to_have_count(3)
    expect(page.locator(".panel__foot a[href^='/report?cell=']")).to_be_visible()

    page.go_back()
    expect(page.locator(".cell-panel--district")).to_be_visible()
    page.go_forward()
    page.reload()
    expect(page.locator(f".cell-panel[data-cell='{code}']")).to_be_visible()
    assert {request.url.split("/")[2] for request in asked} == {site.url.split("/")[2]}


def test_the_search_is_worked_by_keyboard(site: Site, phone: BrowserContext) -> None:
    page = opened(phone, site.url)

    page.get_by_role("combobox").fill(CELL)
    expect(page.get_by_role("option").first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")

    expect(page.locator(f".cell-panel[data-cell='{CELL}']")).to_be_visible()


def test_cells_are_reached_without_the_map(site: Site, browser: Browser) -> None:
    context = browser.new_context(locale="en-GB")
    page = opened(context, site.url)

    page.get_by_text("Xuzhen Community").click()
    page.get_by_role("link", name="Xuzhen Community, cell 1", exact=True).click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Cell 1")
    assert page.evaluate("document.documentElement.lang") == "en"
    context.close()


def test_pages_fit_a_small_phone_in_both_languages(site: Site, browser: Browser) -> None:
    context = browser.new_context(viewport=SMALL_PHONE)  # type: ignore[arg-type]  # as above
    page = context.new_page()
    wide: dict[str, int] = {}
    for path in ("/?", f"/?cell={CELL}&", f"/cells/{CELL}?", "/styleguide?", "/nowhere?"):
        for language in ("zh", "en"):
            page.goto(f"{site.url}{path}lang={language}")
            wide[f"{path} {language}"] = page.evaluate("document.documentElement.scrollWidth")
    context.close()

    assert {path: width for path, width in wide.items() if width > SMALL_PHONE["width"]} == {}


def test_a_cells_page_tells_what_the_panel_tells_and_its_neighbours(
    site: Site, phone: BrowserContext
) -> None:
    page = phone.new_page()
    page.goto(f"{site.url}/cells/{CELL}")

    expect(page.get_by_role("heading", level=1)).to_have_text("银泉社区 第 3 网格")
    shown = page.locator(".page__head .code").inner_text().split()
    assert " ".join(shown) == GROUPED
    assert page.locator(f"a[href^='/cells/{CELL[:12]}']").count() >= 3
    expect(page.locator("#cell-map[data-ready=map]")).to_be_visible()
    expect(page.get_by_text("示意边界，仅供演示")).to_be_visible()


def test_a_draft_is_not_for_everybody(site: Site, phone: BrowserContext) -> None:
    response = phone.new_page().goto(f"{site.url}/?division={site.draft}")

    assert response is not None
    assert response.status == 404


def test_the_language_link_keeps_the_place(site: Site, phone: BrowserContext) -> None:
    page = opened(phone, f"{site.url}/?cell={CELL}#map=16/22.55500/113.10500")

    page.get_by_role("link", name="English").click()
    page.wait_for_selector("html[lang=en] [data-ready]")

    assert f"cell={CELL}" in page.url
    assert "#map=16/" in page.url
