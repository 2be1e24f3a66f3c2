"""Commands that index cells and route points: single files, folders, on a Dask cluster."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from urllib.parse import urlsplit
from urllib.request import url2pathname

import typer

import gis
from gis.router.bulk import BulkKind, BulkRouteError, Progress, Tally, Tell, Wanted
from gis.router.bulk.outcome import Outcome
from gis.router.bulk.wanted import silent
from gis.texts import Fact, own_texts
from service.cli.refusal import UsageRefused, explain
from service.cli.speech import DEFAULT, Language, language, misuse, say, spoken, words
from service.cli.targets import ready, whole, writing

if TYPE_CHECKING:
    from service.postgis.tables import Asked

File = Annotated[Path, typer.Argument(show_default=False)]
Cells = Annotated[Path, typer.Option(help="Cells, or a .gridx index.", show_default=False)]
Column = Annotated[str, typer.Option(help="Name of the column that is added.")]
_MB = 1 << 20


class Engine(StrEnum):
    """Where the work is done."""

    LOCAL = "local"
    DASK = "dask"


def install(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(index)
    app.command()(route)


def index(
    cells: File,
    out: Annotated[Path, typer.Option("--out", help="File to write.", show_default=False)],
    memory_mb: Annotated[
        int | None,
        typer.Option(min=1, help="What the index should take at most, about; else the fastest."),
    ] = None,
    generation: Annotated[
        str | None, typer.Option(help="Which division this is; kept in the index.")
    ] = None,
    locale: Language = DEFAULT,
) -> None:
    """Build the router's index of a file of cells."""
    from gis.cells import read_cells

    language(locale)
    ready(pages=out)
    router = gis.Router.build(
        read_cells(cells),
        generation=generation,
        memory_bytes=None if memory_mb is None else memory_mb * _MB,
    )
    with writing(out):
        router.save(out)
    mb = f"{router.nbytes / _MB:.1f}"
    typer.echo(_words("bulk-indexed", cells=len(router.codes), mb=mb, output=str(out)))


def route(
    source: Annotated[str, typer.Argument(metavar="IN|TABLE", show_default=False)],
    target: Annotated[str | None, typer.Argument(metavar="[OUT]", show_default=False)] = None,
    *,
    cells: Cells,
    lon: Annotated[
        str | None, typer.Option(help="Column of longitudes; lon if absent.", show_default=False)
    ] = None,
    lat: Annotated[
        str | None, typer.Option(help="Column of latitudes; lat if absent.", show_default=False)
    ] = None,
    geometry: Annotated[
        str | None,
        typer.Option(help="Column of points instead: GeoParquet's, or WKT in CSV."),
    ] = None,
    column: Column = "cell",
    counts: Annotated[
        Path | None, typer.Option(help="CSV to write: how many points each cell has.")
    ] = None,
    engine: Annotated[Engine, typer.Option(help="Where the work is done.")] = Engine.LOCAL,
    scheduler: Annotated[
        str | None, typer.Option(help="Address of a Dask scheduler, as tcp://10.0.0.1:8786.")
    ] = None,
    postgis: Annotated[
        str | None,
        typer.Option(
            metavar="ADDRESS",
            help="Database whose TABLE gets the column, as postgresql://user@host/database.",
        ),
    ] = None,
    crs: Annotated[
        int | None,
        typer.Option(help="EPSG number of TABLE's points, where the table tells none."),
    ] = None,
    threads: Annotated[int, typer.Option(min=1, help="Processors for the look-up.")] = 1,
    locale: Language = DEFAULT,
) -> None:
    """Add to points the column `cell`: CSV or (Geo)Parquet, a folder of Parquet, a PostGIS table.

    A folder may be in a store, as s3://bucket/folder. What a broken run has done counts when it
    is run again.
    """
    language(locale)
    ready(pages=counts)
    if geometry is not None and (lon is not None or lat is not None):
        raise misuse("cli-use-geometry")
    if (engine is Engine.DASK) != (scheduler is not None):
        raise misuse("cli-use-cluster")
    if postgis is not None:
        from service.postgis.tables import Asked

        if target is not None or scheduler is not None:
            raise misuse("cli-use-table")
        asked = Asked(lon, lat, geometry, crs, column)
        _route_table(opened(cells), postgis, source, asked, counts)
        return
    if target is None or crs is not None:
        raise misuse("cli-use-out" if target is None else "cli-use-crs")
    source, target = _local(source), _local(target)
    folder = "://" in source or Path(source).is_dir()
    if engine is Engine.DASK and not folder:
        raise UsageRefused(_words("bulk-dask-folder", path=source))
    if "://" not in target and not Path(target).absolute().parent.is_dir():
        raise UsageRefused(words("cli-no-folder", path=target))
    router = opened(cells)
    wanted = Wanted(lon, lat, geometry, column, threads)
    with _shown() as tell:
        outcome = _run(router, source, target, wanted, tell, folder, scheduler)
    if counts is not None:
        _write_counts(counts, router, outcome.tally)
    _tell(outcome, target)


