"""Commands on divisions: draft, look, compare, bring into force, go back."""

import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated

import geopandas
import typer

from service.areas.divisions import DivisionInfo
from service.areas.status import DivisionStatus
from service.areas.strategies import strategy_told
from service.cli import drafting
from service.cli.desk import Desk
from service.cli.refusal import UsageRefused
from service.cli.speech import DEFAULT, Language, language, say, spoken, words
from service.cli.targets import ready, whole, writing

Number = Annotated[int, typer.Argument(metavar="ID", show_default=False)]
Out = Annotated[Path | None, typer.Option("--out", help="Write the pairs as CSV.")]


def install(app: typer.Typer) -> None:
    """Add the commands."""
    division = typer.Typer(no_args_is_help=True, help="Divisions (generations).")
    for name, command in (
        ("list", list_divisions),
        ("show", show),
        ("diff", diff),
        ("activate", activate),
        ("cancel", cancel),
        ("rollback", rollback),
        ("discard", discard),
    ):
        division.command(name)(command)
    drafting.install(division)
    app.add_typer(division, name="division")


def list_divisions(locale: Language = DEFAULT) -> None:
    """List the divisions."""
    from service.areas.operations import list_divisions as operation
    from service.areas.operations import spent_drafts

    language(locale)
    desk = Desk.open()
    found = desk.executor.read(operation, None)
    drafts = [one.id for one in found if one.status is DivisionStatus.DRAFT]
    spent = desk.executor.read(spent_drafts, drafts)
    for division in found:
        status = _status(desk, division, division.id in spent)
        named = (_in_words(division.district_name, division.district_name_en), _name(division))
        how = strategy_told(division.strategy, words)
        typer.echo("\t".join((str(division.id), status, *named, how)))


def show(number: Number, locale: Language = DEFAULT) -> None:
    """Show a division: figures, proof, and every time that it came into force or ended."""
    from service.areas.operations import generation, spent_drafts

    language(locale)
    desk = Desk.open()
    one = desk.executor.read(generation, number)
    info = one.info
    how = strategy_told(info.strategy, words)
    draft = [info.id] if info.status is DivisionStatus.DRAFT else []
    status = _status(desk, info, bool(desk.executor.read(spent_drafts, draft)))
    typer.echo(f"{info.id}\t{_name(info)}\t{status}\t{how}")
    say(
        "cli-division-figures",
        communities=one.communities,
        cells=one.cells,
        special=one.special,
        micro=one.micro_cells,
    )
    if one.proof is not None:
        say(
            "cli-division-proof",
            smallest=f"{one.proof.smallest_m2:,.0f}",
            largest=f"{one.proof.largest_m2:,.0f}",
            median=f"{one.proof.median_m2:,.0f}",
            multipart=len(one.proof.multipart),
            slivers=len(one.proof.slivers),
        )
    for entry in one.past:
        if entry.from_division_id == info.id:
            say(
                "cli-division-ended",
                at=desk.clock(entry.at),
                kind=str(entry.kind),
                after=str(entry.division_id),
                by=entry.actor_name or "none",
            )
            continue
        say(
            "cli-division-activation",
            at=desk.clock(entry.at),
            kind=str(entry.kind),
            before=str(entry.from_division_id or "none"),
            by=entry.actor_name or "none",
        )


def diff(
    old: Annotated[str, typer.Argument(metavar="OLD", show_default=False)],
    new: Annotated[str, typer.Argument(metavar="NEW", show_default=False)],
    out: Out = None,
    html: Annotated[Path | None, typer.Option("--html", help="Write a map of them.")] = None,
    code: Annotated[
        str | None, typer.Option(help="Column of the codes, in files of areas that are no cells.")
    ] = None,
    locale: Language = DEFAULT,
) -> None:
    """Tell what differs between two divisions, each an id or a file of cells or other areas."""
    import gis
    from gis.comparison import figures

    reader = language(locale)
    for target in (out, html):
        ready(pages=target)
    before, after = _cells(old, code), _cells(new, code)
    changes = gis.changes(before, after)
    for micro in (False, True):
        if micro and not changes["micro"].any():
            continue
        if micro:
            say("cli-diff-micro")
        for one in figures(changes, micro=micro):
            named = words(f"changemap-{one.kind}")
            say(
                "cli-diff-row",
                kind=f"{named:10}",
                cells=f"{one.cells:>8}",
                many=one.cells,
                area=f"{one.area_m2 / 1e4:>13,.2f}",
                passed="yes" if one.kind == "moved" and one.area_m2 else "no",
                renamed=one.renamed,
            )
    if out is not None:
        with whole(out) as draft:
            changes.to_csv(draft, index=False, encoding="utf-8-sig", float_format="%.4f")
        say("cli-written", output=str(out))
    if html is not None:
        from gis.webmap import write_web_map

        page = gis.change_map(before, after, changes, locale=reader)
        with writing(html):
            write_web_map(page, html)
        say("cli-written", output=str(html))


