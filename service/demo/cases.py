"""Cases of the demo: reported and handled through the real operations, at times gone by."""

import csv
import io
import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import shapely
from PIL import Image, ImageDraw, ImageFont
from pylopdf_fonts_zh_cn import sans_path

from service.access.roles import ANONYMOUS, Actor, Role
from service.areas.divisions import CellInfo, Located
from service.areas.loaded import LoadedDivision
from service.cases.desk import Desk
from service.cases.intake import Submission, report_of
from service.cases.operations import Act, Reported, act, report
from service.cases.photos import read_photo
from service.cases.states import Action
from service.database import Clock, Executor
from service.idempotency import DEMO_SCOPE, Once, recall, write_once
from service.people.operations import CellOn, TierPerson, responsible_for
from service.web.context import Resources

CASES = 72
_HERE = Path(__file__).parent
_TAKE, _RECTIFY, _VERIFY, _CLOSE = Action.TAKE, Action.RECTIFY, Action.VERIFY, Action.CLOSE


@dataclass(frozen=True)
class Story:
    """How old a case is, and how far it has come."""

    age: timedelta
    steps: tuple[Action, ...]


# Repeated over the cases: what a district's desk looks like on an ordinary day.
_STORIES = (
    Story(timedelta(minutes=25), ()),
    Story(timedelta(days=9), (_TAKE, _RECTIFY, _VERIFY, _CLOSE)),
    Story(timedelta(hours=3), (_TAKE,)),
    Story(timedelta(days=5), (_TAKE, _RECTIFY, _VERIFY, _CLOSE)),
    Story(timedelta(hours=20), (_TAKE, _RECTIFY)),
    Story(timedelta(days=12), (_TAKE, _RECTIFY, _VERIFY, _CLOSE)),
    Story(timedelta(days=6), (_TAKE,)),
    Story(timedelta(hours=2), ()),
    Story(timedelta(days=3), (_TAKE, _RECTIFY, _VERIFY, _CLOSE)),
    Story(timedelta(hours=22), (_TAKE, _RECTIFY)),
    Story(timedelta(days=7), (_TAKE, _RECTIFY, _VERIFY, _CLOSE)),
    Story(timedelta(hours=5), (_TAKE,)),
)


def is_played(resources: Resources) -> bool:
    """Tell whether the last case of the demo is there."""
    return recall(resources.executor, _once(CASES - 1)) is not None


