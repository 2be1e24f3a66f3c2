"""KML to raw features, read by a parser that expands nothing and opens nothing.

GDAL is not asked: which of its drivers would answer depends on what else the XML mentions, and
some of them fetch schemas.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError

import defusedxml
import numpy as np
from defusedxml.ElementTree import fromstring
from shapely.geometry.base import BaseGeometry

from gis.boundaries import encodings
from gis.boundaries.findings import BoundaryError, ErrorKind, Repair, RepairKind
from gis.boundaries.limits import FORMATS_SAID, Format, Limits, unpacked_error
from gis.boundaries.places import WGS84
from gis.boundaries.raw import Layer, RawFeatures, check_count, spoiled, unreadable
from gis.boundaries.shaping import NO_AREA, Shaping, together

_PROLOG = re.compile(r"^\s*<\?xml[^>]*?\?>", re.IGNORECASE)
_ENCODING = re.compile(rb"<\?xml[^>]*?encoding\s*=\s*[\"']([\w.:-]+)[\"']", re.IGNORECASE)
_SPACED_COMMA = re.compile(r"\s,|,\s")
_CONTAINERS = ("Document", "Folder")
_PLAIN_FIELDS = ("name", "description", "address", "phoneNumber")
_MAX_TAGS = 4_000_000
_MAX_DEPTH = 200
# Nobody chooses from longer lists, and folders of folders of so many would take long to find.
_MOST_LISTED = 1_000


@dataclass(slots=True)
class _Container:
    """A document or folder and the placemarks that lie directly in it.

    ``path`` has the names of the folders that it lies in, its own last.
    """

    name: str
    path: tuple[str, ...] = ()
    placemarks: list[Element] = field(default_factory=list)


def layers(
    path: Path,
    name: str,
    origin: Path,
    limits: Limits,
    wanted: str | None = None,
    *,
    every_shape: bool = False,
) -> list[Layer]:
    """Return a layer for each document or folder that holds placemarks, itself or in others.

    Parameters
    ----------
    path, name, origin, limits
        As for every format.
    wanted
        Name of a folder, or its path as "北山街道/社区". All that lies in such folders, however
        deep, is then one more layer of that name; folders of one name are read together.
    every_shape
        Whether lines and points are read too.

    Raises
    ------
    BoundaryError
        The XML is damaged, declares a document type or entities, or is no KML.
    """
    root, notes = _parsed(path, origin, limits)

    def read(part: _Container) -> RawFeatures:
        return _read(part, notes, Shaping(origin, limits, every_shape))

    if _tag(root) != "kml":
        raise BoundaryError(ErrorKind.UNKNOWN_FORMAT, origin, facts={"formats": FORMATS_SAID})
    links = sum(_tag(element) == "NetworkLink" for element in root.iter())
    if links:
        notes = (*notes, Repair("", RepairKind.LINKS_LEFT, facts={"count": links}))
    every = [part for part in _containers(root, name) if part.placemarks]
    inside = [part for part in every if wanted and _lies_in(part, wanted)]
    if wanted and inside:
        return [Layer(wanted, lambda: read(_whole(wanted, inside)))]
    wholes = _wholes(every)
    names = Counter([steps[-1] for steps in wholes] + [part.name for part in every])
    found = []
    for steps in wholes:
        inside = [part for part in every if part.path[: len(steps)] == steps]
        label = steps[-1] if names[steps[-1]] == 1 else "/".join(steps)
        found.append(
            Layer(
                label,
                lambda label=label, inside=inside: read(_whole(label, inside)),  # type: ignore[misc]
            )
        )
    for part in every:
        label = part.name if names[part.name] == 1 else "/".join(part.path)
        found.append(Layer(label, lambda part=part: read(part)))  # type: ignore[misc]
    return found


def _whole(name: str, parts: list[_Container]) -> _Container:
    """Return a folder with all that lies in it."""
    marks = [mark for part in parts for mark in part.placemarks]
    return _Container(name, parts[0].path, marks)


def _wholes(parts: list[_Container]) -> list[tuple[str, ...]]:
    """Return the paths of folders that hold several others with placemarks.

    Of folders that hold the same, the innermost: its name says most. One that has placemarks of
    its own is a layer already, by the same name.
    """
    if len(parts) > _MOST_LISTED:
        return []
    held: dict[tuple[int, int], tuple[str, ...]] = {}
    first: dict[tuple[str, ...], int] = {}
    count: Counter[tuple[str, ...]] = Counter()
    for number, part in enumerate(parts):
        for depth in range(1, len(part.path) + 1):
            path = part.path[:depth]
            count[path] += 1
            first.setdefault(path, number)
    for path in sorted(count, key=len):
        if count[path] > 1:
            held[first[path], count[path]] = path
    taken = {part.path for part in parts}
    return [path for path in held.values() if path not in taken]


def _lies_in(part: _Container, wanted: str) -> bool:
    """Tell whether a folder is, or lies in, one of a name or of the end of a path."""
    paths = (part.path[: depth + 1] for depth in range(len(part.path)))
    return any(f"/{'/'.join(path)}".endswith(f"/{wanted}") for path in paths)


def _parsed(path: Path, origin: Path, limits: Limits) -> tuple[Element, tuple[Repair, ...]]:
    data = path.read_bytes()
    if data.count(b"<") > _MAX_TAGS:
        raise unpacked_error(origin, limits)
    text, notes = _text(data, origin)
    try:
        root: Element = fromstring(text, forbid_dtd=True)
    except defusedxml.DefusedXmlException as fault:
        raise BoundaryError(ErrorKind.UNSAFE_XML, origin) from fault
    except (ParseError, ValueError, LookupError, RecursionError) as fault:
        raise unreadable(origin, str(fault)) from fault
    return root, notes


def _text(data: bytes, origin: Path) -> tuple[str, tuple[Repair, ...]]:
    """Decode by the XML's own word where it keeps it; expat itself knows no GBK."""
    declared = _ENCODING.match(data.lstrip())
    try:
        if declared is not None and not data.startswith(b"\xef\xbb\xbf"):
            word = declared[1].decode("ascii").lower()
            codec = "gb18030" if word in {"gbk", "gb2312", "gb_2312-80", "cp936"} else word
            return _PROLOG.sub("", data.decode(codec)), ()
    except (UnicodeDecodeError, LookupError):
        pass  # the declaration is wrong: the bytes decide
    try:
        text, encoding = encodings.decoded(data)
    except UnicodeDecodeError as fault:
        raise spoiled(origin, fault) from fault
    text = _PROLOG.sub("", text)
    if encoding is None:
        return text, ()
    facts = {"encoding": encodings.said(encoding)}
    return text, (Repair("", RepairKind.ENCODING_DETECTED, facts=facts),)


