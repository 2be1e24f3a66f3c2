"""Plots dealt out to cells: halved along random trees, and the halves again."""

import numpy as np

from gis.lattice import Floats, Ints
from gis.lattice.compiled import compiled
from gis.partition.townscape.chance import State
from gis.partition.townscape.trees import best_cut, branch_of, random_tree


@compiled
def halved(
    label: Ints,
    cells: Ints,
    first: Ints,
    neighbour: Ints,
    bond: Floats,
    weight: Floats,
    area: Floats,
    tries: int,
    state: State,
) -> None:
    """Part each piece into as many cells as it shall have.

    Parameters
    ----------
    label
        The piece of each node, from 0; changed.
    cells
        How many cells each piece shall have, and zeros behind for the labels to come; changed.
    """
    place = np.full(len(label), -1, np.int64)
    labels = 0
    for k in range(len(label)):
        labels = max(labels, label[k] + 1)
    piece = 0
    while piece < labels:
        if cells[piece] < 2:
            piece += 1
            continue
        region = np.flatnonzero(label == piece)
        if len(region) < 2:
            cells[piece] = 1
            continue
        for i in range(len(region)):
            place[region[i]] = i
        mine, ground = weight[region], area[region]
        half = cells[piece] // 2
        wanted = mine.sum() * half / cells[piece]
        found, least = np.zeros(len(region), np.bool_), np.inf
        taken = 0.0
        for _ in range(tries):
            order, up = random_tree(region, place, first, neighbour, bond, state)
            top = best_cut(order, up, mine, ground, wanted)
            branch = branch_of(order, up, top)
            got = mine[branch].sum()
            off = min(abs(got - wanted), abs(mine.sum() - got - wanted))
            # What a border costs breaks ties between cuts that are about as good.
            torn = 0.0
            for i in range(len(region)):
                if branch[i]:
                    for e in range(first[region[i]], first[region[i] + 1]):
                        j = place[neighbour[e]]
                        if j >= 0 and not branch[j]:
                            torn += bond[e]
            off = off / max(wanted, 1e-9) + 0.002 * torn
            if off < least:
                found, least, taken = branch, off, got
        share_of = half
        if abs(taken - wanted) > abs(mine.sum() - taken - wanted):
            share_of = cells[piece] - half
        # No cell without a node.
        branches = found.sum()
        share_of = max(share_of, cells[piece] - (len(region) - branches))
        share_of = min(share_of, branches)
        for i in range(len(region)):
            place[region[i]] = -1
            if found[i]:
                label[region[i]] = labels
        cells[labels] = share_of
        cells[piece] -= share_of
        labels += 1
