"""A boundary file becomes a draft: read, looked at, divided, proven; or refused with a reason."""

from collections.abc import Mapping

import geopandas as gpd
import pytest
from shapely import Point, box

from gis.partition import divide
from service.areas.active import Divisions
from service.database import Executor
from service.settings import Settings
from tests.service.conftest import (
    NANSHAN,
    SOUTH,
    WEST,
    YINQUAN,
    District,
    communities_frame,
)
from tests.service.generations.making import (
    DRAFTS,
    Maker,
    communities_file,
    geojson,
    overlapping_file,
)


def test_one_request_makes_a_proven_draft_of_a_file(maker: Maker, district: District) -> None:
    job = maker.given(communities_file(), title="2027", title_en="Of 2027", size="400")
    waiting = maker.told(job)
    told = maker.done(job)

    assert (waiting["state"], waiting["step"], waiting["division"]) == ("waiting", None, None)
    assert (told["state"], told["by"], told["file"]) == ("made", "clerk", "communities.geojson")
    assert told["found"]["communities"] == 3
    assert told["found"]["columns"] == {"code": "code", "name": "name", "parent": "street_code"}
    assert told["step_number"] == told["steps"] == 7
    division = maker.client.get(f"/api/v1/divisions/{told['division']}").json()
    assert (division["name"], division["name_en"]) == ("2027", "Of 2027")
    assert (division["status"], division["strategy"]) == ("draft", "squares, 400 m")
    assert division["district_code"] == "440704"
    assert division["proof"]["exact"] is True
    assert division["cells"] == 27
    active = maker.client.get(f"/api/v1/divisions/{district.division_id}").json()
    assert active["status"] == "active"


def test_unchanged_cells_keep_their_codes_and_their_persons(maker: Maker) -> None:
    told = maker.done(maker.given(communities_file(), title="again", size="500"))
    assert told["kept_codes"] == 18
    assert told["to_confirm"] == 0
    assert maker.done(maker.given(communities_file(), title="new", size="400"))["to_confirm"] > 0


def test_what_a_division_left_out_is_told_on_the_page_and_by_the_api(maker: Maker) -> None:
    job = maker.given(communities_file(), title="few", size="", count="2")
    told = maker.done(job)
    assert told["notes"] == ["2 cells wanted for 3 communities: each has at least one"]
    assert maker.told(job, "zh")["notes"] == ["3 个村（社区）只要 2 个网格：每个村（社区）至少一个"]
    page = maker.client.get(f"/divisions/{told['division']}?job={job.rpartition('/')[2]}&lang=zh")
    assert "只要 2 个网格" in page.text


def test_a_file_is_looked_at_before_it_is_divided(maker: Maker) -> None:
    job = maker.given(communities_file())
    read = maker.done(job)
    chinese = maker.told(job, "zh")
    chosen = maker.client.post(
        f"{job}/make", data={"title": "hexagons", "strategy": "hexagons", "count": "30"}
    )
    made = maker.done(job)

    assert (read["state"], read["steps"], read["division"]) == ("read", 2, None)
    assert read["found"]["fine"] is True
    assert read["found"]["area_m2"] == pytest.approx(3.4e6, rel=0.1)
    assert read["found"]["report"][-1].startswith("fine: 3 communities")
    assert chinese["found"]["report"][-1].startswith("通过")
    assert chosen.status_code == 202
    assert made["state"] == "made"
    division = maker.client.get(f"/api/v1/divisions/{made['division']}").json()
    assert division["strategy"] == "hexagons, count 30"
    assert division["cells"] == pytest.approx(30, abs=8)


POINTS = "name,lon,lat\n" + "\n".join(
    f"p{i},{WEST + 0.002 + i / 300},{SOUTH + 0.005}" for i in range(9)
)
PLAN = f"code,strategy,size_m,count\n{YINQUAN},squares,250,\n{NANSHAN},voronoi,,5\n"
SCHOOL = geojson(
    gpd.GeoDataFrame(
        {"name": ["School"]},
        geometry=[box(WEST + 0.012, SOUTH + 0.002, WEST + 0.014, SOUTH + 0.004)],
        crs=4326,
    )
)


