"""Open a file of any format and give its features for a subject."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import shapely

from gis.boundaries import BoundaryError, ErrorKind, Reading
from gis.boundaries.files import Dataset, opened
from gis.boundaries.formats import layer_names, read_features
from gis.boundaries.limits import vertices_error
from gis.boundaries.places import check_datum
from gis.boundaries.raw import RawFeatures
from gis.boundaries.whereabouts import check_extent
from gis.surroundings import osm
from gis.surroundings.errors import SurroundingsError, retold
from gis.surroundings.report import Remark, Subject
from gis.surroundings.tags import unpacked

LAYER_WORDS: dict[Subject, tuple[str, ...]] = {
    Subject.BUILDINGS: ("building", "house", "footprint", "建筑", "房屋", "楼", "jzw", "fw"),
    Subject.ADDRESSES: ("address", "addr", "地址", "门牌", "mp", "dz"),
    Subject.STREETS: ("street", "road", "highway", "道路", "街", "路", "dl"),
    Subject.WATER: ("water", "river", "hydro", "水", "河", "sx"),
}
"""Words in the names of layers, in order of preference."""

_TAGS = (
    *("building", "building:use", "building:levels", "building:flats", "height", "amenity"),
    *("aeroway", "leisure", "man_made", "military", "office", "power", "shop", "tourism"),
    *("highway", "railway", "waterway", "natural", "water", "landuse", "tunnel"),
    *("addr:housenumber", "addr:street", "addr:place", "addr:unit"),
)


@dataclass(frozen=True, slots=True)
class Source:
    """A file that is open, its datasets unpacked.

    Parameters
    ----------
    path
        As it was given.
    datasets
        What lies in it.
    reading
        How to read it; an extract of OpenStreetMap always as WGS84.
    """

    path: Path
    datasets: list[Dataset]
    reading: Reading

    def features(self, subject: Subject) -> tuple[list[RawFeatures], list[Remark]]:
        """Return the features for a subject, of one layer or of several, and what was chosen.

        Raises
        ------
        SurroundingsError
            The file is refused, or it has several layers and none is named for the subject.
        """
        with retold():
            raws, remarks = self._features(subject)
            held = sum(int(shapely.count_coordinates(raw.geometries)) for raw in raws)
            if held > self.reading.limits.max_vertices:
                raise vertices_error(self.path, self.reading.limits)
        if not raws:
            raise SurroundingsError(f"no-{subject}", self.path)
        return [replace(raw, table=unpacked(raw.table, _TAGS)) for raw in raws], remarks

    @property
    def is_extract(self) -> bool:
        """Whether it is an extract of OpenStreetMap, which holds all subjects."""
        return any(dataset.format in osm.FORMATS for dataset in self.datasets)

    def _features(self, subject: Subject) -> tuple[list[RawFeatures], list[Remark]]:
        limits = self.reading.limits
        extracts = [dataset for dataset in self.datasets if dataset.format in osm.FORMATS]
        if extracts:
            extent = self.reading.extent
            found = [
                raw
                for dataset in extracts
                for raw in osm.read_subject(dataset, subject, self.path, limits, extent)
            ]
            return found, []
        layer, remarks = self.reading.layer, []
        if layer is None:
            layer = self._layer(subject)
            if layer is not None:
                remarks.append(Remark("layer", layer=layer))
        raw = read_features(self.datasets, self.path, layer, limits, every_shape=True)
        return [raw], remarks

    def _layer(self, subject: Subject) -> str | None:
        """Choose among several layers by their names; None where there is one alone."""
        names = layer_names(self.datasets, self.path, self.reading.limits)
        if len(names) < 2:
            return None
        for word in LAYER_WORDS[subject]:
            fitting = [name for name in names if word in name.casefold()]
            if len(fitting) == 1:
                return fitting[0]
            if fitting:
                raise SurroundingsError.of_layers(self.path, fitting)
        raise SurroundingsError.of_layers(self.path, names)


@contextmanager
def source(path: Path, reading: Reading) -> Iterator[Source]:
    """Open a file; archives are unpacked under the limits that hold for boundaries.

    Raises
    ------
    SurroundingsError
        It is missing, too large, of no known format, or an archive that is not safe.
    """
    with retold():
        check_datum(reading.datum, path)
        if reading.extent is not None:
            check_extent(reading.extent, path)
        if not path.is_file():
            raise BoundaryError(ErrorKind.NOT_FOUND, path)
        with opened(path, reading.limits) as datasets:
            if any(dataset.format in osm.FORMATS for dataset in datasets):
                # OpenStreetMap is on WGS84, whatever other files of the same town are on.
                reading = reading.but(crs=None, datum="wgs84")
            yield Source(path, datasets, reading)
