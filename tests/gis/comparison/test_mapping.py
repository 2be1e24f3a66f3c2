from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

import gis
from gis.webmap import write_web_map
from tests.gis.comparison.redraws import block, cells


@pytest.mark.parametrize("width", [1280, 390])
def test_the_map_opens_offline_and_leads_from_list_and_ground_to_both_codes(
    tmp_path: Path, width: int
) -> None:
    hostile = "<img src=x onerror=alert(1)>{% x %}</script>"
    island = block(0, 0).union(block(0, 3))
    old = cells({"440704001001001": island, hostile: block(1, 0), "b": block(2, 0, 2)})
    new = cells({"440704001001001": island, "m": block(1, 0, 1.2), "n": block(2.2, 0, 1.8)})
    path = tmp_path / "changes.html"
    write_web_map(gis.change_map(old, new, gis.changes(old, new), "en"), path)
    requests: list[str] = []
    errors: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_context(
            offline=True, viewport={"width": width, "height": 800}
        ).new_page()
        page.on("request", lambda request: requests.append(request.url))
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(path.as_uri())
        assert page.get_by_role("heading", name="Kept").is_visible()
        page.get_by_role("button", name="b → m").click()
        card = page.locator(".gc-card")
        assert "Edge moved" in card.inner_text()
        assert "10.0 %" in card.inner_text()
        page.get_by_role("button", name=f"{hostile} → m").click()
        assert hostile in card.inner_text()
        page.get_by_role("button", name="Whole district").click()
        page.locator(".leaflet-popup-close-button").click()
        card.wait_for(state="detached")  # it fades, and takes clicks until it is gone
        # The island of the cell in two parts lies in the upper left corner of the district.
        box = page.locator(".folium-map").bounding_box()
        assert box is not None
        west, south, east, north = *new.total_bounds[:2], *new.total_bounds[2:]
        x, y = page.evaluate(
            "([x, y]) => { const m = Object.values(window).find((v) => v instanceof L.Map);"
            " const p = m.latLngToContainerPoint([y, x]); return [p.x, p.y]; }",
            [west + (east - west) / 8, north - (north - south) / 8],
        )
        page.mouse.click(box["x"] + x, box["y"] + y)
        assert "440704 001 001 001" in card.inner_text()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        browser.close()
    assert requests == [path.as_uri()]
    assert errors == []


def test_a_map_of_two_equal_divisions_says_so() -> None:
    same = cells({"a": block(0, 0)})
    page = gis.change_map(same, same, gis.changes(same, same), "zh").get_root().render()
    assert "两次划分没有差别" in page
    assert "变动对比" in page
