"""The application factory: nothing else builds the app."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

from service.access import api as access_api
from service.access import pages as access_pages
from service.access.limits import BodyLimit
from service.areas import api as areas_api
from service.areas import pages as areas_pages
from service.areas.active import Divisions
from service.audit import pages as audit_pages
from service.audit.watching import Watch
from service.cases import api as cases_api
from service.cases import pages as cases_pages
from service.cases.photos import Media
from service.database import Clock, Executor, open_engine, utc_now
from service.errors import problems
from service.generations import api as generations_api
from service.generations import pages as generations_pages
from service.generations.foreman import Foreman
from service.generations.punctuality import Punctuality
from service.people import api as people_api
from service.people import pages as people_pages
from service.settings import Settings
from service.studio import api as studio_api
from service.studio import pages as studio_pages
from service.web import health, styleguide
from service.web.context import Resources
from service.web.i18n import page_catalogue
from service.web.pages import STATIC
from service.web.security import SecurityHeaders


class _App(FastAPI):
    def build_middleware_stack(self) -> ASGIApp:
        # Outside of all: an added middleware would not see the answer to an unexpected error.
        return SecurityHeaders(super().build_middleware_stack())


def create_app(settings: Settings | None = None, *, clock: Clock = utc_now) -> FastAPI:
    """Build the app; the database must be migrated (``gridward migrate``)."""
    settings = settings or Settings()
    executor = Executor(open_engine(settings.database_url), clock)
    divisions = Divisions(executor, settings.var_dir / "index")
    punctuality = Punctuality(executor, divisions, settings.zone)
    divisions.when_due(punctuality.attend)
    watch = Watch(executor, divisions, settings)
    foreman = Foreman(executor, settings, page_catalogue().load())

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        with punctuality.running(), foreman.running(), watch.running():
            yield

    app = _App(
        title="Gridward",
        lifespan=lifespan,
        openapi_url="/api/v1/openapi.json",
        docs_url=None,
        redoc_url=None,
    )
    app.state.resources = Resources(
        settings=settings,
        executor=executor,
        catalogue=page_catalogue(),
        divisions=divisions,
        media=Media(settings.media_url),
        foreman=foreman,
    )
    problems.install(app)
    app.add_middleware(BodyLimit, max_bytes=settings.max_upload_bytes)
    for module in (
        health,
        access_api,
        access_pages,
        areas_api,
        areas_pages,
        people_api,
        people_pages,
        cases_api,
        cases_pages,
        studio_api,
        studio_pages,
        generations_api,
        generations_pages,
        audit_pages,
    ):
        app.include_router(module.router)
    if settings.development:
        app.include_router(styleguide.router)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    return app
