"""Whole files of points: the same rows with their cell, or a clear refusal and no file."""

from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
import shapely

import gis
from gis.router.bulk import BulkRouteError, route_file


@pytest.fixture(scope="module")
def router() -> gis.Router:
    cells = gpd.GeoDataFrame(
        {"code": ["440704001016001", "440704001016002"], "community": ["440704001016"] * 2},
        geometry=[shapely.box(113, 22, 113.1, 22.1), shapely.box(113.1, 22, 113.2, 22.1)],
        crs=4326,
    )
    return gis.Router.build(cells)


def _points() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "id": [1, 2, 3, 4],
            "lon": [113.05, 113.15, 120.0, None],
            "lat": [22.05, 22.05, 22.05, 22.05],
        }
    )


@pytest.mark.parametrize("ending", [".csv", ".parquet"])
def test_each_row_gets_its_cell_and_keeps_its_other_columns(
    tmp_path: Path, router: gis.Router, ending: str
) -> None:
    source, target = tmp_path / f"in{ending}", tmp_path / f"out{ending}"
    points = _points()
    points.to_csv(source, index=False) if ending == ".csv" else points.to_parquet(source)
    counts = route_file(router, source, target)
    text = {"cell": "str"}
    routed = pd.read_csv(target, dtype=text) if ending == ".csv" else pd.read_parquet(target)
    assert (counts.total, counts.inside, counts.outside) == (4, 2, 2)
    assert list(routed["id"]) == [1, 2, 3, 4]
    assert list(routed["cell"][:2]) == ["440704001016001", "440704001016002"]
    assert routed["cell"][2:].isna().all()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("x,y\n1,2\n", "has no column 'lon' (it has: x, y); name it with --lon and --lat"),
        ("lon,lat\na,b\n", "holds string, not numbers"),
        ("lon,lat,cell\n1,2,3\n", "already has a column 'cell'"),
    ],
)
def test_a_file_that_cannot_be_routed_is_refused_and_leaves_nothing(
    tmp_path: Path, router: gis.Router, content: str, said: str
) -> None:
    source, target = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_text(content)
    with pytest.raises(BulkRouteError) as refused:
        route_file(router, source, target)
    assert said in str(refused.value)
    assert list(tmp_path.iterdir()) == [source]
