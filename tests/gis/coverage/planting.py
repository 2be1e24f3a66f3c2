"""Faults planted into sound divisions, one kind at a time."""

from collections.abc import Callable

import geopandas
import numpy as np
import shapely

from gis.lattice import from_units, to_units

Frame = geopandas.GeoDataFrame
Units = tuple[int, int]


def with_geometry(cells: Frame, row: int, geometry: shapely.Geometry | None) -> Frame:
    """Give one cell another geometry; attributes of the frame stay."""
    geometries = cells.geometry.to_numpy().copy()
    geometries[row] = geometry
    spoiled = cells.set_geometry(geopandas.GeoSeries(geometries, index=cells.index, crs=4326))
    spoiled.attrs = dict(cells.attrs)
    return spoiled


def ring(cells: Frame, row: int) -> np.ndarray:
    """Return the open shell of a cell's first part in units."""
    polygon = shapely.get_geometry(cells.geometry.iloc[row], 0)
    return to_units(shapely.get_coordinates(shapely.get_exterior_ring(polygon)))[:-1]


def moved(cells: Frame, vertex: Units, to: Units, rows: list[int] | None = None) -> Frame:
    """Move a vertex in some cells, or in all that have it."""

    def shift(degrees: np.ndarray) -> np.ndarray:
        units = to_units(degrees)
        units[(units == vertex).all(axis=1)] = to
        return from_units(units)

    geometries = cells.geometry.to_numpy().copy()
    rows = holders(cells, vertex) if rows is None else rows
    geometries[rows] = shapely.transform(geometries[rows], shift)
    spoiled = cells.set_geometry(geopandas.GeoSeries(geometries, index=cells.index, crs=4326))
    spoiled.attrs = dict(cells.attrs)
    return spoiled


def holders(cells: Frame, vertex: Units) -> list[int]:
    """Return the rows that have a vertex."""
    xy, row = shapely.get_coordinates(cells.geometry.to_numpy(), return_index=True)
    return np.unique(row[(to_units(xy) == vertex).all(axis=1)]).tolist()


def vertex_of(cells: Frame, row: int, random: np.random.Generator) -> Units:
    """Choose a vertex of a cell."""
    x, y = random.choice(ring(cells, row)).tolist()
    return x, y


def vertex_moved_in_one_cell(cells: Frame, row: int, random: np.random.Generator) -> Frame:
    x, y = vertex_of(cells, row, random)
    dx, dy = random.choice([[1, 0], [-1, 0], [0, 1], [0, -1], [1, 1]]).tolist()
    return moved(cells, (x, y), (x + dx, y + dy), [row])


def shared_vertex_folded_in_all_its_cells(
    cells: Frame, row: int, random: np.random.Generator
) -> Frame:
    """Move a vertex to the far side of its cell: edges still match, rings fold."""
    xy = ring(cells, row)
    k = int(random.integers(len(xy)))
    far = xy[np.abs(xy - xy[k]).sum(axis=1).argmax()]
    x, y = (2 * far - xy[k] + 1).tolist()
    return moved(cells, tuple(xy[k].tolist()), (x, y))


def dropped(cells: Frame, row: int, random: np.random.Generator) -> Frame:
    return cells.drop(index=cells.index[row]).reset_index(drop=True)


def doubled(cells: Frame, row: int, random: np.random.Generator) -> Frame:
    twice = cells.iloc[[*range(len(cells)), row]].reset_index(drop=True)
    twice.loc[len(cells), "code"] = "990000000000001"
    return twice


def given_to_another_community(cells: Frame, row: int, random: np.random.Generator) -> Frame:
    spoiled = cells.copy()
    others = sorted(set(cells["community"]) - {cells["community"].iloc[row]})
    spoiled.loc[spoiled.index[row], "community"] = str(random.choice(others))
    return spoiled


def two_swapped_between_communities(cells: Frame, row: int, random: np.random.Generator) -> Frame:
    others = np.flatnonzero((cells["community"] != cells["community"].iloc[row]).to_numpy())
    other = int(random.choice(others))
    spoiled = cells.copy()
    for column in ("code", "community"):
        values = spoiled[column].astype(object).to_numpy().copy()
        values[[row, other]] = values[[other, row]]
        spoiled[column] = values
    return spoiled


