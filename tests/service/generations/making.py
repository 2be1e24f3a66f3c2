"""Boundary files for tests, and a clerk who makes drafts of them over HTTP."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import geopandas as gpd
from httpx2 import Response
from shapely import LineString, box
from starlette.testclient import TestClient

from service.generations.workshop import Workshop
from tests.service.conftest import SOUTH, WEST, communities_frame

DRAFTS = "/api/v1/divisions/drafts"
METRE = 1 / 102_800
"""A metre of longitude in degrees, where the tests' district lies."""
_STEP = 0.0009


def geojson(frame: gpd.GeoDataFrame) -> bytes:
    return str(frame.to_json(drop_id=True)).encode()


def communities_file() -> bytes:
    """Return the tests' three communities."""
    return geojson(communities_frame())


def buildings_file() -> bytes:
    """Rows of houses over the three communities, about 90 m apart."""
    shapes = [
        box(west, south, west + _STEP / 3, south + _STEP / 5)
        for row in range(11)
        for column in range(22)
        for west, south in [(WEST + (column + 0.3) * _STEP, SOUTH + (row + 0.3) * _STEP)]
    ]
    floors = {"floors": [9] * len(shapes)}
    return geojson(gpd.GeoDataFrame(floors, geometry=shapes, crs=4326))


def streets_file() -> bytes:
    """Eight streets across the communities, three of them main streets."""
    lines = [
        LineString([(WEST - 0.01, SOUTH + y * _STEP), (WEST + 0.04, SOUTH + y * _STEP)])
        for y in (3, 6, 9)
    ]
    lines += [
        LineString([(WEST + x * _STEP, SOUTH - 0.01), (WEST + x * _STEP, SOUTH + 0.03)])
        for x in range(2, 22, 4)
    ]
    kinds = ["tertiary"] * 3 + ["residential"] * 5
    return geojson(gpd.GeoDataFrame({"highway": kinds}, geometry=lines, crs=4326))


def overlapping_file(width_m: float) -> bytes:
    """Return the communities with the first one drawn over into the second one."""
    frame = communities_frame()
    shapes = list(frame.geometry)
    shapes[0] = box(WEST, SOUTH, WEST + 0.01 + width_m * METRE, SOUTH + 0.01)
    return geojson(frame.set_geometry(shapes, crs=4326))


@dataclass
class Maker:
    """A clerk with a workshop that works when told to."""

    client: TestClient
    workshop: Workshop
    jobs: list[str] = field(default_factory=list)

    def give(
        self,
        content: bytes,
        *,
        name: str = "communities.geojson",
        files: Mapping[str, tuple[str, bytes]] | None = None,
        headers: Mapping[str, str] | None = None,
        **fields: str,
    ) -> Response:
        given = {"file": (name, content), **(files or {})}
        return self.client.post(DRAFTS, data=fields, files=given, headers=headers or {})

    def given(self, content: bytes, **options: Any) -> str:
        """Give a file, and return the address of what becomes of it."""
        answer = self.give(content, **options)
        assert answer.status_code == 202, answer.text
        location = str(answer.headers["location"])
        self.jobs.append(location)
        return location

    def told(self, job: str, language: str = "en") -> dict[str, Any]:
        answer = self.client.get(job, headers={"accept-language": language})
        assert answer.status_code == 200, answer.text
        return dict(json.loads(answer.text))

    def done(self, job: str) -> dict[str, Any]:
        """Let the workshop do what waits, and tell what became of a job."""
        self.workshop.work_off()
        return self.told(job)

    def made(self, content: bytes, **options: Any) -> dict[str, Any]:
        """Make a draft of a file, and return the division."""
        told = self.done(self.given(content, **options))
        assert told["state"] == "made", told
        answer = self.client.get(f"/api/v1/divisions/{told['division']}")
        assert answer.status_code == 200
        return dict(answer.json())
