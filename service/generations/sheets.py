"""What differs between two divisions, as a table and as lines for the map."""

import csv
import io
from collections.abc import Mapping

import geopandas
import numpy as np
import pandas

from service.areas.differences import Difference
from service.areas.geojson import feature_collection
from service.areas.loaded import LoadedDivision

_BOM = "\ufeff"
_COLUMNS = ("kind", "code_old", "code_new", "area_m2", "share_old", "share_new")


def changes_csv(difference: Difference) -> bytes:
    """Return the changes as CSV, with a byte order mark so that spreadsheets read it as UTF-8."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(_COLUMNS)
    for row in difference.rows:
        shares = [
            "" if share is None else f"{share:.6f}" for share in (row.share_old, row.share_new)
        ]
        writer.writerow(
            [row.kind, row.code_old or "", row.code_new or "", f"{row.area_m2:.2f}", *shares]
        )
    return (_BOM + text.getvalue()).encode()


def changes_geojson(difference: Difference) -> bytes:
    """Return the changed cells as GeoJSON.

    Features with ``side`` ``new`` are cells of the new division by their kind of change; those
    with ``old`` are cells of the old one that are no more as they were, retired ground among them.
    """
    rows = [row for row in difference.rows if row.kind != "kept"]
    new_kinds = {row.code_new: row.kind for row in rows if row.code_new is not None}
    old_kinds = {row.code_old: row.kind for row in rows if row.code_old is not None}
    frames = [
        _cells(difference.old, "old", old_kinds),
        # The new ones later, so that they are drawn over the old ones.
        _cells(difference.new, "new", new_kinds),
    ]
    whole = geopandas.GeoDataFrame(pandas.concat(frames, ignore_index=True), crs=4326)
    return feature_collection(whole, ["code", "kind", "side"])


def _cells(division: LoadedDivision, side: str, kinds: Mapping[str, str]) -> geopandas.GeoDataFrame:
    changed = division.cells[division.cells["code"].isin(list(kinds))]
    codes = changed["code"].tolist()
    return geopandas.GeoDataFrame(
        {"code": codes, "kind": [kinds[code] for code in codes], "side": side},
        geometry=np.asarray(changed.geometry.array),
        crs=4326,
    )
