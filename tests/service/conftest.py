"""A small district with its people and accounts, on both databases, for every service test."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import geopandas as gpd
import pytest
from argon2 import PasswordHasher
from fastapi import FastAPI
from pydantic import SecretStr
from shapely import box
from starlette.testclient import TestClient

from gis.partition import divide
from service.access import passwords
from service.access.csrf import form_token
from service.access.operations import NewAccount, SignedIn, SignIn, add_account, sign_in
from service.access.roles import Role
from service.app import create_app
from service.areas.active import Divisions
from service.areas.operations import NewDivision, add_division, prove
from service.cases.operations import load_categories
from service.database import Executor, open_engine
from service.generations.operations import SERVER, Wish, bring_into_force
from service.people.operations import PeopleFile, import_people
from service.settings import Settings
from service.web.context import SESSION_COOKIE

PASSWORD = "a password of tests"
YINQUAN, NANSHAN, JIAOBEI = "440704001016", "440704001017", "440704002005"
"""Three communities from west to east; the first two are of one street."""
WEST, SOUTH = 113.1, 22.55
PERSONS = {
    Role.GRID_WORKER: "W-1",
    Role.COMMUNITY_OFFICER: "C-1",
    Role.STREET_OFFICER: "S-1",
    Role.DEPARTMENT_OFFICER: "D-1",
}
"""The register's number of the person behind each role's account."""


@dataclass
class HandClock:
    """A clock that a test sets; Tuesday 24 November 2026, 10:00 in the district, at first."""

    now: datetime = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, length: timedelta) -> None:
        self.now += length


@dataclass(frozen=True)
class District:
    """What the tests' district holds."""

    division_id: int
    cells: tuple[str, ...]
    """Codes, sorted; the last one has no community person."""
    cells_of: dict[str, tuple[str, ...]]
    """Codes by community."""
    middles: dict[str, tuple[float, float]]
    """A point (lon, lat) within each cell."""


@pytest.fixture(autouse=True)
def _cheap_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    # The same argon2id with the smallest parameters: hashing is no test's subject but one's.
    cheap = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(passwords, "hasher", cheap)


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    return Settings(
        database_url=database_url,
        media_url=str(tmp_path / "media"),
        var_dir=tmp_path / "var",
        secret=SecretStr("the tests' secret"),
        locale="zh",
    )


@pytest.fixture
def executor(settings: Settings, clock: HandClock) -> Iterator[Executor]:
    engine = open_engine(settings.database_url)
    yield Executor(engine, clock)
    engine.dispose()


def communities_frame() -> gpd.GeoDataFrame:
    """Return the district's three communities, each about 1 km square."""
    return gpd.GeoDataFrame(
        {
            "code": [YINQUAN, NANSHAN, JIAOBEI],
            "name": ["银泉社区居民委员会", "南山村民委员会", "滘北社区居民委员会"],
            "short_name": ["银泉社区", "南山村", "滘北社区"],
            "name_en": ["Yinquan Community", "Nanshan Village", "Jiaobei Community"],
            "kind": ["community", "village", "community"],
            "street_code": ["440704001", "440704001", "440704002"],
            "street": ["外海街道", "外海街道", "江南街道"],
            "street_en": ["Waihai Subdistrict", "Waihai Subdistrict", "Jiangnan Subdistrict"],
        },
        geometry=[box(WEST + i / 100, SOUTH, WEST + (i + 1) / 100, SOUTH + 0.01) for i in range(3)],
        crs="EPSG:4326",
    )


