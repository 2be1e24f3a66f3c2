"""Divide communities into cells: ``gis.partition(communities, strategy="squares", **options)``.

The package can be called; it is the function `partition`:

>>> cells = gis.partition(communities, "hexagons", count=500)  # doctest: +SKIP

Strategies and their options: ``squares(size_m=100)``, ``hexagons(size_m=100)`` or
``hexagons(h3_resolution=10)``, ``voronoi(points=frame)``, ``households(buildings=frame,
streets=frame)``, ``streets(lines=frame, buildings=frame)``. Each also takes ``count=n``, the number
of cells wanted in all. For squares and hexagons of a size, it is approximate: the size is sought
that comes nearest, and cells are counted after slivers are merged. Voronoi cells come nearer to
it, each community with at least one.

`partition` returns the cells; `divide` also the communities' noded outlines, what had to be
settled in them, and what was left out. A `plan` gives single communities a strategy of their own
(`Chosen`); `read_plan` reads it from a file. What cannot be divided as asked raises
`PartitionError`. `gis.micro` divides a cell once more, `gis.imported` takes a city's own cells, and
`gis.renumber` gives the cells of a redraw the codes of the generations before.
"""

import inspect
import sys
from types import ModuleType

from gis.partition.choosing import OPTIONS, STRATEGIES
from gis.partition.contract import Chosen, CommunityLattice, Division, Ground, Strategy
from gis.partition.dividing import divide, partition
from gis.partition.errors import PartitionError
from gis.partition.hexagons import Hexagons
from gis.partition.households import Households
from gis.partition.notes import Note, NoteKind
from gis.partition.plan import PlanError, PlanFault, read_plan
from gis.partition.squares import Squares
from gis.partition.streets import Streets
from gis.partition.voronoi import Voronoi

__all__ = [
    "OPTIONS",
    "STRATEGIES",
    "Chosen",
    "CommunityLattice",
    "Division",
    "Ground",
    "Hexagons",
    "Households",
    "Note",
    "NoteKind",
    "PartitionError",
    "PlanError",
    "PlanFault",
    "Squares",
    "Strategy",
    "Streets",
    "Voronoi",
    "divide",
    "partition",
    "read_plan",
]


class _Callable(ModuleType):
    """The package itself, which ``gis.partition(…)`` calls: it has the name of its function."""

    __call__ = staticmethod(partition)
    __signature__ = inspect.signature(partition)


sys.modules[__name__].__class__ = _Callable
