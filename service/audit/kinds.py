"""What an audit finds, and why one is made. No framework."""

from enum import StrEnum


class FindingKind(StrEnum):
    """Something that somebody should mend, the most urgent first."""

    OUTSIDE = "outside"
    """An open case whose place lies in no cell."""
    VACANT = "vacant"
    """A cell with nobody in a tier."""
    OVERLAP = "overlap"
    """A generation that was in force while another one was."""
    PARTS = "parts"
    """A cell with a part cut off."""
    SLIVER = "sliver"
    """A cell far smaller than is usual in its community."""
    ABOVE = "above"
    """A cell with more households than the range has."""
    BELOW = "below"
    """A cell with fewer."""


class Cause(StrEnum):
    """Why an audit was made."""

    DAILY = "daily"
    ACTIVATED = "activated"
    """The division had just come into force."""
    ASKED = "asked"