def _containers(root: Element, name: str) -> list[_Container]:
    found = [_Container(name, (name,))]
    waiting: list[tuple[Element, _Container, int]] = [(root, found[0], 0)]
    while waiting:
        element, inside, depth = waiting.pop()
        children = []
        for child in element:
            tag = _tag(child)
            if tag == "Placemark":
                inside.placemarks.append(child)
            elif tag in _CONTAINERS and depth < _MAX_DEPTH:
                called = _child_text(child, "name")
                # A folder without a name is the one around it.
                steps = (*inside.path, called) if called else inside.path
                fresh = _Container(called or inside.name, steps)
                found.append(fresh)
                children.append((child, fresh, depth + 1))
        waiting.extend(reversed(children))
    return found


def _read(part: _Container, notes: tuple[Repair, ...], shaping: Shaping) -> RawFeatures:
    check_count(len(part.placemarks), shaping.origin, shaping.limits)
    rows = []
    for placemark in part.placemarks:
        rows.append(_attributes(placemark))
        shapes = list(_shapes(placemark, shaping, 0))
        shaping.add(together(shapes) if shapes else None)
    return shaping.features(
        rows,
        crs=WGS84,
        format=Format.KML,
        layer=part.name,
        declares_datum=False,
        notes=notes,
    )


