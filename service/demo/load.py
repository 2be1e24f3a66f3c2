"""Load the demo district: divisions, people, accounts and cases, through the real operations."""

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import geopandas as gpd
from openpyxl import Workbook

import gis
from gis.partition import Chosen, Division, divide
from service.access.operations import NewAccount, accounts, add_account
from service.access.roles import Role
from service.areas.divisions import NewDivision
from service.areas.operations import list_divisions
from service.areas.strategies import strategy_kept
from service.cases.categories import ensure_categories
from service.demo.cases import is_played, play_cases
from service.demo.people import Roster, roster
from service.generations.drafting import draft
from service.generations.layers import read_specials
from service.generations.operations import SERVER, Wish, bring_into_force
from service.people.operations import PeopleFile, import_people
from service.web.context import Resources

PASSWORD = "gridward-demo"  # noqa: S105 - the demo's, printed at every start
VILLAGE_CELL_M = 650.0
"""Across a hexagon of a village in the active division, whose communities are divided by
households; the 100 m lattice is loaded beside it as a draft."""
SHOWN_COMMUNITY = "440704004007"
"""银泉社区: the community whose people the demo accounts are."""
DISTRICT = "440704"
_SOURCE = (
    "示意边界；人员、电话与案件均为虚构"
    " · Illustrative boundaries; people, phones and cases are invented"
)


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
    """Load what is absent of the demo, step by step: one that was broken off goes on.

    A database that holds another district's divisions is left as it is.
    """
    there = resources.executor.read(list_divisions, None)
    if is_played(resources) or any(division.district_code != DISTRICT for division in there):
        return
    tell("Loading the demo district 江海区 …")
    resources.executor.write(ensure_categories, None)
    _load_divisions(resources, {division.name for division in there}, tell)
    shown = resources.divisions.active()
    _load_people(resources, roster(shown.communities, shown.cells), tell)
    tell(f"  {play_cases(resources, community=SHOWN_COMMUNITY)} cases")


def divided_by_households(communities: gpd.GeoDataFrame) -> tuple[Division, str]:
    """Divide communities by households, villages by hexagons, with a few special cells.

    Returns
    -------
    Division
        The cells.
    str
        How it was made, as a division keeps it.
    """
    files = boundary_files()
    town: dict[str, Any] = {
        "buildings": gis.read_buildings(files / "jianghai_buildings.geojson").frame,
        "streets": gis.read_lines(files / "jianghai_streets.geojson").frame,
        "locale": "zh",
    }
    plan = {
        str(code): Chosen("hexagons", {"size_m": VILLAGE_CELL_M})
        for code, kind in zip(communities["code"], communities["kind"], strict=True)
        if kind == "village"
    }
    made = divide(
        communities,
        "households",
        plan=plan,
        special=read_specials(files / "jianghai_specials.geojson", communities),
        **town,
    )
    return made, strategy_kept("households", town, len(plan))


def divided_by_squares(communities: gpd.GeoDataFrame) -> tuple[Division, str]:
    """Divide into the standard's unit cells."""
    return divide(communities, "squares", size_m=100.0), strategy_kept("squares", {"size_m": 100.0})


# The one in force first: the codes of the other are then none of its.
_DIVISIONS = (
    ("2026 版划分", "Division of 2026", divided_by_households, True),
    ("100 米单元网格", "Unit cells of 100 m", divided_by_squares, False),
)


def _load_divisions(resources: Resources, there: set[str], tell: Callable[[str], object]) -> None:
    found = gis.read_boundaries(boundary_files() / "jianghai_communities.geojson")
    for name, name_en, divided, active in _DIVISIONS:
        if name in there:
            continue
        made, strategy = divided(found.communities)
        new = NewDivision(
            name=name,
            name_en=name_en,
            district_code=DISTRICT,
            district_name="江海区",
            district_name_en="Jianghai District",
            strategy=strategy,
            illustrative=found.illustrative,
            source=_SOURCE,
            communities=made.communities,
            cells=made.cells,
        )
        executor, divisions, zone = (
            resources.executor,
            resources.divisions,
            resources.settings.zone,
        )
        drafted = draft(executor, divisions, zone, new)
        if active:
            bring_into_force(executor, divisions, zone, Wish(drafted.division_id, SERVER))
        tell(f"  {name}: {len(made.communities)} communities, {len(made.cells)} cells")


def _load_people(resources: Resources, people: Roster, tell: Callable[[str], object]) -> None:
    executor = resources.executor
    executor.write(import_people, PeopleFile.read(workbook(people)))
    there = {account.username for account in executor.read(accounts, None)}
    for account in _SIGN_INS:
        if account.username not in there:
            executor.write(
                add_account, NewAccount(account.username, PASSWORD, account.role, account.person)
            )
    tell(f"  {len(people.sheets['persons'])} people, {len(_SIGN_INS)} accounts")


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


def sign_ins(public_url: str, var_dir: Path) -> str:
    """Return what a stranger needs to begin: address, accounts, and where the data stays."""
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
            f"  Ctrl+C stops it; the data stays in {var_dir}/.",
            "",
        ]
    )
