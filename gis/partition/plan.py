"""Read which strategy divides which community, from a CSV or JSON file.

CSV: a header with ``code`` and ``strategy`` and any of ``size_m``, ``count``,
``h3_resolution``, ``minimum``, ``maximum``, ``minimum_m2``, ``maximum_m2``, ``seed``; a row for
each community. JSON: a list of such objects, or one object with
the codes as its keys.
"""

import csv
import io
import json
import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from gis.partition.choosing import strategy_of
from gis.partition.contract import Chosen
from gis.partition.errors import PartitionError
from gis.texts import Catalogue, Fact, Locale, Told, own_texts

_NUMBERS = {
    "size_m": float,
    "count": int,
    "h3_resolution": int,
    "minimum": float,
    "maximum": float,
    "minimum_m2": float,
    "maximum_m2": float,
    "seed": int,
}
_OTHER_NAMES = {
    "size": "size_m",
    "h3": "h3_resolution",
    "community": "code",
    "社区代码": "code",
    "代码": "code",
    "方法": "strategy",
    "边长": "size_m",
    "数量": "count",
    "最少户数": "minimum",
    "最多户数": "maximum",
    "最小面积": "minimum_m2",
    "最大面积": "maximum_m2",
    "种子": "seed",
}
_MOST_BYTES = 10_000_000


class PlanFault(Told):
    """One thing wrong in a plan.

    Parameters
    ----------
    what
        Which of the texts ``plan-…`` says so, with the mend; or why the strategy refuses the row's
        options.
    facts
        What is set into the text.

    Attributes
    ----------
    row
        The row of the CSV, the header being 1, or the number of the JSON entry; 0 for the whole.
    column
        The column or key; empty for the row as a whole.
    """

    def __init__(self, row: int, column: str, what: str | PartitionError, **facts: Fact) -> None:
        self.row = row
        self.column = column
        self._what = what
        self._facts = facts

    @property
    def told(self) -> tuple[str, Mapping[str, Fact]]:
        """The text's key and facts."""
        if isinstance(self._what, PartitionError):
            return self._what.told
        return f"plan-{self._what}", self._facts

    def text(self, locale: Locale, catalogue: Catalogue | None = None) -> str:
        """Return it in words, its place first."""
        catalogue = catalogue or own_texts()
        if isinstance(self._what, PartitionError):
            why = self._what.text(locale, catalogue)
        else:
            why = super().text(locale, catalogue)
        if not self.row:
            return why
        column = self.column or "none"
        return catalogue.text(locale, "plan-place", row=str(self.row), column=column, why=why)

    def __str__(self) -> str:
        return self.text("en")


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
        super().__init__("plan", kind="options", name=path.name)

    def text(self, locale: Locale, catalogue: Catalogue | None = None) -> str:
        """Return it in words, fault by fault."""
        said = "\n  ".join(fault.text(locale, catalogue) for fault in self.faults)
        return (catalogue or own_texts()).text(
            locale, "undivided-plan", name=self.path.name, faults=said
        )


