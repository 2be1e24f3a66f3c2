"""Commands of the administrator: database, accounts, imports."""

from typing import Annotated

import typer

from service.access.roles import Role
from service.cli.database import open_database, opened
from service.cli.reading import File
from service.cli.refusal import UsageRefused
from service.cli.speech import words
from service.database import Executor
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
    user.command("disable")(disable_user)
    user.command("enable")(enable_user)
    app.add_typer(user, name="user")
    imports = typer.Typer(no_args_is_help=True, help="Import registers.")
    imports.command("people")(import_people)
    imports.command("responsibilities")(import_people)
    app.add_typer(imports, name="import")


def _executor() -> Executor:
    return open_database(Settings().database_url)


def migrate() -> None:
    """Bring the database to the newest form."""
    prepare_database(Settings().database_url)
    typer.echo("the database is up to date")


def prepare_database(url: str) -> None:
    """Bring a database to the newest form, and give a new one the standard's categories.

    Raises
    ------
    DatabaseNewerError, DatabaseUnreachableError
        It is left as it is.
    """
    from service.cases.categories import ensure_categories
    from service.migrations import Form, upgrade

    engine, form = opened(url)
    if form is Form.OLDER:
        upgrade(url)
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


def disable_user(username: str) -> None:
    """Refuse an account from now on; its sessions end."""
    _set_disabled(username, disabled=True)
    typer.echo(f"account {username} disabled")


def enable_user(username: str) -> None:
    """Allow a disabled account again."""
    _set_disabled(username, disabled=False)
    typer.echo(f"account {username} enabled")


def _set_disabled(username: str, *, disabled: bool) -> None:
    from service.access.operations import Disabled, set_disabled

    _executor().write(set_disabled, Disabled(username, disabled))


def import_people(file: File) -> None:
    """Import organisations, persons, pairings and responsibilities: all of the file, or nothing."""
    from service.people.operations import PeopleFile
    from service.people.operations import import_people as operation

    if not file.is_file():
        raise UsageRefused(words("cli-no-file", path=str(file)))
    report = _executor().write(operation, PeopleFile.read(file.read_bytes()))
    typer.echo(
        f"{report.organisations} organisations, {report.persons} persons,"
        f" {report.pairings} pairings, {report.responsibilities} responsibilities"
    )
