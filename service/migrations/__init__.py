"""Alembic's environment and versions, and the one way to bring a database up to date."""

from pathlib import Path

from alembic import command
from alembic.config import Config


def config_of(url: str) -> Config:
    """Return Alembic's configuration for a database."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.set_main_option("path_separator", "os")
    config.attributes["url"] = url
    return config


def upgrade(url: str) -> None:
    """Bring a database to the newest form; one that is there already is left alone."""
    command.upgrade(config_of(url), "head")
