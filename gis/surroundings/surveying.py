"""Tell what subjects a file may be read for, where nobody says it."""

from os import PathLike
from pathlib import Path
from typing import Unpack

import numpy as np
import shapely

from gis.boundaries import Reading
from gis.boundaries.formats import layer_names, read_features
from gis.boundaries.options import ReadingOptions
from gis.surroundings.errors import SurroundingsError, retold
from gis.surroundings.report import Subject
from gis.surroundings.sources import LAYER_WORDS, Source, source

_BY_DIMENSION = (Subject.ADDRESSES, Subject.STREETS, Subject.BUILDINGS)


def subjects_in(
    path: str | PathLike[str], reading: Reading | None = None, **options: Unpack[ReadingOptions]
) -> tuple[Subject, ...]:
    """Return the subjects that a file may be read for.

    An extract of OpenStreetMap may hold all. Of several layers the names tell; of a single one its
    name, if that speaks of water, else what most of its shapes are: areas are buildings, lines are
    streets, points are addresses.

    Parameters
    ----------
    path, reading, **options
        As the readers take them.

    Raises
    ------
    SurroundingsError
        The file is refused, or no layer's name tells what it holds.
    """
    origin = Path(path)
    reading = (reading or Reading()).but(**options)
    with source(origin, reading) as opened:
        if opened.is_extract:
            return tuple(Subject)
        with retold():
            names = layer_names(opened.datasets, origin, reading.limits)
        if len(names) > 1 and reading.layer is None:
            found = tuple(subject for subject in Subject if _is_named(subject, names))
            if not found:
                raise SurroundingsError.of_layers(origin, names)
            return found
        if _is_named(Subject.WATER, [*names, origin.stem]):
            return (Subject.WATER,)
        return (_by_shapes(opened),)


def _is_named(subject: Subject, names: list[str]) -> bool:
    folded = [name.casefold() for name in names]
    return any(word in name for word in LAYER_WORDS[subject] for name in folded)


def _by_shapes(opened: Source) -> Subject:
    reading = opened.reading
    with retold():
        raw = read_features(
            opened.datasets, opened.path, reading.layer, reading.limits, every_shape=True
        )
    dimensions = shapely.get_dimensions(raw.geometries)
    counts = np.bincount(dimensions[dimensions >= 0], minlength=len(_BY_DIMENSION))
    if not counts.any():
        raise SurroundingsError("nothing", opened.path)
    return _BY_DIMENSION[int(counts.argmax())]
