"""Take a city's own cells as a division: its codes, names, kinds and households stay."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import geopandas
import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from gis.boundaries import CellFile, read_cell_file
from gis.coverage import CoverageError
from gis.coverage.closing import DEFAULT_TOLERANCE_M, Closing, close
from gis.coverage.closing_findings import NeighboursRefused
from gis.coverage.closing_strips import ROUNDING_M, wider_than
from gis.coverage.dissolving import dissolved
from gis.coverage.fitness import blank, checked_codes, refuse_columns, refuse_other_crs
from gis.datums import area_m2, metric_crs
from gis.partition.contract import Division
from gis.partition.errors import PartitionError
from gis.partition.micro import nested_in
from gis.partition.nesting import nested
from gis.partition.summary import square_metres
from gis.texts import Fact, Several, Told

_COLUMNS = ("code", "community", "area_m2", "kind", "parent", "name", "community_name")
_FURTHER = ("households", "population", "note", "code_before", "street_code", "street")
_SHOWN = 5
_POLYGONS = (shapely.GeometryType.POLYGON, shapely.GeometryType.MULTIPOLYGON)


class CellsRefused(NeighboursRefused):
    """Cells that overlap or gape by more than the tolerance; see `NeighboursRefused`."""

    called = "cells"


@dataclass(frozen=True)
class Misfit(Told):
    """A community whose cells, put together, are not quite its outline.

    Attributes
    ----------
    community
        Its code.
    missing_m2
        Area of the community in none of its cells.
    beyond_m2
        Area of its cells outside the community.
    place
        Longitude and latitude of the largest difference.
    """

    community: str
    missing_m2: float
    beyond_m2: float
    place: tuple[float, float]

    @property
    def told(self) -> tuple[str, Mapping[str, Fact]]:
        """The text's key and facts."""
        return "partition-misfit", {
            "community": self.community,
            "missing": square_metres(self.missing_m2),
            "beyond": square_metres(self.beyond_m2),
            "lon": f"{self.place[0]:.6f}",
            "lat": f"{self.place[1]:.6f}",
        }


@dataclass(frozen=True)
class Fitted:
    """What a micro-cell gained and lost where it was fitted to its cell and its neighbours.

    Attributes
    ----------
    code
        The micro-cell's.
    area_m2
        Area gained and lost together.
    place
        Longitude and latitude of its largest part.
    geometry
        The ground gained or lost, EPSG:4326.
    """

    code: str
    area_m2: float
    place: tuple[float, float]
    geometry: BaseGeometry


@dataclass(frozen=True)
class Stray(Told):
    """Communities of cells and communities given that do not go together.

    Attributes
    ----------
    what
        ``unknown``: cells name them, but they are not given; ``bare``: given, without a cell.
    codes
        Theirs.
    """

    what: str
    codes: Several

    @property
    def told(self) -> tuple[str, Mapping[str, Fact]]:
        """The text's key and facts."""
        return f"undivided-stray-{self.what}", {"codes": self.codes}


@dataclass(frozen=True)
class Imported:
    """A city's own cells as a division, and what was done to them.

    Attributes
    ----------
    division
        Cells and the communities they make up. The cells have columns code, community,
        area_m2, kind, and of parent, name, community_name, households, population, note,
        code_before (14-digit codes and their like) those that were there.
    closing
        Overlaps and gaps between cells that were closed, and the holes that stay.
    misfits
        Where given communities differ from their cells, within the tolerance.
    file
        What was read, with its report; None for a frame.
    fitted
        Micro-cells that were not as drawn, by more than rounding; the largest change first.
    """

    division: Division
    closing: Closing
    misfits: tuple[Misfit, ...]
    file: CellFile | None
    fitted: tuple[Fitted, ...] = ()

    @property
    def moved_m2(self) -> float:
        """The area that closing cells and fitting micro-cells moved."""
        return self.closing.moved_m2 + sum(one.area_m2 for one in self.fitted)


