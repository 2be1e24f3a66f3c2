"""A division in memory: answer where a place lies, what a code is, and give the map its lines."""

import copy
import math
from functools import cached_property

import geopandas
import numpy as np
import pandas
import shapely

from gis.codes import TypedCodes, serial_in
from gis.figures import cell_figures
from gis.router import Router
from service.areas import search
from service.areas.divisions import (
    CellInfo,
    CommunityInfo,
    DivisionInfo,
    Found,
    Located,
    Outside,
    StoredDivision,
)
from service.areas.errors import PlaceUnfitError, UnknownCellError, UnknownCommunityError
from service.areas.geojson import Packed, feature_collection

NEAREST_WITHIN_M = 50_000.0
"""A place farther than this from every cell is told as outside only."""


class LoadedDivision:
    """A division with its router; read-only, shared by all requests.

    Attributes
    ----------
    info : DivisionInfo
    communities, cells : GeoDataFrame
        EPSG:4326; columns as in the tables. ``cells`` has also ``community`` (its code), as
        `gis` names it.
    micro_cells : GeoDataFrame
        Cells within cells, each with its ``parent_code``; no places are routed to them.
    router : Router
    """

    def __init__(self, stored: StoredDivision, router: Router) -> None:
        self.info = stored.info
        self.communities: geopandas.GeoDataFrame = stored.communities
        self.cells: geopandas.GeoDataFrame = stored.cells.assign(
            community=stored.cells["community_code"]
        )
        self.micro_cells: geopandas.GeoDataFrame = stored.micro_cells
        self.router = router

    def with_info(self, info: DivisionInfo) -> "LoadedDivision":
        """Return the same division with its status as it is now; all else is shared."""
        changed = copy.copy(self)
        changed.info = info
        return changed

    def cell(self, code: str) -> CellInfo:
        """Return a cell.

        Raises
        ------
        UnknownCellError
            No cell of this division has the code.
        """
        info = self.cells_by_code.get(code)
        if info is None:
            raise UnknownCellError(code=code)
        return info

    def community(self, code: str) -> CommunityInfo:
        """Return a community.

        Raises
        ------
        UnknownCommunityError
            No community of this division has the code.
        """
        info = self.communities_by_code.get(code)
        if info is None:
            raise UnknownCommunityError(code=code)
        return info

    def cells_of(self, community_code: str) -> list[CellInfo]:
        """Return a community's cells in the order of their codes."""
        return [c for c in self.cells_by_code.values() if c.community_code == community_code]

    def place(self, lon: float, lat: float) -> Located | Outside:
        """Tell in which cell a place lies, or which is nearest.

        Raises
        ------
        PlaceUnfitError
            The numbers are not a longitude and a latitude.
        """
        for field, value, limit in (("lon", lon, 180), ("lat", lat, 90)):
            if not math.isfinite(value) or abs(value) > limit:
                raise PlaceUnfitError(field=field, given=str(value), limit=limit)
        code = self.router.locate(lon, lat)
        if code is not None:
            return Located(self.cell(code))
        nearest = self.router.nearest(lon, lat, NEAREST_WITHIN_M)
        return Outside(*nearest) if nearest is not None else Outside(None, None)

    def search(self, text: str) -> list[Found]:
        """Find cells, communities, streets and pasted coordinates."""
        return search.find(self, text)

    @cached_property
    def outline(self) -> shapely.Geometry:
        """The ground of all communities, in degrees."""
        return shapely.union_all(self.communities.geometry.to_numpy())

    @cached_property
    def figures(self) -> pandas.DataFrame:
        """The cells' figures, as `gis.figures.cell_figures` has them, with their ``kind``."""
        return cell_figures(self.cells).assign(kind=self.cells["kind"].to_numpy())

    @cached_property
    def cells_packed(self) -> Packed:
        """The cells' GeoJSON, plain and gzipped."""
        infos = [self.cells_by_code[code] for code in self.cells["code"]]
        frame = self.cells[["code", "kind", "geometry"]].assign(
            serial=[info.serial for info in infos],
            short=[info.short_code for info in infos],
            name=[info.name for info in infos],
            community=[info.community_code for info in infos],
            community_name=[info.community for info in infos],
            community_name_en=[info.community_en for info in infos],
            street=[info.street_code for info in infos],
            label=[(info.label_lon, info.label_lat) for info in infos],
        )
        return Packed.of(feature_collection(frame, [c for c in frame if c != "geometry"]))

    @cached_property
    def communities_packed(self) -> Packed:
        """The communities' GeoJSON, plain and gzipped."""
        columns = ["code", "name", "name_en", "kind", "street_code", "street", "street_en"]
        frame = self.communities[[*columns, "geometry"]].assign(
            label=_labels(self.communities),
            cells=self.communities["code"].map(self.cells["community_code"].value_counts()),
        )
        return Packed.of(feature_collection(frame, [*columns, "label", "cells"]))

    @cached_property
    def communities_by_code(self) -> dict[str, CommunityInfo]:
        """All communities, in the order of their codes."""
        frame = self.communities
        bounds = shapely.bounds(np.asarray(frame.geometry.array)).tolist()
        return {
            row.code: CommunityInfo(
                row.code,
                row.name,
                row.name_en,
                row.kind,
                row.street_code,
                row.street,
                row.street_en,
                row.area_m2,
                tuple(box),
            )
            for row, box in zip(
                frame.drop(columns="geometry").itertuples(index=False, name="Row"),
                bounds,
                strict=True,
            )
        }

    @cached_property
    def typed_codes(self) -> TypedCodes:
        """The cells' codes, to be found as people type them."""
        return TypedCodes(self.cells["code"])

    @cached_property
    def cells_by_code(self) -> dict[str, CellInfo]:
        """All cells, in the order of their codes."""
        frame = self.cells
        bounds = shapely.bounds(np.asarray(frame.geometry.array)).tolist()
        found: dict[str, CellInfo] = {}
        for row, box, (lon, lat) in zip(
            frame.drop(columns="geometry").itertuples(index=False, name="Row"),
            bounds,
            _labels(frame),
            strict=True,
        ):
            community = self.communities_by_code[row.community_code]
            found[row.code] = CellInfo(
                code=row.code,
                serial=serial_in(row.code, community.code),
                kind=row.kind,
                area_m2=row.area_m2,
                households=None if pandas.isna(row.households) else int(row.households),
                community_code=community.code,
                community=community.name,
                community_en=community.name_en,
                street_code=community.street_code,
                street=community.street,
                street_en=community.street_en,
                bounds=tuple(box),
                label_lon=lon,
                label_lat=lat,
                name=row.name if isinstance(row.name, str) else "",
            )
        return found


def _labels(frame: geopandas.GeoDataFrame) -> list[tuple[float, float]]:
    points = shapely.point_on_surface(np.asarray(frame.geometry.array))
    return [(lon, lat) for lon, lat in np.round(shapely.get_coordinates(points), 7).tolist()]
