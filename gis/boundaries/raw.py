"""Raw features: what every format gives, before anything is judged or mended."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd
from pyproj import CRS
from pyproj.exceptions import CRSError

from gis.boundaries.encodings import said
from gis.boundaries.findings import BoundaryError, ErrorKind, FeaturePlace, Repair
from gis.boundaries.limits import Format, Limits
from gis.texts import Fact

Geometries: TypeAlias = npt.NDArray[np.object_]
Mask: TypeAlias = npt.NDArray[np.bool_]

_BEFORE_SHOWN = 30


@dataclass(frozen=True, slots=True)
class RawFeatures:
    """Features as the file has them.

    Parameters
    ----------
    geometries
        In the file's own CRS, two-dimensional; None where there is none.
    table
        The attributes, one row a feature.
    crs
        As declared; None if it is not.
    crs_unread
        What the file declares where that cannot be read: it is none until the caller says one.
    format, layer
        What was read.
    unclosed
        Features of which a ring was not closed.
    heights
        Features that had heights or measures.
    not_finite
        Features whose geometry is lost, because a coordinate is not a number.
    aliases
        What the file calls its columns besides, by their names.
    declares_datum
        Whether the file itself says on what datum it is.
    illustrative
        Whether the file says of itself that its boundaries are illustrative.
    notes
        What was assumed.
    """

    geometries: Geometries
    table: pd.DataFrame
    crs: CRS | None
    format: Format
    layer: str
    unclosed: Mask
    heights: Mask
    not_finite: tuple[int, ...] = ()
    aliases: dict[str, str] = field(default_factory=dict)
    declares_datum: bool = True
    illustrative: bool = False
    notes: tuple[Repair, ...] = ()
    crs_unread: str = ""


@dataclass(frozen=True, slots=True)
class Layer:
    """A layer that can be read: its name, and the way to its features."""

    name: str
    read: Callable[[], RawFeatures]


def named(features: RawFeatures, layer: str) -> RawFeatures:
    """Return the same features under another layer's name."""
    return replace(features, layer=layer)


def check_count(count: int, origin: Path, limits: Limits) -> None:
    """Refuse a file of no features, and one of too many."""
    if count == 0:
        raise BoundaryError(ErrorKind.NO_FEATURES, origin)
    if count > limits.max_features:
        facts = {"limit": str(limits.max_features)}
        raise BoundaryError(ErrorKind.TOO_MANY_FEATURES, origin, facts=facts)


def unreadable(origin: Path, why: str, number: int | None = None) -> BoundaryError:
    """Return the error of a damaged file; `number` is the feature's, counted from 1."""
    places = () if number is None else (FeaturePlace(number),)
    return BoundaryError(ErrorKind.UNREADABLE, origin, places=places, facts={"why": why})


def spoiled(origin: Path, fault: UnicodeDecodeError) -> BoundaryError:
    """Return the error of a text with a byte that is not in its encoding."""
    before = fault.object[: fault.start]
    line = before[before.rfind(b"\n") + 1 :].decode(fault.encoding, errors="replace")
    facts: dict[str, Fact] = {
        "encoding": said(fault.encoding),
        "line": str(before.count(b"\n") + 1),
        "byte": str(fault.start + 1),
        "before": line[-_BEFORE_SHOWN:].strip(),
    }
    return BoundaryError(ErrorKind.SPOILED_TEXT, origin, facts=facts)


def declared_crs(words: str, origin: Path) -> CRS:
    """Return a CRS that a file declares."""
    try:
        return CRS.from_user_input(words)
    except CRSError as fault:
        raise BoundaryError(ErrorKind.UNKNOWN_CRS, origin, facts={"crs": words[:200]}) from fault


def table_of(
    rows: Sequence[dict[str, object]], origin: Path, limits: Limits, columns: Sequence[str] = ()
) -> pd.DataFrame:
    """Return attributes as a table; values stay as they are, so that no code loses a digit."""
    names = list(dict.fromkeys([*columns, *(name for row in rows for name in row)]))
    if len(names) > limits.max_columns:
        raise unreadable(origin, f"more than {limits.max_columns} columns")
    values = {name: [row.get(name) for row in rows] for name in names}
    return pd.DataFrame(values, index=range(len(rows)), dtype=object)
