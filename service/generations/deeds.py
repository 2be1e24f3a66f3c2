"""From a request to a deed: who may, what is meant, and once for its key."""

from datetime import datetime

from service.access.permissions import Permission, require
from service.areas.differences import Difference
from service.areas.operations import Plan, cancel_plan
from service.areas.readers import readable_division
from service.areas.status import ActivationKind
from service.generations.api_models import InForceAnswer
from service.generations.operations import Step, Wish, come_into_force, plan_activation, prepared
from service.idempotency import Kept, Once, recall, write_once
from service.web.context import Context


def bring(
    context: Context,
    division_id: int,
    kind: ActivationKind,
    key: str | None = None,
    *,
    renumber: bool = False,
) -> Kept:
    """Bring a division into force, once for its key; the answer is an `InForceAnswer`."""
    require(context.actor, Permission.ACTIVATE_DIVISIONS)
    scope = f"{kind.value}:{division_id}:{context.actor.account_id or ''}"
    once = Once.of(scope, key, b"renumber" if renumber else b"")
    kept = recall(context.executor, once)
    if kept is not None:
        return kept
    readable_division(context, division_id)

    def write(step: Step) -> Kept:
        return write_once(
            context.executor,
            come_into_force,
            step,
            once=once,
            render=lambda done: InForceAnswer.of(done).model_dump_json().encode(),
            status=200,
        )

    return prepared(
        context.executor,
        context.resources.divisions,
        context.settings.zone,
        Wish(division_id, context.actor, kind, renumber),
        write,
    )


def schedule(context: Context, division_id: int, at: datetime, *, renumber: bool = False) -> None:
    """Plan a draft's activation."""
    require(context.actor, Permission.ACTIVATE_DIVISIONS)
    readable_division(context, division_id)
    command = Plan(division_id, at, context.actor)
    plan_activation(context.executor, context.resources.divisions, command, renumber=renumber)


def cancel(context: Context, division_id: int) -> None:
    """Take back a planned activation."""
    require(context.actor, Permission.ACTIVATE_DIVISIONS)
    readable_division(context, division_id)
    context.executor.write(cancel_plan, division_id)


def difference_for(context: Context, old_id: int, new_id: int) -> Difference:
    """Return what differs between two divisions that the reader may see.

    Drafts and old generations lie beside each other here, so it is for those who read drafts.
    """
    require(context.actor, Permission.READ_DRAFTS)
    old, new = readable_division(context, old_id), readable_division(context, new_id)
    return context.resources.divisions.difference(old, new)
