"""Set labels so that none touches another, the cell's outline or the frame."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
import shapely

from gis.atlas.lettering import MM_PER_PT, width_mm
from gis.datums import Floats

Role = Literal["cell", "neighbour", "outside"]

_CANDIDATES_A_SIDE = 7
_PADDING_MM = 0.8
_CLEAR_OF_CELL_MM = 1.4
_FRAME_MM = 1.0
_LEAST_WITHIN = 0.6


@dataclass(frozen=True)
class Label:
    """A label on the map; positions in millimetres, of the middle of its box, y down."""

    text: str
    role: Role
    x_mm: float
    y_mm: float
    width_mm: float
    height_mm: float
    size_pt: float
    halo: bool
    leader_to: tuple[float, float] | None = None


Wording = tuple[str, float]
"""A text and its size in points."""


class LabelPlacer:
    """Places labels one after another on a map; the earlier ones have precedence.

    Parameters
    ----------
    view
        The map's rectangle in millimetres.
    cell
        The cell of the sheet, in millimetres.
    """

    def __init__(self, view: shapely.Geometry, cell: shapely.Geometry) -> None:
        self._view = shapely.buffer(view, -_FRAME_MM, join_style="mitre")
        self._view_bounds = shapely.bounds(self._view)
        self._cell = cell
        self._around_cell = shapely.buffer(cell, _CLEAR_OF_CELL_MM)
        shapely.prepare(self._around_cell)
        self.labels: list[Label] = []
        self._taken = np.empty((0, 4))

    def name_cell(self, text: str, sizes_pt: Sequence[float]) -> None:
        """Set the cell's own label inside it, or beside it with a leader when it is too small."""
        inside = shapely.buffer(self._cell, -_CLEAR_OF_CELL_MM)
        wordings = [(text, size) for size in sizes_pt]
        if not inside.is_empty and self._set_inside(_largest(inside), wordings, "cell"):
            return
        anchor = shapely.get_coordinates(shapely.point_on_surface(self._cell))[0]
        angles = np.radians(np.arange(-60, 300, 15))
        around = np.column_stack([np.cos(angles), np.sin(angles)])
        size = min(sizes_pt[-1] + 5, sizes_pt[0])
        reach = np.arange(8, 130, 4)[:, None, None]
        middles = (anchor + around * reach).reshape(-1, 2)
        boxes = _boxes(middles, text, size)
        free = self._free(boxes)
        if free.any():
            first = int(np.argmax(free))
            self._keep(text, "cell", middles[first], size, halo=True, leader_to=anchor)

    def name_area(
        self, area: shapely.Geometry, wordings: Sequence[Wording], role: Role, *, must: bool
    ) -> bool:
        """Set a label inside an area.

        Parameters
        ----------
        area
            A polygon in millimetres; parts beyond the view are left out.
        wordings
            Texts with sizes, the best first; the first that fits wholly inside is set.
        role
            What the label is.
        must
            When nothing fits wholly, set the last wording across the area's lines (with a halo)
            if it stays clear of the cell and of other labels.

        Returns
        -------
        bool
            Whether a label was set.
        """
        seen = shapely.intersection(area, self._view)
        if seen.is_empty:
            return False
        part = _largest(seen)
        if self._set_inside(part, wordings, role):
            return True
        return must and self._set_across(part, wordings[-1], role)

    def _set_inside(self, area: shapely.Geometry, wordings: Sequence[Wording], role: Role) -> bool:
        shapely.prepare(area)
        # Most often the best wording fits right in the middle, and nothing else need be tried.
        centroid = shapely.get_coordinates(shapely.centroid(area))
        return self._set_at(centroid, area, wordings[:1], role) or self._set_at(
            _middles(area), area, wordings, role
        )

    def _set_at(
        self, middles: Floats, area: shapely.Geometry, wordings: Sequence[Wording], role: Role
    ) -> bool:
        for text, size_pt in wordings:
            boxes = _boxes(middles, text, size_pt)
            fits = self._free(boxes, of_cell=False)
            fits[fits] = shapely.contains_properly(area, shapely.box(*boxes[fits].T))
            if role != "cell":
                fits[fits] = self._clear_of_cell(boxes[fits])
            if fits.any():
                self._keep(text, role, middles[int(np.argmax(fits))], size_pt, halo=False)
                return True
        return False

    def _set_across(self, area: shapely.Geometry, wording: Wording, role: Role) -> bool:
        text, size_pt = wording
        middles = _middles(area)
        boxes = _boxes(middles, text, size_pt)
        shapes = shapely.box(*boxes.T)
        within = shapely.area(shapely.intersection(shapes, area)) / shapely.area(shapes)
        fits = self._free(boxes) & (within > _LEAST_WITHIN)
        if not fits.any():
            return False
        best = int(np.argmax(np.where(fits, within, 0)))
        self._keep(text, role, middles[best], size_pt, halo=True)
        return True

    def _free(self, boxes: Floats, *, of_cell: bool = True) -> npt.NDArray[np.bool_]:
        left, top, right, bottom = self._view_bounds
        x_0, y_0, x_1, y_1 = boxes.T
        free = (x_0 >= left) & (y_0 >= top) & (x_1 <= right) & (y_1 <= bottom)
        taken = self._taken.T[:, :, None]
        free &= ~((x_0 < taken[2]) & (x_1 > taken[0]) & (y_0 < taken[3]) & (y_1 > taken[1])).any(
            axis=0
        )
        if of_cell:
            free[free] = self._clear_of_cell(boxes[free])
        return np.asarray(free, dtype=np.bool_)

    def _clear_of_cell(self, boxes: Floats) -> npt.NDArray[np.bool_]:
        return ~np.asarray(shapely.intersects(self._around_cell, shapely.box(*boxes.T)))

    def _keep(
        self,
        text: str,
        role: Role,
        middle: Floats,
        size_pt: float,
        *,
        halo: bool,
        leader_to: Floats | None = None,
    ) -> None:
        x_mm, y_mm = middle.tolist()
        self._taken = np.vstack([self._taken, _boxes(middle[None, :], text, size_pt)])
        self.labels.append(
            Label(
                text,
                role,
                x_mm,
                y_mm,
                width_mm(text, size_pt) + 2 * _PADDING_MM,
                size_pt * MM_PER_PT + _PADDING_MM,
                size_pt,
                halo,
                None if leader_to is None else (float(leader_to[0]), float(leader_to[1])),
            )
        )


