"""The demo's organisations and people: real offices, invented persons, phones nobody has."""

import csv
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import geopandas as gpd

_HERE = Path(__file__).parent
_SURNAMES = "陈李黄梁林何吴张郑区谭冯周邓罗叶苏许曾卢钟余潘赵刘莫容关简"
_GIVEN = (
    "志强婉仪健文丽华伟明秀珍国栋美玲俊杰晓彤永康佩珊家豪淑芬子轩敏仪耀辉惠贤"
    "文锋嘉欣建国雪梅浩然翠兰立新倩雯锦荣燕萍泽民小燕海涛月明柏年素琴启航若兰"
)
"""Given names of two characters each."""
_SINCE = date(2026, 11, 1)
_CELLS_PER_WORKER = 4
_VACANT_EVERY = 97
"""Every so-manieth cell has no community person: a gap that the pages have to show."""


@dataclass(frozen=True)
class Worker:
    """A demo person whom an account is made for."""

    number: str
    name: str
    community: str


@dataclass(frozen=True)
class Roster:
    """Rows for the people file, sheet by sheet, and the persons that the sign-ins use."""

    sheets: dict[str, list[dict[str, str]]]
    workers: tuple[Worker, ...]


def _phones() -> Iterator[str]:
    # 000 is no area code and no mobile prefix: these cannot be anybody's.
    for serial in range(101, 9999):
        yield f"000-0000 {serial:04d}"


def departments() -> list[dict[str, str]]:
    """Return the 41 departments with the community that each is paired with."""
    with (_HERE / "departments.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def roster(communities: gpd.GeoDataFrame, cells: gpd.GeoDataFrame) -> Roster:
    """Make the whole roster; the same communities and cells give the same people."""
    chance = random.Random(440704)  # noqa: S311 - invented names, no secret
    names = [
        f"{surname}{_GIVEN[at : at + 2]}"
        for surname in _SURNAMES
        for at in range(0, len(_GIVEN), 2)
    ]
    chance.shuffle(names)
    name, phone = iter(names), _phones()
    organisations: list[dict[str, str]] = []
    persons: list[dict[str, str]] = []
    pairings: list[dict[str, str]] = []
    responsibilities: list[dict[str, str]] = []
    workers: list[Worker] = []
    since = _SINCE.isoformat()

    def add_person(number: str, organisation: str, post: tuple[str, str]) -> str:
        persons.append(
            {
                "number": number,
                "name": next(name),
                "post": post[0],
                "post_en": post[1],
                "phone": next(phone),
                "organisation": organisation,
            }
        )
        return number

    def responsible(cell: str, tier: str, person: str) -> None:
        responsibilities.append({"cell": cell, "tier": tier, "person": person, "valid_from": since})

    organisations.append(
        {"code": "440704", "kind": "district", "name": "江海区", "name_en": "Jianghai District"}
    )
    for department in departments():
        code = department["code"]
        organisations.append(
            {
                "code": code,
                "kind": "department",
                "parent": "440704",
                "name": department["name"],
                "name_en": department["name_en"],
            }
        )
        contact = add_person(f"D-{code}", code, ("结对联络人", "Pairing contact"))
        pairings.append(
            {
                "department": code,
                "community": department["community_code"],
                "contact": contact,
                "valid_from": since,
            }
        )
    for street_code, group in communities.groupby("street_code", sort=True):
        street = str(group["street"].iloc[0])
        organisations.append(
            {
                "code": str(street_code),
                "kind": "street_office",
                "parent": "440704",
                "name": f"{street}办事处",
                "name_en": f"{group['street_en'].iloc[0]} Office",
            }
        )
    by_community = dict(iter(cells.groupby("community", sort=True)))
    for community in communities.sort_values("code").itertuples():
        code, street_code = str(community.code), str(community.street_code)
        organisations.append(
            {
                "code": code,
                "kind": "community",
                "parent": street_code,
                "name": str(community.name),
                "name_en": str(community.name_en),
            }
        )
        officer = add_person(f"S-{code}", street_code, ("驻点干部", "Resident officer"))
        add_person(f"C-{code}", code, _head_of(str(community.kind)))
        own = list(by_community[code]["code"].astype(str))
        for first in range(0, len(own), _CELLS_PER_WORKER):
            number = f"W-{code}-{first // _CELLS_PER_WORKER + 1:02d}"
            add_person(number, code, ("网格员", "Grid worker"))
            workers.append(Worker(number, persons[-1]["name"], code))
            for cell in own[first : first + _CELLS_PER_WORKER]:
                responsible(cell, "street", officer)
                if len(responsibilities) % _VACANT_EVERY:
                    responsible(cell, "community", number)
    sheets = {
        "organisations": organisations,
        "persons": persons,
        "pairings": pairings,
        "responsibilities": responsibilities,
    }
    return Roster(sheets, tuple(workers))


def _head_of(kind: str) -> tuple[str, str]:
    if kind == "village":
        return "村支书", "Village secretary"
    return "社区书记", "Community secretary"
