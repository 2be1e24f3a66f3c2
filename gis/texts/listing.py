"""What a text shows of facts that may be many or long: a file may hold any number of any length."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

LISTED = 6
"""How many of several names a text lists."""

LONGEST_LISTED = 80
"""How many signs of one in a list are shown: a name, and an area after it."""

LONGEST_NAME = 60
LONGEST_FACT = 600


@dataclass(frozen=True, slots=True)
class Several:
    """Several codes or names in a text: the first of them, and how many more there are.

    Attributes
    ----------
    names
        All of them, in the order in which they are told.
    """

    names: tuple[str, ...]

    @classmethod
    def of(cls, names: Iterable[str]) -> "Several":
        """Take the names."""
        return cls(tuple(names))


Fact = str | int | float | Several
"""A value set into a text."""


def shortened(text: str, longest: int = LONGEST_NAME) -> str:
    """Return what a file holds as it is shown: on one line, and cut off where it is long.

    Parameters
    ----------
    text
        A code, name or other value, of any length and any signs.
    longest
        How many signs are shown of it.

    Examples
    --------
    >>> shortened("440704001001 北街社区", 12)
    '440704001001…'
    """
    shown = "".join(sign if sign.isprintable() else " " for sign in text[: longest + 1])
    return shown if len(text) <= longest else f"{shown[:longest]}…"


def shown(facts: Mapping[str, Fact]) -> dict[str, Fact]:
    """Return facts fit to be shown."""
    return {
        name: shortened(fact, LONGEST_FACT) if isinstance(fact, str) else fact
        for name, fact in facts.items()
    }
