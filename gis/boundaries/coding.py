"""Codes as files have them: tidied, refused where a spreadsheet spoiled them, or generated."""

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import shapely

from gis.boundaries.columns import texts
from gis.boundaries.findings import BoundaryError, ErrorKind, FeaturePlace, Repair, RepairKind
from gis.boundaries.raw import Geometries
from gis.codes import COMMUNITY_DIGITS, MAX_SERIAL, SERIAL_DIGITS
from gis.texts import Fact, Several

# "4.40704E+11": what a spreadsheet makes of twelve digits.
_EXPONENT = re.compile(r"\d(\.\d*)?[eE]\+?\d+")
_ONLY_DIGITS = re.compile(r"[\d\s'’`-]+|\d+\.0+")
_STANDARD_DIGITS = {9, 12, 14, 15, 17}
"""Of streets, communities, cells of old and new, and micro-cells."""

_NO_CODE = {
    *("-", "--", "—", "——", "/", "\\", "无", "無", "空", "<空>", "(空)", "未知", "暂无"),
    *("待定", "待编", "未定", "不详", "未编码"),
    *("null", "<null>", "(null)", "none", "nil", "nan", "n/a", "#n/a"),
    *("#ref!", "#value!", "#name?", "#null!", "#div/0!"),
}
"""What stands in a column of codes for none, in small letters and after NFKC."""

_UNSEEN = {"Cf", "Cc"}
_FEW = 0.1
_MANY = 5
_EXACT_FLOATS = 2.0**53


@dataclass(frozen=True, slots=True)
class Codes:
    """The codes of all features, "" where one has none; and what was done to them."""

    values: list[str]
    notes: tuple[Repair, ...] = ()


def read_codes(table: pd.DataFrame, column: str | None, path: Path) -> Codes:
    """Return the codes of a column, their digits plain and together.

    Parameters
    ----------
    table
        The attributes.
    column
        None where no feature has a code.
    path
        What to name in an error.

    Raises
    ------
    BoundaryError
        Codes went through a spreadsheet or a double and lost digits.
    """
    if column is None:
        return Codes([""] * len(table))
    given = texts(table[column])
    raw = table[column].tolist()
    spoiled = [
        FeaturePlace(number, text)
        for number, (text, value) in enumerate(zip(given, raw, strict=True), start=1)
        if _EXPONENT.fullmatch(text) or (isinstance(value, float) and value >= _EXACT_FLOATS)
    ]
    if spoiled:
        facts = {"code": spoiled[0].code, "column": column}
        raise BoundaryError(ErrorKind.SPOILED_CODE, path, places=spoiled, facts=facts)
    tidied = without_blanks([_tidied(text) for text in given])
    as_written = [
        value if isinstance(value, str) else text for value, text in zip(raw, given, strict=True)
    ]
    changed = sum(
        after not in ("", before) for before, after in zip(as_written, tidied, strict=True)
    )
    if not changed:
        return Codes(tidied)
    told = Repair("", RepairKind.CODES_TIDIED, facts={"count": changed})
    return Codes(tidied, (told,))


def unequal_codes(codes: Sequence[str]) -> tuple[Repair, ...]:
    """Tell codes of digits that are shorter or longer than nearly all others."""
    lengths = Counter(len(code) for code in codes if code.isdigit())
    if len(lengths) < 2:
        return ()
    usual, most = lengths.most_common(1)[0]
    odd = sorted(
        code
        for code in set(codes)
        if code.isdigit() and len(code) != usual and lengths[len(code)] <= max(1, _FEW * most)
    )
    if most < _MANY or not odd:
        return ()
    facts: dict[str, Fact] = {
        "usual": usual,
        "count": len(odd),
        "codes": Several.of(odd),
    }
    return (Repair("", RepairKind.CODES_UNEQUAL, facts=facts),)


def generated(
    codes: Sequence[str], parents: Sequence[str], geometries: Geometries
) -> dict[int, str]:
    """Give codes to the features that have none.

    A code is the feature's parent, else the prefix most common in the file, and a serial from
    999 downwards that no feature has, where no official code will be. In a file without any
    code they are 000000000001 and so on. Features are taken from north to south, so the order
    in the file does not matter.

    Parameters
    ----------
    codes
        "" where there is none.
    parents
        The code of the street, or anything else.
    geometries
        Places of the features.

    Returns
    -------
    dict
        Codes by the features' positions; without those for which no serial was left.
    """
    blank = [number for number, code in enumerate(codes) if not code]
    if not blank:
        return {}
    known = [code for code in codes if code]
    used = set(known)
    points = shapely.get_coordinates(shapely.point_on_surface(geometries[blank]))
    order = [blank[at] for at in np.lexsort((points[:, 0], -points[:, 1])).tolist()]
    if not known:
        return {n: f"{serial:0{COMMUNITY_DIGITS}d}" for serial, n in enumerate(order, start=1)}
    digits, _ = Counter(len(code) for code in known).most_common(1)[0]
    prefixes = Counter(code[:-SERIAL_DIGITS] for code in known if len(code) == digits)
    usual = min(prefixes, key=lambda prefix: (-prefixes[prefix], prefix))
    given = {}
    serials: dict[str, int] = {}
    for number in order:
        parent = parents[number]
        fits = parent.isdigit() and len(parent) == digits - SERIAL_DIGITS
        prefix = parent if fits else usual
        serial = serials.get(prefix, MAX_SERIAL)
        while serial and f"{prefix}{serial:0{SERIAL_DIGITS}d}" in used:
            serial -= 1
        if serial:
            given[number] = f"{prefix}{serial:0{SERIAL_DIGITS}d}"
        serials[prefix] = max(serial - 1, 0)
    return given


def without_blanks(codes: list[str]) -> list[str]:
    """Return codes, "" in place of the words for none.

    Zeros are one of them unless codes are counted from them, as 000, 001 and so on are, or 0, 10,
    20.
    """
    told = [
        "" if unicodedata.normalize("NFKC", code).lower() in _NO_CODE else code for code in codes
    ]
    counted = {len(code) for code in told if code.strip("0") and (code[0] == "0" or len(code) == 1)}
    counted |= {1} if _in_steps(told) else set()
    return ["" if not code.strip("0") and len(code) not in counted else code for code in told]


def _in_steps(codes: Sequence[str]) -> bool:
    """Tell whether codes are short numbers, each a multiple of the least: then 0 is the first."""
    told = {code for code in codes if code.strip("0")}
    if len(told) < 2 or not all(
        code.isascii() and code.isdigit() and len(code) < min(_STANDARD_DIGITS) for code in told
    ):
        return False
    numbers = [int(code) for code in told]
    return math.gcd(*numbers) == min(numbers)


def _tidied(text: str) -> str:
    # Zero-width spaces and marks of direction come along where codes are copied from a page.
    text = "".join(sign for sign in text if unicodedata.category(sign) not in _UNSEEN)
    plain = unicodedata.normalize("NFKC", text)
    if not _ONLY_DIGITS.fullmatch(plain):
        return text
    digits = re.sub(r"\D", "", plain.partition(".")[0])
    if "-" in plain and len(digits) not in _STANDARD_DIGITS:
        # 1-11 and 11-1 are two cells of a city's own; 440704-001-001 is a code set in groups.
        return re.sub(r"\s", "", plain)
    return digits
