"""What tests of the boundary reader ask again and again."""

from pathlib import Path
from typing import Any

import geopandas
import numpy as np
import pytest
import shapely

from gis.boundaries import Boundaries, BoundaryError, ErrorKind, RepairKind, read_boundaries


def refusal(path: Path, kind: ErrorKind, **options: Any) -> BoundaryError:
    """Read a file that must be refused, and return why."""
    with pytest.raises(BoundaryError) as caught:
        read_boundaries(path, **options)
    assert caught.value.kind is kind, str(caught.value)
    assert path.name in str(caught.value)
    assert str(path.parent) not in str(caught.value)
    assert caught.value.mend
    return caught.value


def kinds(boundaries: Boundaries) -> list[RepairKind]:
    """Return what was repaired or noted."""
    return [repair.kind for repair in boundaries.report]


def same_places(boundaries: Boundaries, frame: geopandas.GeoDataFrame) -> bool:
    """Tell whether communities are where the frame has them, to a tenth of a millimetre."""
    read = boundaries.communities.sort_values("code").geometry
    expected = frame.sort_values("code").geometry
    equal = shapely.equals_exact(
        shapely.normalize(read.to_numpy()), shapely.normalize(expected.to_numpy()), 1e-9
    )
    return bool(np.all(equal))
