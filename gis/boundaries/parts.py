"""Join the parts of one community, or cell, that a file gives as features of their own."""

import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import geopandas
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from gis.boundaries import mending
from gis.boundaries.columns import TOTALS
from gis.boundaries.copies import outlines_stored
from gis.boundaries.findings import BoundaryError, ErrorKind, FeaturePlace, Repair, RepairKind
from gis.boundaries.raw import Geometries
from gis.datums import area_m2
from gis.texts import Fact, Several

Numbers: TypeAlias = npt.NDArray[np.int64]

# Parts that touch may overlap by a hair; more is two features with one code.
_OVERLAP_SHARE = 0.001
_OVERLAP_M2 = 1.0
# Parts of one whole touch few others; what touches fifty on average lies in heaps.
_MOST_NEIGHBOURS = 50
_PARTS_AT_ONCE = 256
_PAIRS_OF_A_HEAP = 500


@dataclass(frozen=True, slots=True)
class Rejoined:
    """One row a code, in the order of first appearance; and what was done."""

    frame: geopandas.GeoDataFrame
    repairs: list[Repair]


def rejoined(
    frame: geopandas.GeoDataFrame,
    places: list[FeaturePlace],
    path: Path,
    *,
    alike: Iterable[str],
) -> Rejoined:
    """Join features of one code if they are one's parts; else the code is a mistake.

    Totals that every part repeats are the whole's and are taken once; so is one that most parts
    repeat, and the odd ones are told. Other totals that differ are the parts' own and are summed.

    Parameters
    ----------
    frame
        Column ``code``, valid polygons in EPSG:4326, one row a feature; totals as numbers.
    places
        Each row's place in the file.
    path
        What to name in an error.
    alike
        Columns in which parts of one whole do not differ; blanks count for nothing.

    Raises
    ------
    BoundaryError
        Features of one code differ in such a column, or overlap.
    """
    repairs: list[Repair] = []
    repeated = frame["code"].duplicated(keep=False)
    if not repeated.any():
        return Rejoined(frame, repairs)
    frame = frame.copy()
    for code, group in frame[repeated].groupby("code", sort=False):
        culprits = [places[number] for number in group.index]
        _check_alike(str(code), group, culprits, path, alike)
        first = group.index[0]
        kept = _without_duplicates(group, repairs)
        _check_disjoint(kept, [places[number] for number in kept.index], path)
        if len(kept) > 1:
            parts = kept.geometry.to_numpy()
            whole, _ = mending.polygons_only(shapely.union_all(parts))
            overlap_m2 = float(area_m2(parts).sum() - area_m2(whole)[0])
            facts = {"count": len(kept)}
            repairs.append(
                Repair(str(code), RepairKind.PARTS_REJOINED, max(overlap_m2, 0.0), facts)
            )
            frame.loc[first, "geometry"] = whole
        for column in frame.columns.difference(["geometry", *TOTALS]):
            told = [value for value in group[column] if value]
            frame.loc[first, column] = told[0] if told else group[column].iloc[0]
        for column in (name for name in TOTALS if name in frame.columns):
            frame.loc[first, column] = _total(str(code), column, kept[column], repairs)
    return Rejoined(frame.drop_duplicates("code").reset_index(drop=True), repairs)


def _check_alike(
    code: str,
    group: geopandas.GeoDataFrame,
    culprits: list[FeaturePlace],
    path: Path,
    alike: Iterable[str],
) -> None:
    for column in alike:
        told: dict[str, str] = {}
        for value in (str(each) for each in group[column] if each):
            told.setdefault(_plain(value), value)
        if len(told) > 1:
            facts: dict[str, Fact] = {"code": code, "names": Several.of(told.values())}
            raise BoundaryError(ErrorKind.REPEATED_CODE, path, places=culprits, facts=facts)


