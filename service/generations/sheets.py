"""What differs between two divisions, as a table and as lines for the map."""

import csv
import io
from collections.abc import Mapping

import geopandas
import numpy as np
import pandas

from gis.comparison import main_kinds
from service.areas.differences import Difference
from service.areas.geojson import feature_collection
from service.areas.loaded import LoadedDivision

_BOM = "\ufeff"
_COLUMNS = ("kind", "code_old", "code_new", "area_m2", "share_old", "share_new", "level")


def changes_csv(difference: Difference) -> bytes:
    """Return the changes as CSV, with a byte order mark so that spreadsheets read it as UTF-8."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(_COLUMNS)
    for level, rows in (("cell", difference.rows), ("micro", difference.micro_rows)):
        for row in rows:
            shares = [
                "" if share is None else f"{share:.6f}" for share in (row.share_old, row.share_new)
            ]
            codes = [row.code_old or "", row.code_new or ""]
            writer.writerow([row.kind, *codes, f"{row.area_m2:.2f}", *shares, level])
    return (_BOM + text.getvalue()).encode()


def changes_geojson(difference: Difference) -> bytes:
    """Return the changed cells as GeoJSON.

    Features with ``side`` ``new`` are cells of the new division by what became of most of their
    ground, as the figures count them; those with ``old`` are cells of the old one that are no more
    as they were, retired ground among them.
    """
    sides = (
        (difference.old, "old", "code_old"),
        # The new ones later, so that they are drawn over the old ones.
        (difference.new, "new", "code_new"),
    )
    frames = []
    for division, side, codes in sides:
        kinds = main_kinds(difference.changes, codes)
        changed = {code: kind for code, kind in kinds.items() if kind != "kept"}
        frames.append(_cells(division, side, changed))
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