@pytest.mark.parametrize(
    ("fields", "files", "strategy", "cells"),
    [
        ({"strategy": "squares", "count": "40"}, {}, "squares, count 40", range(30, 50)),
        ({"strategy": "hexagons", "size": "500"}, {}, "hexagons, 500 m", range(12, 40)),
        ({"strategy": "hexagons", "h3": "9"}, {}, "hexagons, h3_resolution 9", range(20, 60)),
        ({"strategy": "voronoi", "count": "20"}, {}, "voronoi, count 20", range(18, 23)),
        (
            {"strategy": "voronoi"},
            {"points": ("points.csv", POINTS.encode())},
            "voronoi, points 9",
            range(9, 12),
        ),
        (
            {"strategy": "squares", "size": "500"},
            {"plan": ("plan.csv", PLAN.encode()), "special": ("special.geojson", SCHOOL)},
            "squares, 500 m; 2 communities by plan",
            range(20, 45),
        ),
        ({}, {}, "squares, 100 m", range(330, 400)),
    ],
    ids=["count", "hexagons", "h3", "voronoi", "points", "plan", "usual"],
)
def test_every_way_of_dividing_can_be_chosen(
    maker: Maker,
    fields: Mapping[str, str],
    files: Mapping[str, tuple[str, bytes]],
    strategy: str,
    cells: range,
) -> None:
    division = maker.made(communities_file(), title="2027", files=files, **fields)
    assert division["strategy"] == strategy
    assert division["cells"] in cells
    assert division["special"] == (1 if "special" in files else 0)


def test_cells_that_a_city_drew_keep_its_codes(
    maker: Maker, executor: Executor, settings: Settings
) -> None:
    drawn = divide(communities_frame(), "voronoi", count=11).cells
    drawn["code"] = [code[:12] + f"{700 + int(code[12:])}" for code in drawn["code"]]
    told = maker.done(
        maker.given(geojson(drawn), name="cells.geojson", holds="cells", title="the city's own")
    )
    assert told["state"] == "made", told
    assert told["found"]["cells"] == len(drawn)
    kept = Divisions(executor, settings.var_dir / "index").get(told["division"]).cells
    assert sorted(kept["code"]) == sorted(drawn["code"])


def test_a_refused_file_tells_why_where_and_what_to_do_and_can_be_read_otherwise(
    maker: Maker,
) -> None:
    job = maker.given(overlapping_file(3.0), title="2027", size="500")
    refused = maker.done(job)
    page = maker.client.get(f"{job}/map.html")
    again = maker.client.post(f"{job}/read", data={"tolerance": "5"})
    read = maker.done(job)

    assert refused["state"] == "refused"
    assert refused["division"] is None
    assert "tolerance of 0.5 m" in refused["refusal"]
    assert refused["found"]["fine"] is False
    assert page.status_code == 200
    assert page.headers["content-type"].startswith("text/html")
    assert "sandbox allow-scripts;" in page.headers["content-security-policy"]
    assert "银泉社区" in page.text
    assert again.status_code == 202
    assert read["state"] == "read"
    assert read["found"]["moved_m2"] > 1000
    assert maker.client.post(f"{job}/make", data={"title": "2027"}).status_code == 202
    assert maker.done(job)["state"] == "made"
    assert maker.client.get(f"{job}/map.html").status_code == 404


def test_what_does_not_do_is_told_by_its_field(maker: Maker) -> None:
    for field, fields in (
        ("tolerance", {"tolerance": "wide"}),
        ("extent", {"extent": "113,22"}),
        ("datum", {"datum": "beijing54"}),
        ("size", {"size": "-5"}),
        ("strategy", {"strategy": "triangles"}),
        ("strategy", {"strategy": "imported"}),
        ("count", {"strategy": "voronoi", "count": ""}),
        ("h3", {"strategy": "hexagons", "size": "300", "h3": "9"}),
        ("count", {"count": "2.5"}),
        ("serial_digits", {"serial_digits": "9"}),
        ("title", {"title": "x" * 121}),
    ):
        answer = maker.give(communities_file(), **{"title": "2027", **fields})
        assert answer.status_code == 422, (fields, answer.text)
        assert [fault["field"] for fault in answer.json()["errors"]] == [field], fields
    answer = maker.client.post(DRAFTS, data={"title": "2027"})
    assert (answer.status_code, answer.json()["type"]) == (422, "/problems/drafting-file-missing")
    assert maker.client.get(DRAFTS).json() == []


def test_a_division_that_cannot_be_made_is_refused_with_the_mend(maker: Maker) -> None:
    told = maker.done(maker.given(communities_file(), title="tiny", size="20"))
    assert told["state"] == "refused"
    assert "more than there are serials" in told["refusal"]
    assert "Choose cells of" in told["refusal"]
    for role, name, content, words in (
        ("plan", "plan.csv", b"code,strategy\n1,triangles\n", "triangles"),
        ("points", "points.csv", b"x,y\n1,2\n", "needs columns lon and lat"),
        ("special", "special.geojson", b"{}", "special.geojson"),
    ):
        fields = {"strategy": "voronoi"} if role == "points" else {"size": "500"}
        told = maker.done(
            maker.given(communities_file(), title="2027", files={role: (name, content)}, **fields)
        )
        assert told["state"] == "refused", told
        assert words in told["refusal"]