def _plain(text: str) -> str:
    """Return a text without what only its typing differs in: 第 １ is 第1."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def _without_duplicates(
    group: geopandas.GeoDataFrame, repairs: list[Repair]
) -> geopandas.GeoDataFrame:
    """Leave out features that are there twice; what only a copy tells is kept."""
    drawn = shapely.to_wkb(outlines_stored(group.geometry.to_numpy()))
    seen = {wkb: number for number, wkb in reversed(list(enumerate(drawn)))}
    kept = sorted(seen.values())
    if len(kept) == len(group):
        return group
    code = str(group["code"].iloc[0])
    repairs.append(
        Repair(code, RepairKind.DUPLICATE_DROPPED, 0.0, {"count": len(group) - len(kept)})
    )
    first = np.array([seen[wkb] for wkb in drawn])
    group = group.copy()
    for column in (name for name in TOTALS if name in group.columns):
        for number in kept:
            copies = group[column][first == number].dropna()
            if not len(copies):
                continue
            group.loc[group.index[number], column] = copies.iloc[0]
            told = list(dict.fromkeys(str(int(value)) for value in copies))
            if len(told) > 1:
                facts: dict[str, Fact] = {
                    "column": column,
                    "total": told[0],
                    "others": Several.of(told[1:]),
                }
                repairs.append(Repair(code, RepairKind.TOTALS_DIFFER, facts=facts))
    return group.iloc[kept]


def _check_disjoint(
    group: geopandas.GeoDataFrame, culprits: list[FeaturePlace], path: Path
) -> None:
    parts = group.geometry.to_numpy()
    first, second = _touching(parts)
    if not len(first):
        return
    shared_m2 = area_m2(shapely.intersection(parts[first], parts[second]))
    areas_m2 = area_m2(parts)
    smaller_m2 = np.minimum(areas_m2[first], areas_m2[second])
    wrong = np.flatnonzero(shared_m2 > np.maximum(_OVERLAP_M2, _OVERLAP_SHARE * smaller_m2))
    if not len(wrong):
        return
    involved = sorted({*first[wrong].tolist(), *second[wrong].tolist()})
    facts = {
        "code": str(group["code"].iloc[0]),
        "area": f"{shared_m2[wrong].sum():,.0f}",
    }
    raise BoundaryError(
        ErrorKind.OVERLAPPING_PARTS,
        path,
        places=[culprits[number] for number in involved],
        facts=facts,
    )


def _touching(parts: Geometries) -> tuple[Numbers, Numbers]:
    """Return pairs of parts that touch or overlap; of heaps, no more than it takes to tell."""
    tree = shapely.STRtree(parts)
    found: list[npt.NDArray[np.int64]] = []
    count = 0
    for start in range(0, len(parts), _PARTS_AT_ONCE):
        pairs = tree.query(parts[start : start + _PARTS_AT_ONCE], predicate="intersects")
        pairs[0] += start
        pairs = pairs[:, pairs[0] < pairs[1]]
        found.append(pairs)
        count += pairs.shape[1]
        if count > _MOST_NEIGHBOURS * len(parts):
            found = [pairs[:, :_PAIRS_OF_A_HEAP]]
            break
    first, second = np.concatenate(found, axis=1)
    return first, second


def _total(code: str, column: str, values: pd.Series, repairs: list[Repair]) -> object:
    told = [int(value) for value in values.dropna()]
    if len(told) < 2:
        return told[0] if told else pd.NA
    usual, times = Counter(told).most_common(1)[0]
    # Nobody counts one number above zero in most parts of a community: they repeat the whole's.
    once = times == len(told) or (usual > 0 and 2 * times > len(told))
    total = usual if once else sum(told)
    facts: dict[str, Fact] = {"column": column, "total": str(total), "count": len(told)}
    if not once:
        kind = RepairKind.TOTALS_SUMMED
    elif times == len(told):
        kind = RepairKind.TOTALS_ONCE
    else:
        kind = RepairKind.TOTALS_ODD
        odd = dict.fromkeys(str(value) for value in told if value != usual)
        facts |= {"times": times, "others": Several.of(odd)}
    repairs.append(Repair(code, kind, facts=facts))
    return total
