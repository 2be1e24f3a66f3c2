"""Commands on divisions: draft, look, compare, bring into force, go back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Annotated

import geopandas
import typer

from gis.coverage.closing import DEFAULT_TOLERANCE_M
from gis.partition.contract import Chosen
from service.areas.active import Divisions
from service.areas.divisions import DivisionInfo
from service.areas.errors import NoActiveDivisionError
from service.areas.loaded import LoadedDivision
from service.cli.reading import (
    Column,
    Crs,
    Datum,
    File,
    Language,
    Layer,
    Tolerance,
    closed,
    language,
    read,
)
from service.cli.refusal import UsageRefused
from service.database import Executor, open_engine
from service.settings import Settings

Number = Annotated[int, typer.Argument(metavar="ID", show_default=False)]
Out = Annotated[Path | None, typer.Option("--out", help="Write the pairs as CSV.")]


def install(app: typer.Typer) -> None:
    """Add the commands."""
    division = typer.Typer(no_args_is_help=True, help="Divisions (generations).")
    for name, command in (
        ("draft", draft),
        ("list", list_divisions),
        ("show", show),
        ("diff", diff),
        ("activate", activate),
        ("cancel", cancel),
        ("rollback", rollback),
    ):
        division.command(name)(command)
    app.add_typer(division, name="division")


@dataclass(frozen=True)
class _Desk:
    settings: Settings
    executor: Executor
    divisions: Divisions

    @classmethod
    def open(cls) -> "_Desk":
        settings = Settings()
        executor = Executor(open_engine(settings.database_url))
        return cls(settings, executor, Divisions(executor, settings.var_dir / "index"))

    def active(self) -> LoadedDivision | None:
        try:
            return self.divisions.active()
        except NoActiveDivisionError:
            return None

    def clock(self, at: datetime) -> str:
        return f"{at.astimezone(self.settings.zone):%Y-%m-%d %H:%M}"


def draft(
    file: File,
    name: Annotated[str, typer.Option("--title", help="Name of the division.", show_default=False)],
    district: Annotated[
        str | None, typer.Option(help="Code of the district; that of the present one if absent.")
    ] = None,
    district_name: Annotated[str, typer.Option(help="Name of the district.")] = "",
    name_en: Annotated[str, typer.Option("--title-en", help="Its name in English.")] = "",
    district_name_en: Annotated[str, typer.Option(help="Its name in English.")] = "",
    source: Annotated[str, typer.Option(help="Source and licence of the lines.")] = "",
    strategy: Annotated[str, typer.Option(help="squares, hexagons or voronoi.")] = "squares",
    size: Annotated[float | None, typer.Option(help="Size of a cell in metres.")] = None,
    count: Annotated[int | None, typer.Option(help="Number of cells instead of a size.")] = None,
    h3: Annotated[int | None, typer.Option(help="Resolution of H3 hexagons.")] = None,
    plan: Annotated[
        Path | None, typer.Option(help="CSV or JSON: strategy and options by community.")
    ] = None,
    from_cells: Annotated[
        bool, typer.Option("--from-cells", help="FILE holds cells, with the city's own codes.")
    ] = False,
    new_codes: Annotated[
        bool, typer.Option("--new-codes", help="With --from-cells: give changed cells new codes.")
    ] = False,
    serial_digits: Annotated[int, typer.Option(help="Digits of a cell's serial.")] = 3,
    code: Column = None,
    community_name: Annotated[str | None, typer.Option("--name", help="Column of names.")] = None,
    parent: Column = None,
    crs: Crs = None,
    layer: Layer = None,
    datum: Datum = "wgs84",
    tolerance: Tolerance = DEFAULT_TOLERANCE_M,
) -> None:
    """Divide a boundary file, or take a file of cells, and store the division as a draft.

    Codes stay: a cell whose shape did not change keeps the one it has in the division in force,
    and no code is given out twice.
    """
    from gis.partition import divide
    from gis.partition.imported import imported
    from service.areas.operations import NewDivision
    from service.generations.drafting import draft as operation

    desk = _Desk.open()
    present = desk.active()
    if from_cells:
        taken = imported(file, tolerance_m=tolerance)
        made, told = taken.division, "the city's own cells"
        illustrative = bool(made.cells.attrs.get("illustrative"))
    else:
        found = read(
            file, crs=crs, layer=layer, datum=datum, code=code, name=community_name, parent=parent
        )
        options = _options(strategy, size=size, count=count, h3=h3)
        choices = _plan(plan) if plan is not None else None
        ground = closed(found, tolerance)
        made = divide(ground, strategy, plan=choices, serial_digits=serial_digits, **options)
        illustrative = found.illustrative
        told = ", ".join([strategy, *(_said(key, value) for key, value in options.items())])
        if choices:
            told += f"; {len(choices)} communities by plan"
    place = _district(present, district, district_name, district_name_en)
    drafted = operation(
        desk.executor,
        desk.divisions,
        desk.settings.zone,
        NewDivision(
            name=name,
            name_en=name_en,
            district_code=place[0],
            district_name=place[1],
            district_name_en=place[2],
            strategy=told,
            illustrative=illustrative,
            source=source,
            communities=made.communities,
            cells=made.cells,
        ),
        keep_codes=from_cells and not new_codes,
        serial_digits=serial_digits,
    )
    if present is not None:
        typer.echo(f"{drafted.kept_codes} cells keep their codes of “{present.info.name}”")
        typer.echo(f"{drafted.to_confirm} changes of responsible persons to confirm")
    typer.echo(
        f"division {drafted.division_id}: {drafted.proof.cells} cells, proven exact, a draft; see"
        f" it on the map, then gridward division activate {drafted.division_id}"
    )


def list_divisions() -> None:
    """List the divisions."""
    from service.areas.operations import list_divisions as operation

    desk = _Desk.open()
    for division in desk.executor.read(operation, None):
        typer.echo(
            f"{division.id}\t{division.status}{_since(desk, division)}\t{division.district_name}\t"
            f"{division.name}\t{division.strategy}"
        )


def show(number: Number) -> None:
    """Show a division: figures, proof, and every time that it came into force."""
    from service.areas.operations import generation

    desk = _Desk.open()
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
    locale: Language = "zh",
) -> None:
    """Tell what differs between two divisions, each an id or a file of cells."""
    import gis
    from gis.comparison import KINDS

    before, after = _cells(old), _cells(new)
    changes = gis.changes(before, after)
    for kind in KINDS:
        rows = changes[changes["kind"] == kind]
        cells = rows["code_old" if kind == "retired" else "code_new"].nunique()
        typer.echo(f"{kind:8}{cells:>8} cells{rows['area_m2'].sum() / 1e4:>14,.2f} ha")
    if out is not None:
        _need_folder(out)
        changes.to_csv(out, index=False, encoding="utf-8-sig")
        typer.echo(f"written: {out}")
    if html is not None:
        from gis.webmap import write_web_map

        _need_folder(html)
        write_web_map(gis.change_map(before, after, changes, locale=language(locale)), html)
        typer.echo(f"written: {html}")


def activate(
    number: Number,
    at: Annotated[
        str | None, typer.Option("--at", help="Then, as 2026-12-01T00:00 of the district's clock.")
    ] = None,
) -> None:
    """Make a draft the division in force, at once for all or at a time."""
    from service.areas.operations import Plan, plan
    from service.generations.operations import SERVER, Wish, bring_into_force

    desk = _Desk.open()
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

    _Desk.open().executor.write(cancel_plan, number)
    typer.echo(f"division {number} is a draft with no plan")


def rollback(
    number: Annotated[
        int | None, typer.Argument(metavar="[ID]", show_default=False, help="The one before.")
    ] = None,
) -> None:
    """Go back to an earlier generation, with its persons; open cases are routed again."""
    from service.areas.status import ActivationKind
    from service.generations.operations import SERVER, Wish, bring_into_force, roll_back_target

    desk = _Desk.open()
    target = roll_back_target(desk.executor, number)
    wish = Wish(target, SERVER, ActivationKind.ROLL_BACK)
    done = bring_into_force(desk.executor, desk.divisions, desk.settings.zone, wish)
    typer.echo(f"division {done.division_id} is active again, in place of {done.from_division_id}")


def _options(
    strategy: str, *, size: float | None, count: int | None, h3: int | None
) -> dict[str, float | int]:
    given = {"size_m": size, "count": count, "h3_resolution": h3}
    chosen = {name: value for name, value in given.items() if value is not None}
    if len(chosen) > 1:
        raise UsageRefused("give one of --size, --count and --h3")
    if not chosen and strategy in ("squares", "hexagons"):
        return {"size_m": 100.0}
    return chosen


def _plan(path: Path) -> Mapping[str, Chosen]:
    from gis.partition import STRATEGIES
    from gis.partition.plan import read_plan

    options = {
        name: frozenset(getattr(one, "__dataclass_fields__", {}))
        for name, one in STRATEGIES.items()
    }
    return read_plan(path, options)


def _said(key: str, value: float) -> str:
    return f"{value:g} m" if key == "size_m" else f"{key} {value:g}"


def _district(
    present: LoadedDivision | None, code: str | None, name: str, name_en: str
) -> tuple[str, str, str]:
    if code is None and present is not None:
        info = present.info
        return (
            info.district_code,
            name or info.district_name,
            name_en or info.district_name_en,
        )
    if code is None or not name:
        raise UsageRefused("no division is in force yet: give --district and --district-name")
    return code, name, name_en


def _cells(which: str) -> geopandas.GeoDataFrame:
    if which.isascii() and which.isdigit() and not Path(which).exists():
        return _Desk.open().divisions.get(int(which)).cells
    from gis.cells import read_cells

    return read_cells(Path(which))


def _need_folder(path: Path) -> None:
    if not path.parent.is_dir():
        raise UsageRefused(f"{path}: the folder {path.parent} does not exist; make it first")


def _since(desk: _Desk, info: DivisionInfo) -> str:
    if info.planned_at is not None:
        return f", planned for {desk.clock(info.planned_at)}"
    if info.valid_from is None:
        return ""
    until = f" to {desk.clock(info.valid_to)}" if info.valid_to else ""
    return f", since {desk.clock(info.valid_from)}{until}"
