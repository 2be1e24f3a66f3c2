"""Small towns written as files, for the tests of reading them."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import quoteattr

EXTRACT = Path(__file__).parents[2] / "data/townscape/osm/finnish_town.osm.pbf"
WEST, SOUTH = 113.10, 22.50
STEP_DEGREES = 0.0001
"""About 10 m."""


class Town:
    """An extract of OpenStreetMap, drawn on squared paper of about 10 m."""

    def __init__(self) -> None:
        self._nodes: list[str] = []
        self._ways: list[str] = []

    def node(self, x: float, y: float, **tags: str) -> int:
        """Draw a point."""
        number = len(self._nodes) + 1
        lon, lat = WEST + x * STEP_DEGREES, SOUTH + y * STEP_DEGREES
        self._nodes.append(
            f'<node id="{number}" version="1" lon="{lon:.7f}" lat="{lat:.7f}">{_tags(tags)}</node>'
        )
        return number

    def line(self, points: Sequence[tuple[float, float]], **tags: str) -> None:
        """Draw a line."""
        refs = "".join(f'<nd ref="{self.node(x, y)}"/>' for x, y in points)
        self._way(refs, tags)

    def square(self, x: float, y: float, side: float = 1, **tags: str) -> None:
        """Draw an area whose south-west corner is given."""
        corners = [(x, y), (x + side, y), (x + side, y + side), (x, y + side)]
        numbers = [self.node(*corner) for corner in corners]
        refs = "".join(f'<nd ref="{number}"/>' for number in [*numbers, numbers[0]])
        self._way(refs, tags)

    def write(self, path: Path) -> Path:
        """Write it."""
        text = "\n".join(['<?xml version="1.0" encoding="UTF-8"?>', '<osm version="0.6">'])
        path.write_text("\n".join([text, *self._nodes, *self._ways, "</osm>"]), encoding="utf-8")
        return path

    def _way(self, refs: str, tags: Mapping[str, str]) -> None:
        number = len(self._ways) + 1
        self._ways.append(f'<way id="{number}" version="1">{refs}{_tags(tags)}</way>')


def _tags(tags: Mapping[str, str]) -> str:
    return "".join(
        f"<tag k={quoteattr(key.replace('__', ':'))} v={quoteattr(value)}/>"
        for key, value in tags.items()
    )
