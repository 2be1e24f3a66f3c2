"""What can be wrong with a request about areas."""

from service.errors.domain import ConflictError, DomainError, NotFoundError


class NoActiveDivisionError(DomainError):
    """No division is active yet, so that no place can be told."""

    key = "area-no-active-division"
    status = 503


class UnknownDivisionError(NotFoundError):
    """No such division, or a draft that is not for this actor."""

    key = "area-unknown-division"


class DiscardedDivisionError(UnknownDivisionError):
    """A draft that was thrown away; its number denotes no other division."""

    key = "area-discarded-division"
    status = 410


class UnknownCellError(NotFoundError):
    """No cell of this division has the code."""

    key = "area-unknown-cell"


class UnknownCommunityError(NotFoundError):
    """No community of this division has the code."""

    key = "area-unknown-community"


class PlaceUnfitError(DomainError):
    """Longitude or latitude is not a number, or not on the globe."""

    key = "area-place-unfit"


class CoverageInexactError(DomainError):
    """The cells are not proven to cover the communities exactly."""

    key = "area-coverage-inexact"


class DivisionUnfitError(DomainError):
    """The frames of a new division lack something."""

    key = "area-division-unfit"


class ValueTooLongError(DomainError):
    """A community or cell has a value that is longer than the tables hold."""

    key = "area-value-too-long"


class NotADraftError(ConflictError):
    """Only a draft can be made active."""

    key = "area-not-a-draft"


class NotDiscardableError(ConflictError):
    """Only a draft that was never in force can be thrown away."""

    key = "area-not-discardable"


class NotEarlierError(ConflictError):
    """Only a generation that was in force before can be gone back to."""

    key = "area-not-earlier"


class InForceAlreadyError(ConflictError):
    """The generation that is in force cannot be gone back to."""

    key = "area-in-force-already"


class NothingEarlierError(ConflictError):
    """No generation was in force before the present one."""

    key = "area-nothing-earlier"


class GenerationMovedError(ConflictError):
    """Another generation came into force while this one was being prepared."""

    key = "area-generation-moved"


class NotPlannedError(ConflictError):
    """No activation is planned for the division."""

    key = "area-not-planned"


class PlanPastError(DomainError):
    """A planned time must lie ahead."""

    key = "area-plan-past"
    field = "at"


class PlanFarError(DomainError):
    """A planned time must not lie farther ahead than anybody plans."""

    key = "area-plan-far"
    field = "at"


class DraftMovedError(ConflictError):
    """A change of a draft was drawn on cells that were changed meanwhile."""

    key = "area-draft-moved"


class PlansCollideError(ConflictError):
    """Two planned divisions have one code for different cells: the later one could not come."""

    key = "area-plans-collide"


class RenumbersError(ConflictError):
    """Cells that did not change would get other codes, and nobody said that this is meant."""

    key = "area-renumbers"
    field = "renumber"


class CodesSpentError(ConflictError):
    """A code would denote another cell than the one for which it was given out."""

    key = "area-codes-spent"
