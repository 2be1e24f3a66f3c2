"""A small made district in a database: three communities of two streets, persons, accounts."""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from io import BytesIO
from pathlib import Path

import geopandas
import shapely
from fastapi import FastAPI
from fastapi.testclient import TestClient
from PIL import Image

from gis.partition import divide
from service.access.csrf import form_token
from service.access.models import Account
from service.access.roles import Role
from service.access.sessions import Token, open_session, recognise
from service.areas import api as areas_api
from service.areas.active import Divisions
from service.areas.operations import NewDivision, add_division, prove
from service.cases import api as cases_api
from service.cases.desk import Desk
from service.cases.operations import load_categories
from service.cases.photos import Media
from service.database import Executor, Transaction, open_engine
from service.errors import problems
from service.generations.foreman import Foreman
from service.generations.operations import SERVER, Wish, bring_into_force
from service.people.kinds import OrganisationKind, Tier
from service.people.models import Organisation, Pairing, Person, Responsibility
from service.settings import Settings
from service.web.context import SESSION_COOKIE, Resources
from service.web.i18n import page_catalogue

SPRING, RIVER, FIELD = "440704001001", "440704001002", "440704002001"
IN_SPRING, IN_RIVER, IN_FIELD = (113.1012, 22.5012), (113.1112, 22.5012), (113.1212, 22.5012)
SPRING_CELL = SPRING + "006"
OUTSIDE = (113.0990, 22.5012)
SINCE = date(2026, 1, 1)

ROLES = {
    "grid_worker": "worker",
    "community_officer": "officer",
    "street_officer": "street",
    "department_officer": "department",
}
"""Usernames (the roles' names) and the numbers of their persons."""


@dataclass
class Clock:
    """A clock that stands until it is moved. Tuesday, 10:00 in the district."""

    now: datetime = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def go(self, **span: float) -> None:
        self.now += timedelta(**span)


@dataclass
class District:
    """A running service over the made district."""

    settings: Settings
    executor: Executor
    clock: Clock
    resources: Resources
    app: FastAPI
    tokens: dict[str, str]
    persons: dict[str, int] = field(default_factory=dict)

    @property
    def desk(self) -> Desk:
        return Desk.of(self.settings, self.resources.media)

    def client(self, username: str | None = None) -> TestClient:
        """Return a client, signed in as an account (named by its role) or signed out."""
        client = TestClient(self.app, raise_server_exceptions=False)
        client.headers["accept-language"] = "en"
        if username is not None:
            token = self.tokens[username]
            client.cookies.set(SESSION_COOKIE, token)
            client.headers["X-CSRF-Token"] = form_token(self.settings.signing_key, token)
        return client

    def actor(self, username: str):
        return self.executor.read(recognise, Token(self.tokens[username], self.settings.zone))

    def activate(self, division_id: int) -> None:
        wish = Wish(division_id, SERVER)
        bring_into_force(self.executor, self.resources.divisions, self.settings.zone, wish)

    def media_files(self) -> list[Path]:
        folder = Path(self.settings.media_url)
        return sorted(path for path in folder.rglob("*") if path.is_file())


def communities() -> geopandas.GeoDataFrame:
    return geopandas.GeoDataFrame(
        {
            "code": [SPRING, RIVER, FIELD],
            "name": ["银泉社区居委会", "临江社区居委会", "东村村委会"],
            "short_name": ["银泉社区", "临江社区", "东村"],
            "name_en": ["Yinquan Community", "Linjiang Community", ""],
            "kind": ["community", "community", "village"],
            "street_code": ["440704001", "440704001", "440704002"],
            "street": ["江南街道", "江南街道", "外海街道"],
            "street_en": ["Jiangnan Street", "Jiangnan Street", "Waihai Street"],
        },
        geometry=[shapely.box(west, 22.5, west + 0.01, 22.51) for west in (113.1, 113.11, 113.12)],
        crs=4326,
    )


@cache
def new_division(name: str = "2026", size_m: float = 500) -> NewDivision:
    divided = divide(communities(), "squares", size_m=size_m)
    return NewDivision(
        name=name,
        district_code="440704",
        district_name="江海区",
        district_name_en="Jianghai District",
        strategy=f"squares, {size_m:g} m",
        illustrative=True,
        source="made for a test",
        communities=divided.communities,
        cells=divided.cells,
    )