def _boxes(middles: Floats, text: str, size_pt: float) -> Floats:
    """Return left, top, right and bottom of a label's box about each middle."""
    half_width = width_mm(text, size_pt) / 2 + _PADDING_MM
    half_height = size_pt * MM_PER_PT / 2 + _PADDING_MM / 2
    half = np.array([half_width, half_height])
    return np.hstack([middles - half, middles + half])


def _middles(area: shapely.Geometry) -> Floats:
    """Return points to set a label at: the middle, the widest place, then away from it."""
    middle = shapely.get_coordinates(shapely.centroid(area))
    widest = shapely.get_coordinates(shapely.maximum_inscribed_circle([area], tolerance=0.5))[:1]
    west, south, east, north = shapely.bounds(area)
    share = (np.arange(_CANDIDATES_A_SIDE) + 0.5) / _CANDIDATES_A_SIDE
    x, y = np.meshgrid(west + share * (east - west), south + share * (north - south))
    grid = np.column_stack([x.ravel(), y.ravel()])
    grid = grid[np.argsort(np.hypot(*(grid - widest).T), kind="stable")]
    return np.vstack([middle, widest, grid])


def _largest(area: shapely.Geometry) -> shapely.Geometry:
    parts = shapely.get_parts(area)
    largest: shapely.Geometry = parts[int(np.argmax(shapely.area(parts)))]
    return largest
