"""The one base of domain errors: facts as fields, words only in the catalogue.

Imports no framework, so that rules may raise its children.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from gis.texts import Fact


class DomainError(Exception):
    """A request that the domain refuses.

    A child names its ``key`` in the catalogue (``<key>`` is the title, ``<key>-detail`` tells the
    mend), its HTTP ``status``, and passes the facts that both texts use.
    """

    key: ClassVar[str]
    status: ClassVar[int] = 422
    field: str | None = None
    """The input field at fault, where there is one."""
    retry_after_s: int | None = None
    """When to try again, where waiting helps."""

    faults: tuple["SheetFault", ...] = ()
    """Each place of an uploaded spreadsheet that has to be mended."""

    place: tuple[float, float] | None = None
    """Longitude and latitude at which it can be seen, where there is such a place."""

    @property
    def detail_key(self) -> str:
        """The key of the text that tells the mend."""
        return f"{self.key}-detail"

    def __init__(self, *, field: str | None = None, **facts: Fact) -> None:
        self.facts: dict[str, Fact] = facts
        if field is not None:
            self.field = field
        told = ", ".join(f"{name}={value!r}" for name, value in facts.items())
        super().__init__(f"{self.key}({told})")


@dataclass(frozen=True)
class SheetFault:
    """What is wrong at one place of a spreadsheet: a key of the catalogue, with its facts.

    ``<key>`` says what is wrong, ``<key>-mend`` what to do about it.
    """

    sheet: str
    row: int
    """As the spreadsheet counts; 0 where no row is meant."""
    column: str
    """The header as the file writes it; empty where no column is meant."""
    key: str
    facts: Mapping[str, Fact] = field(default_factory=dict)


class NotFoundError(DomainError):
    """Something asked for by its name does not exist, or is not for this actor to see."""

    key = "error-not-found"
    status = 404


class ForbiddenError(DomainError):
    """The actor may not do this."""

    key = "error-forbidden"
    status = 403


class SignInNeededError(DomainError):
    """The actor has to sign in first."""

    key = "error-sign-in-needed"
    status = 401


class ConflictError(DomainError):
    """The thing has changed since the actor saw it."""

    key = "error-conflict"
    status = 409
