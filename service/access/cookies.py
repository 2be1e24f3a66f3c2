"""The session cookie: set at sign-in, removed at sign-out."""

from starlette.requests import Request
from starlette.responses import Response

from service.access.operations import SignedIn
from service.settings import Settings
from service.web.context import SESSION_COOKIE


def _secure(request: Request, settings: Settings) -> bool:
    return settings.secure_cookies == "always" or request.url.scheme == "https"


def set_session_cookie(
    request: Request, response: Response, settings: Settings, signed_in: SignedIn
) -> None:
    """Hand a new session's token to the browser, out of reach of scripts."""
    response.set_cookie(
        SESSION_COOKIE,
        signed_in.token,
        expires=signed_in.expires_at,
        httponly=True,
        samesite="lax",
        secure=_secure(request, settings),
    )


def clear_session_cookie(request: Request, response: Response, settings: Settings) -> None:
    """Take the session's token back."""
    response.delete_cookie(
        SESSION_COOKIE, httponly=True, samesite="lax", secure=_secure(request, settings)
    )
