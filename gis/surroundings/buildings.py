"""Buildings with their households: as a column tells, or by floors and footprint, or a raster."""

from dataclasses import dataclass
from os import PathLike
from typing import Unpack

import geopandas
import numpy as np
import pandas as pd
import shapely

from gis.boundaries.columns import HOUSEHOLDS, ColumnSearch
from gis.boundaries.options import Reading, ReadingOptions
from gis.datums import area_m2
from gis.lattice import Bools, Floats
from gis.surroundings.findings import Assumption, Kind
from gis.surroundings.raster import shared_out
from gis.surroundings.surveyed import Shaped, Surveyed, numbers, only, shaped
from gis.texts import Fact

_KINDS = (shapely.GeometryType.POLYGON, shapely.GeometryType.MULTIPOLYGON)
_FLOORS = (
    *("floors", "levels", "building:levels", "building_levels", "storeys", "num_floors", "floor"),
    *("层数", "楼层", "楼层数", "总层数", "地上层数", "建筑层数", "層數", "cs", "lc", "dscs"),
)
_HEIGHTS = ("height", "building:height", "高度", "建筑高度", "楼高", "gd", "jzgd")
_USES = (
    *("building:use", "use", "usage", "用途", "建筑用途", "类型", "类别", "功能", "yt", "lx"),
    *("building", "type", "class", "fclass"),
)
_NOT_LIVED_IN = frozenset({
    *("garage", "garages", "carport", "parking", "shed", "hut", "roof", "service", "kiosk"),
    *("industrial", "warehouse", "factory", "manufacture", "hangar", "farm_auxiliary", "barn"),
    *("greenhouse", "stable", "cowshed", "sty", "transformer_tower", "water_tower", "silo"),
    *("school", "kindergarten", "university", "college", "hospital", "clinic", "public", "civic"),
    *("government", "office", "commercial", "retail", "supermarket", "mall", "hotel", "bank"),
    *("church", "chapel", "cathedral", "mosque", "temple", "shrine", "synagogue", "religious"),
    *("train_station", "transportation", "stadium", "sports_hall", "sports_centre", "grandstand"),
    *("museum", "theatre", "cinema", "library", "fire_station", "police", "toilets", "ruins"),
    *("construction", "bridge", "pavilion", "bunker"),
})  # fmt: skip
_NOT_LIVED_IN_ZH = (
    *("学校", "幼儿园", "小学", "中学", "大学", "医院", "商业", "商场", "商铺", "市场", "办公"),
    *("写字楼", "厂", "工业", "仓", "车库", "车棚", "停车", "酒店", "宾馆", "寺", "庙", "祠堂"),
    *("教堂", "车站", "体育", "配电", "泵房", "公厕", "在建", "简易", "棚"),
)  # fmt: skip
FLOOR_AREA_M2 = 120.0
"""Of a household, walls and stairs with it: what the sketch in measured/households.md took."""

FLOORS = 3.0
_FLOOR_HEIGHT_M = 3.0
_MOST_FLOORS = 150


@dataclass(frozen=True)
class Estimate:
    """How households are worked out where no column tells them.

    Attributes
    ----------
    households, floors
        Columns; without them the usual names are looked for.
    floor_area_m2
        Of a household.
    assumed_floors
        Of a building that tells neither floors nor height.
    raster
        A file of households by pixel, shared out to the buildings in each.
    """

    households: str | None = None
    floors: str | None = None
    floor_area_m2: float = FLOOR_AREA_M2
    assumed_floors: float = FLOORS
    raster: str | PathLike[str] | None = None


