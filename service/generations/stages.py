"""How far a draft in the making is. No framework."""

from enum import StrEnum


class JobState(StrEnum):
    """Where a boundary file is on its way to a draft."""

    WAITING = "waiting"
    WORKING = "working"
    READ = "read"
    """The file is fine: somebody has to choose how to divide it."""
    REFUSED = "refused"
    """The file, or what was chosen, does not do."""
    BROKEN_OFF = "broken_off"
    """The server stopped in the middle, or the fault is ours: nothing was kept."""
    CANCELLED = "cancelled"
    """Somebody stopped it while it was worked on."""
    MADE = "made"
    """The draft is there."""
    DROPPED = "dropped"
    """Somebody threw it away before a draft was made, or nobody came back for it."""


BUSY = (JobState.WAITING, JobState.WORKING)
UNFINISHED = (
    *BUSY,
    JobState.READ,
    JobState.REFUSED,
    JobState.BROKEN_OFF,
    JobState.CANCELLED,
)
"""Those with which something can still be done; their files are kept."""


class Task(StrEnum):
    """What is done with a file."""

    CHECK = "check"
    MAKE = "make"
    BOTH = "both"
    """One after the other: by the API, which has all choices at once."""


class Step(StrEnum):
    """What is going on just now."""

    READ = "read"
    MAP = "map"
    DIVIDE = "divide"
    NUMBER = "number"
    PROVE = "prove"
    KEEP = "keep"
    FOLLOW = "follow"


STEPS: dict[Task, tuple[Step, ...]] = {
    Task.CHECK: (Step.READ, Step.MAP),
    Task.MAKE: (Step.READ, Step.DIVIDE, Step.NUMBER, Step.PROVE, Step.KEEP, Step.FOLLOW),
    Task.BOTH: (
        Step.READ, Step.MAP, Step.DIVIDE, Step.NUMBER, Step.PROVE, Step.KEEP, Step.FOLLOW,
    ),
}  # fmt: skip
"""The steps of each task, in order."""


class FileRole(StrEnum):
    """What a file of a job is for."""

    BOUNDARIES = "boundaries"
    REFERENCE = "reference"
    """An outline of the same place, to compare the datum with."""
    COMMUNITIES = "communities"
    """What imported cells must cover."""
    PLAN = "plan"
    """Which community is divided how."""
    SPECIAL = "special"
    """Areas that become special cells."""
    POINTS = "points"
    """Around which voronoi cells lie."""
    BUILDINGS = "buildings"
    """What no border cuts, with their households."""
    STREETS = "streets"
    """What borders run along: streets, waters, railways."""
    MAP_ZH = "map-zh"
    """The map of what reading found."""
    MAP_EN = "map-en"


READING_FILES = (FileRole.BOUNDARIES, FileRole.REFERENCE, FileRole.COMMUNITIES)
MAKING_FILES = (
    FileRole.PLAN,
    FileRole.SPECIAL,
    FileRole.POINTS,
    FileRole.BUILDINGS,
    FileRole.STREETS,
)
MAPS = {"zh": FileRole.MAP_ZH, "en": FileRole.MAP_EN}
