"""Names that cells have been given stay with them through every way of dividing and writing."""

from pathlib import Path

import geopandas
import pytest
import shapely

from gis.cells import name_cells, read_cells, write_cells
from gis.partition import divide
from gis.partition.imported import imported
from gis.partition.micro import micro
from gis.partition.renumbering import renumber
from tests.gis.districts import frame

GROUND = frame(
    c1=shapely.box(0, 0, 30_000, 20_000), c2=shapely.box(30_000, 0, 50_000, 20_000)
).assign(name=["东山弄社区", "金祝社区"])
SCHOOL = "江海区第一中学专属网格"


def with_school() -> geopandas.GeoDataFrame:
    """Divide the ground into cells of which one is a school with a name."""
    school = frame(c1=shapely.box(4_000, 4_000, 9_000, 9_000)).assign(name=[SCHOOL])
    special = school.drop(columns="code")
    division = divide(GROUND, size_m=110, special=special)
    return name_cells(division.cells, division.communities)


def names_of(cells: geopandas.GeoDataFrame) -> dict[str, str]:
    return {
        str(code): str(name)
        for code, name in zip(cells["code"], cells["name"], strict=True)
        if isinstance(name, str) and name
    }


@pytest.mark.parametrize("ending", [".geojson", ".gpkg", ".fgb", ".shp", ".parquet"])
def test_a_given_special_cells_name_is_in_the_written_file(tmp_path: Path, ending: str) -> None:
    cells = with_school()
    assert list(names_of(cells).values()) == [SCHOOL]
    write_cells(cells, tmp_path / f"cells{ending}")
    assert names_of(read_cells(tmp_path / f"cells{ending}")) == names_of(cells)


def test_dividing_a_cell_once_more_leaves_all_names_and_names_no_micro_cell(
    tmp_path: Path,
) -> None:
    cells = with_school()
    (school,) = names_of(cells)
    write_cells(micro(cells, school, count=2), tmp_path / "cells.geojson")
    again = read_cells(tmp_path / "cells.geojson")
    assert (again["parent"] == school).sum() > 1
    assert names_of(again) == {school: SCHOOL}


def test_a_new_number_leaves_the_name() -> None:
    cells = with_school()
    renumbered = renumber(cells, cells, retired=[])
    assert names_of(renumbered) == names_of(cells)


def test_written_names_come_back_by_importing_the_file(tmp_path: Path) -> None:
    cells = with_school()
    (school,) = names_of(cells)
    nested = micro(cells, school, count=2)
    micros = nested.index[nested["parent"] == school]
    nested.loc[micros, "name"] = [f"一中第{n}微网格" for n in range(1, len(micros) + 1)]
    write_cells(nested, tmp_path / "cells.geojson")
    assert names_of(imported(tmp_path / "cells.geojson").division.cells) == names_of(nested)