def read_buildings(
    path: str | PathLike[str],
    estimate: Estimate | None = None,
    reading: Reading | None = None,
    **options: Unpack[ReadingOptions],
) -> Surveyed:
    """Read buildings.

    Parameters
    ----------
    path
        Of the formats of boundaries, or an extract of OpenStreetMap.
    estimate
        How households are found.
    reading, **options
        As `read_boundaries` takes them.

    Returns
    -------
    Surveyed
        Its frame has columns households, floors (NaN where not needed) and geometry.

    Raises
    ------
    BoundaryError
        The file is refused, or a column is not there.
    """
    estimate = estimate or Estimate()
    reading = (reading or Reading()).but(**options)
    found = shaped(path, reading, _KINDS, extract=("multipolygons", "building IS NOT NULL"))
    report: list[Assumption] = []
    if not shapely.is_valid(found.frame.geometry.to_numpy()).all():
        found = _valid(found, report)
    search = ColumnSearch(
        pd.DataFrame(found.frame.drop(columns="geometry")), found.path, found.aliases
    )
    lived = _lived_in(found, search, report)
    floors = np.full(len(found.frame), np.nan)
    column = search.find(estimate.households, HOUSEHOLDS)
    if estimate.raster is not None:
        households = shared_out(found.frame.geometry.to_numpy(), lived, estimate.raster, report)
    elif column is not None:
        households = _of_column(found.frame[column], column, report)
    else:
        floors = _floors(found, search, estimate, lived, report)
        ground = area_m2(found.frame.geometry.to_numpy())
        households = np.where(lived, np.rint(ground * floors / estimate.floor_area_m2), 0.0)
    frame = geopandas.GeoDataFrame(
        {"households": households, "floors": floors},
        geometry=found.frame.geometry.to_numpy(),
        crs=4326,
    )
    return found.surveyed(frame, report)


def _valid(found: Shaped, report: list[Assumption]) -> Shaped:
    shapes = found.frame.geometry.to_numpy()
    wrong = ~shapely.is_valid(shapes)
    report.append(Assumption(Kind.INVALID, {"count": int(wrong.sum())}))
    mended = shapely.make_valid(shapes, method="structure", keep_collapsed=False)
    found.frame.geometry = mended
    return only(found, ~shapely.is_empty(mended), Kind.OTHER_SHAPES)


def _of_column(values: pd.Series, column: str, report: list[Assumption]) -> Floats:
    told = numbers(values)
    blank = np.isnan(told)
    report.append(
        Assumption(Kind.HOUSEHOLDS_COLUMN, {"column": column, "count": int((~blank).sum())})
    )
    if blank.any():
        report.append(
            Assumption(Kind.HOUSEHOLDS_BLANK, {"column": column, "count": int(blank.sum())})
        )
    return np.asarray(np.nan_to_num(told), dtype=np.float64)


def _lived_in(found: Shaped, search: ColumnSearch, report: list[Assumption]) -> Bools:
    """Tell in which buildings people live, as far as a column says what they are used for."""
    lived = np.ones(len(found.frame), dtype=np.bool_)
    for name in _USES:
        column = search.find(None, (name,))
        if column is None:
            continue
        uses = found.frame[column].astype(object).map(lambda use: "" if use is None else str(use))
        other = uses.str.lower().isin(_NOT_LIVED_IN)
        other |= uses.map(lambda use: any(word in use for word in _NOT_LIVED_IN_ZH))
        lived &= ~other.to_numpy(np.bool_)
    if not lived.all():
        report.append(Assumption(Kind.NOT_LIVED_IN, {"count": int((~lived).sum())}))
    return lived


def _floors(
    found: Shaped,
    search: ColumnSearch,
    estimate: Estimate,
    lived: Bools,
    report: list[Assumption],
) -> Floats:
    """Return floors: told, or a third of the height in metres, or as many as are assumed."""
    floors = np.full(len(found.frame), np.nan)
    column = search.find(estimate.floors, _FLOORS)
    if column is not None:
        floors = numbers(found.frame[column])
        floors[(floors < 1) | (floors > _MOST_FLOORS)] = np.nan
        told = int((~np.isnan(floors) & lived).sum())
        report.append(Assumption(Kind.FLOORS_COLUMN, {"column": column, "count": told}))
    tall = search.find(None, _HEIGHTS)
    if tall is not None:
        high = np.maximum(np.rint(numbers(found.frame[tall]) / _FLOOR_HEIGHT_M), 1.0)
        taken = np.isnan(floors) & (high <= _MOST_FLOORS)
        floors = np.where(taken, high, floors)
        if (taken & lived).any():
            facts: dict[str, Fact] = {"column": tall, "count": int((taken & lived).sum())}
            report.append(Assumption(Kind.FLOORS_FROM_HEIGHT, facts))
    unknown = np.isnan(floors)
    if (unknown & lived).any():
        assumed = f"{estimate.assumed_floors:g}"
        facts = {"count": int((unknown & lived).sum()), "floors": assumed}
        report.append(Assumption(Kind.FLOORS_ASSUMED, facts))
    return np.where(unknown, estimate.assumed_floors, floors)
