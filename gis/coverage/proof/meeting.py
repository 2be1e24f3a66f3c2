"""Edges that meet elsewhere than in a node of both, found in exact integers."""

from gis.lattice.compiled import compiled


@compiled
def meet(
    a: int,
    b: int,
    c: int,
    d: int,
    ax: int,
    ay: int,
    bx: int,
    by: int,
    cx: int,
    cy: int,
    dx: int,
    dy: int,
) -> bool:
    """Tell whether the edges a–b and c–d meet elsewhere than in a node that ends both.

    Edges that run along each other meet, whether or not they share an end.

    Parameters
    ----------
    a, b, c, d
        Nodes.
    ax, ay, bx, by, cx, cy, dx, dy
        Where they lie. (Arrays would be counted in and out at each call.)
    """
    if max(ax, bx) < min(cx, dx) or max(cx, dx) < min(ax, bx):
        return False
    if max(ay, by) < min(cy, dy) or max(cy, dy) < min(ay, by):
        return False
    if a in (c, d) or b in (c, d):
        if (a == c and b == d) or (a == d and b == c):
            return True
        # Brought to share their first node.
        if a == c:
            ux, uy, vx, vy = bx - ax, by - ay, dx - cx, dy - cy
        elif a == d:
            ux, uy, vx, vy = bx - ax, by - ay, cx - dx, cy - dy
        elif b == c:
            ux, uy, vx, vy = ax - bx, ay - by, dx - cx, dy - cy
        else:
            ux, uy, vx, vy = ax - bx, ay - by, cx - dx, cy - dy
        return ux * vy == uy * vx and ux * vx + uy * vy > 0
    first = (bx - ax) * (cy - ay) - (by - ay) * (cx - ax)
    second = (bx - ax) * (dy - ay) - (by - ay) * (dx - ax)
    if (first > 0 and second > 0) or (first < 0 and second < 0):
        return False
    third = (dx - cx) * (ay - cy) - (dy - cy) * (ax - cx)
    fourth = (dx - cx) * (by - cy) - (dy - cy) * (bx - cx)
    # Parallel on one line, their boxes meeting: all four are zero.
    return not ((third > 0 and fourth > 0) or (third < 0 and fourth < 0))
