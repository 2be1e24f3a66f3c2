"""Alembic's environment and versions, and the one way to bring a database up to date."""

from enum import Enum
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine


class Form(Enum):
    """How a database's tables stand to those of this version."""

    CURRENT = "current"
    OLDER = "older"
    """None at all, or before some migration of this version."""
    NEWER = "newer"
    """After a migration that this version does not know."""


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


def form_of(engine: Engine) -> Form:
    """Tell how a database's tables stand to this version's; nothing is written."""
    scripts = ScriptDirectory.from_config(config_of(""))
    known = {script.revision for script in scripts.walk_revisions()}
    with engine.connect().execution_options(gridward_read_only=True) as connection:
        present = set(MigrationContext.configure(connection).get_current_heads())
    if present - known:
        return Form.NEWER
    return Form.CURRENT if present == set(scripts.get_heads()) else Form.OLDER
