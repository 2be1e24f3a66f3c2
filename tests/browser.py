"""A real browser before a real server, for tests that look at pages."""

import shutil
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import uvicorn
from playwright.sync_api import Browser, sync_playwright
from starlette.types import ASGIApp

_STARTS_WITHIN_S = 30.0
_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-sync",
    "--no-first-run",
    "--disable-dev-shm-usage",
)

ON_SQLITE, ON_POSTGRESQL = (
    pytest.mark.parametrize("database_url", [kind], indirect=True)
    for kind in ("sqlite", "postgresql")
)
"""For tests in a browser: what it asks for goes by HTTP, whose own tests run on both."""


class ServerNotStartedError(RuntimeError):
    """The test's server did not come up."""


class BrowserMissingError(RuntimeError):
    """No Chromium is installed; ``make test`` installs one."""


@contextmanager
def live_server(app: ASGIApp) -> Iterator[str]:
    """Serve an app on a free port of this machine, and give its address.

    Parameters
    ----------
    app
        Any ASGI app; its startup and shutdown run.
    """
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", lifespan="auto"))
        thread = threading.Thread(target=server.run, args=([listener],), daemon=True)
        thread.start()
        deadline = time.monotonic() + _STARTS_WITHIN_S
        while not server.started:
            if not thread.is_alive() or time.monotonic() > deadline:
                raise ServerNotStartedError
            time.sleep(0.02)
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            server.should_exit = True
            thread.join(_STARTS_WITHIN_S)


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start the installed Chromium without a window."""
    executable = shutil.which("chromium") or shutil.which("chromium-browser")
    if executable is None:
        raise BrowserMissingError
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=list(_FLAGS))
        try:
            yield browser
        finally:
            browser.close()
