"""Extracts of OpenStreetMap, read through GDAL's driver: which features each subject is read from.

Which tags become columns is said by `osmconf.ini` beside this file, not by GDAL's own.
"""

from pathlib import Path

from gis.boundaries import BoundaryError, ErrorKind, Limits
from gis.boundaries.files import Dataset
from gis.boundaries.limits import Format
from gis.boundaries.ogr import read_layer
from gis.boundaries.raw import RawFeatures
from gis.boundaries.suspicions import Extent
from gis.surroundings.report import Subject

FORMATS = (Format.OSM_PBF, Format.OSM_XML)
_CONFIGURATION = Path(__file__).with_name("osmconf.ini")
_WANTED: dict[Subject, tuple[tuple[str, str], ...]] = {
    Subject.BUILDINGS: (("multipolygons", "building IS NOT NULL"),),
    Subject.ADDRESSES: (
        ("points", '"addr:housenumber" IS NOT NULL'),
        ("multipolygons", '"addr:housenumber" IS NOT NULL'),
    ),
    Subject.STREETS: (
        ("lines", "highway IS NOT NULL OR waterway IS NOT NULL OR railway IS NOT NULL"),
    ),
    Subject.WATER: (
        ("lines", "waterway IS NOT NULL"),
        (
            "multipolygons",
            "\"natural\" = 'water' OR water IS NOT NULL OR waterway IS NOT NULL "
            "OR landuse IN ('reservoir', 'basin')",
        ),
    ),
}


def read_subject(
    dataset: Dataset, subject: Subject, origin: Path, limits: Limits, extent: Extent | None
) -> list[RawFeatures]:
    """Read what concerns a subject, layer by layer; none where the extract holds none.

    Parameters
    ----------
    extent
        Only what meets it is read: an extract of a province holds millions of features.
    """
    found = []
    for layer, where in _WANTED[subject]:
        options: dict[str, object] = {"where": where, "CONFIG_FILE": str(_CONFIGURATION)}
        if extent is not None:
            options["bbox"] = extent
        try:
            raw = read_layer(
                dataset.path, layer, dataset.format, layer, origin, limits, (), **options
            )
        except BoundaryError as fault:
            if fault.kind is ErrorKind.NO_FEATURES:
                continue
            raise
        found.append(raw)
    return found
