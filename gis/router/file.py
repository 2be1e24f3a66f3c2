"""The file format ``.gridx``: an index on disk, answered from where it lies.

``docs/router-format.md`` describes it. The head is checked when a file is opened; the rest, whose
length may be hundreds of megabytes, before the first answer, or at once where it is small.
"""

import hashlib
import mmap
import os
import secrets
import struct
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gis.router.codes import Codes
from gis.router.errors import RouterError
from gis.router.index import Grid, Index, Layer, Loose
from gis.router.rim import Rim

MAGIC = b"GRIDX\r\n\x1a"
VERSION = 3

_HEAD = struct.Struct("<8sIIQ8x64s")
_DIGEST_BYTES = 32
_ENTRY = struct.Struct("<16sQQ32s")
_START = _HEAD.size + _DIGEST_BYTES
_ALIGN = 64
_MOST_LAYERS = 64
_AT_ONCE_BYTES = 1 << 20
"""Files up to this length are checked whole when they are opened."""

_ONE: tuple[tuple[str, str, int], ...] = (
    ("codes.text", "u1", 0),
    ("codes.first", "<i8", 0),
    ("loose.place", "<i8", 0),
    ("loose.first", "<i4", 0),
    ("loose.items", "<i4", 0),
    ("loose.row", "<i4", 0),
    ("loose.cells", "<i4", 0),
    ("loose.rings", "<i4", 0),
    ("loose.xy", "<i4", 2),
    ("rim.xy", "<i4", 4),
    ("rim.row", "<i4", 0),
    ("rim.boxes", "<i4", 4),
)
_EACH_LAYER: tuple[tuple[str, str, int], ...] = (
    ("grid", "<i8", 0),
    ("raster", "<i4", 0),
    ("nodes", "<i8", 2),
    ("wide", "<i8", 3),
    ("grids", "<i8", 3),
)
"""Name, numbers, and columns of each section; 0 columns for a flat one."""


def _sections(layers: int) -> list[tuple[str, str, int]]:
    each = [
        (f"{k}.{name}", kind, width) for k in range(layers) for name, kind, width in _EACH_LAYER
    ]
    return [*_ONE, *each]


@dataclass(frozen=True)
class Opened:
    """An index file whose head has been checked.

    Attributes
    ----------
    index
        Arrays over the mapped file.
    generation
        Which division it holds.
    """

    path: Path
    index: Index
    generation: str
    _content: memoryview
    _pieces: tuple[tuple[int, int, bytes], ...]

    @property
    def nbytes(self) -> int:
        """Length of the file."""
        return len(self._content)

    @property
    def digest(self) -> str:
        """What distinguishes the index from any other: of its content, not of its name."""
        return _digest_of(digest for _, _, digest in self._pieces)

    @property
    def small(self) -> bool:
        """Whether checking it all is a matter of a millisecond."""
        return self.nbytes <= _AT_ONCE_BYTES

    def check_sums(self) -> None:
        """Compare every section with its checksum.

        Raises
        ------
        RouterError
            The file was altered.
        """
        longest_first = sorted(self._pieces, key=lambda piece: piece[0] - piece[1])
        if self.small:
            same = [self._same(piece) for piece in longest_first]
        else:
            with ThreadPoolExecutor(2) as pool:
                same = list(pool.map(self._same, longest_first))
        if not all(same):
            raise _damaged(self.path)

    def _same(self, piece: tuple[int, int, bytes]) -> bool:
        start, stop, digest = piece
        return hashlib.sha256(self._content[start:stop]).digest() == digest


def write(path: Path, index: Index, generation: str | None) -> None:
    """Write an index so that readers see the old file or the whole new one.

    Parameters
    ----------
    generation
        Which division it holds, up to 64 bytes of UTF-8; None for a digest of the content.
    """
    arrays = _arrays(index)
    table_end = _START + _ENTRY.size * len(arrays)
    offset = table_end + -table_end % _ALIGN
    entries: list[tuple[bytes, int, int, bytes]] = []
    contents: list[bytes] = []
    for name, array in arrays:
        content = array.tobytes()
        padding = bytes(-len(content) % _ALIGN)
        digest = hashlib.sha256(content)
        digest.update(padding)
        entries.append((name.encode(), offset, len(content), digest.digest()))
        contents += [content, padding]
        offset += len(content) + len(padding)
    if generation is None:
        generation = _digest_of(entry[3] for entry in entries)
    named = generation.encode()
    if len(named) > 64 or b"\0" in named:
        raise RouterError(
            f"generation {generation!r} is longer than 64 bytes or holds a zero byte", kind="cells"
        )
    head = _HEAD.pack(MAGIC, VERSION, len(arrays), offset, named)
    table = b"".join(_ENTRY.pack(*entry) for entry in entries)
    table += bytes(-table_end % _ALIGN)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    try:
        with draft.open("xb") as file:
            file.write(head + hashlib.sha256(head + table).digest() + table)
            file.writelines(contents)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def digest_of(index: Index) -> str:
    """Return what distinguishes an index from any other, whether it is in a file or not yet."""
    digests = []
    for _, array in _arrays(index):
        digest = hashlib.sha256(array.data)
        digest.update(bytes(-array.nbytes % _ALIGN))
        digests.append(digest.digest())
    return _digest_of(digests)


