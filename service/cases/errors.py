"""What can be wrong with a request about cases."""

from service.errors.domain import ConflictError, DomainError, ForbiddenError, NotFoundError


class UnknownCaseError(NotFoundError):
    """No case has the number."""

    key = "case-unknown"


class UnknownCategoryError(DomainError):
    """No category has the code."""

    key = "case-category-unknown"
    field = "category"


class CaseOutsideError(DomainError):
    """The place lies outside all cells; the nearest one is told."""

    key = "case-outside"
    field = "lon"


class CaseFarOutsideError(DomainError):
    """The place lies outside, and far from every cell."""

    key = "case-far-outside"
    field = "lon"


class TextTooLongError(DomainError):
    """A text is longer than its field holds."""

    key = "case-text-too-long"


class TextUnfitError(DomainError):
    """A text holds a character that cannot be stored, such as NUL."""

    key = "case-text-unfit"


class AccuracyUnfitError(DomainError):
    """The accuracy of a place is not a distance."""

    key = "case-accuracy-unfit"
    field = "accuracy"


class PhotoRefusedError(DomainError):
    """A photo cannot be read as a picture."""

    key = "case-photo-refused"
    field = "photos"


class PhotoEmptyError(DomainError):
    """A photo has no bytes."""

    key = "case-photo-empty"
    field = "photos"


class PhotoTooLargeError(DomainError):
    """A photo has too many bytes or pixels."""

    key = "case-photo-too-large"
    field = "photos"
    status = 413


class TooManyPhotosError(DomainError):
    """More photos than one report or rectification may carry."""

    key = "case-too-many-photos"
    field = "photos"


class PhotoNeededError(DomainError):
    """The category asks for a photo of the rectified place."""

    key = "case-photo-needed"
    field = "photos"


class PhotoUncalledForError(DomainError):
    """Photos came with an action that takes none."""

    key = "case-photo-uncalled-for"
    field = "photos"


class NoteNeededError(DomainError):
    """The action needs a reason or an answer in words."""

    key = "case-note-needed"
    field = "note"


class ActionNotNowError(ConflictError):
    """The case stands where this action has no meaning, mostly since another was quicker."""

    key = "case-action-not-now"
    field = "action"


class StaleRevisionError(ConflictError):
    """The case has changed since the actor saw it."""

    key = "case-stale"
    field = "revision"


class OwnRectificationError(ForbiddenError):
    """Who rectified a case may not verify it."""

    key = "case-own-rectification"


class UnknownPhotoError(NotFoundError):
    """The case has no such photo, or it is not for this reader."""

    key = "case-photo-unknown"
