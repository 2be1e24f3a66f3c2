"""What commands on divisions work with: the settings' database, and its divisions."""

from dataclasses import dataclass
from datetime import datetime

from service.areas.active import Divisions
from service.areas.errors import NoActiveDivisionError
from service.areas.loaded import LoadedDivision
from service.cli.database import open_database
from service.database import Executor
from service.settings import Settings


@dataclass(frozen=True)
class Desk:
    """The database and the divisions that the settings name."""

    settings: Settings
    executor: Executor
    divisions: Divisions

    @classmethod
    def open(cls) -> "Desk":
        """Open what the settings name.

        Raises
        ------
        DatabaseOlderError, DatabaseNewerError, DatabaseUnreachableError
            As `open_database` does.
        """
        settings = Settings()
        executor = open_database(settings.database_url)
        return cls(settings, executor, Divisions(executor, settings.var_dir / "index"))

    def active(self) -> LoadedDivision | None:
        """Return the division in force, if there is one."""
        try:
            return self.divisions.active()
        except NoActiveDivisionError:
            return None

    def clock(self, at: datetime) -> str:
        """Write a time as the district's clock shows it."""
        return f"{at.astimezone(self.settings.zone):%Y-%m-%d %H:%M}"
