"""What tells whether answers that are there already are the ones that would be made again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from gis.router.bulk.wanted import Routes, Wanted

_FORM = 1
"""Raised when the same question is written otherwise than before."""

_VERSIONS = ("ETag", "etag", "md5Hash", "mtime", "LastModified", "last_modified", "updated")
"""Under these keys file systems tell one content of a file from another."""


def stamp(router: Routes, wanted: Wanted, version: str) -> str:
    """Return a digest of a question: which input, by which index, asked how; 64 hex digits.

    Parameters
    ----------
    version
        What tells this content of the input from any other.
    """
    asked = asdict(replace(wanted, threads=1))
    said = json.dumps([_FORM, router.digest, version, asked], sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()


def version_of_path(path: Path) -> str:
    """Return what tells a file's content from any other: its length and time of change."""
    told = path.stat()
    return f"{told.st_size} {told.st_mtime_ns}"


def version_of_info(info: Mapping[str, Any]) -> str:
    """Return the same of what a file system of fsspec says of a file."""
    return " ".join(str(info[key]) for key in ("size", *_VERSIONS) if info.get(key) is not None)
