"""A real district begins without the demo: migrate, draft, activate, an account, a report."""

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from service.access.operations import SignedIn, SignIn, sign_in
from service.app import create_app
from service.database import Executor, open_engine
from service.settings import Settings
from tests.service.cli.conftest import Gridward

ROOT = Path(__file__).parents[3]
TAIPEI = ROOT / "data" / "boundaries" / "taipei_villages.geojson"


@pytest.fixture
def settings(tmp_path: Path, database_url: str, monkeypatch: pytest.MonkeyPatch) -> Settings:
    for name, value in {
        "DATABASE_URL": database_url,
        "VAR_DIR": str(tmp_path / "var"),
        "MEDIA_URL": str(tmp_path / "media"),
    }.items():
        monkeypatch.setenv(f"GRIDWARD_{name}", value)
    return Settings()


def test_a_district_of_its_own_takes_a_report_without_the_demo(
    gridward: Gridward, settings: Settings
) -> None:
    assert gridward("migrate").status == 0
    drafted = gridward(
        "division", "draft", TAIPEI, "--title", "2021", "--district", "630000",
        "--district-name", "臺北市", "--district-name-en", "Taipei City", "--size", 400,
    )  # fmt: skip
    assert drafted.status == 0, drafted.err
    number = drafted.out.rsplit(" ", 1)[-1].strip()
    assert gridward("division", "activate", number).status == 0
    listed = gridward("division", "list").out
    assert "active" in listed
    assert gridward(
        "user", "add", "chief", "--role", "admin", "--password", "a long pass phrase"
    ).status == 0  # fmt: skip

    with TestClient(create_app(settings)) as client:
        told = client.post(
            "/api/v1/cases", data={"lon": "121.5436", "lat": "25.0266", "category": "0101"}
        )
        assert told.status_code == 201, told.text
        assert told.json()["cell"].startswith("63000030036")


def test_a_disabled_account_cannot_sign_in_until_it_is_enabled(
    gridward: Gridward, settings: Settings
) -> None:
    gridward("migrate")
    words = "a long pass phrase"
    gridward("user", "add", "chief", "--role", "admin", "--password", words)
    engine = open_engine(settings.database_url)

    def signs_in() -> bool:
        return isinstance(sign_in(Executor(engine), SignIn("chief", words)), SignedIn)

    assert signs_in()
    assert gridward("user", "disable", "chief").out == "account chief disabled\n"
    assert not signs_in()
    assert gridward("user", "enable", "chief").status == 0
    assert signs_in()
    assert gridward("user", "disable", "nobody").status == 1
    engine.dispose()


def test_migrating_again_keeps_a_districts_own_categories(
    gridward: Gridward, settings: Settings
) -> None:
    assert gridward("migrate").status == 0
    with TestClient(create_app(settings)) as client:
        first = client.get("/api/v1/categories").json()
        assert len(first) > 50
        assert gridward("migrate").status == 0
        assert client.get("/api/v1/categories").json() == first


def test_a_short_secret_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    for secret in ("", "short"):
        monkeypatch.setenv("GRIDWARD_SECRET", secret)
        with pytest.raises(ValueError, match="secret"):
            Settings()
