"""The lines of lattices, on which sides between cells of one community lie: part 6 of the proof.

A piece of a side ends in nodes whose unit pixels the line meets. Two sides of a hexagon meet such
a node both only in their common corner, so that a corner that has moved shows as well.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

import numpy as np

from gis.coverage.errors import CoverageError
from gis.lattice import H3Lattice, HexLattice, Ints, Lines, SideList, SquareLattice, lattice_of
from gis.lattice.compiled import compiled

_SHOWN = 80
"""Signs of an unfit lattice that are told."""

_NO_LATTICE, _SQUARES, _HEXAGONS, _LISTED = range(4)


class OnLattice(Protocol):
    """A community, or a cell of micro-cells, that was divided on a lattice."""

    @property
    def community(self) -> str:
        """Its code."""
        ...

    @property
    def lattice(self) -> Lines:
        """What it was divided by."""
        ...


def lattices_by_code(
    lattices: Iterable[OnLattice] | None, attributes: Mapping[Any, Any]
) -> dict[str, Lines]:
    """Return the lattice of each community, from what is given or from the frame of cells.

    Raises
    ------
    CoverageError
        What is given, or what the frame carries, are no lattices.
    """
    if lattices is not None:
        return _given(lattices)
    found: dict[str, Lines] = {}
    for facts in _listed(attributes.get("lattices")):
        try:
            lattice = lattice_of(facts)
        except ValueError as error:
            raise _unfit(facts) from error
        found.update((str(code), lattice) for code in facts.get("communities", ()))
    return found


def _given(lattices: object) -> dict[str, Lines]:
    """Return the lattices of an iterable by their communities, or refuse what is none."""
    found: dict[str, Lines] = {}
    if isinstance(lattices, str | bytes) or not isinstance(lattices, Iterable):
        raise _unfit(lattices, "lattices-given")
    for entry in lattices:
        community, lattice = getattr(entry, "community", None), getattr(entry, "lattice", None)
        if not isinstance(community, str) or not isinstance(lattice, Lines):
            raise _unfit(entry, "lattices-given")
        found[community] = lattice
    return found


def _listed(given: object) -> list[Mapping[str, Any]]:
    """Return the facts of lattices that a frame carries, or refuse what are none."""
    if given is None:
        return []
    if not isinstance(given, list | tuple):
        raise _unfit(given)
    for facts in given:
        codes = facts.get("communities", ()) if isinstance(facts, Mapping) else None
        if not isinstance(codes, list | tuple):
            raise _unfit(facts)
    return list(given)


def _unfit(given: object, key: str = "lattices") -> CoverageError:
    text = str(given)
    shown = text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
    return CoverageError(key, kind="columns", given=shown)


def lattice_facts(lattices: Sequence[Lines | None]) -> Ints:
    """Return a row of kind and two sizes for each lattice, as `on_lattice` takes them."""
    facts = np.zeros((len(lattices), 3), dtype=np.int64)
    for row, lattice in enumerate(lattices):
        if isinstance(lattice, SquareLattice):
            facts[row] = _SQUARES, lattice.step_x, lattice.step_y
        elif isinstance(lattice, HexLattice):
            facts[row] = _HEXAGONS, lattice.half_width, lattice.quarter_height
        elif isinstance(lattice, H3Lattice | SideList):
            facts[row, 0] = _LISTED
    return facts


@compiled
def on_lattice(px: int, py: int, qx: int, qy: int, kind: int, a: int, b: int) -> bool:
    """Tell whether an edge from p to q is a piece of a line of a lattice, where there is one.

    Of tilings whose sides are listed, no edge is: see `gis.coverage.proof.listed`.
    """
    if kind == _LISTED:
        return False
    if kind == _SQUARES:
        return (px == qx and px % a == 0) or (py == qy and py % b == 0)
    return (
        kind == _NO_LATTICE
        or _whole_side(px, py, qx, qy, a, b)
        or _on_hexagon(px, py, qx, qy, a, b)
    )


@compiled
def _whole_side(px: int, py: int, qx: int, qy: int, a: int, b: int) -> bool:
    """Tell whether an edge is all of a hexagon's side, as most are: found without a search."""
    if px % a or qx % a or py % b or qy % b:
        return False
    u, v, w, z = px // a, py // b, qx // a, qy // b
    if v > z:
        u, v, w, z = w, z, u, v
    row = v // 3
    if u == w:
        # Upright, from a quarter below a centre's level to a quarter above it.
        return v % 3 == 2 and z == v + 2 and (u - row) % 2 == 0
    # Slanting, between the two levels of corners above a centre's.
    return v % 3 == 1 and z == v + 1 and abs(u - w) == 1 and (w - row) % 2 == 0


@compiled
def _on_hexagon(px: int, py: int, qx: int, qy: int, a: int, b: int) -> bool:
    """Tell whether one side of the lattice meets the pixels of both points."""
    mx, my = px + qx, py + qy
    low = my // (6 * b)
    for row in range(low, low + 2):
        column = (mx - 2 * a * (row & 1)) // (4 * a)
        for i in range(column, column + 2):
            x, y = 2 * a * i + a * (row & 1), 3 * b * row
            # The six sides around a centre: upright ones, then slanting ones.
            for s in range(6):
                sign = 1 if s % 2 else -1
                if s < 2:
                    ax, ay, bx, by = x + sign * a, y - b, x + sign * a, y + b
                elif s < 4:
                    ax, ay, bx, by = x, y + 2 * b, x + sign * a, y + b
                else:
                    ax, ay, bx, by = x, y - 2 * b, x + sign * a, y - b
                if meets_pixel(ax, ay, bx, by, px, py) and meets_pixel(ax, ay, bx, by, qx, qy):
                    return True
    return False


@compiled
def meets_pixel(ax: int, ay: int, bx: int, by: int, x: int, y: int) -> bool:
    """Tell whether the segment a–b meets the half-open unit pixel around a point."""
    if x < min(ax, bx) or x > max(ax, bx) or y < min(ay, by) or y > max(ay, by):
        return False
    dx, dy = bx - ax, by - ay
    centre = 2 * (dx * (y - ay) - dy * (x - ax))
    slack = abs(dx) + abs(dy)
    return (centre - slack < 0 < centre + slack) or centre - dx + dy == 0
