"""Load the demo district: divisions, people, accounts and cases, through the real operations."""

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import geopandas as gpd
from openpyxl import Workbook

import gis
from gis.partition import divide
from service.access.operations import NewAccount, add_account
from service.access.roles import Role
from service.areas.operations import (
    NewDivision,
    activate,
    add_division,
    list_divisions,
)
from service.cases.operations import load_categories
from service.demo.cases import play_cases
from service.demo.people import Roster, roster
from service.people.operations import PeopleFile, import_people
from service.web.context import Resources

PASSWORD = "gridward-demo"  # noqa: S105 - the demo's, printed at every start
CELL_SIZE_M = 400.0
"""The active division's squares; the 100 m lattice is loaded beside it as a draft."""
SHOWN_COMMUNITY = "440704004007"
"""银泉社区: the community whose people the demo accounts are."""
_SOURCE = "示意边界；人员、电话与案件均为虚构 · Illustrative boundaries; people, phones and cases are invented"


@dataclass(frozen=True)
class SignIn:
    """A demo account."""

    username: str
    role: Role
    person: str | None
    what: str


_SIGN_INS = (
    SignIn("worker", Role.GRID_WORKER, f"W-{SHOWN_COMMUNITY}-01", "网格员 grid worker, 银泉社区"),
    SignIn("community", Role.COMMUNITY_OFFICER, f"C-{SHOWN_COMMUNITY}", "社区 community officer"),
    SignIn("street", Role.STREET_OFFICER, f"S-{SHOWN_COMMUNITY}", "街道 street officer, 外海街道"),
    SignIn("department", Role.DEPARTMENT_OFFICER, "D-market", "区市场监管局 department officer"),
    SignIn("supervisor", Role.SUPERVISOR, None, "督查组 supervision group"),
    SignIn("clerk", Role.CLERK, None, "GIS clerk"),
    SignIn("admin", Role.ADMIN, None, "管理员 administrator"),
)


def boundary_files() -> Path:
    """Return the folder of boundary files: in the wheel, or beside the source."""
    packaged = Path(__file__).parent / "boundaries"
    return packaged if packaged.is_dir() else Path(__file__).parents[2] / "data" / "boundaries"


def load_demo(resources: Resources, *, tell: Callable[[str], object]) -> None:
    """Load what is absent of the demo; a database that holds a division is left as it is."""
    executor = resources.executor
    if executor.read(list_divisions, None):
        return
    tell("Loading the demo district 江海区 …")
    found = gis.read_boundaries(boundary_files() / "jianghai_communities.geojson")
    shown = divide(found.communities, "squares", size_m=CELL_SIZE_M)
    lattice = divide(found.communities, "squares", size_m=100.0)
    tell(
        f"  {len(found.communities)} communities, {len(shown.cells)} cells; "
        f"{len(lattice.cells)} in the 100 m draft"
    )
    executor.write(load_categories, None)
    people = roster(shown.communities, shown.cells)

    def division(
        name: str, size_m: float, communities: gpd.GeoDataFrame, cells: gpd.GeoDataFrame
    ) -> NewDivision:
        return NewDivision(
            name=name,
            district_code="440704",
            district_name="江海区",
            district_name_en="Jianghai District",
            strategy=f"squares, {size_m:g} m",
            illustrative=True,
            source=_SOURCE,
            communities=communities,
            cells=cells,
        )

    executor.write(
        add_division, division("100 米单元网格", 100.0, lattice.communities, lattice.cells)
    )
    number = executor.write(
        add_division, division("2026 版划分", CELL_SIZE_M, shown.communities, shown.cells)
    )
    executor.write(activate, number)
    executor.write(
        import_people,
        PeopleFile(
            "demo.xlsx",
            workbook(people),
            executor.clock().astimezone(resources.settings.zone).date(),
        ),
    )
    for account in _SIGN_INS:
        executor.write(
            add_account, NewAccount(account.username, PASSWORD, account.role, account.person)
        )
    resources.divisions.active()  # builds the router's index
    tell(f"  {len(people.sheets['persons'])} people, {len(_SIGN_INS)} accounts")
    cases = play_cases(resources)
    tell(f"  {cases} cases")


def workbook(people: Roster) -> bytes:
    """Write the roster as the spreadsheet that `import_people` takes."""
    book = Workbook(write_only=True)
    for name, rows in people.sheets.items():
        sheet = book.create_sheet(name)
        header = list(dict.fromkeys(column for row in rows for column in row))
        sheet.append(header)
        for row in rows:
            sheet.append([row.get(column, "") for column in header])
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def sign_ins(public_url: str) -> str:
    """Return what a stranger needs to begin: the address and the demo's accounts."""
    width = max(len(account.username) for account in _SIGN_INS)
    lines = [f"    {account.username:<{width}}  {account.what}" for account in _SIGN_INS]
    return "\n".join(
        [
            "",
            f"  Gridward  {public_url}",
            "",
            f"  Demo sign-ins (password of all: {PASSWORD})",
            *lines,
            "",
            "  Ctrl+C stops it; the data stays in var/.",
            "",
        ]
    )
