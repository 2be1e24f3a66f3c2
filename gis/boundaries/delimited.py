"""CSV with a column of WKT, of PostGIS's hexadecimal WKB, or of GeoJSON, to raw features."""

import csv
import io
import re
import warnings
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import shapely
from pyproj import CRS

from gis.boundaries import encodings
from gis.boundaries.arcs import CURVES_TOLD, is_curved_wkt, straight
from gis.boundaries.depth import refuse_deep_text, refuse_deep_wkb
from gis.boundaries.findings import BoundaryError, ErrorKind, FeaturePlace, Repair, RepairKind
from gis.boundaries.limits import Format, Limits, unpacked_error
from gis.boundaries.places import WGS84
from gis.boundaries.pointtables import coordinate_columns, points_of
from gis.boundaries.raw import (
    Geometries,
    Layer,
    Mask,
    RawFeatures,
    check_count,
    declared_crs,
    spoiled,
    unreadable,
)
from gis.boundaries.surfaces import SURFACES_TOLD, apart, apart_wkt
from gis.boundaries.wkb import is_curved

_GEOMETRY_COLUMNS = (
    *(
        "wkt",
        "geometry",
        "geom",
        "the_geom",
        "shape",
        "wkb",
        "wkt_geom",
        "geom_wkt",
        "geometry_wkt",
        "st_astext",
    ),
    *("geojson", "geo_json", "geom_json", "geometry_json", "st_asgeojson"),
    *("几何", "图形", "空间信息", "坐标", "边界"),
)
_AS_TEXT: dict[str, Any] = {
    "dtype": str,
    "keep_default_na": False,
    "index_col": False,
    "on_bad_lines": "error",
}
_LONG_ROW = re.compile(r"Expected \d+ fields in line (\d+)")
_DELIMITERS = (",", "\t", ";", "|")
_SRID = re.compile(r"^\s*SRID\s*=\s*(\d+)\s*;", re.IGNORECASE)
_BLANK_LINES = re.compile(r"[\s,;|\"]*\n")
_SEPARATOR_LINE = re.compile(r'"?sep=.?"?\s*\n', re.IGNORECASE)
_KEPT_AS_TEXT = r'^="(.*)"$'
_BINARY = re.compile(r"0[01][0-9A-Fa-f]{8}")
_NOT_A_NUMBER = re.compile(r"\b(nan|inf)", re.IGNORECASE)
_MARKS_PER_FEATURE = 200


def is_table(path: Path, head: bytes) -> bool:
    """Tell whether a file is text of a suffix that tables have."""
    suffix = path.suffix.lower() in {".csv", ".tsv", ".txt"}
    return suffix and (b"\x00" not in head or head[:2] in {b"\xff\xfe", b"\xfe\xff"})


def layers(
    path: Path, name: str, origin: Path, limits: Limits, *, every_shape: bool = False
) -> list[Layer]:
    """Return the one layer of a table; with `every_shape`, of points by longitude and latitude too.

    Raises
    ------
    BoundaryError
        It is no text, or no column is named as geometries are.
    """
    try:
        text, encoding = encodings.decoded(path.read_bytes())
    except UnicodeDecodeError as fault:
        raise spoiled(origin, fault) from fault
    if "\n" not in text:  # as Excel saves tables for old Macintoshes
        text = text.replace("\r", "\n")
    # Rows left empty above the table, and Excel's own first line, which tells it the delimiter.
    for above in (_BLANK_LINES, _SEPARATOR_LINE):
        found = above.match(text)
        text = text if found is None else text[found.end() :]
    head = text.split("\n", 1)[0].strip("\r")
    if all(_geometry_column(_split(head, mark)) is None for mark in _DELIMITERS):
        heads = (_split(head, mark) for mark in _DELIMITERS)
        if every_shape and any(coordinate_columns(names) for names in heads):
            return [Layer(name, lambda: _read_points(text, encoding, name, origin, limits))]
        raise _no_geometries(head, origin)
    return [Layer(name, lambda: _read(text, encoding, name, origin, limits))]


def _encoding_notes(encoding: str | None) -> tuple[Repair, ...]:
    if encoding is None:
        return ()
    return (Repair("", RepairKind.ENCODING_DETECTED, facts={"encoding": encodings.said(encoding)}),)


