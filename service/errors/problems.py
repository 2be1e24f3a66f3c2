"""Turn errors into RFC 9457 problem details, or into the error page for a browser: here only."""

import logging
from dataclasses import asdict, dataclass
from http import HTTPStatus

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Match

from gis.texts import Fact
from service.errors.domain import DomainError, SignInNeededError
from service.errors.faults import SheetPlace, in_words
from service.errors.last_page import last_page
from service.web.context import Resources, context_of, locale_of
from service.web.pages import page

_log = logging.getLogger("gridward.errors")


@dataclass(frozen=True)
class FieldFault:
    """What is wrong with one input."""

    field: str
    detail: str


@dataclass(frozen=True)
class Problem:
    """An error in words, for one reader."""

    key: str
    status: int
    title: str
    detail: str
    faults: tuple[FieldFault | SheetPlace, ...] = ()
    retry_after_s: int | None = None
    place: tuple[float, float] | None = None
    """Longitude and latitude."""


def install(app: FastAPI) -> None:
    """Make the app answer every error as a problem.

    The handlers are plain functions, for they read the database: Starlette runs such ones in its
    threads, and the event loop goes on.
    """
    app.add_exception_handler(DomainError, _on_domain_error)
    app.add_exception_handler(RequestValidationError, _on_validation_error)
    app.add_exception_handler(HTTPException, _on_http_error)
    app.add_exception_handler(Exception, _on_unexpected)


def wants_page(request: Request) -> bool:
    """Tell whether a person looks at the answer in a browser."""
    return not request.url.path.startswith("/api/") and "text/html" in request.headers.get(
        "accept", ""
    )


def _is_page(request: Request) -> bool:
    """Tell whether a page is asked for, by a browser or by whoever takes anything."""
    anything = request.headers.get("accept", "*/*") == "*/*"
    route = request.scope.get("route")
    return wants_page(request) or (anything and not getattr(route, "include_in_schema", True))


def problem_of(request: Request, error: DomainError) -> Problem:
    """Put a domain error into words, in the request's language."""
    resources: Resources = request.app.state.resources
    locale = locale_of(request)
    text = resources.catalogue.text
    detail = text(locale, error.detail_key, **error.facts)
    faults: tuple[FieldFault | SheetPlace, ...] = tuple(
        in_words(fault, resources.catalogue, locale) for fault in error.faults
    )
    if error.field and not faults:
        faults = (FieldFault(error.field, detail),)
    title = text(locale, error.key, **error.facts)
    return Problem(error.key, error.status, title, detail, faults, error.retry_after_s, error.place)


def respond(request: Request, problem: Problem) -> Response:
    """Answer with a problem, as JSON or as the error page."""
    if wants_page(request):
        return _with_retry(
            problem,
            page(
                request, context_of(request), "error.html", problem=problem, status=problem.status
            ),
        )
    body: dict[str, object] = {
        "type": f"/problems/{problem.key}",
        "title": problem.title,
        "status": problem.status,
        "detail": problem.detail,
        "instance": request.url.path,
    }
    if problem.faults:
        body["errors"] = [asdict(fault) for fault in problem.faults]
    if problem.place is not None:
        body["place"] = list(problem.place)
    return _with_retry(
        problem, JSONResponse(body, problem.status, media_type="application/problem+json")
    )


def too_large(request: Request) -> Response:
    """Answer a request whose body is too large, before the app has seen it."""
    return respond(request, _http_problem(request, 413))


def _with_retry(problem: Problem, response: Response) -> Response:
    if problem.retry_after_s is not None:
        response.headers["Retry-After"] = str(problem.retry_after_s)
    return response


def _http_problem(request: Request, status: int) -> Problem:
    resources: Resources = request.app.state.resources
    locale = locale_of(request)
    text = resources.catalogue.text
    key = {404: "error-not-found", 405: "error-method", 413: "error-too-large"}.get(
        status, "error-http"
    )
    facts: dict[str, Fact] = {
        "status": status,
        "phrase": HTTPStatus(status).phrase,
        "megabytes": resources.settings.max_upload_bytes // 1_000_000,
    }
    return Problem(key, status, text(locale, key, **facts), text(locale, f"{key}-detail", **facts))


def _on_domain_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, DomainError)
    if isinstance(error, SignInNeededError) and request.method == "GET" and _is_page(request):
        target = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        url = request.url_for("sign_in_page").include_query_params(next=target)
        return RedirectResponse(f"{url.path}?{url.query}", 303)
    return respond(request, problem_of(request, error))


def _on_validation_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    resources: Resources = request.app.state.resources
    locale = locale_of(request)
    text = resources.catalogue.text
    faults = tuple(
        FieldFault(
            ".".join(str(part) for part in fault["loc"][1:]) or str(fault["loc"][0]),
            _validation_text(resources, request, fault["type"], str(fault["msg"])),
        )
        for fault in error.errors()
    )
    names = ", ".join(fault.field for fault in faults)
    problem = Problem(
        "error-input",
        422,
        text(locale, "error-input"),
        text(locale, "error-input-detail", fields=names),
        faults,
    )
    return respond(request, problem)


def _validation_text(resources: Resources, request: Request, kind: str, english: str) -> str:
    locale = locale_of(request)
    key = f"error-input-{kind.replace('_', '-')}"
    if resources.catalogue.has(locale, key):
        return resources.catalogue.text(locale, key)
    return resources.catalogue.text(locale, "error-input-other", told=english)


def _on_http_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED and request.method == "GET":
        above = _page_above(request) if wants_page(request) else None
        if above is not None:
            return RedirectResponse(above, 303)
    response = respond(request, _http_problem(request, error.status_code))
    for name, value in (error.headers or {}).items():
        response.headers[name] = value
    return response


def _page_above(request: Request) -> str | None:
    """Return the page that a form's own address lies under.

    A refused form is shown at the address that it was sent to. Opened again, or in the other
    language, that is the page which has the form.
    """
    parent = request.url.path.rpartition("/")[0]
    while parent:
        scope = {**request.scope, "path": parent}
        if any(route.matches(scope)[0] is Match.FULL for route in request.app.routes):
            return f"{parent}?{request.url.query}" if request.url.query else parent
        parent = parent.rpartition("/")[0]
    return None


def _on_unexpected(request: Request, error: Exception) -> Response:
    _log.exception("unexpected error at %s %s", request.method, request.url.path, exc_info=error)
    resources: Resources = request.app.state.resources
    if wants_page(request):
        return last_page(resources.catalogue)
    locale = locale_of(request)
    text = resources.catalogue.text
    return respond(
        request,
        Problem(
            "error-unexpected",
            500,
            text(locale, "error-unexpected"),
            text(locale, "error-unexpected-detail"),
        ),
    )
