import geopandas
import pytest
import shapely

from gis.coverage import check_coverage
from gis.datums import area_m2
from gis.partition import PartitionError, divide
from tests.gis.districts import frame

TWO = {"c1": shapely.box(0, 0, 50_000, 50_000), "c2": shapely.box(50_000, 0, 90_000, 50_000)}
FIRST, SECOND = "440704001001", "440704001002"


def areas(*shapes: shapely.Geometry, **columns: object) -> geopandas.GeoDataFrame:
    made = frame(**{f"c{n}": shape for n, shape in enumerate(shapes)}).drop(columns="code")
    return made.assign(**columns)


def test_special_cells_are_carved_out_exactly_and_named() -> None:
    school = shapely.Point(21_000, 23_000).buffer(6_000)
    special = areas(school, name=["江海中学"])
    for strategy in ("squares", "hexagons"):
        done = divide(frame(**TWO), strategy, special=special, size_m=110)
        assert check_coverage(done.cells, done.communities).exact
        (own,) = done.cells[done.cells["kind"] == "special"].itertuples()
        assert (own.name, own.community) == ("江海中学", FIRST)
        # Rounding moves its line by less than a centimetre.
        assert own.geometry.symmetric_difference(special.geometry[0]).area < 1e-9
        assert done.cells.loc[done.cells["kind"] == "general", "name"].isna().all()


def test_an_area_across_a_border_is_a_special_cell_in_each_community() -> None:
    market = shapely.box(45_000, 20_000, 56_000, 30_000)
    done = divide(frame(**TWO), special=areas(market, name=["市场"]), size_m=150)
    own = done.cells[done.cells["kind"] == "special"]
    assert own["community"].tolist() == [FIRST, SECOND]
    assert set(own["name"]) == {"市场"}
    assert check_coverage(done.cells, done.communities).exact


def test_what_of_an_area_lies_in_no_community_is_told_with_its_size_and_place() -> None:
    across = shapely.box(80_000, 20_000, 100_000, 30_000)
    done = divide(frame(**TWO), special=areas(across, name=["码头"]), size_m=150)
    (note,) = done.notes
    half = area_m2(areas(across).geometry.to_numpy())[0] / 2
    assert f"码头: {half:,.0f} m² of it lie in no community" in str(note)
    assert "码头：" in note.text("zh")
    within = divide(frame(**TWO), special=areas(shapely.box(1_000, 0, 9_000, 8_000)), size_m=150)
    assert within.notes == ()


def test_crumbs_of_areas_are_refused() -> None:
    for crumb in (shapely.box(0, 0, 10, 10), shapely.box(-9_000, 0, 5, 5_000)):
        with pytest.raises(PartitionError, match=r"码头 \(\d\.\d\d m²\)"):
            divide(frame(**TWO), special=areas(crumb, name=["码头"]), size_m=150)


def test_a_code_of_its_own_stays_and_no_other_cell_gets_it() -> None:
    shape = shapely.box(10_000, 10_000, 20_000, 20_000)
    special = areas(shape, name=["医院"], code=[f"{FIRST}003"])
    cells = divide(frame(**TWO), special=special, size_m=110).cells
    assert cells["code"].is_unique
    assert cells.loc[cells["kind"] == "special", "code"].tolist() == [f"{FIRST}003"]
    own = cells[cells["community"] == FIRST]
    assert own["code"].tolist() == [f"{FIRST}{n:03d}" for n in range(1, len(own) + 1)]


def test_the_order_of_areas_changes_nothing() -> None:
    shapes = [shapely.box(7_000 * i, 8_000, 7_000 * i + 5_000, 14_000) for i in range(8)]
    special = areas(*shapes, name=[f"单位 {i}" for i in range(8)])
    once = divide(frame(**TWO), special=special, size_m=90).cells
    again = divide(frame(**TWO), special=special.iloc[::-1], size_m=90).cells
    assert again.to_wkb().equals(once.to_wkb())


def test_areas_that_overlap_are_refused_by_both_names_and_area() -> None:
    one, two = shapely.box(0, 0, 9_000, 9_000), shapely.box(5_000, 0, 14_000, 9_000)
    with pytest.raises(PartitionError, match=r"学校 \+ 医院: 4,\d+ m²"):
        divide(frame(**TWO), special=areas(one, two, name=["学校", "医院"]))


@pytest.mark.parametrize(
    ("special", "said"),
    [
        (areas(shapely.box(200_000, 0, 210_000, 9000), name=["远"]), "no community: 远"),
        (areas(shapely.Point(1, 1), name=["点"]), "点 has a Point"),
        (areas(shapely.box(0, 0, 999, 999), name=["x"], code=[f"{SECOND}001"]), f"lies in {FIRST}"),
        (areas(shapely.box(0, 0, 99, 99)).set_crs(None, allow_override=True), "no CRS"),
    ],
)
def test_areas_that_cannot_be_carved_out_are_refused(
    special: geopandas.GeoDataFrame, said: str
) -> None:
    with pytest.raises(PartitionError, match=said):
        divide(frame(**TWO), special=special, size_m=200)


def test_special_cells_lie_in_communities_that_cross_themselves() -> None:
    crossed = shapely.Polygon([(0, 0), (30_000, 30_000), (30_000, 0), (0, 30_000)])
    school = frame(c1=shapely.box(2_000, 4_000, 28_000, 9_000)).assign(name="学校")
    done = divide(frame(c1=crossed), size_m=100, special=school[["name", "geometry"]])
    assert (done.cells["kind"] == "special").sum() == 2
    assert check_coverage(done.cells, done.communities).exact