def redrawn(name: str, size_m: float) -> NewDivision:
    """Return a division whose codes were never given out: serials from 501."""
    new = new_division(name, size_m)
    cells = new.cells.copy()
    cells["code"] = [f"{code[:12]}{500 + int(code[12:])}" for code in cells["code"]]
    return replace(new, cells=cells)


def open_district(database_url: str, folder: Path) -> District:
    settings = Settings(
        database_url=database_url,
        media_url=str(folder / "media"),
        var_dir=folder / "var",
        secret="a secret of the tests",
        reports_per_hour=10_000,
        max_photos=3,
        max_photo_bytes=200_000,
        max_upload_bytes=2_000_000,
    )
    clock = Clock()
    executor = Executor(open_engine(database_url), clock)
    executor.write(load_categories, None)
    divisions = Divisions(executor, settings.var_dir / "index")
    first = executor.write(add_division, prove(new_division()))
    bring_into_force(executor, divisions, settings.zone, Wish(first, SERVER))
    persons = executor.write(_add_people, None)
    tokens = executor.write(_add_accounts, persons)
    resources = Resources(
        settings=settings,
        executor=executor,
        catalogue=page_catalogue(),
        divisions=divisions,
        media=Media(settings.media_url),
        foreman=Foreman(executor, settings, page_catalogue()),
    )
    app = FastAPI()
    app.state.resources = resources
    problems.install(app)
    for module in (areas_api, cases_api):
        app.include_router(module.router)
    return District(settings, executor, clock, resources, app, tokens, persons)


def jpeg(colour: str = "red", size: tuple[int, int] = (40, 30)) -> bytes:
    out = BytesIO()
    Image.new("RGB", size, colour).save(out, "JPEG")
    return out.getvalue()


def report_fields(place: tuple[float, float] = IN_SPRING, **changes: object) -> dict[str, object]:
    fields: dict[str, object] = {
        "lon": place[0],
        "lat": place[1],
        "category": "0101",
        "description": "垃圾堆在路边",
        "contact_name": "陈小明",
        "contact": "13800001234",
    }
    return fields | changes


def _add_people(tx: Transaction, _command: None) -> dict[str, int]:
    def organisation(code: str, kind: OrganisationKind, name: str) -> Organisation:
        one = Organisation(code=code, kind=kind, name=name, name_en=f"{kind.value} {code}")
        tx.session.add(one)
        return one

    urban = organisation("urban", OrganisationKind.DEPARTMENT, "城管和综合执法局")
    street = organisation("440704001", OrganisationKind.STREET_OFFICE, "江南街道办事处")
    spring = organisation(SPRING, OrganisationKind.COMMUNITY, "银泉社区居委会")
    tx.session.flush()
    people = {
        number: Person(
            number=number, name=name, post=post, phone="13900005678", organisation_id=home.id
        )
        for number, name, post, home in (
            ("worker", "黄健文", "网格员", spring),
            ("officer", "何丽", "社区书记", spring),
            ("street", "李婉仪", "驻点干部", street),
            ("department", "陈志强", "联络员", urban),
        )
    }
    tx.session.add_all(people.values())
    tx.session.flush()
    tx.session.add(
        Pairing(
            department_id=urban.id,
            contact_id=people["department"].id,
            community_code=SPRING,
            valid_from=SINCE,
        )
    )
    for tier, number in ((Tier.COMMUNITY, "worker"), (Tier.STREET, "street")):
        tx.session.add(
            Responsibility(
                cell_code=SPRING_CELL, tier=tier, person_id=people[number].id, valid_from=SINCE
            )
        )
    tx.session.flush()
    return {number: person.id for number, person in people.items()}


def _add_accounts(tx: Transaction, persons: dict[str, int]) -> dict[str, str]:
    tokens = {}
    for role in Role:
        if role is Role.ANONYMOUS:
            continue
        number = ROLES.get(role.value)
        # Nobody signs in by password here: sessions are opened without one.
        account = Account(
            username=role.value,
            password_hash="-",
            role=role,
            person_id=persons[number] if number else None,
            created_at=tx.now,
        )
        tx.session.add(account)
        tx.session.flush()
        tokens[role.value] = open_session(tx, account, timedelta(days=400))[0]
    return tokens