def imported(
    source: str | Path | CellFile | geopandas.GeoDataFrame,
    communities: geopandas.GeoDataFrame | None = None,
    *,
    tolerance_m: float = DEFAULT_TOLERANCE_M,
) -> Imported:
    """Make a division of cells that a city has drawn itself.

    Parameters
    ----------
    source
        A file as `gis.boundaries.read_cell_file` reads it, what that has read (to set its
        options), or a frame of the columns that it gives: code, community and geometry at
        least, EPSG:4326.
    communities
        What the cells should cover, with columns code and geometry; without them the
        communities are what the cells make up.
    tolerance_m
        Overlaps and gaps narrower than this are closed; so much may the cells of a community
        differ from its given outline.

    Raises
    ------
    BoundaryError
        The file is refused.
    CellsRefused
        Cells overlap in places wider than the tolerance.
    CoverageError
        Cells repeat a code, have none or no community, have no polygon, or lie wholly in others;
        the communities given are unfit.
    PartitionError
        The cells do not fit the given communities, or micro-cells their cell.
    """
    file = read_cell_file(source) if isinstance(source, str | Path) else None
    file = source if isinstance(source, CellFile) else file
    frame = file.cells if file is not None else source
    if not isinstance(frame, geopandas.GeoDataFrame):
        raise TypeError(f"{type(source).__name__} is no file and no frame of cells")
    given = _told(frame)
    mine = given["parent"].notna().to_numpy()
    closing = _closed(given[~mine].reset_index(drop=True), tolerance_m)
    cells = closing.communities
    outlines = _dissolved(cells)
    misfits: tuple[Misfit, ...] = ()
    if communities is not None:
        refuse_columns(communities, which="communities")
        if communities.crs is not None:
            communities = communities.to_crs(4326)
        misfits = _compared(outlines, communities, tolerance_m)
        told = communities.set_index(communities["code"].astype(str)).loc[list(outlines["code"])]
        outlines = told.reset_index(drop=True).set_geometry(outlines.geometry.to_numpy(), crs=4326)
    cells["geometry"] = shapely.orient_polygons(cells.geometry.to_numpy())
    cells["area_m2"] = area_m2(cells.geometry.to_numpy())
    changes: tuple[Fitted, ...] = ()
    if mine.any():
        micro = _fitted(cells, given[mine], tolerance_m)
        changes = _fitting(given[mine], micro)
        cells = nested_in(cells, micro)
    else:
        cells = cells.drop(columns="parent")
    cells = cells[[*(c for c in (*_COLUMNS, *_FURTHER) if c in cells.columns), "geometry"]]
    cells.attrs = {"lattices": [], "illustrative": bool(frame.attrs.get("illustrative"))}
    division = Division(cells, outlines, closing.changes)
    return Imported(division, closing, misfits, file, changes)


def _closed(cells: geopandas.GeoDataFrame, tolerance_m: float) -> Closing:
    """Close the cells' overlaps and gaps; what is refused is told of cells."""
    try:
        return close(cells, tolerance_m=tolerance_m)
    except NeighboursRefused as refused:
        raise CellsRefused(refused.refused, refused.holes, tolerance_m) from refused
    except CoverageError as refused:
        if refused.kind != "vanished":
            raise
        raise CoverageError(
            "swallowed",
            kind="vanished",
            features=refused.features,
            what="cells",
            codes=Several(refused.features),
        ) from refused


def _fitted(
    cells: geopandas.GeoDataFrame, micro_cells: geopandas.GeoDataFrame, tolerance_m: float
) -> geopandas.GeoDataFrame:
    """Fit all micro-cells into their cells."""
    outlines = {str(c): g for c, g in zip(cells["code"], cells.geometry, strict=True)}
    astray = micro_cells[~micro_cells["parent"].isin(outlines.keys())]
    if len(astray):
        parent = str(astray["parent"].iloc[0])
        raise PartitionError(
            "micro-astray", kind="options", community=parent, cell=str(astray["code"].iloc[0])
        )
    return nested(outlines, micro_cells, tolerance_m)


def _fitting(drawn: geopandas.GeoDataFrame, fitted: geopandas.GeoDataFrame) -> tuple[Fitted, ...]:
    """Tell where micro-cells are no longer as drawn, beyond what rounding makes of their lines."""
    before = drawn.set_index("code").geometry
    after = fitted.set_index("code").geometry.reindex(before.index)
    changed = shapely.symmetric_difference(
        shapely.make_valid(before.to_numpy()), shapely.make_valid(after.to_numpy())
    )
    metres = geopandas.GeoSeries(changed, crs=4326).to_crs(metric_crs(drawn)).to_numpy()
    told = np.flatnonzero(wider_than(metres, ROUNDING_M))
    areas_m2 = area_m2(changed)
    found = [
        Fitted(str(before.index[i]), float(areas_m2[i]), _largest(changed[i]), changed[i])
        for i in told.tolist()
    ]
    return tuple(sorted(found, key=lambda one: (-one.area_m2, one.code)))


