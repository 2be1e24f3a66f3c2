from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.service.district import District, open_district


@pytest.fixture
def district(database_url: str, tmp_path: Path) -> Iterator[District]:
    opened = open_district(database_url, tmp_path)
    yield opened
    opened.executor.engine.dispose()