def _digest_of(sections: Iterable[bytes]) -> str:
    return hashlib.sha256(b"".join(sections)).hexdigest()


def _arrays(index: Index) -> list[tuple[str, NDArray[Any]]]:
    found: list[NDArray[Any]] = [
        index.codes.text, index.codes.first,
        *(getattr(index.loose, name.split(".")[1]) for name, _, _ in _ONE[2:9]),
        *(getattr(index.rim, name.split(".")[1]) for name, _, _ in _ONE[9:]),
    ]  # fmt: skip
    for layer in index.layers:
        g = layer.grid
        place = np.array([g.west, g.south, g.width, g.height, g.columns, g.rows], np.int64)
        found += [place, layer.raster, layer.nodes, layer.wide, layer.grids]
    return [
        (name, np.ascontiguousarray(array, dtype=kind))
        for (name, kind, _), array in zip(_sections(len(index.layers)), found, strict=True)
    ]


def read(path: Path) -> Opened:
    """Map an index file; nothing in its head is trusted before the checksum agrees.

    Raises
    ------
    RouterError
        The file is foreign, of another version, cut short or altered.
    """
    content = _mapped(path)
    if len(content) < len(MAGIC) or content[: len(MAGIC)] != MAGIC:
        raise RouterError("this is no index file", kind="foreign", path=path)
    if len(content) < _START:
        raise RouterError("the index is cut short; build it again", kind="corrupt", path=path)
    _, version, sections, length, named = _HEAD.unpack_from(content)
    if version != VERSION:
        raise RouterError(
            f"format version {version} where {VERSION} is known; build it again",
            kind="version",
            path=path,
        )
    if length != len(content):
        raise RouterError(
            f"the index is cut short: {len(content)} bytes of {length}; build it again",
            kind="corrupt",
            path=path,
        )
    layers, rest = divmod(sections - len(_ONE), len(_EACH_LAYER))
    table_end = _START + _ENTRY.size * sections
    start = table_end + -table_end % _ALIGN
    if rest or not 0 <= layers <= _MOST_LAYERS or start > length:
        raise _damaged(path)
    digest = hashlib.sha256(content[: _HEAD.size])
    digest.update(content[_START:start])
    if digest.digest() != content[_HEAD.size : _START]:
        raise _damaged(path)
    arrays, pieces = {}, []
    for k, (name, kind, width) in enumerate(_sections(layers)):
        said, offset, size, checksum = _ENTRY.unpack_from(content, _START + _ENTRY.size * k)
        row_bytes = np.dtype(kind).itemsize * max(width, 1)
        stop = offset + size + -size % _ALIGN
        if said.rstrip(b"\0") != name.encode() or offset != start or stop > length:
            raise _damaged(path)
        if size % row_bytes:
            raise _damaged(path)
        flat = np.frombuffer(content, kind, size // np.dtype(kind).itemsize, offset)
        arrays[name] = flat.reshape(-1, width) if width else flat
        pieces.append((offset, stop, checksum))
        start = stop
    index = _index(arrays, layers) if start == length else None
    if index is None:
        raise _damaged(path)
    opened = Opened(
        path, index, named.rstrip(b"\0").decode(errors="replace"), content, tuple(pieces)
    )
    if opened.small:
        opened.check_sums()
    return opened


def _mapped(path: Path) -> memoryview:
    try:
        with path.open("rb") as file:
            if os.fstat(file.fileno()).st_size == 0:
                return memoryview(b"")
            return memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
    except OSError as error:
        raise RouterError(
            f"cannot be read ({error.strerror}); build it with `gridward index`",
            kind="foreign",
            path=path,
        ) from error


def _index(arrays: dict[str, NDArray[Any]], layers: int) -> Index | None:
    made = []
    for k in range(layers):
        place = arrays[f"{k}.grid"].tolist()
        if len(place) != 6:
            return None
        rest = (arrays[f"{k}.{name}"] for name, _, _ in _EACH_LAYER[1:])
        made.append(Layer(Grid(*place), *rest))
    if len(arrays["loose.place"]) != 5 or not len(arrays["codes.first"]):
        return None
    return Index(
        Codes(arrays["codes.text"], arrays["codes.first"]),
        tuple(made),
        Loose(*(arrays[name] for name, _, _ in _ONE[2:9])),
        Rim(*(arrays[name] for name, _, _ in _ONE[9:])),
    )


def _damaged(path: Path) -> RouterError:
    return RouterError("the index is damaged; build it again", kind="corrupt", path=path)
