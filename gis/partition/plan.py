"""Read which strategy divides which community, from a CSV or JSON file.

CSV: a header with ``code`` and ``strategy`` and any of ``size_m``, ``count``,
``h3_resolution``; a row for each community. JSON: a list of such objects, or one object with
the codes as its keys.
"""

import csv
import io
import json
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from gis.partition.contract import Chosen
from gis.partition.errors import PartitionError

_NUMBERS = {"size_m": float, "count": int, "h3_resolution": int}
_OTHER_NAMES = {
    "size": "size_m",
    "h3": "h3_resolution",
    "community": "code",
    "社区代码": "code",
    "代码": "code",
    "方法": "strategy",
    "边长": "size_m",
    "数量": "count",
}
_MOST_BYTES = 10_000_000


@dataclass(frozen=True)
class PlanFault:
    """One thing wrong in a plan.

    Attributes
    ----------
    row
        The row of the CSV, the header being 1, or the number of the JSON entry; 0 for the whole.
    column
        The column or key; empty for the row as a whole.
    why
        What is wrong, and the mend.
    """

    row: int
    column: str
    why: str

    def __str__(self) -> str:
        place = [f"row {self.row}"] if self.row else []
        return ", ".join([*place, *filter(None, [self.column])]) + (
            f": {self.why}" if place or self.column else self.why
        )


class PlanError(PartitionError):
    """A plan that cannot be read.

    Attributes
    ----------
    path
        The file.
    faults
        All that is wrong.
    """

    def __init__(self, path: Path, faults: tuple[PlanFault, ...]) -> None:
        self.path = path
        self.faults = faults
        super().__init__(
            f"{path.name}: " + "\n  ".join(str(fault) for fault in faults), kind="options"
        )


def read_plan(path: str | Path, strategies: Mapping[str, Collection[str]]) -> dict[str, Chosen]:
    """Read a plan.

    Parameters
    ----------
    path
        A ``.csv`` or ``.json`` file.
    strategies
        The options that each strategy takes: `gis.partition.OPTIONS`.

    Returns
    -------
    dict
        The choice for each community code.

    Raises
    ------
    PlanError
        With every fault, by row and column.
    """
    path = Path(path)
    faults: list[PlanFault] = []
    plan: dict[str, Chosen] = {}
    first: dict[str, int] = {}
    for number, row in _rows(path):
        found, code, chosen = _choice(number, row, strategies)
        if code in plan:
            why = f"community {code} stands in row {first[code]} already; remove one of them"
            found.append(PlanFault(number, "code", why))
        faults += found
        if chosen is not None and code not in plan:
            plan[code], first[code] = chosen, number
    if faults:
        raise PlanError(path, tuple(faults))
    if not plan:
        raise PlanError(path, (PlanFault(0, "", "names no community; add a row for one"),))
    return plan


def _choice(
    number: int, row: Mapping[str, str], strategies: Mapping[str, Collection[str]]
) -> tuple[list[PlanFault], str, Chosen | None]:
    faults: list[PlanFault] = []
    code, strategy = row.get("code", ""), row.get("strategy", "")
    if not code:
        faults.append(PlanFault(number, "code", "is blank; give the community's code"))
    elif re.fullmatch(r"\d(\.\d+)?[eE]\+?\d+", code):
        why = f"{code} lost its digits in a spreadsheet; format the column as text"
        faults.append(PlanFault(number, "code", why))
    known = strategies.get(strategy)
    if known is None:
        why = f"no strategy {strategy!r}; choose one of {', '.join(sorted(strategies))}"
        faults.append(PlanFault(number, "strategy", why))
    options: dict[str, object] = {}
    for column, text in row.items():
        if column in ("code", "strategy", "name") or not text:
            continue
        if column not in _NUMBERS:
            why = f"is not known; use code, strategy, {', '.join(_NUMBERS)}"
            faults.append(PlanFault(number, column, why))
            continue
        if known is not None and column not in known:
            takes = ", ".join(sorted(_NUMBERS.keys() & known)) or "no number"
            faults.append(PlanFault(number, column, f"{strategy} does not take it but {takes}"))
        try:
            options[column] = _NUMBERS[column](text)
        except ValueError:
            kind = "whole number" if _NUMBERS[column] is int else "number"
            faults.append(PlanFault(number, column, f"{text!r} is no {kind}"))
    return faults, code, None if faults else Chosen(strategy, options)


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    text = _text(path)
    ending = path.suffix.lower()
    if ending == ".csv":
        yield from _csv_rows(path, text)
    elif ending == ".json":
        yield from _json_rows(path, text)
    else:
        raise _whole(path, f"the ending {ending!r} is no plan's; write .csv or .json")


def _csv_rows(path: Path, text: str) -> Iterator[tuple[int, dict[str, str]]]:
    reader = csv.reader(io.StringIO(text))
    try:
        header = [_named(cell) for cell in next(reader, [])]
        missing = [name for name in ("code", "strategy") if name not in header]
        if missing:
            raise _whole(path, f"the header lacks {' and '.join(missing)}; add the column")
        for row in reader:
            cells = [cell.strip() for cell in row]
            if any(cells):
                yield reader.line_num, dict(zip(header, cells, strict=False))
    except csv.Error as error:
        raise _whole(path, f"line {reader.line_num} is no CSV ({error})") from error


def _json_rows(path: Path, text: str) -> Iterator[tuple[int, dict[str, str]]]:
    try:
        told = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise _whole(path, f"is no JSON ({error})") from error
    if isinstance(told, dict):
        entries = [
            {**row, "code": code} if isinstance(row, dict) else row for code, row in told.items()
        ]
    else:
        entries = told if isinstance(told, list) else [told]
    for number, entry in enumerate(entries, start=1):
        if not isinstance(entry, dict):
            raise PlanError(path, (PlanFault(number, "", "is no object with code and strategy"),))
        yield number, {_named(str(key)): _said(value) for key, value in entry.items()}


def _said(value: object) -> str:
    return "" if value is None else str(value).strip()


def _named(cell: str) -> str:
    name = cell.strip().lower()
    return _OTHER_NAMES.get(name, name)


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise _whole(path, f"is larger than {_MOST_BYTES:,} bytes; is it a plan?")
        raw = path.read_bytes()
    except OSError as error:
        raise _whole(path, f"cannot be read ({error.strerror}); check the path") from error
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise _whole(path, "is neither UTF-8 nor GB 18030 text; save it as UTF-8")


def _whole(path: Path, why: str) -> PlanError:
    return PlanError(path, (PlanFault(0, "", why),))
