"""What can stand against work in the studio."""

from gis.editing import EditRefused
from gis.texts import shown
from service.errors.domain import ConflictError, DomainError


class EditRefusedError(DomainError):
    """The cells cannot be changed as drawn; said in gis's words, with the place."""

    key = "studio-edit-refused"

    def __init__(self, refusal: EditRefused) -> None:
        text, facts = refusal.told
        self._text = text
        self.place = refusal.place
        super().__init__()
        self.facts = shown(facts)

    @property
    def detail_key(self) -> str:
        """The key of the refusal's own text."""
        return self._text


class EditIncompleteError(DomainError):
    """An edit lacks cells or places."""

    key = "studio-edit-incomplete"


class CommunityLockedError(ConflictError):
    """Somebody else is at work in the community."""

    key = "studio-locked"


class NothingToUndoError(ConflictError):
    """All steps are taken back already."""

    key = "studio-nothing-to-undo"


class NothingToRedoError(ConflictError):
    """No step is taken back."""

    key = "studio-nothing-to-redo"
