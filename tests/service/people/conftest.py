"""For the tests of carrying: a made district whose one community gets other cells."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from service.people import api as people_api
from service.people import pages as people_pages
from service.people.kinds import Tier
from tests.service.district import SPRING, SPRING_CELL, District, open_district
from tests.service.redrawing import drafted, merged, name_person

WHOLE, LARGER = SPRING + "501", SPRING + "003"
"""The new cell, and the larger one of the two that it is made of; the other is `SPRING_CELL`."""


@pytest.fixture
def made(database_url: str, tmp_path: Path) -> Iterator[District]:
    """Open a district in which two neighbouring cells have the worker and the street officer."""
    opened = open_district(database_url, tmp_path)
    opened.app.include_router(people_api.router)
    opened.app.include_router(people_pages.router)
    name_person(opened, LARGER, "worker")
    name_person(opened, LARGER, "street", Tier.STREET)
    yield opened
    opened.executor.engine.dispose()


@pytest.fixture
def draft(made: District) -> int:
    """Draft a division in which the two cells are one."""
    return drafted(made, merged((LARGER, SPRING_CELL), into=WHOLE), "2027")
