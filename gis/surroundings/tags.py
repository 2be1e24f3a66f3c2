"""The tags of OpenStreetMap that exports pack into one column, as ``"height"=>"12","use"=>"a"``."""

import json
import re
from collections.abc import Mapping, Sequence

import pandas as pd

_COLUMNS = ("other_tags", "all_tags", "tags")
# A pair of hstore: a key and a value in quotes, or NULL. Backslashes escape quotes and themselves;
# commas and arrows within quotes are of the text.
_PAIR = re.compile(r'\s*"((?:[^"\\]|\\.)*)"\s*=>\s*(?:"((?:[^"\\]|\\.)*)"|(NULL))\s*(?:,|$)', re.I)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)


def parsed(text: str) -> dict[str, str]:
    r"""Return the tags of one feature, written as hstore or as a JSON object.

    What does not read as pairs ends the reading: the tags before it are returned.

    Examples
    --------
    >>> parsed('"name"=>"He said \\"no, => yes\\"","levels"=>"3"')
    {'name': 'He said "no, => yes"', 'levels': '3'}
    """
    if text.lstrip().startswith("{"):
        try:
            told = json.loads(text)
        except (ValueError, RecursionError):
            return {}
        return {str(key): str(value) for key, value in told.items() if value is not None}
    found: dict[str, str] = {}
    at = 0
    while (pair := _PAIR.match(text, at)) is not None:
        if pair[3] is None:
            found[_plain(pair[1])] = _plain(pair[2])
        at = pair.end()
    return found


def unpacked(table: pd.DataFrame, wanted: Sequence[str]) -> pd.DataFrame:
    """Return the table with columns for wanted tags that it holds packed in one column.

    A column that is there already stays; its blank cells are filled from the tags.
    """
    column = next((name for name in _COLUMNS if name in table.columns), None)
    if column is None:
        return table
    rows: list[Mapping[str, str]] = [
        parsed(value) if isinstance(value, str) else {} for value in table[column].tolist()
    ]
    held = {name for row in rows for name in row}
    added = {}
    for name in wanted:
        if name not in held:
            continue
        values = pd.Series([row.get(name) for row in rows], index=table.index, dtype=object)
        added[name] = table[name].where(table[name].notna(), values) if name in table else values
    return table.assign(**added)


def _plain(text: str) -> str:
    return _ESCAPED.sub(r"\1", text)
