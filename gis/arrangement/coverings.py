"""Tell what covers each face, by winding numbers from the outside in."""

import numpy as np

from gis.lattice import Indices
from gis.lattice.compiled import compiled


@compiled
def coverings(
    after: Indices,
    cycle: Indices,
    lead: Indices,
    holder: Indices,
    first: Indices,
    owner: Indices,
    weight: Indices,
) -> tuple[Indices, Indices, Indices, Indices]:
    """Tell how often each owner covers each cycle's left, walking in from the outside.

    Parameters
    ----------
    first, owner, weight
        Per piece: going from its right (seen from low to high) to its left adds ``weight`` to
        how often ``owner`` covers the place.

    Returns
    -------
    begin, count
        Where each cycle's list starts, and how long it is.
    owners, windings
        The lists, ascending by owner; no zeros.
    """
    room = 4 * len(lead) + 64
    while True:
        begin, count = np.zeros(len(lead), dtype=np.int32), np.full(len(lead), -1, dtype=np.int32)
        owners, windings = np.empty(room, dtype=np.int32), np.empty(room, dtype=np.int32)
        used = _cover(
            after, cycle, lead, holder, first, owner, weight, begin, count, owners, windings
        )
        if used >= 0:
            return begin, count, owners[:used], windings[:used]
        room *= 2


@compiled
def _cover(
    after: Indices,
    cycle: Indices,
    lead: Indices,
    holder: Indices,
    first: Indices,
    owner: Indices,
    weight: Indices,
    begin: Indices,
    count: Indices,
    owners: Indices,
    windings: Indices,
) -> int:
    """Fill in coverings; return how much of the lists is used, or −1 where they are too short."""
    used = 0
    island, further = np.full(len(lead), -1, dtype=np.int32), np.full(len(lead), -1, dtype=np.int32)
    waiting = np.empty(len(lead), dtype=np.int32)
    length = 0
    for c in range(len(lead)):
        if holder[c] == c:
            continue
        if holder[c] < 0:
            count[c] = 0
            waiting[length] = c
            length += 1
        else:
            further[c] = island[holder[c]]
            island[holder[c]] = c
    while length > 0:
        length -= 1
        c = waiting[length]
        i = island[c]
        while i >= 0:
            begin[i], count[i] = begin[c], count[c]
            waiting[length] = i
            length += 1
            i = further[i]
        h = lead[c]
        while True:
            d = cycle[h ^ 1]
            if count[d] < 0:
                e, sign = h >> 1, (1 if h & 1 else -1)
                here, there = begin[c], begin[c] + count[c]
                k, stop = first[e], first[e + 1]
                if k == stop:
                    begin[d], count[d] = begin[c], count[c]
                else:
                    if used + (there - here) + (stop - k) > len(owners):
                        return -1
                    begin[d] = used
                    while here < there or k < stop:
                        if k == stop or (here < there and owners[here] < owner[k]):
                            owners[used], windings[used] = owners[here], windings[here]
                            used += 1
                            here += 1
                        else:
                            mine, total = owner[k], sign * weight[k]
                            if here < there and owners[here] == mine:
                                total += windings[here]
                                here += 1
                            if total != 0:
                                owners[used], windings[used] = mine, total
                                used += 1
                            k += 1
                    count[d] = used - begin[d]
                waiting[length] = d
                length += 1
            h = after[h]
            if h == lead[c]:
                break
    return used


@compiled
def labelled(
    begin: Indices,
    count: Indices,
    owners: Indices,
    windings: Indices,
    communities: int,
    carved: int,
) -> tuple[Indices, Indices, Indices, Indices]:
    """Read what covers each cycle's left off its `coverings`.

    Owners are numbered communities first, then carved areas, then tiles.

    Returns
    -------
    community, area, tile
        The lowest of each kind that covers the place; −1 for none.
    shared
        How many communities do.
    """
    cycles = len(begin)
    community, area = np.full(cycles, -1, dtype=np.int32), np.full(cycles, -1, dtype=np.int32)
    tile, shared = np.full(cycles, -1, dtype=np.int32), np.zeros(cycles, dtype=np.int32)
    for c in range(cycles):
        for k in range(begin[c] + count[c] - 1, begin[c] - 1, -1):
            if windings[k] <= 0:
                continue
            mine = owners[k]
            if mine < communities:
                community[c] = mine
                shared[c] += 1
            elif mine < communities + carved:
                area[c] = mine - communities
            else:
                tile[c] = mine - communities - carved
    return community, area, tile, shared