def play_cases(resources: Resources, *, community: str) -> int:
    """Play all cases that are not there yet, and return how many the demo has.

    Parameters
    ----------
    community
        Code of the community that gets every fourth case, so that its desk is worth a look.
    """
    with (_HERE / "reports.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    division = resources.divisions.active()
    codes = sorted(str(code) for code in division.cells["code"])
    shown = [code for code in codes if code.startswith(community)]
    now = resources.executor.clock()
    for number in range(CASES):
        if recall(resources.executor, _once(number)) is not None:
            continue
        chance = random.Random(number)  # noqa: S311 - a made place, no secret
        code = chance.choice(shown if number % 4 == 0 else codes)
        story = _STORIES[number % len(_STORIES)]
        jitter = story.age * chance.uniform(0.0, 0.3)
        _play(resources, division, code, rows[number % len(rows)], story, now - jitter, number)
    return CASES


def _once(number: int) -> Once:
    return Once(DEMO_SCOPE, f"case-{number}", "")


def _play(
    resources: Resources,
    division: LoadedDivision,
    code: str,
    row: dict[str, str],
    story: Story,
    now: datetime,
    number: int,
) -> None:
    desk = Desk.of(resources.settings, resources.media)
    engine = resources.executor.engine
    chance = random.Random(number)  # noqa: S311
    lon, lat, cell = _somewhere(division, code, chance)
    opened = now - story.age
    command = report_of(
        Submission(
            lon=lon,
            lat=lat,
            category=row["category"],
            description=row["description"],
            address=f"{cell.community}{row['address']}",
            accuracy_m=float(chance.randint(4, 25)),
            photos=(picture(number, "整改前 before"),),
        ),
        desk=desk,
        division=division,
        actor=ANONYMOUS,
    )
    told: list[Reported] = []

    def render(reported: Reported) -> bytes:
        told.append(reported)
        return reported.number.encode()

    at_opening = Executor(engine, _stopped_at(opened))
    write_once(at_opening, report, command, once=_once(number), render=render)
    zone = resources.settings.zone
    persons = resources.executor.read(
        responsible_for, CellOn(cell.code, cell.community_code, now.astimezone(zone).date())
    )
    _department, street, community = persons.tiers
    handler = _actor(community if community.person_id else street, Role.GRID_WORKER, cell)
    checker = _actor(street, Role.STREET_OFFICER, cell)
    for place, step in enumerate(story.steps, start=1):
        moment = opened + story.age * (place / (len(story.steps) + 1))
        photos = (
            (read_photo(picture(number + 1000, "整改后 after"), desk.photo_limits),)
            if step is Action.RECTIFY
            else ()
        )
        Executor(engine, _stopped_at(moment)).write(
            act,
            Act(
                desk=desk,
                number=told[0].number,
                action=step,
                actor=handler if step in (Action.TAKE, Action.RECTIFY) else checker,
                photos=photos,
            ),
        )


def _stopped_at(moment: datetime) -> Clock:
    return lambda: moment


def _actor(person: TierPerson, role: Role, cell: CellInfo) -> Actor:
    return Actor(
        role,
        name=person.name,
        person_id=person.person_id,
        organisation=person.organisation,
        cells=frozenset({cell.code}),
        streets=frozenset({cell.street_code}),
    )


def _somewhere(
    division: LoadedDivision, code: str, chance: random.Random
) -> tuple[float, float, CellInfo]:
    """Return a point that the router puts into a cell."""
    shape = division.cells.set_index("code").geometry[code]
    west, south, east, north = shapely.bounds(shape)
    for _ in range(200):
        lon, lat = chance.uniform(west, east), chance.uniform(south, north)
        place = division.place(lon, lat)
        if isinstance(place, Located) and place.cell.code == code:
            return lon, lat, place.cell
    raise RuntimeError(f"no point found in cell {code}")


def picture(seed: int, words: str) -> bytes:
    """Draw a street-like picture that says that it is made for the demo."""
    chance = random.Random(seed)  # noqa: S311
    width, height = 960, 720
    sky, ground = chance.randint(150, 200), chance.randint(85, 120)
    image = Image.new("RGB", (width, height), (sky - 10, sky, sky + 4))
    draw = ImageDraw.Draw(image)
    horizon = chance.randint(300, 400)
    left = 0
    while left < width:
        wide, top = chance.randint(70, 190), horizon - chance.randint(70, 260)
        tone = chance.randint(120, 175)
        draw.rectangle((left, top, left + wide, horizon), fill=(tone, tone - 6, tone - 16))
        for x in range(left + 14, left + wide - 18, 30):
            for y in range(top + 16, horizon - 26, 42):
                draw.rectangle((x, y, x + 14, y + 20), fill=(tone - 35, tone - 28, tone - 24))
        left += wide + chance.randint(0, 16)
    draw.rectangle((0, horizon, width, height), fill=(ground, ground - 2, ground - 8))
    draw.polygon(
        ((0, height), (0, horizon + 120), (width, horizon + 30), (width, height)),
        fill=(ground - 22, ground - 22, ground - 24),
    )
    if "before" in words:
        for _ in range(26):
            x, y = chance.randint(120, 760), chance.randint(horizon + 130, height - 90)
            size = chance.randint(16, 58)
            shade = chance.randint(60, 210)
            draw.ellipse((x, y, x + size * 2, y + size), fill=(shade, shade - 8, shade - 30))
    draw.rectangle((0, height - 52, width, height), fill=(23, 33, 31))
    font = ImageFont.truetype(str(sans_path()), 26)
    draw.text((20, height - 46), f"演示照片 demo photo · {words}", fill=(240, 240, 236), font=font)
    file = io.BytesIO()
    image.save(file, "JPEG", quality=82)
    return file.getvalue()