def _read_points(
    text: str, encoding: str | None, name: str, origin: Path, limits: Limits
) -> RawFeatures:
    table = _table(text, origin, limits)
    check_count(len(table), origin, limits)
    columns = coordinate_columns([str(label) for label in table.columns])
    if columns is None:
        raise BoundaryError(ErrorKind.NO_GEOMETRY_COLUMN, origin)
    points = points_of(table, columns, origin)
    none = np.zeros(len(points), dtype=bool)
    return RawFeatures(
        geometries=points,
        table=table.drop(columns=list(columns)),
        crs=WGS84,
        format=Format.CSV,
        layer=name,
        unclosed=none,
        heights=none,
        declares_datum=False,
        notes=_encoding_notes(encoding),
    )


def _read(text: str, encoding: str | None, name: str, origin: Path, limits: Limits) -> RawFeatures:
    notes = _encoding_notes(encoding)
    if text.count(",") > 4 * limits.max_vertices + _MARKS_PER_FEATURE * limits.max_features:
        raise unpacked_error(origin, limits)
    table = _table(text, origin, limits)
    check_count(len(table), origin, limits)
    column = _geometry_column([str(label) for label in table.columns])
    if column is None:
        raise BoundaryError(ErrorKind.NO_GEOMETRY_COLUMN, origin)
    words = [str(value).strip() for value in table[column]]
    crs, words = _declared(words, origin)
    told = list(words)
    words = [_without_surfaces(word) for word in told]
    if words != told:
        notes += (SURFACES_TOLD,)
    geometries, unclosed, curved = _geometries(words, origin)
    if crs is None:
        crs = _carried(geometries, origin)
    if curved:
        notes += (CURVES_TOLD,)
    lost = [
        number
        for number, (word, geometry) in enumerate(zip(words, geometries, strict=True))
        if geometry is None and _NOT_A_NUMBER.search(word)
    ]
    return RawFeatures(
        geometries=shapely.force_2d(geometries),
        table=table.drop(columns=column),
        crs=crs,
        format=Format.CSV,
        layer=name,
        unclosed=unclosed,
        heights=shapely.has_z(geometries) | shapely.has_m(geometries),
        not_finite=tuple(lost),
        notes=notes,
    )


def _table(text: str, origin: Path, limits: Limits) -> pd.DataFrame:
    head = text.split("\n", 1)[0].strip("\r")
    fits = [mark for mark in _DELIMITERS if _geometry_column(_split(head, mark)) is not None]
    delimiter = max(fits or _DELIMITERS, key=lambda mark: len(_split(head, mark)))
    most = limits.max_features + 1
    if len(_split(head, delimiter)) > limits.max_columns:
        raise unreadable(origin, f"more than {limits.max_columns} columns")
    try:
        # Of the cells of rows that are longer than the first line, pandas only warns.
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always", pd.errors.ParserWarning)
            source = io.StringIO(text)
            table: pd.DataFrame = pd.read_csv(source, sep=delimiter, **_AS_TEXT, nrows=most)
        if caught:
            source = io.StringIO(text)
            whole = pd.read_csv(
                source, sep=delimiter, **_AS_TEXT, nrows=most, header=None, skiprows=1
            )
            _refuse_long(whole.iloc[:, len(table.columns) :], origin)
    except (ValueError, pd.errors.ParserError) as fault:
        if isinstance(fault, BoundaryError):
            raise
        long = _LONG_ROW.search(str(fault))
        if long is not None:
            places = [FeaturePlace(int(long[1]) - 1)]
            raise BoundaryError(ErrorKind.LONG_ROWS, origin, places=places) from fault
        raise unreadable(origin, str(fault)) from fault
    table.columns = [str(name).strip() for name in table.columns]
    # ="0012" is how a table keeps Excel from making a number of a code.
    return table.replace(_KEPT_AS_TEXT, r"\1", regex=True)


def _refuse_long(beyond: pd.DataFrame, origin: Path) -> None:
    """Refuse rows that have more cells than the table has columns, unless these are blank."""
    told = beyond.fillna("").apply(lambda cells: cells.str.strip() != "").any(axis=1)
    places = [FeaturePlace(number + 1) for number in np.flatnonzero(told).tolist()]
    if places:
        raise BoundaryError(ErrorKind.LONG_ROWS, origin, places=places)


