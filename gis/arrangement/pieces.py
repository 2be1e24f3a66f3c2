"""Make pieces that run between the same two nodes one, and sum what lies beside them."""

import numpy as np

from gis.lattice import Indices
from gis.lattice.compiled import compiled, inlined


@compiled
def by_lower_node(tail: Indices, head: Indices, nodes: int) -> tuple[Indices, Indices, Indices]:
    """Sort pieces by their lower node, then by the other.

    Returns
    -------
    first, order, other
        Where each node's pieces start, and the end; the pieces; and the other node of each.
    """
    first = np.zeros(nodes + 1, dtype=np.int32)
    for i in range(len(tail)):
        first[min(tail[i], head[i])] += 1
    for n in range(1, nodes + 1):
        first[n] += first[n - 1]
    order, other = np.empty(len(tail), dtype=np.int32), np.empty(len(tail), dtype=np.int32)
    for i in range(len(tail) - 1, -1, -1):
        n = min(tail[i], head[i])
        k = first[n] - 1
        first[n] = k
        order[k], other[k] = i, max(tail[i], head[i])
    for n in range(nodes):
        begin, end = first[n], first[n + 1]
        for k in range(begin + 1, end):
            i, far, j = order[k], other[k], k - 1
            while j >= begin and other[j] > far:
                order[j + 1], other[j + 1] = order[j], other[j]
                j -= 1
            order[j + 1], other[j + 1] = i, far
    return first, order, other


@inlined
def entered(
    owners: Indices, weights: Indices, begin: int, end: int, owner: int, weight: int
) -> int:
    """Add a record to those of one piece, which ascend by owner; return their new end."""
    k = end
    while k > begin and owners[k - 1] > owner:
        k -= 1
    if k > begin and owners[k - 1] == owner:
        weights[k - 1] += weight
    else:
        for m in range(end, k, -1):
            owners[m], weights[m] = owners[m - 1], weights[m - 1]
        owners[k], weights[k] = owner, weight
        end += 1
    return end


@compiled
def united(
    tail: Indices,
    head: Indices,
    segment: Indices,
    nodes: int,
    first: Indices,
    owner: Indices,
    weight: Indices,
    left: Indices,
    right: Indices,
    tile_owner: int,
    bare: bool,
    told: int,
) -> tuple[Indices, Indices, Indices, Indices, Indices, Indices]:
    """Give each undirected piece one number, and sum the records of all that run along it.

    Sums, and not pairs that cancel one by one: where many pieces fold onto one, only the whole
    tells what is left.

    Parameters
    ----------
    tail, head, segment
        Ends of the pieces, and the segment that each is part of.
    first, owner, weight
        Records of the segments: going from a segment's right to its left adds ``weight`` to how
        often ``owner`` covers the place.
    left, right, tile_owner
        Of the segments after those: the tiles beside them, −1 for none, and what makes a tile
        an owner.
    bare
        Whether pieces stay of which all records have cancelled: they separate nothing.
    told
        The first of the given pieces whose number is wanted.

    Returns
    -------
    low, high
        The ends of each piece, the lower node first; pieces ordered by them.
    first, owner, weight
        The records of each, seen from low to high; ascending by owner, no zeros.
    piece
        The number of each given piece from ``told`` on; −1 where both ends are one node and for
        bare ones left out.
    """
    starts, order, other = by_lower_node(tail, head, nodes)
    segments = len(first) - 1
    room = 0
    for i in range(len(tail)):
        s = segment[i]
        room += first[s + 1] - first[s] if s < segments else 2
    # Never more than were looked at: each is written where the other node was read, or before.
    low, high = np.empty(len(tail), dtype=np.int32), other
    firsts = np.empty(len(tail) + 1, dtype=np.int32)
    owners, weights = np.empty(room, dtype=np.int32), np.empty(room, dtype=np.int32)
    piece = np.full(len(tail) - told, -1, dtype=np.int32)
    pieces, records = 0, 0
    for n in range(nodes):
        k, end = starts[n], starts[n + 1]
        while k < end:
            begin, far, most = k, other[k], records
            while k < end and other[k] == far:
                i = order[k]
                k += 1
                s = segment[i]
                sign = 1 if tail[i] == n else -1
                if s < segments:
                    for m in range(first[s], first[s + 1]):
                        most = entered(owners, weights, records, most, owner[m], sign * weight[m])
                    continue
                west, east = left[s - segments], right[s - segments]
                if west >= 0:
                    most = entered(owners, weights, records, most, west + tile_owner, sign)
                if east >= 0:
                    most = entered(owners, weights, records, most, east + tile_owner, -sign)
            if far == n:
                continue
            firsts[pieces] = records
            for m in range(records, most):
                if weights[m] != 0:
                    owners[records], weights[records] = owners[m], weights[m]
                    records += 1
            if records == firsts[pieces] and not bare:
                continue
            for m in range(begin, k):
                if order[m] >= told:
                    piece[order[m] - told] = pieces
            low[pieces], high[pieces] = n, far
            pieces += 1
    firsts[pieces] = records
    return (
        low[:pieces],
        high[:pieces],
        firsts[: pieces + 1],
        owners[:records],
        weights[:records],
        piece,
    )
