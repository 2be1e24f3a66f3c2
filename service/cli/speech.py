"""The language that a command speaks: one option, one default, for its lines and its refusals."""

from contextvars import ContextVar
from typing import Annotated

import typer

from gis.texts import Catalogue, Fact, Locale
from service.cli.refusal import UsageRefused

DEFAULT: Locale = "en"
Language = Annotated[str, typer.Option("--locale", help="Language: zh or en.")]

_spoken: ContextVar[Locale] = ContextVar("spoken", default=DEFAULT)


def spoken() -> Locale:
    """Return the language of the command that runs."""
    return _spoken.get()


def speak_default() -> None:
    """Forget the language of a command that ran before in this process."""
    _spoken.set(DEFAULT)


def misuse(key: str, /, **facts: Fact) -> typer.Exit:
    """Say which options do not go together, in the language that is spoken; to be raised."""
    typer.echo(f"gridward: {words(key, **facts)}", err=True)
    return typer.Exit(2)


def language(given: str) -> Locale:
    """Speak a language from here on, or refuse the word."""
    if given not in ("zh", "en"):
        raise UsageRefused(f"no texts in {given!r}; use --locale zh or --locale en")
    locale: Locale = "zh" if given == "zh" else "en"
    _spoken.set(locale)
    return locale


def all_words() -> Catalogue:
    """Return the catalogue of the command line, which is read when there is something to say."""
    from service.web.i18n import catalogue

    return catalogue()


def words(key: str, /, **facts: Fact) -> str:
    """Return a text of the catalogue in the language that is spoken."""
    return all_words().text(spoken(), key, **facts)


def say(key: str, /, **facts: Fact) -> None:
    """Print a text of the catalogue in the language that is spoken."""
    typer.echo(words(key, **facts))