def read_plan(
    path: str | Path,
    strategies: Mapping[str, Collection[str]],
    given: Mapping[str, Mapping[str, object]] | None = None,
) -> dict[str, Chosen]:
    """Read a plan.

    Parameters
    ----------
    path
        A ``.csv`` or ``.json`` file.
    strategies
        The options that each strategy takes: `gis.partition.OPTIONS`.
    given
        Options by strategy that no file of a plan can hold: frames of buildings and streets.

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
        found, code, chosen = _choice(number, row, strategies, given or {})
        if code in first:
            earlier = str(first[code])
            found.append(PlanFault(number, "code", "twice", code=code, earlier=earlier))
        elif code:
            first[code] = number
        faults += found
        if chosen is not None:
            plan[code] = chosen
    if faults:
        raise PlanError(path, tuple(faults))
    if not plan:
        raise PlanError(path, (PlanFault(0, "", "empty"),))
    return plan


def _choice(
    number: int,
    row: Mapping[str, str],
    strategies: Mapping[str, Collection[str]],
    given: Mapping[str, Mapping[str, object]],
) -> tuple[list[PlanFault], str, Chosen | None]:
    faults: list[PlanFault] = []
    code, strategy = row.get("code", ""), row.get("strategy", "")
    if not code:
        faults.append(PlanFault(number, "code", "blank"))
    elif re.fullmatch(r"\d(\.\d+)?[eE]\+?\d+", code):
        faults.append(PlanFault(number, "code", "digits", code=code))
    of_code = len(faults)
    known = strategies.get(strategy)
    if known is None:
        choice = ", ".join(sorted(strategies))
        faults.append(
            PlanFault(number, "strategy", "strategy", given=repr(strategy), strategies=choice)
        )
    options: dict[str, object] = dict(given.get(strategy, {}))
    for column, text in row.items():
        if column in ("code", "strategy", "name") or not text:
            continue
        if column not in _NUMBERS:
            faults.append(PlanFault(number, column, "column", numbers=", ".join(_NUMBERS)))
            continue
        if known is not None and column not in known:
            takes = ", ".join(sorted(_NUMBERS.keys() & known)) or "none"
            faults.append(PlanFault(number, column, "option", strategy=strategy, takes=takes))
        try:
            options[column] = _NUMBERS[column](text)
        except ValueError:
            what = "no-whole-number" if _NUMBERS[column] is int else "no-number"
            faults.append(PlanFault(number, column, what, given=repr(text)))
    chosen = Chosen(strategy, options)
    if len(faults) == of_code:
        try:
            strategy_of(chosen)
        except PartitionError as error:
            faults.append(PlanFault(number, "", error))
    return faults, code, None if faults else chosen


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    text = _text(path)
    ending = path.suffix.lower()
    if ending == ".csv":
        yield from _csv_rows(path, text)
    elif ending == ".json":
        yield from _json_rows(path, text)
    else:
        raise _whole(path, "ending", ending=repr(ending))


def _csv_rows(path: Path, text: str) -> Iterator[tuple[int, dict[str, str]]]:
    reader = csv.reader(io.StringIO(text))
    try:
        header = [_named(cell) for cell in next(reader, [])]
        missing = [name for name in ("code", "strategy") if name not in header]
        if missing:
            raise _whole(path, "header", missing=", ".join(missing))
        for row in reader:
            cells = [cell.strip() for cell in row]
            if any(cells):
                yield reader.line_num, dict(zip(header, cells, strict=False))
    except csv.Error as error:
        raise _whole(path, "no-csv", line=str(reader.line_num), why=str(error)) from error


def _json_rows(path: Path, text: str) -> Iterator[tuple[int, dict[str, str]]]:
    try:
        told = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise _whole(path, "no-json", why=str(error)) from error
    if isinstance(told, dict):
        entries = [
            {**row, "code": code} if isinstance(row, dict) else row for code, row in told.items()
        ]
    else:
        entries = told if isinstance(told, list) else [told]
    for number, entry in enumerate(entries, start=1):
        if not isinstance(entry, dict):
            raise PlanError(path, (PlanFault(number, "", "no-object"),))
        yield number, {_named(str(key)): _said(value) for key, value in entry.items()}


def _said(value: object) -> str:
    return "" if value is None else str(value).strip()


def _named(cell: str) -> str:
    name = cell.strip().lower()
    return _OTHER_NAMES.get(name, name)


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise _whole(path, "large", most=f"{_MOST_BYTES:,}")
        raw = path.read_bytes()
    except OSError as error:
        raise _whole(path, "unreadable", why=str(error.strerror)) from error
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise _whole(path, "encoding")


def _whole(path: Path, what: str, **facts: Fact) -> PlanError:
    return PlanError(path, (PlanFault(0, "", what, **facts),))
