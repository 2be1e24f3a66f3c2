"""A draft in the studio, with clerks at work on it over HTTP."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pytest
from httpx2 import Response
from sqlalchemy import text
from starlette.testclient import TestClient

from service.access.csrf import form_token
from service.access.operations import NewAccount, SignedIn, SignIn, add_account, sign_in
from service.access.roles import Role
from service.database import Executor
from service.settings import Settings
from service.web.context import SESSION_COOKIE
from tests.service.conftest import PASSWORD, SOUTH, WEST, YINQUAN, ClientAs
from tests.service.generations.conftest import Generations, generations  # noqa: F401

COLUMNS = (WEST, 113.103787, 113.107676, WEST + 0.01)
ROWS = (SOUTH, 22.5539524, 22.5575645, SOUTH + 0.01)
"""Where the lattice of 400 m cuts the first community."""
CENTRE, EAST = f"{YINQUAN}505", f"{YINQUAN}506"
"""Two cells beside each other of the first community's nine."""


def at(column: float, row: float) -> list[float]:
    """Return a place of the first community, counted in cells from its south-western corner."""
    return [
        round(float(np.interp(column, range(4), COLUMNS)), 7),
        round(float(np.interp(row, range(4), ROWS)), 7),
    ]


@dataclass
class Studio:
    """A clerk's studio."""

    client: TestClient
    division_id: int
    executor: Executor
    answers: list[Response] = field(default_factory=list)

    @property
    def path(self) -> str:
        return f"/api/v1/divisions/{self.division_id}/studio"

    def state(self) -> dict[str, Any]:
        answer = self.client.get(self.path)
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    def post(self, what: str, *, key: str | None = None, **body: Any) -> Response:
        body.setdefault("revision", self.state()["revision"])
        headers = {"accept-language": "en"} | ({"Idempotency-Key": key} if key else {})
        return self.client.post(f"{self.path}/{what}", json=body, headers=headers)

    def done(self, what: str, **body: Any) -> dict[str, Any]:
        answer = self.post(what, **body)
        assert answer.status_code in (200, 201), answer.text
        return dict(answer.json())

    def rows(self) -> dict[str, list[tuple[object, ...]]]:
        """Return all that the tables hold of the draft's cells."""
        wanted = {
            "divisions": "SELECT lattices, proof FROM divisions WHERE id = :id",
            "communities": "SELECT * FROM communities WHERE division_id = :id ORDER BY code",
            "cells": "SELECT * FROM cells WHERE division_id = :id ORDER BY code",
        }
        with self.executor.engine.connect() as connection:
            return {
                name: [
                    tuple(_plain(value) for value in row)
                    for row in connection.execute(text(sql), {"id": self.division_id})
                ]
                for name, sql in wanted.items()
            }


def _plain(value: object) -> object:
    return str(value) if isinstance(value, list | dict) else value


@pytest.fixture
def studio(generations: Generations, client_as: ClientAs, executor: Executor) -> Studio:  # noqa: F811
    return Studio(client_as(Role.CLERK), generations.draft(), executor)


@pytest.fixture
def other(studio: Studio, app: Any, settings: Settings, executor: Executor) -> Studio:
    """Give a second clerk on the same draft."""
    executor.write(add_account, NewAccount("second", PASSWORD, Role.CLERK, None))
    signed_in = sign_in(executor, SignIn("second", PASSWORD))
    assert isinstance(signed_in, SignedIn)
    client = TestClient(app, follow_redirects=False)
    client.cookies.set(SESSION_COOKIE, signed_in.token)
    client.headers["X-CSRF-Token"] = form_token(settings.signing_key, signed_in.token)
    return Studio(client, studio.division_id, executor)
