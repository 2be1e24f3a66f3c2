"""Form tokens: proof that a request comes from a page of ours.

A token is an HMAC of the session's cookie, so that nothing needs to be stored and another
session's token does not fit. Requests that carry no session cookie need no token: they act with
no one's rights. (OWASP, Cross-Site Request Forgery Prevention, "HMAC based token".)
"""

import hashlib
import hmac

from service.errors.domain import ForbiddenError


class FormTokenError(ForbiddenError):
    """The form token is missing or of another session."""

    key = "error-form-token"


def form_token(signing_key: bytes, session_token: str) -> str:
    """Return the token that forms of a session carry."""
    return hmac.new(signing_key, b"form:" + session_token.encode(), hashlib.sha256).hexdigest()


def check_form_token(signing_key: bytes, session_token: str, given: str | None) -> None:
    """Refuse a request of a session whose token does not fit."""
    if not session_token:
        return
    fitting = form_token(signing_key, session_token).encode()
    # As bytes: of texts only ASCII ones can be compared, and anybody may send others.
    if not hmac.compare_digest(fitting, (given or "").encode(errors="replace")):
        raise FormTokenError
