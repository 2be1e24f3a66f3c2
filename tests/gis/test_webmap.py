import json
from pathlib import Path

import folium
import pytest
import shapely
from branca.element import Figure
from playwright.sync_api import sync_playwright

from gis.boundaries import read_boundaries
from gis.partition import divide
from gis.webmap import WebMapError, web_map, write_web_map
from tests.gis.atlas.frames import made_district

DEMO = Path(__file__).parents[2] / "data" / "boundaries" / "jianghai_communities.geojson"


def test_the_file_opens_offline_and_a_click_shows_the_cell(tmp_path: Path) -> None:
    path = tmp_path / "map.html"
    hostile = "<img src=x onerror=alert(1)>{% x %}</script>"
    write_web_map(web_map(*made_district(hostile), illustrative=True), path)
    requests: list[str] = []
    errors: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_context(offline=True).new_page()
        page.on("request", lambda request: requests.append(request.url))
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(path.as_uri())
        page.get_by_role("searchbox").fill("440704 001 015 001")
        page.get_by_role("button", name="440704 001 015 001").click()
        card = page.locator(".leaflet-popup")
        card.wait_for()
        assert "440704 001 015 001" in card.inner_text()
        assert hostile in card.inner_text()
        assert page.get_by_text("示意边界 / illustrative boundaries").count() >= 1
        assert page.locator("canvas").count() > 0
        browser.close()
    assert requests == [path.as_uri()]
    assert errors == []


def test_a_layer_that_needs_a_network_is_refused(tmp_path: Path) -> None:
    page = web_map(*made_district())
    figure = page.get_root()
    assert isinstance(figure, Figure)
    figure.header.add_child(folium.Element('<script src="https://cdn.example/x.js"></script>'))
    with pytest.raises(WebMapError):
        write_web_map(page, tmp_path / "map.html")
    assert list(tmp_path.iterdir()) == []


def test_a_cell_in_several_parts_is_drawn_with_all_of_them() -> None:
    cells, communities = made_district()
    parts = shapely.union_all(cells.geometry.iloc[[0, 3]].to_numpy())
    cells = cells.iloc[[0]].set_geometry([shapely.MultiPolygon(shapely.get_parts(parts))], crs=4326)
    page = web_map(cells, communities).get_root().render()
    data = json.loads(page.split('id="gridward-data">')[1].split("</script>")[0])
    assert [len(ring) for ring in data["cells"][0]] == [10, 10]


def test_labels_of_communities_never_meet_at_any_zoom(tmp_path: Path) -> None:
    path = tmp_path / "map.html"
    communities = read_boundaries(DEMO).communities
    cells = divide(communities, "squares", size_m=450).cells
    page_map = web_map(cells, communities, locale="en")
    write_web_map(page_map, path)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page()
        page.goto(path.as_uri())
        name = page_map.get_name()
        met, feet, named = page.evaluate(
            f"""() => {{
                let met = 0, named = 0;
                for (const z of [10, 11, 12, 13, 14, 15]) {{
                    const labels = {name}.gridwardLabels(z);
                    named += labels.length;
                    labels.forEach((a, i) => labels.slice(0, i).forEach((b) => {{
                        const [x, y] = [Math.abs(a.x - b.x), Math.abs(a.y - b.y)];
                        if (x < a.half + b.half && y < 16) met++;
                    }}));
                }}
                const scale = document.querySelector(".leaflet-control-scale").innerText;
                return [met, /ft|mi/.test(scale), named];
            }}"""
        )
        browser.close()
    assert (met, feet) == (0, False)
    assert named > len(communities)
