r"""The file format ``.gridx``: an index on disk.

All numbers are little-endian.

====== ===== =========================================================
offset bytes content
====== ===== =========================================================
0      8     magic ``GRIDX\r\n\x1a``: a text transfer would break it
8      4     format version, unsigned
12     4     length of the codes, unsigned
16     8     number of cells, unsigned
24     8     number of rings, unsigned
32     8     number of vertices, unsigned
40     32    SHA-256 of the bytes 0 to 39 and of all bytes after the checksum
72           codes: UTF-8, ascending, one a line, padded with spaces to 8
then         cells: int64, rings + first ring of each cell, and the end
then         rings: int64, first vertex of each ring, and the end
then         vertices: int64, x and y in units of 1e-7 degrees
====== ===== =========================================================
"""

import hashlib
import os
import secrets
import struct
from pathlib import Path

import numpy as np

from gis.lattice import SPAN_LIMIT, Ints
from gis.router.errors import RouterError
from gis.router.index import Index

MAGIC = b"GRIDX\r\n\x1a"
VERSION = 1
_HEAD = struct.Struct("<8sIIQQQ")
_DIGEST_BYTES = 32
_BODY = _HEAD.size + _DIGEST_BYTES


def write(path: Path, index: Index) -> None:
    """Write an index so that readers see the old file or the whole new one."""
    codes = "\n".join(index.codes).encode()
    codes += b" " * (-len(codes) % 8)
    numbers = (index.cells, index.rings, index.xy)
    body = codes + b"".join(np.ascontiguousarray(n, dtype="<i8").tobytes() for n in numbers)
    head = _HEAD.pack(
        MAGIC, VERSION, len(codes), len(index.codes), len(index.rings) - 1, len(index.xy)
    )
    digest = hashlib.sha256(head + body).digest()
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    try:
        with draft.open("xb") as file:
            file.write(head + digest + body)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def read(path: Path) -> Index:
    """Read an index; nothing in the file is trusted before its checksum agrees."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise RouterError(
            f"cannot be read ({error.strerror}); build it with `gridward index`",
            kind="foreign",
            path=path,
        ) from error
    if not content.startswith(MAGIC[: len(content)]) or not content:
        raise RouterError("this is no index file", kind="foreign", path=path)
    if len(content) < _BODY:
        raise RouterError("the index is cut short; build it again", kind="corrupt", path=path)
    _, version, code_bytes, cells, rings, vertices = _HEAD.unpack_from(content)
    if version != VERSION:
        raise RouterError(
            f"format version {version} where {VERSION} is known; build it again",
            kind="version",
            path=path,
        )
    head, digest, body = content[: _HEAD.size], content[_HEAD.size : _BODY], content[_BODY:]
    expected = code_bytes + 8 * (cells + 1 + rings + 1 + 2 * vertices)
    if len(body) != expected or hashlib.sha256(head + body).digest() != digest:
        raise RouterError("the index is damaged; build it again", kind="corrupt", path=path)
    numbers: Ints = np.frombuffer(body, dtype="<i8", offset=code_bytes).astype(np.int64)
    first, ring_starts, xy = np.split(numbers, [cells + 1, cells + 1 + rings + 1])
    text = body[:code_bytes].decode(errors="replace").rstrip(" ")
    codes = tuple(text.split("\n")) if text else ()
    index = Index(codes, xy.reshape(-1, 2), ring_starts, first)
    if not _sound(index, cells):
        raise RouterError("the index contradicts itself; build it again", kind="corrupt", path=path)
    return index


def _sound(index: Index, cells: int) -> bool:
    """Check what a file with a right checksum could still get wrong."""
    return (
        len(index.codes) == cells
        and list(index.codes) == sorted(set(index.codes))
        and _ascends(index.cells, len(index.rings) - 1)
        and _ascends(index.rings, len(index.xy))
        and (len(index.xy) == 0 or int(np.ptp(index.xy, axis=0).max()) < SPAN_LIMIT)
        and bool((np.abs(index.xy) <= 1_800_000_000).all())
    )


def _ascends(starts: Ints, end: int) -> bool:
    return int(starts[0]) == 0 and int(starts[-1]) == end and bool((np.diff(starts) > 0).all())