def _split(line: str, delimiter: str) -> list[str]:
    try:
        return [name.strip() for name in next(csv.reader([line], delimiter=delimiter), [])]
    except csv.Error:
        return []


def _no_geometries(head: str, origin: Path) -> BoundaryError:
    for names in (_split(head, mark) for mark in _DELIMITERS):
        told = coordinate_columns(names)
        if told is not None:
            facts = {"columns": ", ".join(told)}
            return BoundaryError(ErrorKind.ONLY_POINTS, origin, facts=facts)
    return BoundaryError(ErrorKind.NO_GEOMETRY_COLUMN, origin)


def _geometry_column(names: list[str]) -> str | None:
    by_folded = {name.strip().casefold(): name for name in reversed(names)}
    return next((by_folded[word] for word in _GEOMETRY_COLUMNS if word in by_folded), None)


def _declared(words: list[str], origin: Path) -> tuple[CRS | None, list[str]]:
    """Take PostGIS's SRID off its extended WKT."""
    found = {match[1] for word in words if (match := _SRID.match(word))}
    if not found:
        return None, words
    return _of_srids({int(number) for number in found}, origin), [
        _SRID.sub("", word) for word in words
    ]


def _carried(geometries: Geometries, origin: Path) -> CRS | None:
    """Return the CRS that extended WKB carries in each geometry."""
    there = geometries[shapely.is_geometry(geometries)]
    return _of_srids(set(shapely.get_srid(there).tolist()), origin)


def _of_srids(found: set[int], origin: Path) -> CRS | None:
    numbers = sorted(found - {0})
    if len(numbers) > 1:
        raise unreadable(origin, f"several SRIDs: {', '.join(map(str, numbers))}")
    return declared_crs(f"EPSG:{numbers[0]}", origin) if numbers else None


def _geometries(words: list[str], origin: Path) -> tuple[Geometries, Mask, bool]:
    geometries = np.empty(len(words), dtype=object)
    unclosed = np.zeros(len(words), dtype=bool)
    curved = [number for number, word in enumerate(words) if _is_curved(word)]
    geometries[curved] = straight([words[number] for number in curved]) if curved else None
    for number in curved:
        if geometries[number] is None and not _NOT_A_NUMBER.search(words[number]):
            raise _no_geometry(words[number], number, origin)
    told = set(curved)
    for number, word in enumerate(words):
        if not word or number in told:
            continue
        try:
            geometries[number] = _shape(word, on_invalid="raise")
        except (shapely.GEOSException, ValueError, TypeError):
            mended = None if _NOT_A_NUMBER.search(word) else _shape(word, on_invalid="fix")
            if mended is None and not _NOT_A_NUMBER.search(word):
                raise _no_geometry(word, number, origin) from None
            geometries[number] = mended
            unclosed[number] = mended is not None
    return geometries, unclosed, bool(curved)


def _without_surfaces(word: str) -> str:
    refuse_deep_text(word)
    if not _BINARY.match(word):
        return word if word.startswith("{") else apart_wkt(word)
    try:
        item = bytes.fromhex(word)
    except ValueError:
        return word  # the reader says so
    refuse_deep_wkb(item)
    plain = apart(item)
    return word if plain is item else plain.hex()


def _is_curved(word: str) -> bool:
    if _BINARY.match(word):
        try:
            item = bytes.fromhex(word)
        except ValueError:
            return False
        refuse_deep_wkb(item)
        return is_curved(item)
    refuse_deep_text(word)
    return is_curved_wkt(word)


def _no_geometry(word: str, number: int, origin: Path) -> BoundaryError:
    places, facts = [FeaturePlace(number + 1)], {"why": f"no geometry: {word[:40]}"}
    return BoundaryError(ErrorKind.UNREADABLE, origin, places=places, facts=facts)


def _shape(word: str, *, on_invalid: str) -> object:
    if word.startswith("{"):
        lenient = "ignore" if on_invalid == "fix" else on_invalid
        return shapely.from_geojson(word, on_invalid=lenient)  # type: ignore[call-overload]
    if _BINARY.match(word):
        return shapely.from_wkb(word, on_invalid=on_invalid)  # type: ignore[call-overload]
    with np.errstate(invalid="ignore"):  # NaN coordinates are found, and told, later
        return shapely.from_wkt(word, on_invalid=on_invalid)  # type: ignore[call-overload]
