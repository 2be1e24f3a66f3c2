"""Values as the database keeps them in JSON. No framework."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any


def fields_kept(kind: type[Any], kept: Mapping[str, object]) -> dict[str, Any]:
    """Return the fields of a dataclass from what was kept of it, lists as tuples.

    What an older version kept besides, and this one no longer knows, is left out.
    """
    names = {field.name for field in fields(kind)}
    return {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in kept.items()
        if name in names
    }
