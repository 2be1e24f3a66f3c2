"""From a request to the operation: limits, idempotency, checks; for JSON and pages alike."""

from fastapi import Request

from service.access.limits import check_report_rate
from service.areas.divisions import CellInfo
from service.areas.errors import GenerationMovedError
from service.cases.api_models import CaseAnswer, ReportedAnswer
from service.cases.bodies import ActBody, Body, ReportBody, submission_of
from service.cases.desk import Desk
from service.cases.intake import (
    MAX_NOTE,
    checked_photos,
    checked_text,
    report_of,
    routed_again,
)
from service.cases.operations import Act, Reported, act, report
from service.cases.queries import CaseFor, case_view
from service.idempotency import Kept, Once, recall, write_once
from service.web.context import Context


def take_report(
    request: Request, context: Context, body: Body[ReportBody], key: str | None
) -> Kept:
    """Keep a report, once for its key; the answer is a `ReportedAnswer` in JSON."""
    once = Once.of(f"report:{context.actor.account_id or ''}", key, body.fingerprint)
    kept = recall(context.executor, once)
    if kept is not None:
        return kept
    command = report_of(
        submission_of(body),
        desk=desk_of(context),
        division=context.resources.divisions.active(),
        actor=context.actor,
    )

    # Counted once all is well: mistakes do not use up anybody's hour.
    check_report_rate(request, context)

    while True:
        # Bound now: the answer tells of the cell in which the case was kept in the end.
        def render(reported: Reported, cell: CellInfo = command.cell) -> bytes:
            answer = ReportedAnswer.of(reported, cell, context.actor)
            return answer.model_dump_json().encode()

        try:
            return write_once(context.executor, report, command, once=once, render=render)
        except GenerationMovedError:
            # Another generation came into force since the place was routed; each turn of this
            # loop takes one more, and nobody activates for ever.
            command = routed_again(command, context.resources.divisions.active())


def take_act(context: Context, number: str, body: Body[ActBody], key: str | None) -> Kept:
    """Do an action, once for its key; the answer is a `CaseAnswer` in JSON."""
    scope = f"act:{number[:40]}:{context.actor.account_id or ''}"
    once = Once.of(scope, key, body.fingerprint)
    kept = recall(context.executor, once)
    if kept is not None:
        return kept
    # Who may not even read the case learns so before any photo of theirs is decoded.
    context.executor.read(case_view, CaseFor(number, context.actor))
    desk = desk_of(context)
    command = Act(
        desk=desk,
        number=number,
        action=body.fields.action,
        actor=context.actor,
        note=checked_text("note", body.fields.note, MAX_NOTE),
        photos=checked_photos(body.photos, desk),
        revision=body.fields.revision,
    )
    return write_once(
        context.executor,
        act,
        command,
        once=once,
        render=lambda view: CaseAnswer.model_validate(view).model_dump_json().encode(),
        status=200,
    )


def desk_of(context: Context) -> Desk:
    """Return the case desk of the running service."""
    return Desk.of(context.settings, context.resources.media)