def reversed_ring(cells: Frame, row: int, random: np.random.Generator) -> Frame:
    return with_geometry(cells, row, shapely.reverse(cells.geometry.iloc[row]))


def vertex_missing_on_one_side(cells: Frame, row: int, random: np.random.Generator) -> Frame:
    xy = ring(cells, row)
    left = np.delete(xy, int(random.integers(len(xy))), axis=0)
    if len(left) < 3:
        return with_geometry(cells, row, shapely.Polygon())
    return with_geometry(cells, row, shapely.Polygon(from_units(left)))


def vertex_added_on_one_side(cells: Frame, row: int, random: np.random.Generator) -> Frame:
    """Part the longest edge that a neighbour shares; without a neighbour, any cell is emptied."""
    xy = ring(cells, row)
    after = np.roll(xy, -1, axis=0)
    for k in np.argsort(-np.abs(xy - after).sum(axis=1)).tolist():
        if any(
            _runs(ring(cells, other), after[k], xy[k]) for other in holders(cells, tuple(xy[k]))
        ):
            parted = np.insert(xy, k + 1, (xy[k] + after[k]) // 2, axis=0)
            return with_geometry(cells, row, shapely.Polygon(from_units(parted)))
    return empty(cells, row, random)


def _runs(xy: np.ndarray, tail: np.ndarray, head: np.ndarray) -> bool:
    return bool(((xy == tail) & (np.roll(xy, -1, axis=0) == head)).all(axis=1).any())


def off_the_lattice(cells: Frame, row: int, random: np.random.Generator) -> Frame:
    degrees = from_units(ring(cells, row))
    degrees[0] += 2.5e-8
    return with_geometry(cells, row, shapely.Polygon(degrees))


def not_a_number(cells: Frame, row: int, random: np.random.Generator) -> Frame:
    degrees = from_units(ring(cells, row))
    degrees[1, 0] = np.nan
    with np.errstate(invalid="ignore"):
        return with_geometry(cells, row, shapely.Polygon(degrees))


def far_away(cells: Frame, row: int, random: np.random.Generator) -> Frame:
    """Swap a cell's axes."""
    return with_geometry(cells, row, shapely.Polygon(from_units(ring(cells, row)[:, ::-1])))


def empty(cells: Frame, row: int, random: np.random.Generator) -> Frame:
    return with_geometry(cells, row, shapely.Polygon())


def missing(cells: Frame, row: int, random: np.random.Generator) -> Frame:
    return with_geometry(cells, row, None)


def a_line(cells: Frame, row: int, random: np.random.Generator) -> Frame:
    return with_geometry(cells, row, shapely.LineString(from_units(ring(cells, row))))


def orphaned(cells: Frame, row: int, random: np.random.Generator) -> Frame:
    spoiled = cells.copy()
    spoiled.loc[spoiled.index[row], "community"] = "000000000000"
    return spoiled


def code_repeated(cells: Frame, row: int, random: np.random.Generator) -> Frame:
    spoiled = cells.copy()
    spoiled.loc[spoiled.index[row], "code"] = cells["code"].iloc[row - 1]
    return spoiled


def ring_crossing_itself(cells: Frame, row: int, random: np.random.Generator) -> Frame:
    xy = ring(cells, row)
    xy[[0, 1]] = xy[[1, 0]]
    return with_geometry(cells, row, shapely.Polygon(from_units(xy)))


Plant = Callable[[Frame, int, np.random.Generator], Frame]

PLANTS: list[Plant] = [
    vertex_moved_in_one_cell,
    shared_vertex_folded_in_all_its_cells,
    dropped,
    doubled,
    given_to_another_community,
    two_swapped_between_communities,
    reversed_ring,
    vertex_missing_on_one_side,
    vertex_added_on_one_side,
    off_the_lattice,
    not_a_number,
    far_away,
    empty,
    missing,
    a_line,
    orphaned,
    code_repeated,
    ring_crossing_itself,
]
