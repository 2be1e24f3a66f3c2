"""Corners of Uber's H3 cells on the lattice: the same numbers wherever they are asked for."""

from collections.abc import Iterable, Sequence

import h3
import numpy as np

from gis.lattice.units import Floats, Ints, to_units


def h3_outlines(cells: Sequence[str], middle_deg: float) -> tuple[Ints, list[list[int]]]:
    """Return the corners of cells, and each cell's ring of them.

    Neighbours take a shared corner from one number, so they share it exactly.

    Parameters
    ----------
    cells
        H3 indexes.
    middle_deg
        A longitude: corners are drawn on its side of the date line.

    Returns
    -------
    corners
        In units, shape (n, 2).
    rings
        The corners around each cell, anticlockwise, not closed.
    """
    corner_of: dict[str, int] = {}
    rings = [
        [corner_of.setdefault(vertex, len(corner_of)) for vertex in h3.cell_to_vertexes(cell)]
        for cell in cells
    ]
    latlng = [h3.vertex_to_latlng(vertex) for vertex in corner_of]
    return to_units(lonlat(latlng, middle_deg)), rings


def h3_sides(places_deg: Floats, resolution: int) -> tuple[Ints, Ints]:
    """Return the sides of all cells at some places and of the cells around these.

    Parameters
    ----------
    places_deg
        Longitude and latitude, shape (n, 2).
    resolution
        Of the grid.

    Returns
    -------
    tail, head
        Ends of each side in units, shape (m, 2); a side may stand twice.
    """
    there = {h3.latlng_to_cell(lat, lon, resolution) for lon, lat in places_deg.tolist()}
    cells = sorted({near for cell in there for near in h3.grid_disk(cell, 1)})
    if not cells:
        none = np.empty((0, 2), dtype=np.int64)
        return none, none
    corners, rings = h3_outlines(cells, float(places_deg[:, 0].mean()))
    tails = [corner for ring in rings for corner in ring]
    heads = [corner for ring in rings for corner in (*ring[1:], ring[0])]
    return corners[tails], corners[heads]


def lonlat(latlng: Iterable[tuple[float, float]], middle_deg: float) -> Floats:
    """Return H3's places as longitude and latitude, on one side of the date line."""
    pairs: Floats = np.asarray(list(latlng), dtype=np.float64).reshape(-1, 2)[:, ::-1].copy()
    far = np.abs(pairs[:, 0] - middle_deg) > 180
    pairs[far, 0] += np.where(pairs[far, 0] < middle_deg, 360.0, -360.0)
    return pairs
