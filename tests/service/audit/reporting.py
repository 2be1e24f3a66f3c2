"""A resident's report for tests of the audit."""

from service.access.roles import Role
from tests.service.conftest import ClientAs, District


def reported(client_as: ClientAs, district: District) -> str:
    """Report a case in the first cell, and return its number."""
    lon, lat = district.middles[district.cells[0]]
    answer = client_as(Role.ANONYMOUS).post(
        "/api/v1/cases", data={"lon": lon, "lat": lat, "category": "0101", "description": "垃圾"}
    )
    assert answer.status_code == 201, answer.text
    return str(answer.json()["number"])
