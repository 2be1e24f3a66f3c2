"""Commands that run the service, and that load the demo district."""

import logging
from typing import Annotated

import typer

from service.cli.administration import prepare_database
from service.cli.refusal import UsageRefused


def install(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(serve)
    demo = typer.Typer(no_args_is_help=True, help="The demo district.")
    demo.command("load")(load)
    app.add_typer(demo, name="demo")


def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on.")] = 8000,
    demo: Annotated[bool, typer.Option(help="Load the demo district where it is absent.")] = False,
    development: Annotated[bool, typer.Option(help="Also show /styleguide.")] = False,
) -> None:
    """Serve the pages and the API; the database is brought up to date first."""
    import uvicorn

    from service.app import create_app
    from service.settings import Settings

    _refuse_taken_port(host, port)
    settings = Settings()
    changes: dict[str, object] = {}
    if "public_url" not in settings.model_fields_set:
        changes["public_url"] = f"http://{host}:{port}"
    if development:
        changes["development"] = True
    settings = settings.model_copy(update=changes)
    prepare_database(settings.database_url)
    app = create_app(settings)
    if demo:
        from service.demo.load import load_demo, sign_ins

        load_demo(app.state.resources, tell=typer.echo)
        typer.echo(sign_ins(settings.public_url, settings.var_dir))
    else:
        typer.echo(f"Gridward serves on {settings.public_url}")
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    uvicorn.run(
        app,
        host=host,
        port=port,
        log_level="warning",
        proxy_headers=bool(settings.trusted_proxies),
        forwarded_allow_ips=settings.trusted_proxies or None,
    )


def load() -> None:
    """Load the demo district into the database; what is there already is kept."""
    from service.app import create_app
    from service.demo.load import load_demo, sign_ins
    from service.settings import Settings

    settings = Settings()
    prepare_database(settings.database_url)
    app = create_app(settings)
    load_demo(app.state.resources, tell=typer.echo)
    typer.echo(sign_ins(settings.public_url, settings.var_dir))


def _refuse_taken_port(host: str, port: int) -> None:
    import socket

    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise UsageRefused(
                f"cannot listen on {host}:{port} ({error.strerror}); choose another with --port,"
                " or make serve PORT=…"
            ) from error
