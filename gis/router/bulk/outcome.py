"""What became of a run."""

from dataclasses import dataclass

from gis.router.bulk.errors import BulkRouteError
from gis.router.bulk.tally import Tally


@dataclass(frozen=True)
class Outcome:
    """What became of a run.

    Attributes
    ----------
    tally
        Points by cell, of all that the output holds now.
    resumed
        Points that an earlier run, broken off, had routed.
    already
        Files that held these very answers already and were left.
    refused
        Files of a folder that could not be routed; the others were.
    """

    tally: Tally
    resumed: int = 0
    already: int = 0
    refused: tuple[BulkRouteError, ...] = ()
