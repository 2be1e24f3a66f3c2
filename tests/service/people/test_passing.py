"""Ground that goes to another department is listed beside the persons who are carried over."""

import re
from dataclasses import replace

from shapely import union_all

from gis.partition import divide
from service.areas.divisions import NewDivision
from service.areas.operations import add_division, prove
from tests.service.district import RIVER, SPRING, District, communities, new_division

FIRST = 1
PAGE = "/people/carrying"


def kept(district: District, new: NewDivision) -> int:
    return district.executor.write(add_division, prove(new))


def without_spring() -> NewDivision:
    """Draft a division whose one community has become part of its neighbour."""
    both = communities()
    mine = both["code"].isin([SPRING, RIVER])
    whole = union_all(both.geometry[mine].to_numpy())
    rest = both[both["code"] != SPRING].copy()
    rest.loc[rest["code"] == RIVER, "geometry"] = whole
    made = divide(rest, "squares", size_m=500)
    cells = made.cells.assign(
        code=[f"{code[:12]}{600 + int(code[12:])}" for code in made.cells["code"]]
    )
    return replace(new_division(), name="merged", communities=made.communities, cells=cells)


def told(district: District, division_id: int, lang: str = "en") -> str:
    address = f"{PAGE}?division={division_id}&lang={lang}"
    answer = district.client("clerk").get(address)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", answer.text))


def test_a_merged_communitys_cells_are_listed_with_both_departments(made: District) -> None:
    merged = kept(made, without_spring())
    page = told(made, merged)
    assert "Ground that goes to another department" in page
    passed = page[page.index("Ground that goes") :]
    assert "Yinquan" in passed or "银泉" in passed
    assert re.search(r"\d+ cells?", passed)
    assert "no department paired" in passed
    assert "陈志强" in passed
    assert "改归其他部门的范围" in told(made, merged, "zh")


def test_nothing_is_listed_where_no_ground_changes_its_department(
    made: District, draft: int
) -> None:
    assert "Ground that goes" not in told(made, draft)
    assert "Ground that goes" not in told(made, FIRST)
