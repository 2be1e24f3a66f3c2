"""Ways to tile the plane in lattice units, over which communities are cut into cells."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from gis.lattice.units import Ints


@dataclass(frozen=True)
class SquareLattice:
    """Rectangles between the meridians ``x = k * step_x`` and the parallels ``y = k * step_y``.

    Attributes
    ----------
    step_x, step_y
        Whole units; the origin is at 0, so two lattices of the same steps are one.
    """

    step_x: int
    step_y: int

    def facts(self) -> dict[str, int | str]:
        """Return what `lattice_of` makes the lattice from again."""
        return {"kind": "squares", "step_x": self.step_x, "step_y": self.step_y}

    @property
    def tile_area2(self) -> int:
        """Twice the area of a tile in square units."""
        return 2 * self.step_x * self.step_y

    @property
    def tile_size(self) -> tuple[int, int]:
        """Width and height of a tile's bounding box in units."""
        return self.step_x, self.step_y


@dataclass(frozen=True)
class HexLattice:
    """Hexagons standing on a corner, all corners at whole units.

    With ``a = half_width`` and ``b = quarter_height`` the centres are
    ``(2a * i + a * (j mod 2), 3b * j)`` and the corners ``centre + (0, ±2b), (±a, ±b)``.

    Attributes
    ----------
    half_width
        Half the distance across the flats, in units; neighbours in a row are twice it apart.
    quarter_height
        A quarter of the distance across the corners, in units.
    """

    half_width: int
    quarter_height: int

    def facts(self) -> dict[str, int | str]:
        """Return what `lattice_of` makes the lattice from again."""
        return {
            "kind": "hexagons",
            "half_width": self.half_width,
            "quarter_height": self.quarter_height,
        }

    @property
    def tile_area2(self) -> int:
        """Twice the area of a tile in square units."""
        return 12 * self.half_width * self.quarter_height

    @property
    def tile_size(self) -> tuple[int, int]:
        """Width and height of a tile's bounding box in units."""
        return 2 * self.half_width, 4 * self.quarter_height


Lattice: TypeAlias = SquareLattice | HexLattice


@dataclass(frozen=True, eq=False)
class Tessellation:
    """Any planar subdivision: tiles that cover the ground and share whole sides.

    Attributes
    ----------
    tail, head
        Ends of each side in units, shape (n, 2). Each side stands once; sides meet in common
        ends only.
    left, right
        The tile on the left and on the right of each side going from tail to head; −1 for
        none. Each tile's sides close around it.
    tiles
        Number of tiles.
    order
        Row from the north and column from the west of each tile, shape (tiles, 2): the order
        of serials. Equal rows and columns are told apart by the lowest vertex.
    sliver_area2
        Twice the area, in square units, below which a piece of each tile is a sliver; shape
        (tiles,). Zeros keep every piece.
    """

    tail: Ints
    head: Ints
    left: Ints
    right: Ints
    tiles: int
    order: Ints
    sliver_area2: Ints


Tiling: TypeAlias = SquareLattice | HexLattice | Tessellation
"""What a community is cut by. Where a tiling is optional, None leaves the community whole."""


def lattice_of(facts: Mapping[str, int | str]) -> Lattice:
    """Make a lattice from its facts; further keys are left alone.

    Raises
    ------
    ValueError
        The facts name no known kind of lattice or lack a size.

    Examples
    --------
    >>> lattice_of({"kind": "squares", "step_x": 9712, "step_y": 9035})
    SquareLattice(step_x=9712, step_y=9035)
    """
    names = {"squares": ("step_x", "step_y"), "hexagons": ("half_width", "quarter_height")}
    kind = str(facts.get("kind"))
    sizes = [facts.get(name) for name in names.get(kind, ())]
    whole = [s for s in sizes if isinstance(s, int) and not isinstance(s, bool) and s > 0]
    if len(whole) != 2:
        raise ValueError(
            f"{dict(facts)} is no lattice; give kind 'squares' with step_x and step_y, or "
            "'hexagons' with half_width and quarter_height, in whole units above 0"
        )
    return SquareLattice(*whole) if kind == "squares" else HexLattice(*whole)
