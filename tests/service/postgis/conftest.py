"""A database with PostGIS for each test, on the tests' own cluster."""

import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import geopandas as gpd
import psycopg
import pytest
import shapely
from psycopg import Connection, sql
from sqlalchemy.engine import make_url

import gis
from tests.service.cli.conftest import gridward

WEST, EAST = "440704001016001", "440704001016002"

Link = Connection[Any]

__all__ = ["gridward"]


@pytest.fixture(scope="session")
def router() -> gis.Router:
    return gis.Router.build(
        gpd.GeoDataFrame(
            {"code": [WEST, EAST]},
            geometry=[shapely.box(113, 22, 113.1, 22.1), shapely.box(113.1, 22, 113.2, 22.1)],
            crs=4326,
        ),
        generation="2026-11",
    )


@pytest.fixture
def index(router: gis.Router, tmp_path: Path) -> Path:
    path = tmp_path / "cells.gridx"
    router.save(path)
    return path


@pytest.fixture
def address(postgres_url: str) -> Iterator[str]:
    server = make_url(postgres_url).set(drivername="postgresql")
    name = f"points_{secrets.token_hex(6)}"
    with psycopg.connect(server.render_as_string(hide_password=False), autocommit=True) as admin:
        admin.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        mine = server.set(database=name).render_as_string(hide_password=False)
        with psycopg.connect(mine, autocommit=True) as link:
            link.execute("CREATE EXTENSION postgis")
        yield mine
        admin.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@pytest.fixture
def link(address: str) -> Iterator[Link]:
    with psycopg.connect(address, autocommit=True) as link:
        yield link