def test_what_is_no_boundary_file_is_refused_without_a_map(maker: Maker) -> None:
    job = maker.given(b"no boundaries at all", name="notes.txt")
    told = maker.done(job)
    assert told["state"] == "refused"
    assert "notes.txt" in told["refusal"]
    assert maker.client.get(f"{job}/map.html").status_code == 404
    assert maker.client.post(f"{job}/make", data={"title": "2027"}).status_code == 409


def test_a_file_too_large_is_refused_before_anything_is_kept(
    maker: Maker, settings: Settings
) -> None:
    answer = maker.give(b" " * (settings.max_upload_bytes + 1), title="2027")
    assert answer.status_code == 413
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["type"] == "/problems/error-too-large"
    assert maker.client.get(DRAFTS).json() == []


def test_another_file_can_take_the_place_of_a_refused_one(maker: Maker) -> None:
    job = maker.given(overlapping_file(30.0))
    assert maker.done(job)["state"] == "refused"
    answer = maker.client.post(f"{job}/read", files={"file": ("mended.json", communities_file())})
    assert answer.json()["file"] == "mended.json"
    assert maker.done(job)["state"] == "read"


def test_a_name_of_a_file_carries_no_folder_with_it(maker: Maker) -> None:
    told = maker.told(maker.given(communities_file(), name="../../etc/x\\..\\a b.geojson"))
    assert told["file"] == "a b.geojson"


def test_the_outline_is_compared_where_one_is_given(maker: Maker) -> None:
    outline = geojson(
        gpd.GeoDataFrame(geometry=[communities_frame().union_all()], crs=4326).assign(code="1")
    )
    told = maker.done(
        maker.given(communities_file(), files={"reference": ("outline.geojson", outline)})
    )
    assert told["state"] == "read"
    without = maker.done(maker.given(communities_file()))
    assert told["found"]["report"] != without["found"]["report"]


def test_points_without_a_place_to_them_are_named_by_their_row(maker: Maker) -> None:
    points = f"lon,lat\n{WEST + 0.001},{SOUTH + 0.001}\neast,north\n"
    told = maker.done(
        maker.given(
            communities_file(),
            title="2027",
            strategy="voronoi",
            files={"points": ("points.csv", points.encode())},
        )
    )
    assert "row 3" in told["refusal"]


@pytest.mark.parametrize("columns", ["经度,纬度", "Lng,Lat"])
def test_points_are_found_by_the_usual_names_of_longitude_and_latitude(
    columns: str, maker: Maker
) -> None:
    points = POINTS.replace("lon,lat", columns)
    told = maker.done(
        maker.given(
            communities_file(),
            title="2027",
            strategy="voronoi",
            files={"points": ("points.csv", points.encode())},
        )
    )
    assert told["state"] == "made"


def test_a_file_of_points_of_another_kind_does_as_well(maker: Maker) -> None:
    frame = gpd.GeoDataFrame(
        geometry=[Point(WEST + 0.004 + i / 200, SOUTH + 0.004) for i in range(5)], crs=4326
    )
    division = maker.made(
        communities_file(),
        title="2027",
        strategy="voronoi",
        files={"points": ("points.geojson", geojson(frame))},
    )
    assert division["cells"] in range(5, 9)


def test_a_citys_codes_that_mean_other_cells_by_now_are_refused_with_the_way_out(
    maker: Maker,
) -> None:
    drawn = geojson(divide(communities_frame(), "voronoi", count=11).cells)
    job = maker.given(drawn, name="cells.geojson", holds="cells", title="spent")
    refused = maker.done(job)
    page = maker.client.get(job.removeprefix("/api/v1")).text
    again = maker.client.post(f"{job}/make", data={"title": "fresh", "new_codes": "on"})

    assert refused["state"] == "refused"
    assert "codes denote other cells" in refused["refusal"]
    assert 'id="new_codes-told"' in page
    assert again.status_code == 202
    assert maker.done(job)["state"] == "made"


def test_cells_that_do_not_cover_the_given_communities_are_refused_with_a_map(
    maker: Maker,
) -> None:
    drawn = divide(communities_frame(), "voronoi", count=11).cells
    drawn = drawn[drawn["community"] != NANSHAN].reset_index(drop=True)
    job = maker.given(
        geojson(drawn),
        name="cells.geojson",
        holds="cells",
        files={"communities": ("communities.geojson", communities_file())},
    )
    told = maker.done(job)
    assert told["state"] == "refused"
    assert NANSHAN in told["refusal"]
    assert maker.client.get(f"{job}/map.html").status_code == 200
