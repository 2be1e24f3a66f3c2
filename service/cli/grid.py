"""The command on a division's figures and audit: exit status 0 where nothing is to mend, else 1."""

import csv
import io
import json
from datetime import datetime
from typing import Annotated, Any

import pandas
import typer

from service.areas.loaded import LoadedDivision
from service.audit.rules import Finding, HouseholdRange
from service.cli.desk import Desk
from service.cli.speech import DEFAULT, Language, language, misuse, spoken, words

_FORMATS = ("text", "json", "csv")
_TOLD = 20
"""Findings of a kind that the text tells one by one."""


def install(app: typer.Typer) -> None:
    """Add the commands."""
    grid = typer.Typer(no_args_is_help=True, help="Cells: figures and audit.")
    grid.callback()(_grid)
    grid.command("report")(report)
    app.add_typer(grid, name="grid")


def _grid() -> None:
    """Cells: figures and audit."""


def report(
    division: Annotated[
        int | None, typer.Option("--division", help="Its id; else the one in force.")
    ] = None,
    form: Annotated[str, typer.Option("--format", help="text, json or csv.")] = "text",
    minimum: Annotated[
        int | None, typer.Option(help="Fewest households of a cell; else as the settings have it.")
    ] = None,
    maximum: Annotated[int | None, typer.Option(help="Most of them.")] = None,
    locale: Language = DEFAULT,
) -> None:
    """Tell a division's figures, and what is to mend: status 0 if nothing, 1 if anything is."""
    from service.audit.examining import Examination, examine
    from service.audit.watching import range_of

    language(locale)
    if form not in _FORMATS:
        raise misuse("cli-grid-format", given=form)
    desk = Desk.open()
    usual = range_of(desk.settings)
    low = usual.minimum if minimum is None else minimum
    high = usual.maximum if maximum is None else maximum
    if not 0 <= low <= high:
        raise misuse("cli-grid-range", minimum=low, maximum=high)
    wanted = HouseholdRange(low, high)
    shown = desk.divisions.active() if division is None else desk.divisions.get(division)
    today = desk.executor.clock().astimezone(desk.settings.zone).date()
    found = examine(desk.executor, Examination(shown, wanted, today))
    told = {"text": _text, "json": _json, "csv": _csv}[form]
    typer.echo(told(desk, shown, found, wanted), nl=False)
    if found:
        raise typer.Exit(1)


def _text(desk: Desk, shown: LoadedDivision, found: list[Finding], wanted: HouseholdRange) -> str:
    from service.audit.kinds import FindingKind

    info, figures = shown.info, shown.figures
    communities = _communities(figures)
    name = _in_words(info.name, info.name_en)
    lines = [
        words(
            "cli-grid-title",
            id=str(info.id),
            name=name,
            cells=f"{len(figures):,}",
            communities=len(communities),
        ),
        *_figure_lines(figures),
        *(_community_line(shown, row) for row in communities),
        *_households_line(figures, wanted),
        words("cli-grid-findings", count=f"{len(found):,}") if found else words("cli-grid-clean"),
    ]
    for kind in FindingKind:
        some = [one for one in found if one.kind is kind]
        if not some:
            continue
        named = words(f"audit-kind-{kind.value}")
        lines.append(words("cli-grid-kind", kind=named, count=f"{len(some):,}"))
        lines += [f"  {_line(desk, shown, one)}" for one in some[:_TOLD]]
        if len(some) > _TOLD:
            lines.append("  " + words("cli-grid-more", count=f"{len(some) - _TOLD:,}"))
    return "\n".join(lines) + "\n"


def _json(desk: Desk, shown: LoadedDivision, found: list[Finding], wanted: HouseholdRange) -> str:
    from service.audit.figures import records
    from service.audit.telling import finding_told

    since = _since(desk, shown)
    told = {
        "division": {"id": shown.info.id, "name": shown.info.name, "status": shown.info.status},
        "households_range": {"minimum": wanted.minimum, "maximum": wanted.maximum},
        "communities": _communities(shown.figures),
        "cells": records(shown.figures),
        "findings": [
            {
                "kind": one.kind,
                "subject": one.subject,
                "community": one.community_code or None,
                "facts": dict(one.facts),
                "what": finding_told(one, words),
                "mend": _mend(desk, shown, one),
                "since": since[one.key].isoformat() if one.key in since else None,
            }
            for one in found
        ],
    }
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def _csv(desk: Desk, shown: LoadedDivision, found: list[Finding], _wanted: HouseholdRange) -> str:
    """Write a row for each cell; findings about no cell go to the standard error output."""
    from service.audit.figures import records

    of_cells: dict[str, list[str]] = {}
    codes = set(shown.figures["code"])
    for one in found:
        if one.subject in codes:
            of_cells.setdefault(one.subject, []).append(one.kind.value)
        else:
            typer.echo(_line(desk, shown, one), err=True)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    rows = records(shown.figures)
    columns = list(shown.figures.columns)
    writer.writerow([*columns, "findings"])
    for row in rows:
        writer.writerow([*(row[name] for name in columns), " ".join(of_cells.get(row["code"], ()))])
    return out.getvalue()


def _figure_lines(figures: pandas.DataFrame) -> list[str]:
    from service.audit.figures import distributions

    lines = []
    for one in distributions(figures):
        digits = 2 if one.figure == "compactness" else 0
        facts = {
            name: f"{value:,.{digits}f}"
            for name, value in (
                ("least", one.least),
                ("median", one.median),
                ("mean", one.mean),
                ("most", one.most),
            )
        }
        named = words(f"audit-figure-{one.figure}")
        lines.append(words("cli-grid-figure", figure=named, **facts))
    return lines


def _households_line(figures: pandas.DataFrame, wanted: HouseholdRange) -> list[str]:
    unknown = int(figures["households"].isna().sum())
    facts = {"minimum": wanted.minimum, "maximum": wanted.maximum}
    if unknown == len(figures):
        return [words("audit-households-none", **facts)]
    return [words("audit-households-some", count=unknown, **facts)] if unknown else []


def _community_line(shown: LoadedDivision, row: dict[str, Any]) -> str:
    community = shown.communities_by_code[row["community"]]
    return words(
        "cli-grid-community",
        name=_in_words(community.name, community.name_en),
        cells=row["cells"],
        area=_percent(row["area_spread"]),
        households=_percent(row["households_spread"]),
        compactness=f"{row['compactness']:.2f}",
        least=f"{row['compactness_least']:.2f}",
    )


def _percent(share: float | None) -> str:
    return words("audit-unknown") if share is None else f"{100 * share:.0f} %"


def _line(desk: Desk, shown: LoadedDivision, one: Finding) -> str:
    from service.audit.telling import finding_told, subject_told

    told = f"{subject_told(one)}: {finding_told(one, words)}"
    return f"{told}  {_mend(desk, shown, one)}"


def _mend(desk: Desk, shown: LoadedDivision, one: Finding) -> str:
    from service.audit.telling import mend_of
    from service.generations.operations import SERVER

    return desk.settings.public_url.rstrip("/") + mend_of(one, shown.info.id, SERVER)


def _since(desk: Desk, shown: LoadedDivision) -> dict[tuple[object, str], datetime]:
    from service.audit.operations import open_findings

    kept = desk.executor.read(open_findings, shown.info.id)
    return {one.finding.key: one.first_seen_at for one in kept}


def _communities(figures: pandas.DataFrame) -> list[dict[str, Any]]:
    from gis.figures import community_figures
    from service.audit.figures import records

    return records(community_figures(figures))


def _in_words(zh: str, en: str) -> str:
    return en if spoken() == "en" and en else zh
