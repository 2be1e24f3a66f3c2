"""How a division was made: kept as a few English words, told in the reader's language."""

from collections.abc import Callable, Mapping, Sized

OWN_CELLS = "the city's own cells"
_BY_PLAN = " communities by plan"
_DIVIDING = ("squares", "hexagons", "voronoi", "households", "streets")
_RANGES = {"minimum": "least", "maximum": "most", "minimum_m2": "least-m2", "maximum_m2": "most-m2"}
_UNSAID = ("locale",)

Words = Callable[..., str]
"""Finds a text of the catalogue, by its key and its facts, in the reader's language."""


def strategy_kept(strategy: str, options: Mapping[str, object], planned: int = 0) -> str:
    """Return the words that ``division.strategy`` keeps.

    Parameters
    ----------
    strategy, options
        As `gis.partition.partition` took them.
    planned
        How many communities were divided by a plan of their own.
    """
    told = {key: value for key, value in options.items() if key not in _UNSAID}
    words = [strategy, *(_said(key, value) for key, value in told.items())]
    said = ", ".join(words)
    return f"{said}; {planned}{_BY_PLAN}" if planned else said


def _said(key: str, value: object) -> str:
    if key == "size_m":
        return f"{float(str(value)):g} m"
    if isinstance(value, Sized):
        return f"{key} {len(value)}"
    if key in _RANGES:
        return f"{key} {float(str(value)):g}"
    return f"{key} {value}"


def strategy_told(kept: str, words: Words) -> str:
    """Return what `strategy_kept` gave as the reader calls it; other words as they are."""
    how, _, plan = kept.partition("; ")
    strategy, *options = how.split(", ")
    if how == OWN_CELLS:
        told = words("divisions-strategy-imported")
    elif strategy in _DIVIDING:
        parts = [words(f"drafting-strategy-{strategy}")]
        told = " · ".join([*parts, *filter(None, (_option(each, words) for each in options))])
    else:
        told = how
    if not plan:
        return told
    if plan.endswith(_BY_PLAN):
        plan = words("divisions-strategy-plan", count=int(plan.removesuffix(_BY_PLAN)))
    return f"{told} · {plan}"


def _option(kept: str, words: Words) -> str:
    name, _, value = kept.partition(" ")
    if name == "count":
        return words("divisions-strategy-count", count=value)
    if name == "h3_resolution":
        return f"H3 {value}"
    if name in ("points", "buildings", "streets", "lines"):
        return words(f"divisions-strategy-{name}", count=int(value)) if value else ""
    if name in _RANGES:
        return words(f"divisions-strategy-{_RANGES[name]}", number=value)
    if name == "seed":
        return words("divisions-strategy-seed", seed=value)
    return kept
