"""The one gate of requests that change something: who acts, and is the form really ours."""

from typing import Annotated

from fastapi import Depends, Request
from starlette.datastructures import FormData

from service.access.csrf import check_form_token
from service.web.context import Context, context_of

FORM_FIELD = "csrf_token"
HEADER = "X-CSRF-Token"
_FORMS = ("multipart/form-data", "application/x-www-form-urlencoded")


async def _given_token(request: Request) -> str | None:
    header = request.headers.get(HEADER)
    if header is not None:
        return header
    if not request.headers.get("content-type", "").startswith(_FORMS):
        return None
    form: FormData = await request.form()
    value = form.get(FORM_FIELD)
    return value if isinstance(value, str) else None


def acting_context(
    request: Request, given: Annotated[str | None, Depends(_given_token)]
) -> Context:
    """Return the request's context, its form token checked where somebody is signed in.

    Raises
    ------
    FormTokenError
        The session's token is missing from the header and the form, or does not fit.
    """
    context = context_of(request)
    check_form_token(context.settings.signing_key, context.session_token, given)
    return context


ActingContextDep = Annotated[Context, Depends(acting_context)]
