"""Prove that a new division is exact, before the transaction that keeps it begins."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass

import geopandas
import numpy as np
import pandas
import shapely

from gis.coverage import check_coverage
from gis.datums import area_m2
from service.areas.divisions import NewDivision
from service.areas.errors import CoverageInexactError, DivisionUnfitError, ValueTooLongError

_LONGEST_NOTE = 200
_SHOWN = 40
"""Signs of a value that is too long that are told."""


@dataclass(frozen=True)
class ProofSummary:
    """What the proof of a division found, kept with it."""

    communities: int
    cells: int
    micro_cells: int
    multipart: tuple[str, ...]
    """Codes of cells with more than one part."""
    slivers: tuple[str, ...]
    """Codes of cells below a fifth of the usual size in their community."""
    smallest_m2: float
    median_m2: float
    largest_m2: float

    def to_json(self) -> dict[str, object]:
        """Return it as the database keeps it."""
        return asdict(self)

    @classmethod
    def from_json(cls, kept: Mapping[str, object]) -> "ProofSummary":
        """Read what `to_json` wrote."""
        values = {name: tuple(v) if isinstance(v, list) else v for name, v in kept.items()}
        return cls(**values)  # type: ignore[arg-type]  # the fields as they were written


@dataclass(frozen=True)
class ProvenDivision:
    """A new division that covers its district exactly; only `prove` makes one."""

    new: NewDivision
    communities: tuple[Mapping[str, object], ...]
    """By the columns of their table, without the division's id."""
    cells: tuple[Mapping[str, object], ...]
    summary: ProofSummary


def prove(new: NewDivision) -> ProvenDivision:
    """Check a division whole: seconds of geometry, for which no transaction should wait.

    Raises
    ------
    CoverageInexactError
        `gis.check_coverage` finds a gap, an overlap or another fault.
    DivisionUnfitError, ValueTooLongError
        A column is missing, or a value is too long.
    """
    communities, cells = _community_rows(new.communities), _cell_rows(new.cells)
    report = check_coverage(new.cells, new.communities)
    if not report.exact:
        fault = report.faults[0]
        lon, lat = fault.place
        raise CoverageInexactError(
            faults=len(report.faults), what=fault.what, place=f"{lon:.7f}, {lat:.7f}"
        )
    sizes = sorted(float(str(row["area_m2"])) for row in cells if row["parent_code"] is None)
    summary = ProofSummary(
        communities=len(communities),
        cells=len(sizes),
        micro_cells=len(cells) - len(sizes),
        multipart=tuple(report.multipart),
        slivers=tuple(report.slivers),
        smallest_m2=round(sizes[0], 1),
        median_m2=round(float(np.median(sizes)), 1),
        largest_m2=round(sizes[-1], 1),
    )
    return ProvenDivision(new, tuple(communities), tuple(cells), summary)


def _community_rows(frame: geopandas.GeoDataFrame) -> list[dict[str, object]]:
    _need_columns(frame, "communities", ("code", "name", "geometry"))
    names = _texts(frame, "short_name", "name")
    rows: list[dict[str, object]] = [
        {
            "code": code,
            "name": name,
            "name_en": name_en,
            "kind": kind or "community",
            "street_code": street_code,
            "street": street,
            "street_en": street_en,
            "area_m2": area,
            "geometry": wkb,
        }
        for code, name, name_en, kind, street_code, street, street_en, area, wkb in zip(
            _texts(frame, "code"),
            names,
            _texts(frame, "name_en", "short_name_en"),
            _texts(frame, "kind"),
            _texts(frame, "street_code", "parent"),
            _texts(frame, "street"),
            _texts(frame, "street_en"),
            area_m2(frame.geometry.array).tolist(),
            shapely.to_wkb(np.asarray(frame.geometry.array)),
            strict=True,
        )
    ]
    _need_lengths(rows, {"code": 12, "name": 80, "name_en": 120, "kind": 12, "street_code": 9})
    return rows


def _cell_rows(frame: geopandas.GeoDataFrame) -> list[dict[str, object]]:
    _need_columns(frame, "cells", ("code", "community", "geometry"))
    households = list(frame["households"]) if "households" in frame else [None] * len(frame)
    rows: list[dict[str, object]] = [
        {
            "code": code,
            "name": name or None,
            "community_code": community,
            "kind": kind or "general",
            "area_m2": area,
            "households": _whole(count),
            "parent_code": parent or None,
            "code_before": code_before,
            "note": note[:_LONGEST_NOTE],
            "geometry": wkb,
        }
        for code, name, community, kind, area, count, parent, code_before, note, wkb in zip(
            _texts(frame, "code"),
            _texts(frame, "name"),
            _texts(frame, "community"),
            _texts(frame, "kind"),
            area_m2(frame.geometry.array).tolist(),
            households,
            _texts(frame, "parent"),
            _texts(frame, "code_before"),
            _texts(frame, "note"),
            shapely.to_wkb(np.asarray(frame.geometry.array)),
            strict=True,
        )
    ]
    _need_lengths(
        rows, {"code": 20, "name": 120, "community_code": 12, "kind": 8, "code_before": 20}
    )
    return rows


def _texts(frame: geopandas.GeoDataFrame, *names: str) -> list[str]:
    """Return the first column of these names that the frame has, as texts; else empty ones."""
    for name in names:
        if name in frame:
            column = frame[name]
            return ["" if pandas.isna(value) else str(value) for value in column]
    return [""] * len(frame)


def _whole(count: float | None) -> int | None:
    return None if pandas.isna(count) else int(count)


def _need_columns(frame: geopandas.GeoDataFrame, which: str, names: tuple[str, ...]) -> None:
    missing = [name for name in names if name not in frame]
    if missing or len(frame) == 0:
        raise DivisionUnfitError(frame=which, what=", ".join(missing) or "0 rows")


def _need_lengths(rows: list[dict[str, object]], lengths: dict[str, int]) -> None:
    for row in rows:
        for name, length in lengths.items():
            given = str(row[name])
            if len(given) > length:
                raise ValueTooLongError(
                    what=name, given=given[:_SHOWN], length=len(given), longest=length
                )
