"""Commands of the administrator: database, accounts, imports, divisions."""

from typing import Annotated

import typer

from service.access.roles import Role
from service.cli.geography import Column, Crs, Datum, File, Layer, read
from service.cli.refusal import UsageRefused
from service.database import Executor, open_engine
from service.settings import Settings

Password = Annotated[
    str,
    typer.Option(prompt=True, confirmation_prompt=True, hide_input=True, help="Asked if absent."),
]


def install(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(migrate)
    user = typer.Typer(no_args_is_help=True, help="Accounts.")
    user.command("add")(add_user)
    user.command("passwd")(set_password)
    app.add_typer(user, name="user")
    imports = typer.Typer(no_args_is_help=True, help="Import registers.")
    imports.command("people")(import_people)
    imports.command("responsibilities")(import_people)
    app.add_typer(imports, name="import")
    division = typer.Typer(no_args_is_help=True, help="Divisions (generations).")
    division.command("list")(list_divisions)
    division.command("draft")(draft)
    division.command("activate")(activate)
    app.add_typer(division, name="division")


def _executor() -> Executor:
    return Executor(open_engine(Settings().database_url))


def migrate() -> None:
    """Bring the database to the newest form."""
    prepare_database(Settings().database_url)
    typer.echo("the database is up to date")


def prepare_database(url: str) -> None:
    """Bring a database to the newest form, and give a new one the standard's categories."""
    from service.cases.categories import ensure_categories
    from service.migrations import upgrade

    upgrade(url)
    engine = open_engine(url)
    Executor(engine).write(ensure_categories, None)
    engine.dispose()


def add_user(
    username: str,
    role: Annotated[Role, typer.Option(help="What the account may do.", show_default=False)],
    password: Password,
    person: Annotated[
        str | None, typer.Option(help="Number of the person in the register.")
    ] = None,
) -> None:
    """Add an account."""
    from service.access.operations import NewAccount, add_account

    if role is Role.ANONYMOUS:
        raise UsageRefused("role anonymous is for those without an account; choose another")
    _executor().write(add_account, NewAccount(username, password, role, person))
    typer.echo(f"account {username} added as {role}")


def set_password(username: str, password: Password) -> None:
    """Set an account's password; its sessions end."""
    from service.access.operations import NewPassword
    from service.access.operations import set_password as operation

    _executor().write(operation, NewPassword(username, password))
    typer.echo(f"password of {username} set")


def import_people(file: File) -> None:
    """Import organisations, persons, pairings and responsibilities: all of the file, or nothing."""
    from service.people.operations import PeopleFile
    from service.people.operations import import_people as operation

    if not file.is_file():
        raise UsageRefused(f"{file}: does not exist")
    report = _executor().write(operation, PeopleFile.read(file.read_bytes()))
    typer.echo(
        f"{report.organisations} organisations, {report.persons} persons,"
        f" {report.pairings} pairings, {report.responsibilities} responsibilities"
    )


def list_divisions() -> None:
    """List the divisions."""
    from service.areas.operations import list_divisions as operation

    for division in _executor().read(operation, None):
        since = f", since {division.valid_from:%Y-%m-%d}" if division.valid_from else ""
        typer.echo(
            f"{division.id}\t{division.status}{since}\t{division.district_name}\t"
            f"{division.name}\t{division.strategy}"
        )


def draft(
    file: File,
    name: Annotated[str, typer.Option("--title", help="Name of the division.", show_default=False)],
    district: Annotated[str, typer.Option(help="Code of the district.", show_default=False)],
    district_name: Annotated[str, typer.Option(help="Name of the district.", show_default=False)],
    name_en: Annotated[str, typer.Option("--title-en", help="Its name in English.")] = "",
    district_name_en: Annotated[str, typer.Option(help="Its name in English.")] = "",
    source: Annotated[str, typer.Option(help="Source and licence of the lines.")] = "",
    strategy: Annotated[str, typer.Option(help="squares")] = "squares",
    size: Annotated[float, typer.Option(help="Side of a cell in metres.")] = 100.0,
    code: Column = None,
    community_name: Annotated[str | None, typer.Option("--name", help="Column of names.")] = None,
    parent: Column = None,
    crs: Crs = None,
    layer: Layer = None,
    datum: Datum = "wgs84",
) -> None:
    """Divide a boundary file and store the division as a draft."""
    from gis.partition import divide
    from service.areas.operations import NewDivision, add_division, prove

    found = read(
        file, crs=crs, layer=layer, datum=datum, code=code, name=community_name, parent=parent
    )
    division = divide(found.communities, strategy, size_m=size)
    new = NewDivision(
        name=name,
        name_en=name_en,
        district_code=district,
        district_name=district_name,
        district_name_en=district_name_en,
        strategy=f"{strategy}, {size:g} m",
        illustrative=found.illustrative,
        source=source,
        communities=division.communities,
        cells=division.cells,
    )
    number = _executor().write(add_division, prove(new))
    typer.echo(
        f"division {number}: {len(division.cells)} cells, a draft; see it on the map, then"
        f" gridward division activate {number}"
    )


def activate(number: int) -> None:
    """Make a draft the active division of its district, at once for all."""
    from service.areas.operations import activate as operation

    _executor().write(operation, number)
    typer.echo(f"division {number} is active")