def _route_table(
    router: gis.Router, address: str, table: str, asked: "Asked", counts: Path | None
) -> None:
    from service.postgis.routing import route_table

    with _shown() as tell:
        outcome = route_table(router, address, table, asked, tell=tell)
    tally = outcome.tally
    if counts is not None:
        _write_counts(counts, router, tally)
    say(
        "postgis-done",
        total=tally.total,
        inside=tally.inside,
        outside=tally.outside,
        table=outcome.table,
    )
    say("postgis-updated", updated=outcome.updated)
    if tally.unusable:
        typer.echo(_words("bulk-unusable", unusable=tally.unusable))
    if outcome.changed:
        say("postgis-changed", changed=outcome.changed)


def _local(address: str) -> str:
    """Return the path that file:///… names; any other address as it is."""
    parts = urlsplit(address)
    if parts.scheme.lower() != "file" or parts.netloc not in ("", "localhost"):
        return address
    return url2pathname(parts.path)


def opened(cells: Path) -> gis.Router:
    """Open an index, or index cells."""
    if cells.suffix.lower() == ".gridx":
        return gis.Router.open(cells)
    from gis.cells import read_cells

    return gis.Router.build(read_cells(cells))


def _run(
    router: gis.Router,
    source: str,
    target: str,
    wanted: Wanted,
    tell: Tell,
    folder: bool,
    scheduler: str | None,
) -> Outcome:
    if scheduler is not None:
        if find_spec("distributed") is None:
            raise BulkRouteError(
                BulkKind.NO_PACKAGE, "--engine dask", package="distributed", extra="dask"
            )
        from gis.router.bulk.cluster import route_on_cluster

        return route_on_cluster(router, source, target, scheduler, wanted, tell=tell)
    if folder:
        from gis.router.bulk.folders import route_folder

        return route_folder(router, source, target, wanted, tell=tell)
    from gis.router.bulk.files import route_file

    return route_file(router, Path(source), Path(target), wanted, tell=tell)


@contextmanager
def _shown() -> Iterator[Tell]:
    """Show on the terminal, not in what is piped on, how far a run is."""
    if not sys.stderr.isatty():
        yield silent
        return
    from rich.console import Console
    from rich.progress import BarColumn, TaskProgressColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    points = TextColumn("{task.fields[points]}")
    bar = Bar(
        BarColumn(),
        TaskProgressColumn(),
        points,
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    )
    with bar:
        task = bar.add_task("", total=None, points="")

        def tell(now: Progress) -> None:
            said = _words("bulk-so-far", points=f"{now.points:,}")
            bar.update(task, completed=now.done, total=now.total, points=said)

        yield tell


def _write_counts(path: Path, router: gis.Router, tally: Tally) -> None:
    counted = zip(router.codes.tolist(), tally.cells.tolist(), strict=True)
    lines = "".join(f"{code},{count}\n" for code, count in counted)
    with whole(path) as draft:
        draft.write_text(f"code,points\n{lines}", encoding="utf-8", newline="")


def _tell(outcome: Outcome, target: str) -> None:
    tally = outcome.tally
    if outcome.resumed:
        typer.echo(_words("bulk-resumed", rows=outcome.resumed))
    if outcome.already:
        typer.echo(_words("bulk-already", files=outcome.already))
    done: dict[str, Fact] = {
        "total": tally.total,
        "inside": tally.inside,
        "outside": tally.outside,
        "output": target,
    }
    typer.echo(_words("bulk-done", **done))
    if tally.unusable:
        typer.echo(_words("bulk-unusable", unusable=tally.unusable))
    for refused in outcome.refused:
        typer.echo(explain(refused, spoken()), err=True)
    if outcome.refused:
        raise typer.Exit(1)


def _words(key: str, **facts: Fact) -> str:
    return own_texts().text(spoken(), key, **facts)
