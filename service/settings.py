"""Settings of the service: one typed class, read from GRIDWARD_* variables."""

import secrets
from functools import cached_property
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

from pydantic import Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from gis.texts import Locale


class Settings(BaseSettings):
    """What an administrator can set. Each field is the variable ``GRIDWARD_<NAME>``."""

    model_config = SettingsConfigDict(env_prefix="GRIDWARD_", frozen=True)

    database_url: str = "sqlite:///var/gridward.db"
    """SQLAlchemy address; ``sqlite:///FILE`` or ``postgresql+psycopg://…``."""
    media_url: str = "var/media"
    """Folder of photos."""
    var_dir: Path = Path("var")
    """Folder of what the service makes for itself: the router index and the secret."""
    secret: SecretStr | None = Field(default=None, min_length=16)
    """Key that signs form tokens and track keys, of 16 characters or more; made once and kept in
    ``var_dir`` if not set."""
    locale: Locale = "zh"
    """Language of first resort."""
    timezone: str = "Asia/Shanghai"
    """The district's time zone: times are stored in UTC and shown in it."""
    public_url: str = "http://127.0.0.1:8000"
    """Address that residents reach, printed in QR codes."""
    secure_cookies: Literal["auto", "always"] = "auto"
    """``auto`` marks cookies Secure on HTTPS requests; ``always`` on all."""
    trusted_proxies: str = ""
    """Addresses of reverse proxies, with commas: only their ``X-Forwarded-*`` headers are believed.

    Needed behind HTTPS: the limit on reports counts the reporter's address, and ``auto`` cookies
    see the reporter's scheme.
    """
    households_minimum: int = Field(default=300, ge=0)
    """Fewest households of a general cell that the audit lets pass (GB/T 34300)."""
    households_maximum: int = Field(default=500, gt=0)
    """Most of them."""
    development: bool = False
    """Show ``/styleguide``."""
    max_upload_bytes: int = Field(default=40_000_000, gt=0)
    """Largest body of a request."""
    max_photo_bytes: int = Field(default=15_000_000, gt=0)
    """Largest single photo as uploaded."""
    max_photos: int = Field(default=6, gt=0)
    """Photos that one report or rectification may carry."""
    reports_per_hour: int = Field(default=30, gt=0)
    """Reports that one address may submit in an hour without signing in."""
    session_hours: int = Field(default=12, gt=0)
    """Life of a signed-in session."""

    @model_validator(mode="after")
    def _range_of_households(self) -> "Settings":
        if self.households_minimum > self.households_maximum:
            raise ValueError(
                f"GRIDWARD_HOUSEHOLDS_MINIMUM ({self.households_minimum}) is more than "
                f"GRIDWARD_HOUSEHOLDS_MAXIMUM ({self.households_maximum}); lower it"
            )
        return self

    @cached_property
    def zone(self) -> ZoneInfo:
        """The district's time zone."""
        return ZoneInfo(self.timezone)

    @cached_property
    def signing_key(self) -> bytes:
        """The secret as bytes; made and kept in ``var_dir/secret`` when none is set."""
        if self.secret is not None:
            return self.secret.get_secret_value().encode()
        path = self.var_dir / "secret"
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            fresh = path.with_suffix(f".{secrets.token_hex(4)}")
            fresh.touch(mode=0o600)
            fresh.write_text(secrets.token_hex(32))
            try:
                path.hardlink_to(fresh)  # the first of several starting workers wins
            except FileExistsError:
                pass
            finally:
                fresh.unlink()
        return path.read_bytes()
