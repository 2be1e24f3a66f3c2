"""A server process: serves what the settings name, and writes its address into a file."""

import os
import socket
import sys
from pathlib import Path

import uvicorn

from service.app import create_app
from service.settings import Settings


def main(ready: Path) -> None:
    """Serve on a free port until the process is ended."""
    app = create_app(Settings())
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(128)
        fresh = ready.with_suffix(".fresh")
        fresh.write_text(f"http://127.0.0.1:{listener.getsockname()[1]}")
        os.replace(fresh, ready)  # who sees the file sees all of it, and can connect
        uvicorn.Server(uvicorn.Config(app, log_level="warning")).run([listener])


if __name__ == "__main__":
    main(Path(sys.argv[1]))
