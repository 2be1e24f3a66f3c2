"""Divide communities into cells, by one strategy or another."""

import sys
from types import ModuleType

from gis.partition.contract import Chosen, CommunityLattice, Division, Ground, Strategy
from gis.partition.dividing import STRATEGIES, divide, partition
from gis.partition.errors import PartitionError
from gis.partition.hexagons import Hexagons
from gis.partition.squares import Squares

__all__ = [
    "STRATEGIES",
    "Chosen",
    "CommunityLattice",
    "Division",
    "Ground",
    "Hexagons",
    "PartitionError",
    "Squares",
    "Strategy",
    "divide",
    "partition",
]


class _Callable(ModuleType):
    """The package itself, which ``gis.partition(…)`` calls: it has the name of its function."""

    __call__ = staticmethod(partition)


sys.modules[__name__].__class__ = _Callable
