"""Exact point to cell: build an index of cells, keep it in a file, ask it."""

from gis.router.errors import RouterError
from gis.router.router import Router

__all__ = ["Router", "RouterError"]
