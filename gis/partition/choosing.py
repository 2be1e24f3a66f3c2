"""Which strategy divides which community: all strategies by their names, and a plan's choices."""

from collections.abc import Mapping

import geopandas

from gis.partition.contract import Chosen, Strategy
from gis.partition.errors import PartitionError
from gis.partition.hexagons import Hexagons
from gis.partition.households import Households
from gis.partition.squares import Squares
from gis.partition.streets import Streets
from gis.partition.voronoi import Voronoi
from gis.texts import Several

STRATEGIES: dict[str, type[Strategy]] = {
    "squares": Squares,
    "hexagons": Hexagons,
    "voronoi": Voronoi,
    "households": Households,
    "streets": Streets,
}
"""Every strategy by its name; its fields are its options."""

OPTIONS: dict[str, tuple[str, ...]] = {
    name: tuple(getattr(kind, "__dataclass_fields__", {})) for name, kind in STRATEGIES.items()
}
"""The options that each strategy takes."""

_SHOWN = 80
"""Signs of an unfit entry of a plan that are told."""


def strategy_of(choice: Chosen) -> Strategy:
    """Make a strategy with its options.

    Raises
    ------
    PartitionError
        There is no such strategy, or it has no such option.
    """
    kind = STRATEGIES.get(choice.strategy) if isinstance(choice.strategy, str) else None
    if kind is None:
        raise PartitionError(
            "strategy",
            kind="strategy",
            given=repr(choice.strategy),
            strategies=", ".join(sorted(STRATEGIES)),
        )
    fields = OPTIONS[choice.strategy]
    unknown = sorted(set(choice.options) - set(fields))
    if unknown:
        raise PartitionError(
            "option",
            kind="options",
            strategy=choice.strategy,
            unknown=Several.of(unknown),
            options=", ".join(fields),
        )
    return kind(**choice.options)


def choices(
    codes: list[str], usual: Chosen, plan: Mapping[str, Chosen]
) -> list[tuple[Chosen, tuple[str, ...]]]:
    """Gather the communities of equal choices."""
    _refuse_plan(plan)
    stray = sorted(set(plan) - set(codes))
    if stray:
        raise PartitionError(
            "plan-stray", kind="options", community=stray[0], codes=Several.of(stray)
        )
    if not plan:
        return [(usual, tuple(sorted(codes)))]
    gathered: list[tuple[Chosen, list[str]]] = []
    for code in sorted(codes):
        choice = plan.get(code, usual)
        # A count is of one community if its plan says so, and of all if it is the usual choice.
        alone = code in plan and "count" in choice.options
        same = None
        if not alone:
            same = next((mine for other, mine in gathered if _equal(other, choice)), None)
        if same is None:
            gathered.append((choice, [code]))
        else:
            same.append(code)
    return [(choice, tuple(mine)) for choice, mine in gathered]


def _refuse_plan(plan: Mapping[str, Chosen]) -> None:
    if not isinstance(plan, Mapping):
        raise PartitionError("plan-none", kind="options", given=type(plan).__name__)
    for code, choice in plan.items():
        if not isinstance(code, str) or not isinstance(choice, Chosen):
            given = f"{code!r}: {choice!r}"
            raise PartitionError("plan-entry", kind="options", given=given[:_SHOWN])


def _equal(one: Chosen, two: Chosen) -> bool:
    if one is two:
        return True
    if one.strategy != two.strategy or set(one.options) != set(two.options):
        return False
    return all(_same(value, two.options[name]) for name, value in one.options.items())


def _same(one: object, two: object) -> bool:
    if isinstance(one, geopandas.GeoDataFrame):
        # Frames have no one truth value.
        return one is two or (isinstance(two, geopandas.GeoDataFrame) and one.equals(two))
    return one is two or (isinstance(one, int | float | str) and one == two)
