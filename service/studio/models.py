"""Steps by which drafts were changed by hand, and who is at work in which community."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from service.database import Model, UtcDateTime


class StudioStep(Model):
    """An edit of a draft, with all that it takes to go back to before it, and on again."""

    __tablename__ = "studio_steps"

    division_id: Mapped[int] = mapped_column(ForeignKey("divisions.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    """From 1 on, without gaps."""
    kind: Mapped[str] = mapped_column(String(16))
    """An `EditKind`."""
    arguments: Mapped[dict[str, object]] = mapped_column(JSON)
    """What was asked for: an `Edit`."""
    changes: Mapped[bytes] = mapped_column(LargeBinary)
    """Rows before and after: `RowChanges`, packed."""
    undone: Mapped[bool] = mapped_column(default=False)
    """Whether it is taken back; then all later ones are as well."""
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_id: Mapped[int | None]
    by_name: Mapped[str] = mapped_column(String(60))


class StudioLock(Model):
    """Somebody is at work in a community of a draft."""

    __tablename__ = "studio_locks"

    division_id: Mapped[int] = mapped_column(ForeignKey("divisions.id"), primary_key=True)
    community_code: Mapped[str] = mapped_column(String(12), primary_key=True)
    account_id: Mapped[int]
    name: Mapped[str] = mapped_column(String(60))
    until: Mapped[datetime] = mapped_column(UtcDateTime)
    """When it ends by itself, unless its holder gives another sign."""
