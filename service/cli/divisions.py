"""Commands on divisions: draft, look, compare, bring into force, go back."""

import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated

import geopandas
import typer

from service.areas.divisions import DivisionInfo
from service.areas.status import DivisionStatus
from service.cli import drafting
from service.cli.desk import Desk
from service.cli.refusal import UsageRefused
from service.cli.speech import DEFAULT, Language, language, say
from service.cli.targets import ready
from service.web.i18n import catalogue

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


def list_divisions() -> None:
    """List the divisions."""
    from service.areas.operations import list_divisions as operation

    desk = Desk.open()
    for division in desk.executor.read(operation, None):
        typer.echo(
            f"{division.id}\t{division.status}{_since(desk, division)}\t{division.district_name}\t"
            f"{division.name}\t{division.strategy}"
        )


def show(number: Number) -> None:
    """Show a division: figures, proof, and every time that it came into force."""
    from service.areas.operations import generation

    desk = Desk.open()
    one = desk.executor.read(generation, number)
    info = one.info
    typer.echo(f"{info.id}\t{info.name}\t{info.status}{_since(desk, info)}\t{info.strategy}")
    typer.echo(
        f"{one.communities} communities, {one.cells} cells"
        f" ({one.special} special), {one.micro_cells} micro-cells"
    )
    if one.proof is not None:
        typer.echo(
            f"proven exact; {one.proof.smallest_m2:,.0f} to {one.proof.largest_m2:,.0f} m² a cell,"
            f" median {one.proof.median_m2:,.0f}; {len(one.proof.multipart)} in several parts,"
            f" {len(one.proof.slivers)} very small"
        )
    for entry in one.activations:
        before = f", in place of {entry.from_division_id}" if entry.from_division_id else ""
        by = entry.actor_name or "the command line"
        typer.echo(f"{desk.clock(entry.at)}\t{entry.kind}{before}\tby {by}")


def diff(
    old: Annotated[str, typer.Argument(metavar="OLD", show_default=False)],
    new: Annotated[str, typer.Argument(metavar="NEW", show_default=False)],
    out: Out = None,
    html: Annotated[Path | None, typer.Option("--html", help="Write a map of them.")] = None,
    locale: Language = DEFAULT,
) -> None:
    """Tell what differs between two divisions, each an id or a file of cells."""
    import gis
    from gis.comparison import KINDS

    spoken = language(locale)
    for target in (out, html):
        ready(pages=target)
    before, after = _cells(old), _cells(new)
    changes = gis.changes(before, after)
    for kind in KINDS:
        rows = changes[changes["kind"] == kind]
        cells = rows["code_old" if kind == "retired" else "code_new"].nunique()
        named = catalogue().text(spoken, "cli-diff-line", kind=kind)
        facts = {"kind": f"{named:8}", "cells": f"{cells:>8}"}
        area = f"{rows['area_m2'].sum() / 1e4:>13,.2f}"
        say("cli-diff-row", **facts, many=cells, area=area)
    if out is not None:
        changes.to_csv(out, index=False, encoding="utf-8-sig", float_format="%.4f")
        say("cli-written", output=str(out))
    if html is not None:
        from gis.webmap import write_web_map

        write_web_map(gis.change_map(before, after, changes, locale=spoken), html)
        say("cli-written", output=str(html))


def activate(
    number: Number,
    at: Annotated[
        str | None, typer.Option("--at", help="Then, as 2026-12-01T00:00 of the district's clock.")
    ] = None,
) -> None:
    """Make a draft the division in force, at once for all or at a time."""
    from service.areas.operations import Plan, plan
    from service.generations.operations import SERVER, Wish, bring_into_force

    desk = Desk.open()
    if at is None:
        wish = Wish(number, SERVER)
        bring_into_force(desk.executor, desk.divisions, desk.settings.zone, wish)
        typer.echo(f"division {number} is active")
        return
    try:
        local = datetime.fromisoformat(at)
    except ValueError as error:
        raise UsageRefused(f"--at {at}: no day and time; write 2026-12-01T00:00") from error
    when = local if local.tzinfo else local.replace(tzinfo=desk.settings.zone)
    desk.executor.write(plan, Plan(number, when, SERVER))
    typer.echo(
        f"division {number} will be active from {desk.clock(when)} on, while the service runs;"
        f" gridward division cancel {number} takes it back"
    )


def cancel(number: Number) -> None:
    """Take back a planned activation; the division stays a draft."""
    from service.areas.operations import cancel_plan

    Desk.open().executor.write(cancel_plan, number)
    typer.echo(f"division {number} is a draft with no plan")


def rollback(
    number: Annotated[
        int | None, typer.Argument(metavar="[ID]", show_default=False, help="The one before.")
    ] = None,
) -> None:
    """Go back to an earlier generation, with its persons; open cases are routed again."""
    from service.areas.status import ActivationKind
    from service.generations.operations import SERVER, Wish, bring_into_force, roll_back_target

    desk = Desk.open()
    target = roll_back_target(desk.executor, number)
    wish = Wish(target, SERVER, ActivationKind.ROLL_BACK)
    done = bring_into_force(desk.executor, desk.divisions, desk.settings.zone, wish)
    typer.echo(f"division {done.division_id} is active again, in place of {done.from_division_id}")


def discard(
    number: Number,
    yes: Annotated[
        bool, typer.Option("--yes", "-y", help="Do not ask whether it is meant.")
    ] = False,
) -> None:
    """Throw away a draft that was never in force; that it was there stays on record."""
    from service.areas.operations import Discard, generation
    from service.generations.discarding import discard_draft
    from service.generations.operations import SERVER

    desk = Desk.open()
    one = desk.executor.read(generation, number)
    if one.info.status is DivisionStatus.DRAFT and not yes:
        _ask(f"discard the draft “{one.info.name}” with its {one.cells} cells for good?")
    desk.executor.write(discard_draft, Discard(number, SERVER))
    typer.echo(f"division {number} “{one.info.name}” is discarded")


def _ask(question: str) -> None:
    """Go on only when somebody says yes."""
    try:
        meant = typer.confirm(question)
    except typer.Abort as nobody:
        # Ctrl+C, or nothing more to read.
        if sys.stdin.isatty():
            raise
        raise UsageRefused("nobody is there to say yes; add --yes") from nobody
    if not meant:
        raise typer.Abort


def _cells(which: str) -> geopandas.GeoDataFrame:
    if which.isascii() and which.isdigit() and not Path(which).exists():
        return Desk.open().divisions.get(int(which)).cells
    from gis.cells import read_cells

    return read_cells(Path(which))


def _since(desk: Desk, info: DivisionInfo) -> str:
    if info.planned_at is not None:
        return f", planned for {desk.clock(info.planned_at)}"
    if info.valid_from is None:
        return ""
    until = f" to {desk.clock(info.valid_to)}" if info.valid_to else ""
    return f", since {desk.clock(info.valid_from)}{until}"
