"""Run ``gridward`` as a user does, in this process."""

import sys
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from service.cli import main


@dataclass(frozen=True)
class Run:
    """How a command ended."""

    status: int
    out: str
    err: str


Gridward = Callable[..., Run]


@pytest.fixture
def gridward(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Gridward:
    """Give a function that runs the command with arguments and tells how it ended."""

    def run(*arguments: object) -> Run:
        monkeypatch.setattr(sys, "argv", ["gridward", *(str(part) for part in arguments)])
        with pytest.raises(SystemExit) as end:
            main()
        told = capsys.readouterr()
        code = end.value.code
        return Run(code if isinstance(code, int) else 0, told.out, told.err)

    return run
