"""GeoParquet of any encoding, without metadata, and that swells."""

from pathlib import Path

import geopandas
import numpy as np
import pandas as pd
import pyarrow
import pyarrow.parquet
import pytest
import shapely

from gis.boundaries import ErrorKind, Limits, RepairKind, read_boundaries
from tests.gis.boundaries.asking import kinds, refusal, same_places


@pytest.mark.parametrize("encoding", ["WKB", "geoarrow"])
def test_both_encodings_are_read(
    encoding: str, frame: geopandas.GeoDataFrame, tmp_path: Path
) -> None:
    frame.to_parquet(tmp_path / "a.parquet", geometry_encoding=encoding)
    assert same_places(read_boundaries(tmp_path / "a.parquet"), frame)


def test_a_table_without_metadata_of_geometries_asks_for_its_crs(
    frame: geopandas.GeoDataFrame, tmp_path: Path
) -> None:
    table = pd.DataFrame(frame.to_wkb())
    pyarrow.parquet.write_table(pyarrow.Table.from_pandas(table), tmp_path / "a.parquet")
    refusal(tmp_path / "a.parquet", ErrorKind.NO_CRS)
    assert same_places(read_boundaries(tmp_path / "a.parquet", crs=4326), frame)


def test_long_codes_beside_missing_ones_keep_every_digit(
    frame: geopandas.GeoDataFrame, tmp_path: Path
) -> None:
    codes = pd.array([330106012003002001, pd.NA, 330106012003002003], dtype="Int64")
    frame.assign(code=codes).to_parquet(tmp_path / "a.parquet")
    boundaries = read_boundaries(tmp_path / "a.parquet", skip_unusable=True)
    assert boundaries.communities["code"].tolist() == [
        "330106012003002001",
        "330106012003002003",
    ]


def test_open_rings_and_heights_in_wkb_are_told(
    frame: geopandas.GeoDataFrame, tmp_path: Path
) -> None:
    with_z = frame.set_geometry(shapely.force_3d(frame.geometry, 5.0))
    with_z.to_parquet(tmp_path / "a.parquet")
    assert kinds(read_boundaries(tmp_path / "a.parquet")) == [RepairKind.HEIGHTS_DROPPED]


def test_a_value_that_a_dictionary_repeats_in_every_row_is_counted(tmp_path: Path) -> None:
    ring = np.random.default_rng(1).uniform(113, 114, (5_000, 2))
    wkb = shapely.to_wkb(shapely.Polygon(ring))
    table = pyarrow.table({"code": ["1"] * 5_000, "geometry": [wkb] * 5_000})
    path = tmp_path / "bomb.parquet"
    pyarrow.parquet.write_table(table, path, use_dictionary=True)
    assert path.stat().st_size < 1_000_000
    limits = Limits(max_unpacked_bytes=20_000_000)
    refusal(path, ErrorKind.TOO_MANY_UNPACKED_BYTES, limits=limits, crs=4326)


def test_a_table_without_geometries_is_refused(tmp_path: Path) -> None:
    pyarrow.parquet.write_table(pyarrow.table({"code": ["1"]}), tmp_path / "a.parquet")
    refusal(tmp_path / "a.parquet", ErrorKind.NO_GEOMETRY_COLUMN)
