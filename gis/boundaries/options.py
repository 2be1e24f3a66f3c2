"""How a file is to be read: one value that every way in hands on."""

from dataclasses import dataclass, field, replace
from os import PathLike
from typing import TypeAlias, TypedDict, Unpack

import geopandas
from pyproj import CRS
from shapely.geometry.base import BaseGeometry

from gis.boundaries.limits import Limits
from gis.boundaries.suspicions import Extent

Reference: TypeAlias = geopandas.GeoDataFrame | BaseGeometry


class ReadingOptions(TypedDict, total=False):
    """The fields of `Reading`, as a call names them."""

    crs: CRS | str | int | None
    layer: str | None
    datum: str
    code: str | None
    name: str | None
    parent: str | None
    swap_axes: bool
    skip_unusable: bool
    generate_codes: bool
    extent: Extent | None
    reference: str | PathLike[str] | Reference | None
    limits: Limits


@dataclass(frozen=True, slots=True)
class Reading:
    """How a file is to be read.

    Parameters
    ----------
    crs
        The CRS of the coordinates: needed where the file declares none, and stronger than its
        word where it does.
    layer
        Needed where the file has several.
    datum
        ``wgs84``, ``cgcs2000``, ``gcj02`` or ``bd09``: the shift to undo.
    code, name, parent
        Columns; without them the usual names are looked for.
    swap_axes
        Read coordinates as latitude, longitude.
    skip_unusable
        Leave out features without an area, without a code, or outside of the extent, and report
        them, instead of refusing the file.
    generate_codes
        Give features without a code one of their own, and report it, instead of refusing the
        file. Communities get theirs as `gis.boundaries.coding.generated` says; cells the next
        serial of their community, and where nothing tells that, of the community that the
        nearest cell belongs to.
    extent
        West, south, east, north in degrees: where the data should lie. What lies elsewhere is
        refused with the likely reason: swapped axes, another CRS.
    reference
        An outline of the same place on WGS84, as a file or a frame: whether the data fits it
        better with a datum's shift undone is reported.
    limits
        Sizes above which the file is refused.
    """

    crs: CRS | str | int | None = None
    layer: str | None = None
    datum: str = "wgs84"
    code: str | None = None
    name: str | None = None
    parent: str | None = None
    swap_axes: bool = False
    skip_unusable: bool = False
    generate_codes: bool = False
    extent: Extent | None = None
    reference: str | PathLike[str] | Reference | None = None
    limits: Limits = field(default_factory=Limits)

    def but(self, **options: Unpack[ReadingOptions]) -> "Reading":
        """Return the same reading with other options.

        Raises
        ------
        TypeError
            There is no such option.
        """
        return replace(self, **options)
