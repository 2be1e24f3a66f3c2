"""Ways to tile the plane in lattice units, over which communities are cut into cells."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

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
"""Equal tiles in whole units."""


@dataclass(frozen=True)
class H3Lattice:
    """The cells of one resolution of Uber's H3 grid, corners rounded to the lattice."""

    resolution: int

    def facts(self) -> dict[str, int | str]:
        """Return what `lattice_of` makes the lattice from again."""
        return {"kind": "h3", "resolution": self.resolution}


_FINEST_H3 = 15


@dataclass(frozen=True)
class SideList:
    """The sides of a tiling that follows no rule of numbers, one by one.

    Attributes
    ----------
    encoded
        The ends of each side as four little-endian 32-bit numbers, x and y of the one and of the
        other, in base64: a text, which frames copy without a copy.
    """

    encoded: str

    @classmethod
    def of(cls, tail: Ints, head: Ints) -> "SideList":
        """List sides by their ends in units, shape (n, 2), in any order and direction."""
        turned = (tail[:, 0] > head[:, 0]) | (
            (tail[:, 0] == head[:, 0]) & (tail[:, 1] > head[:, 1])
        )
        low, high = np.where(turned[:, None], head, tail), np.where(turned[:, None], tail, head)
        ends = np.unique(np.concatenate([low, high], axis=1), axis=0)
        return cls(base64.b64encode(ends.astype("<i4").tobytes()).decode("ascii"))

    def ends(self) -> tuple[Ints, Ints]:
        """Return the ends of the sides in units, shape (n, 2)."""
        told = np.frombuffer(base64.b64decode(self.encoded, validate=True), dtype="<i4")
        ends = told.reshape(-1, 4).astype(np.int64)
        return ends[:, :2], ends[:, 2:]

    def facts(self) -> dict[str, int | str]:
        """Return what `lattice_of` makes the list from again."""
        return {"kind": "sides", "sides": self.encoded}


Lines: TypeAlias = Lattice | H3Lattice | SideList
"""What the sides between cells of a community lie on."""


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


def lattice_of(facts: Mapping[str, int | str]) -> Lines:
    """Make a lattice from its facts; further keys are left alone.

    Raises
    ------
    ValueError
        The facts name no known kind of lattice, or its sizes or sides are none.

    Examples
    --------
    >>> lattice_of({"kind": "squares", "step_x": 9712, "step_y": 9035})
    SquareLattice(step_x=9712, step_y=9035)
    """
    names = {"squares": ("step_x", "step_y"), "hexagons": ("half_width", "quarter_height")}
    kind = str(facts.get("kind"))
    if kind == "sides" and isinstance(encoded := facts.get("sides"), str):
        sides = SideList(encoded)
        sides.ends()  # what cannot be read is no list, and is told now
        return sides
    if kind == "h3":
        resolution = facts.get("resolution")
        if isinstance(resolution, int) and 0 <= resolution <= _FINEST_H3:
            return H3Lattice(resolution)
    sizes = [facts.get(name) for name in names.get(kind, ())]
    whole = [s for s in sizes if isinstance(s, int) and not isinstance(s, bool) and s > 0]
    if len(whole) != 2:
        raise ValueError(
            f"{dict(facts)} is no lattice; give kind 'squares' with step_x and step_y, or "
            "'hexagons' with half_width and quarter_height, in whole units above 0; or 'h3' with "
            "a resolution from 0 to 15, or 'sides' with sides"
        )
    return SquareLattice(*whole) if kind == "squares" else HexLattice(*whole)
