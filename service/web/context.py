"""What a route works with: the app's resources, who asks, and in which language."""

from dataclasses import dataclass
from functools import cached_property
from typing import Annotated

from fastapi import Depends, Request
from starlette.responses import Response

from gis.texts import LOCALES, Catalogue, Fact, Locale
from service.access.operations import Token, recognise
from service.access.roles import Actor
from service.areas.active import Divisions
from service.areas.loaded import LoadedDivision
from service.cases.photos import Media
from service.database import Executor
from service.generations.foreman import Foreman
from service.settings import Settings

LANGUAGE_COOKIE = "gridward_language"
SESSION_COOKIE = "gridward_session"


@dataclass(frozen=True)
class Resources:
    """What the app opens once and all requests share; kept in ``app.state.resources``."""

    settings: Settings
    executor: Executor
    catalogue: Catalogue
    divisions: Divisions
    media: Media
    foreman: Foreman


@dataclass(frozen=True)
class Context:
    """One request's view of the resources."""

    resources: Resources
    actor: Actor
    locale: Locale
    session_token: str
    """The session cookie's value; empty where nobody is signed in."""

    @property
    def executor(self) -> Executor:
        """Runs operations."""
        return self.resources.executor

    @property
    def settings(self) -> Settings:
        """The app's settings."""
        return self.resources.settings

    @cached_property
    def in_force(self) -> LoadedDivision:
        """The division in force; the same one for the whole of this request.

        Raises
        ------
        NoActiveDivisionError
            None is active.
        """
        return self.resources.divisions.active()

    def text(self, key: str, /, **facts: Fact) -> str:
        """Return a text in the request's language."""
        return self.resources.catalogue.text(self.locale, key, **facts)


def locale_of(request: Request) -> Locale:
    """Choose the language: ``?lang=``, then the cookie, then the browser's wish, then settings."""
    resources: Resources = request.app.state.resources
    wishes = [request.query_params.get("lang", ""), request.cookies.get(LANGUAGE_COOKIE, "")]
    wishes += [
        part.partition(";")[0] for part in request.headers.get("accept-language", "").split(",")
    ]
    for wish in wishes:
        for locale in LOCALES:
            if wish.strip().lower().partition("-")[0] == locale:
                return locale
    return resources.settings.locale


def context_of(request: Request) -> Context:
    """Recognise who asks, and in which language; once a request, whoever wants to know."""
    known: Context | None = getattr(request.state, "context", None)
    if known is not None:
        return known
    resources: Resources = request.app.state.resources
    token = request.cookies.get(SESSION_COOKIE, "")
    actor = resources.executor.read(recognise, Token(token, resources.settings.zone))
    context = Context(resources, actor, locale_of(request), token if actor.signed_in else "")
    request.state.context = context
    return context


def remember_language(request: Request, response: Response) -> None:
    """Keep an explicitly chosen language for the next pages."""
    wish = request.query_params.get("lang", "")
    if wish in LOCALES:
        response.set_cookie(
            LANGUAGE_COOKIE, wish, max_age=31_536_000, httponly=True, samesite="lax"
        )


ContextDep = Annotated[Context, Depends(context_of)]
