"""What a division and its parts are to the rest of the service: plain values."""

from dataclasses import dataclass
from datetime import datetime

import geopandas

from gis.codes import short_code
from service.areas.status import DivisionStatus


@dataclass(frozen=True)
class NewDivision:
    """A division to be kept as a draft.

    ``communities`` has the columns ``code``, ``name``, ``geometry`` and, where known,
    ``short_name``, ``name_en``, ``kind``, ``street_code`` (or ``parent``), ``street``,
    ``street_en``; ``cells`` has ``code``, ``community``, ``geometry`` and, where known, ``name``,
    ``kind``, ``households``, ``parent`` (of a micro-cell), ``code_before`` and ``note``, and in
    its ``attrs["lattices"]`` the lattices on which communities are divided. Both in EPSG:4326 on
    the 1e-7° lattice.
    """

    name: str
    district_code: str
    district_name: str
    district_name_en: str
    strategy: str
    illustrative: bool
    source: str
    communities: geopandas.GeoDataFrame
    cells: geopandas.GeoDataFrame
    name_en: str = ""


@dataclass(frozen=True)
class DivisionInfo:
    """A division without its geometry."""

    id: int
    name: str
    name_en: str
    district_code: str
    district_name: str
    district_name_en: str
    status: DivisionStatus
    strategy: str
    illustrative: bool
    source: str
    created_at: datetime
    valid_from: datetime | None
    """Since when it is in force, or was the last time."""
    valid_to: datetime | None
    planned_at: datetime | None = None
    """When a draft is to be activated."""
    revision: int = 0
    """How often its cells were changed by hand while it was a draft."""


@dataclass(frozen=True)
class StoredDivision:
    """A division as read from the database; the frames' columns are the tables' columns.

    ``cells`` are those of the coverage; ``micro_cells`` lie within them.
    """

    info: DivisionInfo
    communities: geopandas.GeoDataFrame
    cells: geopandas.GeoDataFrame
    micro_cells: geopandas.GeoDataFrame


@dataclass(frozen=True)
class CommunityName:
    """The names of a community and of its street."""

    name: str
    name_en: str
    street: str
    street_en: str


Bounds = tuple[float, float, float, float]
"""West, south, east, north in degrees."""


@dataclass(frozen=True)
class CommunityInfo:
    """A community of a division."""

    code: str
    name: str
    name_en: str
    kind: str
    street_code: str
    street: str
    street_en: str
    area_m2: float
    bounds: Bounds


@dataclass(frozen=True)
class CellInfo:
    """A cell with the names of where it lies."""

    code: str
    serial: int
    """Within the community; 0 where the city's own code tells none."""
    kind: str
    area_m2: float
    households: int | None
    community_code: str
    community: str
    community_en: str
    street_code: str
    street: str
    street_en: str
    bounds: Bounds
    label_lon: float
    label_lat: float
    """A point inside the cell, for its label."""
    code_before: str = ""
    """The code that it had in an older numbering."""
    note: str = ""
    name: str = ""
    """As the city calls it; empty where it goes by its serial."""

    @property
    def short_code(self) -> str:
        """The code without the community's."""
        return short_code(self.code, self.community_code)

    @property
    def label(self) -> str:
        """What it is called within its community: its serial, or its own code."""
        return str(self.serial) if self.serial else self.short_code


@dataclass(frozen=True)
class Located:
    """A place inside the district."""

    cell: CellInfo


@dataclass(frozen=True)
class Outside:
    """A place outside all cells; the nearest one where it is not too far to be meant."""

    nearest_code: str | None
    distance_m: float | None


@dataclass(frozen=True)
class Found:
    """Something that a search found."""

    kind: str
    """``cell``, ``community``, ``street``, ``case`` or ``place``."""
    title: str
    title_en: str
    detail: str
    detail_en: str
    code: str
    bounds: Bounds | None = None
    point: tuple[float, float] | None = None
    """Longitude and latitude."""
