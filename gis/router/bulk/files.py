"""One file of points: which way it goes by its ending, and what holds for every way."""

from __future__ import annotations

from pathlib import Path

from gis.router.bulk.answers import codes_of
from gis.router.bulk.errors import BulkKind, BulkRouteError
from gis.router.bulk.outcome import Outcome
from gis.router.bulk.parquet import noted, recount
from gis.router.bulk.parquet_file import route_parquet
from gis.router.bulk.stamps import stamp, version_of_path
from gis.router.bulk.wanted import Routes, Tell, Wanted, silent
from gis.router.bulk.workshop import workshop

PARQUET = (".parquet", ".geoparquet")
CSV = (".csv", ".csv.gz", ".tsv", ".tsv.gz")


def route_file(
    router: Routes,
    source: Path,
    target: Path,
    wanted: Wanted | None = None,
    *,
    tell: Tell = silent,
) -> Outcome:
    """Add a column of cell codes to a file of points, of any length, in bounded memory.

    The output appears whole or not at all. A run that was broken off leaves a folder beside it,
    ``.NAME.routing``, with which the same run later goes on.

    Parameters
    ----------
    router
        The cells.
    source, target
        ``.parquet`` (GeoParquet as well) or ``.csv`` (``.csv.gz`` as well); see
        `gis.router.bulk.converting` for what changes with the format.
    wanted
        Names of columns.
    tell
        Called now and then with how far it is.

    Raises
    ------
    BulkRouteError
        The points cannot be routed, or another run is writing the output.
    """
    wanted = wanted or Wanted()
    wanted.check(source)
    kind, to = _kind(source), _kind(target)
    if not source.is_file():
        raise BulkRouteError(BulkKind.MISSING, source)
    if target.exists() and target.samefile(source):
        raise BulkRouteError(BulkKind.SAME_FILE, target)
    if kind == CSV and to == PARQUET:
        from gis.router.bulk.csv import header_of

        # Of columns in Parquet none is found that shares its name.
        header_of(source).check_names()
    question = stamp(router, wanted, version_of_path(source))
    if kind == to == PARQUET and target.exists():
        kept = noted(target)
        if kept is not None and kept["stamp"] == question:
            codes = codes_of(router)
            return Outcome(recount(target, kept, wanted.cell, codes), already=1)
    with workshop(target, question) as shop:
        # A file that changes its format does so after it is routed, as a whole.
        routed = target if kind == to else shop / "routed"
        if kind == PARQUET:
            done = route_parquet(router, source, routed, wanted, tell, shop, question)
        else:
            # Loaded for its own files only, as a million points take no longer.
            from gis.router.bulk.csv import route_csv

            done = route_csv(router, source, routed, wanted, tell, shop)
        if kind != to:
            _convert(source, routed, wanted, shop / "converted", target)
            shop.put_in_place(shop / "converted", target)
    return Outcome(*done)


def _convert(source: Path, routed: Path, wanted: Wanted, draft: Path, target: Path) -> None:
    from gis.router.bulk.converting import to_csv, to_parquet
    from gis.router.bulk.csv import header_of

    if _kind(source) == CSV:
        to_parquet(routed, header_of(source), wanted, draft)
    else:
        to_csv(routed, source, draft, packed=target.name.lower().endswith(".gz"))


def _kind(path: Path) -> tuple[str, ...]:
    for kind in (PARQUET, CSV):
        if path.name.lower().endswith(kind):
            return kind
    raise BulkRouteError(BulkKind.FORMAT, path)
