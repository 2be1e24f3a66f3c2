"""Join the faces of one cell."""

import numpy as np

from gis.lattice import Bools, Indices, Ints
from gis.lattice.compiled import compiled, inlined


@inlined
def root(into: Indices, member: int) -> int:
    """Return what a member was joined into, and shorten the way there."""
    top = member
    while into[top] != top:
        top = into[top]
    while into[member] != top:
        into[member], member = top, into[member]
    return top


@compiled
def joined_faces(
    x: Ints,
    y: Ints,
    origin: Indices,
    cycle: Indices,
    lead: Indices,
    area2: Ints,
    holder: Indices,
    community: Indices,
    area: Indices,
    tile: Indices,
    divided: Bools,
) -> tuple[Indices, Ints, Indices]:
    """Join faces of one community and tile, or carved area, that share a side, into cells.

    Parameters
    ----------
    divided
        True for each community with a tiling; where it has no tile its ground is left out.

    Returns
    -------
    cell
        The cell of each cycle, −1 for none.
    area2
        Twice the area of each cell.
    lead
        The half-edge of each cell that leaves its lowest node (by x, then y).
    """
    cycles = len(lead)
    into = np.arange(cycles).astype(np.int32)
    for e in range(len(origin) // 2):
        c, d = holder[cycle[2 * e]], holder[cycle[2 * e + 1]]
        if (
            c >= 0
            and d >= 0
            and community[c] >= 0
            and community[c] == community[d]
            and area[c] == area[d]
            and (area[c] >= 0 or tile[c] == tile[d])
        ):
            c, d = root(into, c), root(into, d)
            into[max(c, d)] = min(c, d)
    cell = np.full(cycles, -1, dtype=np.int32)
    cell_area2, cell_lead = np.zeros(cycles, dtype=np.int64), np.empty(cycles, dtype=np.int32)
    cells = 0
    for k in range(cycles):
        c = holder[k]
        if c < 0 or community[c] < 0:
            continue
        if tile[c] < 0 and area[c] < 0 and divided[community[c]]:
            continue
        c = root(into, c)
        if cell[c] < 0:
            cell[c] = cells
            cell_lead[cells] = lead[c]
            cells += 1
        mine = cell[c]
        cell[k] = mine
        cell_area2[mine] += area2[k]
        n, m = origin[lead[k]], origin[cell_lead[mine]]
        if x[n] < x[m] or (x[n] == x[m] and y[n] < y[m]):
            cell_lead[mine] = lead[k]
        elif n == m:
            p = origin[lead[k] ^ 1]
            q = origin[cell_lead[mine] ^ 1]
            if x[p] < x[q] or (x[p] == x[q] and y[p] < y[q]):
                cell_lead[mine] = lead[k]
    return cell, cell_area2[:cells], cell_lead[:cells]
