"""The life cycle of a case as one table of allowed transitions. No framework, no clock."""

from dataclasses import dataclass
from enum import StrEnum

from service.access.permissions import Permission


class State(StrEnum):
    """Where a case stands. A report that lies in a cell is accepted and dispatched at once."""

    DISPATCHED = "dispatched"
    IN_HAND = "in_hand"
    RECTIFIED = "rectified"
    VERIFIED = "verified"
    CLOSED = "closed"
    REJECTED = "rejected"

    @property
    def is_open(self) -> bool:
        """Tell whether the clock still matters to somebody."""
        return self not in (State.CLOSED, State.REJECTED)


class Action(StrEnum):
    """What a person can do to a case."""

    TAKE = "take"
    RECTIFY = "rectify"
    VERIFY = "verify"
    CLOSE = "close"
    REWORK = "rework"
    REJECT = "reject"
    ANSWER = "answer"


@dataclass(frozen=True)
class Transition:
    """One allowed move: from where, to where, who may, and what it needs."""

    action: Action
    sources: frozenset[State]
    target: State | None
    """``None`` leaves the state as it is."""
    permission: Permission
    note_required: bool = False


TRANSITIONS: dict[Action, Transition] = {
    move.action: move
    for move in (
        Transition(
            Action.TAKE, frozenset({State.DISPATCHED}), State.IN_HAND, Permission.HANDLE_CASES
        ),
        Transition(
            Action.RECTIFY, frozenset({State.IN_HAND}), State.RECTIFIED, Permission.HANDLE_CASES
        ),
        Transition(
            Action.VERIFY, frozenset({State.RECTIFIED}), State.VERIFIED, Permission.VERIFY_CASES
        ),
        Transition(
            Action.CLOSE, frozenset({State.VERIFIED}), State.CLOSED, Permission.VERIFY_CASES
        ),
        Transition(
            Action.REWORK,
            frozenset({State.RECTIFIED, State.VERIFIED}),
            State.IN_HAND,
            Permission.VERIFY_CASES,
            note_required=True,
        ),
        Transition(
            Action.REJECT,
            frozenset({State.DISPATCHED, State.IN_HAND}),
            State.REJECTED,
            Permission.VERIFY_CASES,
            note_required=True,
        ),
        Transition(
            Action.ANSWER, frozenset(State), None, Permission.ANSWER_REPORTERS, note_required=True
        ),
    )
}


class Rerouted(StrEnum):
    """What another generation of cells did to an open case; kinds of lines of its history."""

    CELL = "reroute"
    """It lies in another cell; the owner may be another one too."""
    OWNER = "reassign"
    """It lies in a cell of the same code, with other persons."""
    OUTSIDE = "outside"
    """Its place lies in no cell any more."""
    INSIDE = "inside"
    """It lay in no cell, and lies in the cell again that it had before."""