def activate(
    number: Number,
    at: Annotated[
        str | None, typer.Option("--at", help="Then, as 2026-12-01T00:00 of the district's clock.")
    ] = None,
    renumber: Annotated[
        bool,
        typer.Option(
            "--renumber",
            help="Also where it was drafted before the present division, and unchanged cells get "
            "other codes.",
        ),
    ] = False,
    locale: Language = DEFAULT,
) -> None:
    """Make a draft the division in force, at once for all or at a time."""
    from service.areas.errors import RenumbersError

    language(locale)
    desk = Desk.open()
    try:
        _activated(desk, number, at, renumber)
    except RenumbersError as error:
        raise UsageRefused(words("cli-division-renumbers", **error.facts)) from error


def _activated(desk: Desk, number: int, at: str | None, renumber: bool) -> None:
    from service.areas.operations import Plan
    from service.generations.operations import SERVER, Wish, bring_into_force, plan_activation

    if at is None:
        wish = Wish(number, SERVER, renumber=renumber)
        bring_into_force(desk.executor, desk.divisions, desk.settings.zone, wish)
        say("cli-division-active", division=str(number))
        return
    try:
        local = datetime.fromisoformat(at)
    except ValueError as error:
        raise UsageRefused(words("cli-division-no-time", at=at)) from error
    when = local if local.tzinfo else local.replace(tzinfo=desk.settings.zone)
    command = Plan(number, when, SERVER)
    plan_activation(desk.executor, desk.divisions, command, renumber=renumber)
    say("cli-division-planned", division=str(number), at=desk.clock(when))


def cancel(number: Number, locale: Language = DEFAULT) -> None:
    """Take back a planned activation; the division stays a draft."""
    from service.areas.operations import cancel_plan

    language(locale)
    Desk.open().executor.write(cancel_plan, number)
    say("cli-division-cancelled", division=str(number))


def rollback(
    number: Annotated[
        int | None, typer.Argument(metavar="[ID]", show_default=False, help="The one before.")
    ] = None,
    locale: Language = DEFAULT,
) -> None:
    """Go back to an earlier generation, with its persons; open cases are routed again."""
    from service.areas.status import ActivationKind
    from service.generations.operations import SERVER, Wish, bring_into_force, roll_back_target

    language(locale)
    desk = Desk.open()
    target = roll_back_target(desk.executor, number)
    wish = Wish(target, SERVER, ActivationKind.ROLL_BACK)
    done = bring_into_force(desk.executor, desk.divisions, desk.settings.zone, wish)
    facts = {"division": str(done.division_id), "before": str(done.from_division_id)}
    say("cli-division-rolled-back", **facts)


def discard(
    number: Number,
    yes: Annotated[
        bool, typer.Option("--yes", "-y", help="Do not ask whether it is meant.")
    ] = False,
    locale: Language = DEFAULT,
) -> None:
    """Throw away a draft that was never in force; that it was there stays on record."""
    from service.areas.operations import Discard, generation
    from service.generations.discarding import discard_draft
    from service.generations.operations import SERVER

    language(locale)
    desk = Desk.open()
    one = desk.executor.read(generation, number)
    if one.info.status is DivisionStatus.DRAFT and not yes:
        _ask(words("cli-division-discard", name=one.info.name, cells=one.cells))
    desk.executor.write(discard_draft, Discard(number, SERVER))
    say("cli-division-discarded", division=str(number), name=one.info.name)


def _ask(question: str) -> None:
    """Go on only when somebody says yes."""
    try:
        meant = typer.confirm(question)
    except typer.Abort as nobody:
        # Ctrl+C, or nothing more to read.
        if sys.stdin.isatty():
            raise
        raise UsageRefused(words("cli-nobody-there")) from nobody
    if not meant:
        raise typer.Abort


def _cells(which: str, code: str | None = None) -> geopandas.GeoDataFrame:
    if which.isascii() and which.isdigit() and not Path(which).exists():
        return Desk.open().divisions.get(int(which)).cells
    from gis.boundaries import BoundaryError, ErrorKind, read_boundaries
    from gis.cells import CellsFileError, read_cells

    if code is None:
        try:
            return read_cells(Path(which))
        except CellsFileError as refusal:
            why = refusal.__cause__
            plain = {ErrorKind.NO_COMMUNITY, ErrorKind.NO_CODE_COLUMN}
            if not isinstance(why, BoundaryError) or why.kind not in plain:
                raise
    # Areas that lie in no communities, such as electoral districts, are compared as they are.
    return read_boundaries(Path(which), code=code).communities


def _name(division: DivisionInfo) -> str:
    return _in_words(division.name, division.name_en)


def _in_words(zh: str, en: str) -> str:
    """Return a name in the language that is spoken, where it has one."""
    return en if spoken() == "en" and en else zh


def _status(desk: Desk, info: DivisionInfo, spent: bool) -> str:
    """Return what a division is, and since when, or from when on it will be."""
    status = words("cli-division-status", status=str(info.status))
    if spent:
        return words("cli-division-spent", status=status)
    if info.planned_at is not None:
        return words("cli-division-plan", status=status, at=desk.clock(info.planned_at))
    if info.valid_from is None:
        return status
    until = desk.clock(info.valid_to) if info.valid_to else "none"
    since = desk.clock(info.valid_from)
    return words("cli-division-since", status=status, since=since, until=until)