def _attributes(placemark: Element) -> dict[str, object]:
    """Return data of a schema or none, then the plain fields, then an ArcGIS table of words."""
    row: dict[str, object] = {}
    for element in placemark.iter():
        tag, key = _tag(element), element.get("name")
        if tag == "SimpleData" and key:
            row.setdefault(key, (element.text or "").strip())
        elif tag == "Data" and key:
            row.setdefault(key, _child_text(element, "value"))
    for tag in _PLAIN_FIELDS:
        value = _child_text(placemark, tag)
        if tag == "description" and "<td" in value.lower():
            for key, told in _table_cells(value):
                row.setdefault(key, told)
        elif value:
            row.setdefault(tag, value)
    return row


def _table_cells(html: str) -> list[tuple[str, str]]:
    """Return the pairs of a two-column table, as ArcGIS writes attributes into descriptions."""
    reader = _Cells()
    reader.feed(html)
    return [(cells[0], cells[1]) for cells in reader.rows if len(cells) == 2 and cells[0]]


class _Cells(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self.rows.append([])
        elif tag == "td" and self.rows:
            self.rows[-1].append("")
            self._inside = True

    def handle_endtag(self, tag: str) -> None:
        if tag in {"td", "tr"}:
            self._inside = False

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.rows[-1][-1] += data.strip()


def _shapes(element: Element, shaping: Shaping, depth: int) -> Iterator[BaseGeometry]:
    for child in element:
        tag = _tag(child)
        if tag == "Polygon":
            yield shaping.polygon(_rings(child, shaping))
        elif tag == "MultiGeometry" and depth < _MAX_DEPTH:
            yield from _shapes(child, shaping, depth + 1)
        elif tag in {"Point", "LineString", "LinearRing", "Model", "Track"}:
            yield from _beside(child, tag, shaping)


def _beside(element: Element, tag: str, shaping: Shaping) -> Iterator[BaseGeometry]:
    """Give lines and points, where they are wanted."""
    if not shaping.every_shape:
        yield NO_AREA
        return
    points = _points(_child_text(element, "coordinates"), shaping)
    drawn = shaping.dots(points) if tag == "Point" else shaping.lines([points])
    if drawn is not None:
        yield drawn


def _rings(polygon: Element, shaping: Shaping) -> list[object]:
    outer: list[object] = []
    inner: list[object] = []
    for side in polygon:
        tag = _tag(side)
        if tag in {"outerBoundaryIs", "innerBoundaryIs"}:
            # KML wants one ring in each innerBoundaryIs, but several are met with.
            points = [
                _points(element.text or "", shaping)
                for element in side.iter()
                if _tag(element) == "coordinates"
            ]
            (outer if tag == "outerBoundaryIs" else inner).extend(points)
    return [*outer, *inner] if outer else []


def _points(text: str, shaping: Shaping) -> object:
    # "lon,lat[,height]", apart by spaces; some programs set spaces after commas too.
    if _SPACED_COMMA.search(text):
        text = re.sub(r"\s*,\s*", ",", text)
    words = text.split()
    if not words:
        return []
    sizes = {word.count(",") + 1 for word in words}
    if sizes - {2, 3}:
        raise shaping.fault("a point is not “longitude,latitude[,height]”")
    try:
        if len(sizes) == 1:
            numbers = np.array(",".join(words).split(","), dtype=np.float64)
            xy = numbers.reshape(len(words), sizes.pop())
        else:
            xy = np.array([word.split(",")[:2] for word in words], dtype=np.float64)
    except ValueError as fault:
        raise shaping.fault("a coordinate is no number") from fault
    # A height of 0 throughout is KML's way to have none.
    return xy[:, :2] if xy.shape[1] == 3 and not xy[:, 2].any() else xy


def _child_text(element: Element, tag: str) -> str:
    return next((("".join(c.itertext())).strip() for c in element if _tag(c) == tag), "")


def _tag(element: Element) -> str:
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""
