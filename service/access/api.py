"""Who am I: JSON."""

from fastapi import APIRouter
from pydantic import BaseModel

from service.access.csrf import form_token
from service.access.permissions import TABLE
from service.web.context import ContextDep

router = APIRouter(prefix="/api/v1", tags=["access"])


class Me(BaseModel):
    """Who asks, and what they may do somewhere at least."""

    signed_in: bool
    name: str
    role: str
    organisation: str
    permissions: dict[str, str]
    """Permission → how far it reaches."""
    cells: list[str]
    communities: list[str]
    streets: list[str]
    department: str
    csrf_token: str
    """To be sent as header ``X-CSRF-Token`` with every request that changes something."""


@router.get("/me")
def me(context: ContextDep) -> Me:
    """Tell who asks."""
    actor = context.actor
    return Me(
        signed_in=actor.signed_in,
        name=actor.name,
        role=actor.role.value,
        organisation=actor.organisation,
        permissions={
            permission.value: roles[actor.role].value
            for permission, roles in TABLE.items()
            if actor.role in roles
        },
        cells=sorted(actor.cells),
        communities=sorted(actor.communities),
        streets=sorted(actor.streets),
        department=actor.department,
        csrf_token=form_token(context.settings.signing_key, context.session_token)
        if actor.signed_in
        else "",
    )
