"""A real PostgreSQL for the tests: a throw-away cluster on a free port of this machine.

``GRIDWARD_TEST_POSTGRES_URL`` (a superuser's address) takes an existing server instead.
"""

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_USER = "gridward"


def _binaries() -> Path:
    homes = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: int(p.parent.name))
    found = shutil.which("initdb")
    if homes:
        return homes[-1]
    if found:
        return Path(found).resolve().parent
    raise RuntimeError("PostgreSQL is not installed: run `make test`, which installs it")


def _as_server_user(command: list[str]) -> list[str]:
    # The server refuses to run as root, so root hands it to the packages' own user.
    return (
        ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", *command]
        if (os.geteuid() == 0)
        else command
    )


def _run(command: list[str]) -> None:
    done = subprocess.run(
        _as_server_user(command), capture_output=True, text=True, cwd=tempfile.gettempdir()
    )
    if done.returncode:
        raise RuntimeError(f"{command[0]} failed: {done.stdout}{done.stderr}")


@contextmanager
def cluster() -> Iterator[str]:
    """Start a cluster, give its SQLAlchemy address, stop it and remove it."""
    given = os.environ.get("GRIDWARD_TEST_POSTGRES_URL")
    if given:
        yield given
        return
    binaries = _binaries()
    home = Path(tempfile.mkdtemp(prefix="gridward-pg-"))
    if os.geteuid() == 0:
        shutil.chown(home, "postgres", "postgres")
    data = home / "data"
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    try:
        _run(
            [
                str(binaries / "initdb"), "-D", str(data), "-U", _USER, "-A", "trust",
                "-E", "UTF8", "--locale=C.UTF-8", "--no-sync",
            ]
        )  # fmt: skip
        # Tests may lose all on a power cut: no fsync. Real servers keep it on.
        options = f"-p {port} -c listen_addresses=127.0.0.1 -k {home} -c fsync=off"
        _run(
            [
                str(binaries / "pg_ctl"), "-D", str(data), "-o", options, "-w", "-t", "60",
                "-l", str(home / "log"), "start",
            ]
        )  # fmt: skip
        try:
            yield f"postgresql+psycopg://{_USER}@127.0.0.1:{port}/postgres"
        finally:
            _run([str(binaries / "pg_ctl"), "-D", str(data), "-m", "immediate", "-w", "stop"])
    finally:
        shutil.rmtree(home)