def _told(frame: geopandas.GeoDataFrame) -> geopandas.GeoDataFrame:
    """Return the cells by code, with the columns that every cell has."""
    refuse_columns(frame, "code", "community")
    refuse_other_crs(frame)
    for column in ("code", "community"):
        unnamed = blank(frame[column])
        if unnamed.any():
            row = str(int(unnamed.argmax()))
            raise CoverageError("cell-blank", kind="columns", row=row, column=column)
    cells = frame.copy()
    if cells.geometry.name != "geometry":
        cells = cells.rename_geometry("geometry")
    cells["code"] = cells["code"].astype(str)
    cells["community"] = cells["community"].astype(str)
    for column in ("kind", "parent"):
        if column not in cells.columns:
            cells[column] = None
    cells["kind"] = cells["kind"].where(cells["kind"] == "special", "general")
    if not len(cells):
        raise PartitionError("import-nothing", kind="options")
    shapes = cells.geometry.to_numpy()
    bare = shapely.is_missing(shapes) | shapely.is_empty(shapes)
    bare |= ~np.isin(shapely.get_type_id(shapes), _POLYGONS)
    if bare.any():
        code = str(cells["code"].iloc[int(bare.argmax())])
        raise CoverageError("cell-no-polygon", kind="geometry", features=(code,), code=code)
    return cells.sort_values("code", kind="stable", ignore_index=True)


def _dissolved(cells: geopandas.GeoDataFrame) -> geopandas.GeoDataFrame:
    """Return the communities that cells of an exact coverage make up, with all vertices."""
    geometry = cells.geometry.to_numpy()
    told = cells["community_name"].tolist() if "community_name" in cells.columns else []
    codes, names, shapes = [], [], []
    for code, rows in sorted(cells.groupby("community").indices.items()):
        codes.append(str(code))
        called = (told[row] for row in rows.tolist()) if told else ()
        names.append(next((name for name in called if isinstance(name, str) and name), str(code)))
        shapes.append(dissolved(geometry[rows]))
    return geopandas.GeoDataFrame({"code": codes, "name": names}, geometry=shapes, crs=4326)


def _compared(
    outlines: geopandas.GeoDataFrame, communities: geopandas.GeoDataFrame, tolerance_m: float
) -> tuple[Misfit, ...]:
    """Hold what cells make up against the communities they should cover."""
    codes = checked_codes(communities)
    unknown = sorted(set(outlines["code"]) - set(codes))
    bare = sorted(set(codes) - set(outlines["code"]))
    if unknown or bare:
        said = tuple(
            Stray(what, Several.of(some))
            for what, some in (("unknown", unknown), ("bare", bare))
            if some
        )
        raise PartitionError(
            "import-strays", kind="options", community=(unknown or bare)[0], strays=said
        )
    wanted = communities.set_index(communities["code"].astype(str)).geometry
    wanted = wanted.loc[list(outlines["code"])]
    ours, theirs = outlines.geometry.to_numpy(), shapely.make_valid(wanted.to_numpy())
    missing, beyond = shapely.difference(theirs, ours), shapely.difference(ours, theirs)
    both = geopandas.GeoSeries(shapely.union(missing, beyond), crs=4326)
    crs = metric_crs(outlines)
    wide = wider_than(both.to_crs(crs).to_numpy(), max(tolerance_m, ROUNDING_M))
    # What is no wider than rounding to the lattice makes it is no difference.
    told = wider_than(both.to_crs(crs).to_numpy(), ROUNDING_M)
    missing_m2, beyond_m2 = area_m2(missing), area_m2(beyond)
    misfits = [
        Misfit(code, float(missing_m2[i]), float(beyond_m2[i]), _largest(both.iloc[i]))
        for i, code in enumerate(outlines["code"])
        if told[i]
    ]
    too_wide = set(outlines["code"][wide])
    refused = [misfit for misfit in misfits if misfit.community in too_wide]
    if refused:
        refused.sort(key=lambda m: (-(m.missing_m2 + m.beyond_m2), m.community))
        raise PartitionError(
            "import-misfits",
            kind="options",
            community=refused[0].community,
            count=len(refused),
            tolerance=f"{tolerance_m:g}",
            misfits=tuple(refused[:_SHOWN]),
            more="; …" if len(refused) > _SHOWN else "",
        )
    return tuple(misfits)


def _largest(difference: shapely.Geometry) -> tuple[float, float]:
    parts = shapely.get_parts(difference)
    parts = parts[shapely.get_dimensions(parts) == 2]
    middle = shapely.point_on_surface(parts[int(shapely.area(parts).argmax())])
    return float(middle.x), float(middle.y)
