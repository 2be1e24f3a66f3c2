"""Choose the layer to read among all that an input holds, and read it."""

from collections import Counter
from dataclasses import replace
from pathlib import Path

from gis.boundaries import (
    delimited,
    documents,
    esrijson,
    geojson,
    kml,
    ogr,
    parquet,
    shapefile,
    topojson,
)
from gis.boundaries.files import Dataset
from gis.boundaries.findings import BoundaryError, ErrorKind, Repair, RepairKind
from gis.boundaries.limits import FORMATS_SAID, Format, Limits
from gis.boundaries.raw import Layer, RawFeatures, unreadable

_NO_MAP = (ErrorKind.UNKNOWN_FORMAT, ErrorKind.NO_GEOMETRY_COLUMN, ErrorKind.ONLY_POINTS)
"""What a table or a text about the data is, that lies in an archive beside it."""

_DAMAGED = (ErrorKind.UNREADABLE, ErrorKind.SPOILED_TEXT, ErrorKind.SERVER_ERROR)
"""What one file of an archive is by itself, and no reason to refuse the others."""

_FOLDERED = (".kml", ".kmz")
"""A folder's name reads all that lies in it."""


def read_features(
    datasets: list[Dataset],
    origin: Path,
    layer: str | None,
    limits: Limits,
    *,
    every_shape: bool = False,
) -> RawFeatures:
    """Read the one layer that is there, or the named one.

    With `every_shape` lines and points are read as well as polygons.

    Raises
    ------
    BoundaryError
        Several layers and none named, no such layer, too many features, or not readable.
    """
    try:
        found, notes = _labelled(datasets, origin, limits, layer, every_shape=every_shape)
        raw = _chosen(found, origin, layer).read()
    except RecursionError as fault:
        raise unreadable(origin, "nested too deep") from fault
    return replace(raw, notes=(*notes, *raw.notes))


def layer_names(datasets: list[Dataset], origin: Path, limits: Limits) -> list[str]:
    """Return the names of all layers that could be read, lines and points too."""
    try:
        found, _ = _labelled(datasets, origin, limits, None, every_shape=True)
    except RecursionError as fault:
        raise unreadable(origin, "nested too deep") from fault
    return list(dict.fromkeys(one.name for one, _ in found))


def _labelled(
    datasets: list[Dataset],
    origin: Path,
    limits: Limits,
    wanted: str | None,
    *,
    every_shape: bool,
) -> tuple[list[tuple[Layer, str]], list[Repair]]:
    """Return the layers, each with the other name that it goes by, and files passed over.

    Layers of one name in several files of an archive go by their file's name too.
    """
    found: list[tuple[Dataset, Layer, str]] = []
    strange: list[BoundaryError] = []
    notes: list[Repair] = []
    for dataset in datasets:
        within = wanted and wanted.removeprefix(f"{dataset.name}/")
        try:
            layers = _layers(dataset, origin, limits, within, every_shape=every_shape)
        except BoundaryError as fault:
            is_wanted = wanted == dataset.name or wanted != within
            if fault.kind not in _NO_MAP + _DAMAGED or is_wanted or len(datasets) == 1:
                raise
            if fault.kind in _DAMAGED:
                facts = {"file": dataset.name}
                notes.append(Repair("", RepairKind.FILE_PASSED_OVER, facts=facts))
            strange.append(fault)
            continue
        if wanted and within != wanted and [one.name for one in layers] == [within]:
            found.append((dataset, Layer(wanted, layers[0].read), within or ""))
        elif len(layers) == 1 and len(datasets) > 1 and layers[0].name != within:
            # Unpacked files are numbered on disk: one of one layer goes by the name it had.
            found.append((dataset, Layer(dataset.name, layers[0].read), layers[0].name))
        else:
            found += [
                (dataset, one, dataset.name if len(layers) == 1 else one.name) for one in layers
            ]
    if not found and strange:
        raise next((fault for fault in strange if fault.kind in _DAMAGED), strange[0])
    names = Counter(one.name for _, one, _ in found)
    labelled = [
        (one, other)
        if names[one.name] == 1
        else (Layer(f"{dataset.name}/{one.name}", one.read), other)
        for dataset, one, other in found
    ]
    return labelled, notes


def _layers(
    dataset: Dataset, origin: Path, limits: Limits, wanted: str | None, *, every_shape: bool
) -> list[Layer]:
    path, name = dataset.path, dataset.name
    match dataset.format:
        case Format.GEOPARQUET:
            return parquet.layers(path, name, origin, limits)
        case Format.CSV:
            return delimited.layers(path, name, origin, limits, every_shape=every_shape)
        case Format.KML:
            return kml.layers(path, name, origin, limits, wanted, every_shape=every_shape)
        case Format.SHAPEFILE:
            return shapefile.layers(path, name, origin, limits)
        case Format.GEOPACKAGE | Format.FLATGEOBUF:
            return ogr.layers(path, dataset.format, name, origin, limits)
        case Format.OSM_PBF | Format.OSM_XML:
            # What is a boundary there has no code; `gis.townscape` reads what else there is.
            raise BoundaryError(ErrorKind.UNKNOWN_FORMAT, origin, facts={"formats": FORMATS_SAID})
    document = documents.parsed(path, origin, limits)
    if document.format is Format.TOPOJSON:
        return topojson.layers(document, name, origin, limits, every_shape=every_shape)
    if document.format is Format.ESRIJSON:
        return esrijson.layers(document, name, origin, limits, every_shape=every_shape)
    return geojson.layers(document, name, origin, limits, every_shape=every_shape)


def _chosen(found: list[tuple[Layer, str]], origin: Path, layer: str | None) -> Layer:
    if not found:
        raise BoundaryError(ErrorKind.NO_FEATURES, origin)
    names = ", ".join(dict.fromkeys(one.name for one, _ in found))
    if layer is None:
        fitting = [one for one, _ in found]
    else:
        fitting = [one for one, _ in found if layer in (one.name, one.name.partition("/")[2])]
        fitting = [one for one in fitting if one.name == layer] or fitting
        fitting = fitting or [one for one, other in found if other == layer]
        if not fitting:
            facts = {"layer": layer, "layers": names}
            raise BoundaryError(ErrorKind.UNKNOWN_LAYER, origin, facts=facts)
    if len(fitting) > 1:
        names = ", ".join(dict.fromkeys(one.name for one in fitting))
        folders = origin.suffix.lower() in _FOLDERED
        facts = {"layers": names, "folders": "yes" if folders else "no"}
        raise BoundaryError(ErrorKind.SEVERAL_LAYERS, origin, facts=facts)
    return fitting[0]
