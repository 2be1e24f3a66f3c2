"""Pages of accounts: sign in, sign out, one's own account."""

from datetime import timedelta
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import APIRouter, Form, Query, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from service.access.cookies import clear_session_cookie, set_session_cookie
from service.access.guard import ActingContextDep
from service.access.operations import (
    LOCK,
    MAX_FAILURES,
    ChangedPassword,
    SignedIn,
    SignIn,
    change_password,
    sign_in,
    sign_out,
)
from service.access.passwords import MIN_LENGTH
from service.access.permissions import Permission, allowed
from service.errors.domain import DomainError, SignInNeededError
from service.errors.problems import problem_of
from service.web.context import SESSION_COOKIE, Context, ContextDep
from service.web.pages import page

router = APIRouter(include_in_schema=False)


@router.get("/sign-in")
def sign_in_page(
    request: Request, context: ContextDep, target: Annotated[str, Query(alias="next")] = ""
) -> HTMLResponse:
    """Ask for user name and password; ``next`` is where to go then."""
    return _sign_in_form(request, context, target, "")


@router.post("/sign-in")
def take_sign_in(
    request: Request,
    context: ContextDep,
    username: Annotated[str, Form()] = "",
    password: Annotated[str, Form()] = "",
    target: Annotated[str, Form(alias="next")] = "",
) -> Response:
    """Open a session, or say why not."""
    wish = SignIn(
        username.strip(),
        password,
        timedelta(hours=context.settings.session_hours),
        request.cookies.get(SESSION_COOKIE, ""),
    )
    answer = sign_in(context.executor, wish)
    if isinstance(answer, SignedIn):
        response = RedirectResponse(own_path(target) or "/start", 303)
        set_session_cookie(request, response, context.settings, answer)
        return response
    refusal = context.text(
        "access-page-refused", tries=MAX_FAILURES, minutes=int(LOCK.total_seconds()) // 60
    )
    return _sign_in_form(request, context, target, username, refusal=refusal)


@router.post("/sign-out")
def take_sign_out(request: Request, context: ActingContextDep) -> Response:
    """End the session."""
    context.executor.write(sign_out, request.cookies.get(SESSION_COOKIE, ""))
    response = RedirectResponse("/", 303)
    clear_session_cookie(request, response, context.settings)
    return response


@router.get("/account")
def account_page(request: Request, context: ContextDep, changed: bool = False) -> HTMLResponse:
    """Show one's own account, with a form to change the password."""
    return _account(request, context, changed=changed)


@router.post("/account")
def take_new_password(
    request: Request,
    context: ActingContextDep,
    old_password: Annotated[str, Form()] = "",
    password: Annotated[str, Form()] = "",
    again: Annotated[str, Form()] = "",
) -> Response:
    """Change one's own password."""
    if context.actor.account_id is None:
        raise SignInNeededError
    if password != again:
        return _account(request, context, faults={"again": context.text("access-page-differ")})
    change = ChangedPassword(
        context.actor.account_id, old_password, password, context.session_token
    )
    try:
        change_password(context.executor, change)
    except DomainError as error:
        told = problem_of(request, error).detail
        return _account(request, context, faults={error.field or "password": told})
    return RedirectResponse("/account?changed=1", 303)


@router.get("/start")
def start(context: ContextDep) -> Response:
    """Lead to the first page that the actor may open."""
    firsts = ((Permission.READ_CASES, "/cases"), (Permission.READ_PEOPLE, "/people"))
    found = (path for permission, path in firsts if allowed(context.actor, permission))
    return RedirectResponse(next(found, "/"), 303)


def own_path(target: str) -> str:
    r"""Return a target if it is a path of this site, else nothing.

    ``//host`` and ``/\host`` lead elsewhere in browsers, and control characters are dropped by
    them, so that ``/<tab>/host`` would too.
    """
    if not target.startswith("/") or target.startswith("//") or "\\" in target:
        return ""
    if any(character.isspace() or not character.isprintable() for character in target):
        return ""
    parts = urlsplit(target)
    return "" if parts.scheme or parts.netloc else target


def _sign_in_form(
    request: Request, context: Context, target: str, username: str, *, refusal: str = ""
) -> HTMLResponse:
    return page(
        request,
        context,
        "access/sign_in.html",
        status=422 if refusal else 200,
        target=own_path(target),
        username=username[:60],
        refusal=refusal,
    )


def _account(
    request: Request,
    context: Context,
    *,
    changed: bool = False,
    faults: dict[str, str] | None = None,
) -> HTMLResponse:
    if not context.actor.signed_in:
        raise SignInNeededError
    named = ("old_password", "password", "again")
    return page(
        request,
        context,
        "access/account.html",
        status=422 if faults else 200,
        changed=changed,
        least=MIN_LENGTH,
        faults={name: (faults or {}).get(name) for name in named},
    )
