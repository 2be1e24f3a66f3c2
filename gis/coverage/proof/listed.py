"""Sides of tilings that no rule of two sizes tells: H3's hexagons, and cells around points.

Each edge in question is looked up among the sides that pass its bucket of the plane.
"""

from collections.abc import Sequence

import numpy as np

from gis.arrangement.buckets import bucket_bits, bucket_shift, segment_buckets, slot
from gis.coverage.proof.lattices import meets_pixel
from gis.lattice import Bools, H3Lattice, Indices, Ints, Lines, SideList, from_units
from gis.lattice.compiled import compiled
from gis.lattice.h3cells import h3_sides


def off_listed(tail: Ints, head: Ints, owner: Ints, lattices: Sequence[Lines | None]) -> Bools:
    """Tell which edges are no piece of a side of their owner's tiling.

    Parameters
    ----------
    tail, head
        Ends of edges in units, shape (n, 2).
    owner
        The community of each.
    lattices
        Of each community; those that are not of listed sides have no part in it.
    """
    off = np.zeros(len(tail), dtype=np.bool_)
    of_lines: dict[H3Lattice | SideList, list[int]] = {}
    for community, lines in enumerate(lattices):
        if isinstance(lines, H3Lattice | SideList):
            of_lines.setdefault(lines, []).append(community)
    for lines, communities in of_lines.items():
        edges = np.flatnonzero(np.isin(owner, communities))
        if not len(edges):
            continue
        p, q = tail[edges], head[edges]
        if isinstance(lines, SideList):
            sides = lines.ends()
        else:
            # Ends lie within a unit of corners, middles in one of the cells beside the edge.
            sides = h3_sides(from_units(p + q) / 2, lines.resolution)
        off[edges] = _none_passes(p, q, *sides)
    return off


def _none_passes(p: Ints, q: Ints, tail: Ints, head: Ints) -> Bools:
    if not len(tail):
        return np.ones(len(p), dtype=np.bool_)
    ax, ay = np.ascontiguousarray(tail.T)
    bx, by = np.ascontiguousarray(head.T)
    shift, bits = bucket_shift(ax, ay, bx, by), bucket_bits(len(ax))
    first, item = segment_buckets(ax, ay, bx, by, shift, bits)
    return _off(p, q, ax, ay, bx, by, shift, bits, first, item)


@compiled
def _off(
    p: Ints,
    q: Ints,
    ax: Ints,
    ay: Ints,
    bx: Ints,
    by: Ints,
    shift: int,
    bits: int,
    first: Indices,
    item: Indices,
) -> Bools:
    off = np.ones(len(p), dtype=np.bool_)
    for k in range(len(p)):
        px, py, qx, qy = p[k, 0], p[k, 1], q[k, 0], q[k, 1]
        # A side that meets the pixel of an end may pass in the next bucket only.
        for column in range((px - 1) >> shift, ((px + 1) >> shift) + 1):
            for row in range((py - 1) >> shift, ((py + 1) >> shift) + 1):
                s = slot(column, row, bits)
                for place in range(first[s], first[s + 1]):
                    i = item[place]
                    if not off[k]:
                        break
                    if meets_pixel(ax[i], ay[i], bx[i], by[i], px, py) and meets_pixel(
                        ax[i], ay[i], bx[i], by[i], qx, qy
                    ):
                        off[k] = False
    return off
