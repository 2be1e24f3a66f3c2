"""Kinds of buildings, and those that nobody lives in."""

from collections.abc import Sequence

import pandas as pd

from gis.boundaries.columns import ColumnSearch, texts

_COLUMNS = (
    *("building:use", "building", "building_type", "kind", "type", "fclass", "use", "usage"),
    *("subtype", "class", "建筑用途", "房屋用途", "用途", "建筑类型", "建筑性质", "类型", "性质"),
    *("jzyt", "fwyt", "yt", "lx"),
)
_UNSAID = ("", "yes", "building", "other", "unknown", "unclassified", "house;yes")
# Tags of OpenStreetMap that tell the use of a building which says no more than that it is one.
_USES = (
    *("amenity", "shop", "office", "leisure", "tourism", "man_made", "military", "aeroway"),
    *("power",),
)
_NOBODYS = frozenset(
    (
        *("garage", "garages", "carport", "parking", "shed", "roof", "hut", "outbuilding"),
        *("annex", "industrial", "warehouse", "manufacture", "factory", "works"),
        *("storage_tank", "silo", "digester", "school", "kindergarten", "university"),
        *("college", "education", "research", "hospital", "clinic", "medical", "doctors"),
        *("library", "museum", "theatre", "cinema", "retail", "supermarket", "kiosk"),
        *("commercial", "shop", "mall", "market", "office", "bank", "restaurant", "government"),
        *("townhall", "public", "civic", "fire_station", "police", "courthouse", "prison"),
        *("post_office", "entertainment", "sports_centre", "sports_hall", "stadium"),
        *("grandstand", "pavilion", "riding_hall", "ice_rink", "church", "cathedral", "chapel"),
        *("mosque", "temple", "shrine", "synagogue", "monastery", "religious"),
        *("place_of_worship", "train_station", "station", "transportation", "hangar"),
        *("terminal", "toll_booth", "barn", "stable", "cowshed", "sty", "farm_auxiliary"),
        *("agricultural", "greenhouse", "slurry_tank", "service", "transformer_tower"),
        *("substation", "water_tower", "bunker", "military", "barracks", "bridge", "gatehouse"),
        *("guardhouse", "toilets", "hotel", "ruins", "construction", "collapsed", "abandoned"),
        *("tent", "container", "ship", "tomb", "mausoleum", "triumphal_arch", "tower"),
        *("castle", "conservatory"),
    )
)
# What Chinese surveys write; what people live in goes first, for shops below dwellings.
_LIVED_WORDS = ("住宅", "居住", "居民", "民房", "公寓", "宿舍", "商住", "住房", "自建房")
_NOBODYS_WORDS = (
    *("学校", "小学", "中学", "大学", "幼儿园", "教学", "医院", "卫生"),
    *("商业", "商场", "商铺", "超市", "市场", "办公"),
    *("写字楼", "行政", "政府", "机关", "派出所", "厂", "工业", "仓", "车库", "车棚", "停车"),
    *("公厕", "厕所", "配电", "泵房", "变电", "寺", "庙", "教堂", "祠", "体育", "影院", "酒店"),
    *("宾馆", "车站", "文化", "公共", "公用", "在建", "废弃", "棚", "大棚", "养殖", "温室", "岗亭"),
)


def kinds_of(table: pd.DataFrame, search: ColumnSearch, named: str | None) -> list[str]:
    """Return each building's kind as the file tells it, "" where it tells none.

    Parameters
    ----------
    table
        The attributes.
    search
        Its columns.
    named
        The column that the caller names.

    Raises
    ------
    BoundaryError
        There is no such column.
    """
    first = search.find(named, _COLUMNS)
    columns = [texts(table[first])] if first is not None else []
    if named is None:
        columns += [
            texts(table[name])
            for name in ("building", *_USES)
            if name in table.columns and name != first
        ]
    return [_first_said(values) for values in zip(*columns, strict=True)] or [""] * len(table)


def nobody_lives_in(kind: str) -> bool:
    """Tell whether a kind of building holds no households.

    Examples
    --------
    >>> [nobody_lives_in(kind) for kind in ("apartments", "school", "商住楼", "小学教学楼", "")]
    [False, True, False, True, False]
    """
    if any(word in kind for word in _LIVED_WORDS):
        return False
    plain = kind.casefold().replace(" ", "_")
    return plain in _NOBODYS or any(word in kind for word in _NOBODYS_WORDS)


def is_none(kind: str) -> bool:
    """Tell whether a feature is said to be no building."""
    return kind.casefold() in {"no", "none", "demolished", "proposed", "razed"}


def _first_said(values: Sequence[str]) -> str:
    said = [value for value in values if value.casefold() not in _UNSAID]
    return said[0] if said else next((value for value in values if value), "")
