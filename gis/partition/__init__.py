"""Divide communities into cells, by one strategy or another."""

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
