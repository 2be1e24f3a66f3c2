"""Divide communities into cells, by one strategy or another."""

import geopandas

from gis.partition.contract import Division, Strategy
from gis.partition.errors import PartitionError
from gis.partition.squares import Squares

STRATEGIES: dict[str, type[Strategy]] = {"squares": Squares}
"""Every strategy by its name; its fields are its options."""

__all__ = [
    "STRATEGIES",
    "Division",
    "PartitionError",
    "Squares",
    "Strategy",
    "divide",
    "partition",
]


def partition(
    communities: geopandas.GeoDataFrame, strategy: str = "squares", **options: object
) -> geopandas.GeoDataFrame:
    """Divide communities into cells.

    Parameters
    ----------
    communities
        Columns code and geometry (polygons), EPSG:4326.
    strategy
        One of `STRATEGIES`.
    **options
        Of the strategy: ``squares(size_m=100)`` or ``squares(count=n)``.

    Returns
    -------
    GeoDataFrame
        Columns code, community, area_m2, kind, geometry; an exact coverage on the lattice.
        The same communities give the same cells in whatever order their rows come.

    Raises
    ------
    CoverageError
        The communities are no coverage.
    PartitionError
        They cannot be divided as asked.
    """
    return divide(communities, strategy, **options).cells


def divide(
    communities: geopandas.GeoDataFrame, strategy: str = "squares", **options: object
) -> Division:
    """Do as `partition` does and give the noded communities as well."""
    chosen = STRATEGIES.get(strategy)
    if chosen is None:
        raise PartitionError(
            f"no strategy {strategy!r}; choose one of {', '.join(sorted(STRATEGIES))}",
            kind="strategy",
        )
    fields = chosen.__dataclass_fields__ if hasattr(chosen, "__dataclass_fields__") else {}
    unknown = sorted(set(options) - set(fields))
    if unknown:
        raise PartitionError(
            f"{strategy} has no option {', '.join(unknown)}; it takes {', '.join(fields)}",
            kind="options",
        )
    return chosen(**options).divide(communities)
