"""Gridward's geography: boundary files in; divisions, routes, maps and printed sheets out.

A pure library: no web, no database, no global state. The public names below are imported on
first use, so that ``import gis`` costs milliseconds.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from gis.atlas import Atlas
    from gis.boundaries import Boundaries, BoundaryError, read_boundaries, read_cell_file
    from gis.checking import check_cell_file, check_file
    from gis.comparison import ChangesError, carry_over, change_map, changes
    from gis.coverage import CoverageError, CoverageReport, check_coverage, snap
    from gis.coverage.closing import close
    from gis.partition import Chosen, Division, PartitionError, divide, partition, read_plan
    from gis.partition.imported import imported
    from gis.partition.micro import micro
    from gis.partition.renumbering import renumber
    from gis.router import Router, RouterError
    from gis.surroundings import (
        SurroundingsError,
        read_addresses,
        read_buildings,
        read_lines,
        read_water,
    )
    from gis.webmap import web_map

_HOMES = {
    "Atlas": "gis.atlas",
    "Boundaries": "gis.boundaries",
    "BoundaryError": "gis.boundaries",
    "ChangesError": "gis.comparison",
    "Chosen": "gis.partition",
    "CoverageError": "gis.coverage",
    "CoverageReport": "gis.coverage",
    "Division": "gis.partition",
    "PartitionError": "gis.partition",
    "Router": "gis.router",
    "RouterError": "gis.router",
    "SurroundingsError": "gis.surroundings",
    "carry_over": "gis.comparison",
    "change_map": "gis.comparison",
    "changes": "gis.comparison",
    "check_cell_file": "gis.checking",
    "check_coverage": "gis.coverage",
    "check_file": "gis.checking",
    "close": "gis.coverage.closing",
    "divide": "gis.partition",
    "imported": "gis.partition.imported",
    "micro": "gis.partition.micro",
    "partition": "gis.partition",
    "read_addresses": "gis.surroundings",
    "read_boundaries": "gis.boundaries",
    "read_buildings": "gis.surroundings",
    "read_cell_file": "gis.boundaries",
    "read_lines": "gis.surroundings",
    "read_plan": "gis.partition",
    "read_water": "gis.surroundings",
    "renumber": "gis.partition.renumbering",
    "snap": "gis.coverage",
    "web_map": "gis.webmap",
}

__all__ = [
    "Atlas",
    "Boundaries",
    "BoundaryError",
    "ChangesError",
    "Chosen",
    "CoverageError",
    "CoverageReport",
    "Division",
    "PartitionError",
    "Router",
    "RouterError",
    "SurroundingsError",
    "carry_over",
    "change_map",
    "changes",
    "check_cell_file",
    "check_coverage",
    "check_file",
    "close",
    "divide",
    "imported",
    "micro",
    "partition",
    "read_addresses",
    "read_boundaries",
    "read_buildings",
    "read_cell_file",
    "read_lines",
    "read_plan",
    "read_water",
    "renumber",
    "snap",
    "web_map",
]


def __getattr__(name: str) -> Any:
    """Import a public name from its home on first use (PEP 562)."""
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'gis' has no attribute {name!r}")
    module = import_module(home)
    # `gis.partition` is a package and can be called like the function of its name.
    value = module if home == f"gis.{name}" else getattr(module, name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """List the public names, loaded or not."""
    return sorted({*globals(), *__all__})
