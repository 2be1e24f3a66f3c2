"""The paper of the map, as the browser makes it of a division's GeoJSON."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page
from starlette.applications import Starlette
from starlette.responses import HTMLResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from tests.browser import live_server

LEFT, RIGHT, OTHER = "440704001001", "440704001002", "440704002001"
"""Two communities of one street, and one of another."""

PAPER = """async ([cells, communities, locale]) => {
  const { Paper } = await import("/static/modules/paper.js");
  const paper = new Paper(cells, communities, locale);
  const count = (rank) => paper.lines[rank].reduce((n, l) => n + l.points.length / 2 - 1, 0);
  return {
    edges: Object.fromEntries(Object.keys(paper.lines).map((rank) => [rank, count(rank)])),
    chains: Object.fromEntries(Object.entries(paper.lines).map(([k, v]) => [k, v.length])),
    found: [[0.5, 0.5], [1.5, 0.5], [2.5, 1.5], [9, 9]].map(([x, y]) =>
      paper.at(113 + x / 100, 22 + y / 100)?.code ?? null),
    names: [...paper.communities.values()].map((one) => one.name),
    streets: paper.streets.map((one) => one.name),
  };
}"""


def square(x: int, y: int) -> list[list[list[float]]]:
    corners = [(0, 0), (1, 0), (1, 1), (0, 1), (0, 0)]
    return [[[round(113 + (x + dx) / 100, 7), round(22 + (y + dy) / 100, 7)] for dx, dy in corners]]


def feature(code: str, x: int, y: int, **properties: object) -> dict[str, object]:
    label = [113 + (x + 0.5) / 100, 22 + (y + 0.5) / 100]
    return {
        "type": "Feature",
        "properties": {"code": code, "label": label, **properties},
        "geometry": {"type": "Polygon", "coordinates": square(x, y)},
    }


def collection(*features: dict[str, object]) -> dict[str, object]:
    return {"type": "FeatureCollection", "features": list(features)}


CELLS = collection(
    *(
        feature(f"{community}{serial:03}", x, y, community=community, kind="general")
        for community, x in ((LEFT, 0), (RIGHT, 1), (OTHER, 2))
        for serial, y in ((1, 0), (2, 1))
    )
)
COMMUNITIES = collection(
    *(
        feature(
            code,
            x,
            0,
            name=name,
            name_en=f"{name} Community",
            street_code=code[:9],
            street=code[:9],
            street_en="",
        )
        for code, x, name in ((LEFT, 0, "Left"), (RIGHT, 1, "Right"), (OTHER, 2, "Other"))
    )
)


@pytest.fixture(scope="module")
def blank(browser: Browser) -> Iterator[Page]:
    app = Starlette(
        routes=[
            Route("/", lambda _: HTMLResponse("<!doctype html><title>blank</title>")),
            Mount("/static", StaticFiles(directory="service/web/static")),
        ]
    )
    with live_server(app) as url:
        page = browser.new_page()
        page.goto(url)
        yield page
        page.close()


def test_each_shared_line_is_drawn_once_and_ranked_by_what_it_parts(blank: Page) -> None:
    paper = blank.evaluate(PAPER, [CELLS, COMMUNITIES, "zh"])

    # Three columns of two squares: 17 edges in all, 10 of them on the rim.
    assert paper["edges"] == {"cell": 3, "community": 2, "street": 2, "district": 10}


def test_edges_of_one_rank_become_one_line(blank: Page) -> None:
    paper = blank.evaluate(PAPER, [CELLS, COMMUNITIES, "zh"])

    assert paper["chains"] == {"cell": 1, "community": 1, "street": 1, "district": 1}


def test_the_cell_under_a_finger_is_found_and_outside_is_none(blank: Page) -> None:
    paper = blank.evaluate(PAPER, [CELLS, COMMUNITIES, "zh"])

    assert paper["found"] == [f"{LEFT}001", f"{RIGHT}001", f"{OTHER}002", None]


def test_names_follow_the_language_and_fall_back_to_chinese(blank: Page) -> None:
    paper = blank.evaluate(PAPER, [CELLS, COMMUNITIES, "en"])

    assert paper["names"] == ["Left Community", "Right Community", "Other Community"]
    assert paper["streets"] == ["440704001", "440704002"]
