"""The map of repairs in a real browser, from disk and with no network."""

from collections.abc import Iterator
from pathlib import Path

import geopandas
import pytest
import shapely
from playwright.sync_api import Browser, Page

from gis.checking import check_file, repair_map
from gis.webmap import write_web_map
from tests.browser import chromium

DIRTY = Path(__file__).parents[2] / "data" / "dirty"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


def opened(browser: Browser, path: Path, width: int = 1280) -> Page:
    page = browser.new_context(
        offline=True, viewport={"width": width, "height": 800}, reduced_motion="reduce"
    ).new_page()
    page.on("pageerror", lambda error: pytest.fail(str(error)))
    page.on("request", lambda request: request.url == path.as_uri() or pytest.fail(request.url))
    page.goto(path.as_uri())
    return page


def test_each_finding_is_listed_numbered_and_one_click_zooms_to_it(
    browser: Browser, tmp_path: Path
) -> None:
    path = tmp_path / "refused.html"
    checked = check_file(DIRTY / "big_overlap.geojson")
    write_web_map(repair_map(checked, locale="en"), path)
    page = opened(browser, path)
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.get_by_text("Refused", exact=True).count() == 2
    items = page.locator("button.gw-item")
    assert items.count() == page.locator(".gr-mark").count() == 8
    before = page.locator(".leaflet-control-scale-line").inner_text()
    items.nth(2).click()
    assert items.nth(2).get_attribute("aria-current") == "true"
    chosen = page.locator(".gr-mark.chosen span")
    assert chosen.inner_text() == "3"
    box = chosen.bounding_box()
    assert box is not None
    assert 420 < box["x"] < 1280
    assert 0 < box["y"] < 800
    assert page.locator(".leaflet-control-scale-line").inner_text() != before
    page.get_by_role("button", name="Whole district").click()
    assert page.locator(".leaflet-control-scale-line").inner_text() == before


def test_a_mark_leads_to_its_line_in_the_list(browser: Browser, tmp_path: Path) -> None:
    path = tmp_path / "closed.html"
    write_web_map(
        repair_map(check_file(DIRTY / "small_overlaps_gaps.geojson", tolerance_m=5)), path
    )
    page = opened(browser, path)
    assert page.locator("html").get_attribute("lang") == "zh"
    page.locator(".gr-mark.gap:not(.dot) span").first.click()
    line = page.locator("[aria-current]")
    assert line.is_visible()
    assert "缝隙" in line.inner_text()


@pytest.mark.parametrize("width", [1280, 390])
def test_nothing_reaches_beyond_the_screen_and_hostile_names_stay_text(
    browser: Browser, tmp_path: Path, width: int
) -> None:
    hostile = "<img src=x onerror=alert(1)>{% x %}</script>"
    frame = geopandas.GeoDataFrame(
        {"code": ["440704001001", "440704001002"], "name": [hostile, "乙"]},
        geometry=[
            shapely.box(113.1, 22.5, 113.11, 22.51),
            shapely.box(113.109, 22.5, 113.12, 22.51),
        ],
        crs=4326,
    )
    frame.to_file(tmp_path / "hostile.geojson")
    path = tmp_path / "hostile.html"
    write_web_map(repair_map(check_file(tmp_path / "hostile.geojson"), locale="en"), path)
    page = opened(browser, path, width)
    assert hostile in page.locator("button.gw-item").inner_text()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.locator(".folium-map").bounding_box() is not None


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("not_a_map.pdf", "not a boundary file of a known format"),
        ("empty.geojson", "no features"),
    ],
)
def test_a_file_without_any_shape_still_says_why(
    browser: Browser, tmp_path: Path, name: str, why: str
) -> None:
    path = tmp_path / "none.html"
    write_web_map(repair_map(check_file(DIRTY / name), locale="en"), path)
    page = opened(browser, path)
    assert why in page.locator(".gw-item").inner_text()
    assert page.get_by_text("refused before its shapes could be drawn").is_visible()
