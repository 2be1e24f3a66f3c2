"""The board of pairings over HTTP: who reads which contact's phone."""

import pytest

from service.access.roles import Role
from service.database import Executor
from service.people.operations import PeopleFile, import_people
from tests.service.conftest import JIAOBEI, NANSHAN, YINQUAN, ClientAs, District

THREE_PAIRS = "\n".join(
    [
        "table,code,kind,parent,name,number,phone,organisation,department,community,contact,"
        "valid_from",
        "organisations,parks,department,440704,区园林局,,,,,,,",
        "persons,,,,周敏,D-2,000-0000 0201,water,,,,",
        "persons,,,,吴刚,D-3,000-0000 0202,parks,,,,",
        f"pairings,,,,,,,,water,{NANSHAN},D-2,2026-11-01",
        f"pairings,,,,,,,,parks,{JIAOBEI},D-3,2026-11-01",
    ]
).encode()


@pytest.mark.parametrize(
    ("role", "reached"),
    [
        (Role.COMMUNITY_OFFICER, {YINQUAN}),
        (Role.STREET_OFFICER, {YINQUAN, NANSHAN}),
        (Role.DEPARTMENT_OFFICER, {YINQUAN}),
        (Role.SUPERVISOR, {YINQUAN, NANSHAN, JIAOBEI}),
        (Role.ADMIN, {YINQUAN, NANSHAN, JIAOBEI}),
        (Role.CLERK, set()),
    ],
)
def test_a_contacts_phone_is_told_only_within_the_readers_scope(
    executor: Executor, district: District, client_as: ClientAs, role: Role, reached: set[str]
) -> None:
    executor.write(import_people, PeopleFile.read(THREE_PAIRS))
    answer = client_as(role).get("/api/v1/people/pairings")
    assert answer.status_code == 200
    pairs = answer.json()["pairs"]
    assert [pair["community"]["code"] for pair in pairs] == [YINQUAN, NANSHAN, JIAOBEI]
    assert {p["community"]["code"] for p in pairs if p["contact_phone"]} == reached
    assert all(pair["contact"] for pair in pairs)


@pytest.mark.parametrize("role", [Role.ANONYMOUS, Role.GRID_WORKER])
def test_who_may_not_read_people_reads_no_pairings(client_as: ClientAs, role: Role) -> None:
    status = 401 if role is Role.ANONYMOUS else 403
    assert client_as(role).get("/api/v1/people/pairings").status_code == status