def people_csv(cells: tuple[str, ...]) -> bytes:
    """Return the district's people as one .csv; the last cell gets no community person."""
    lines = [
        "table,code,kind,parent,name,name_en,number,post,phone,organisation,department,community,"
        "contact,cell,tier,person,stand_in,valid_from,valid_to",
        "organisations,440704,district,,江海区,Jianghai District,,,,,,,,,,,,,",
        "organisations,market,department,440704,区市场监管局,Market Bureau,,,,,,,,,,,,,",
        "organisations,water,department,440704,区水利局,Water Bureau,,,,,,,,,,,,,",
        "organisations,440704001,street_office,440704,外海街道办事处,Waihai Office,,,,,,,,,,,,,",
        "organisations,440704002,street_office,440704,江南街道办事处,Jiangnan Office,,,,,,,,,,,,,",
        f"organisations,{YINQUAN},community,440704001,银泉社区,Yinquan,,,,,,,,,,,,,",
        f"organisations,{NANSHAN},community,440704001,南山村,Nanshan,,,,,,,,,,,,,",
        f"organisations,{JIAOBEI},community,440704002,滘北社区,Jiaobei,,,,,,,,,,,,,",
        f"persons,,,,黄志文,,W-1,网格员,000-0000 0101,{YINQUAN},,,,,,,,,",
        f"persons,,,,陈秀兰,,C-1,社区书记,000-0000 0102,{YINQUAN},,,,,,,,,",
        "persons,,,,李国栋,,S-1,驻点干部,000-0000 0103,440704001,,,,,,,,,",
        "persons,,,,梁伟明,,D-1,结对联络人,000-0000 0104,market,,,,,,,,,",
        f"persons,,,,何晓彤,,W-2,网格员,000-0000 0105,{JIAOBEI},,,,,,,,,",
        f"pairings,,,,,,,,,,market,{YINQUAN},D-1,,,,,2026-11-01,",
    ]
    for cell in cells:
        lines.append(f"responsibilities,,,,,,,,,,,,,{cell},street,S-1,,2026-11-01,")
        if cell != cells[-1]:
            worker = "W-1" if cell.startswith(YINQUAN) else "W-2"
            lines.append(f"responsibilities,,,,,,,,,,,,,{cell},community,{worker},,2026-11-01,")
    return "\n".join(lines).encode()


@pytest.fixture
def district(executor: Executor, settings: Settings) -> District:
    """Load the categories, three communities in cells of 500 m, their people, and accounts."""
    made = divide(communities_frame(), "squares", size_m=500.0)
    executor.write(load_categories, None)
    new = NewDivision(
        name="2026",
        district_code="440704",
        district_name="江海区",
        district_name_en="Jianghai District",
        strategy="squares, 500 m",
        illustrative=True,
        source="made for tests",
        communities=made.communities,
        cells=made.cells,
    )
    division_id = executor.write(add_division, prove(new))
    bring_into_force(
        executor,
        Divisions(executor, settings.var_dir / "index"),
        settings.zone,
        Wish(division_id, SERVER),
    )
    codes = tuple(sorted(made.cells["code"].astype(str)))
    executor.write(import_people, PeopleFile.read(people_csv(codes)))
    for role in Role:
        if role is not Role.ANONYMOUS:
            account = NewAccount(role.value, PASSWORD, role, PERSONS.get(role))
            executor.write(add_account, account)
    points = made.cells.geometry.representative_point()
    return District(
        division_id=division_id,
        cells=codes,
        cells_of={
            community: tuple(code for code in codes if code.startswith(community))
            for community in (YINQUAN, NANSHAN, JIAOBEI)
        },
        middles={
            str(code): (point.x, point.y)
            for code, point in zip(made.cells["code"], points, strict=True)
        },
    )


@pytest.fixture
def app(settings: Settings, clock: HandClock, district: District) -> Iterator[FastAPI]:
    app = create_app(settings, clock=clock)
    yield app
    app.state.resources.executor.engine.dispose()


ClientAs = Callable[[Role], TestClient]


@pytest.fixture
def client_as(app: FastAPI, executor: Executor, settings: Settings) -> ClientAs:
    """Give a client signed in as a role; it sends the form token as a header by itself."""

    def client(role: Role) -> TestClient:
        client = TestClient(app, follow_redirects=False)
        if role is Role.ANONYMOUS:
            return client
        signed_in = sign_in(executor, SignIn(role.value, PASSWORD))
        assert isinstance(signed_in, SignedIn)
        client.cookies.set(SESSION_COOKIE, signed_in.token)
        client.headers["X-CSRF-Token"] = form_token(settings.signing_key, signed_in.token)
        return client

    return client
