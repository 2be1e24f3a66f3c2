"""Gridward's geography: boundary files in; divisions, routes, maps and printed sheets out.

A pure library: no web, no database, no global state. The public names below are imported on
first use, so that ``import gis`` costs milliseconds.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from gis.atlas import Atlas
    from gis.boundaries import Boundaries, BoundaryError, read_boundaries
    from gis.comparison import ChangesError, carry_over, change_map, changes
    from gis.coverage import CoverageReport, check_coverage
    from gis.partition import PartitionError, partition
    from gis.router import Router, RouterError
    from gis.webmap import web_map

_HOMES = {
    "Atlas": "gis.atlas",
    "Boundaries": "gis.boundaries",
    "BoundaryError": "gis.boundaries",
    "ChangesError": "gis.comparison",
    "CoverageReport": "gis.coverage",
    "PartitionError": "gis.partition",
    "Router": "gis.router",
    "RouterError": "gis.router",
    "carry_over": "gis.comparison",
    "change_map": "gis.comparison",
    "changes": "gis.comparison",
    "check_coverage": "gis.coverage",
    "partition": "gis.partition",
    "read_boundaries": "gis.boundaries",
    "web_map": "gis.webmap",
}

__all__ = [
    "Atlas",
    "Boundaries",
    "BoundaryError",
    "ChangesError",
    "CoverageReport",
    "PartitionError",
    "Router",
    "RouterError",
    "carry_over",
    "change_map",
    "changes",
    "check_coverage",
    "partition",
    "read_boundaries",
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
