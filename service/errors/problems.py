"""Turn errors into RFC 9457 problem details, or into the error page for a browser: here only."""

import logging
from dataclasses import dataclass
from http import HTTPStatus

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, RedirectResponse, Response

from service.errors.domain import DomainError, SignInNeededError
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
    faults: tuple[FieldFault, ...] = ()


def install(app: FastAPI) -> None:
    """Make the app answer every error as a problem."""
    app.add_exception_handler(DomainError, _on_domain_error)
    app.add_exception_handler(RequestValidationError, _on_validation_error)
    app.add_exception_handler(HTTPException, _on_http_error)
    app.add_exception_handler(Exception, _on_unexpected)


def wants_page(request: Request) -> bool:
    """Tell whether a person looks at the answer in a browser."""
    return not request.url.path.startswith("/api/") and "text/html" in request.headers.get(
        "accept", ""
    )


def problem_of(request: Request, error: DomainError) -> Problem:
    """Put a domain error into words, in the request's language."""
    resources: Resources = request.app.state.resources
    locale = locale_of(request)
    text = resources.catalogue.text
    detail = text(locale, f"{error.key}-detail", **error.facts)
    faults = (FieldFault(error.field, detail),) if error.field else ()
    return Problem(error.key, error.status, text(locale, error.key, **error.facts), detail, faults)


def respond(request: Request, problem: Problem) -> Response:
    """Answer with a problem, as JSON or as the error page."""
    if wants_page(request):
        return page(
            request, context_of(request), "error.html", problem=problem, status=problem.status
        )
    body: dict[str, object] = {
        "type": f"/problems/{problem.key}",
        "title": problem.title,
        "status": problem.status,
        "detail": problem.detail,
        "instance": request.url.path,
    }
    if problem.faults:
        body["errors"] = [{"field": f.field, "detail": f.detail} for f in problem.faults]
    return JSONResponse(body, problem.status, media_type="application/problem+json")


async def _on_domain_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, DomainError)
    if isinstance(error, SignInNeededError) and wants_page(request) and request.method == "GET":
        target = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        url = request.url_for("sign_in_page").include_query_params(next=target)
        return RedirectResponse(f"{url.path}?{url.query}", 303)
    return respond(request, problem_of(request, error))


async def _on_validation_error(request: Request, error: Exception) -> Response:
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


async def _on_http_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    resources: Resources = request.app.state.resources
    locale = locale_of(request)
    text = resources.catalogue.text
    key = {404: "error-not-found", 405: "error-method", 413: "error-too-large"}.get(
        error.status_code, "error-http"
    )
    facts = {"status": error.status_code, "phrase": HTTPStatus(error.status_code).phrase}
    problem = Problem(
        key,
        error.status_code,
        text(locale, key, **facts),
        text(locale, f"{key}-detail", **facts),
    )
    response = respond(request, problem)
    for name, value in (error.headers or {}).items():
        response.headers[name] = value
    return response


async def _on_unexpected(request: Request, error: Exception) -> Response:
    _log.exception("unexpected error at %s %s", request.method, request.url.path, exc_info=error)
    resources: Resources = request.app.state.resources
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
