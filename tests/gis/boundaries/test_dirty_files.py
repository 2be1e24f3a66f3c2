"""Each dirty file ends as its manifest says; what concerns neighbours is the coverage's."""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
import shapely

from gis.boundaries import (
    BoundaryError,
    ErrorKind,
    FeaturePlace,
    Limits,
    RepairKind,
    read_boundaries,
)
from gis.texts import GIS_TEXTS

DIRTY = Path(__file__).parents[2] / "data" / "dirty"
MANIFEST = json.loads((DIRTY / "manifest.json").read_text(encoding="utf-8"))["files"]
SPOILED = "63000030028"

READ_CLEAN = (
    *("big5.zip", "bom.geojson", "dense.geojson", "epsg3826.gpkg", "epsg3857.gpkg"),
    *("epsg4490.gpkg", "plain.fgb", "plain.kml", "plain.kmz", "plain.parquet"),
    *("big_overlap.geojson", "missing_village.geojson", "small_overlaps_gaps.geojson"),
)
REPAIRED = {
    "bow_tie.geojson": (SPOILED, RepairKind.SELF_INTERSECTION),
    "unclosed.geojson": (SPOILED, RepairKind.RING_CLOSED),
    "spike.geojson": (SPOILED, RepairKind.SPIKE_CUT),
    "collection.geojson": (SPOILED, RepairKind.PARTS_DROPPED),
    "with_z.geojson": ("", RepairKind.HEIGHTS_DROPPED),
    "gbk_no_cpg.zip": ("", RepairKind.ENCODING_DETECTED),
    "empty_names.geojson": ("63000030002", RepairKind.BLANK_NAME),
}
REFUSED = {
    "bomb.zip": ErrorKind.TOO_MANY_UNPACKED_BYTES,
    "duplicate_code.geojson": ErrorKind.REPEATED_CODE,
    "empty.geojson": ErrorKind.NO_FEATURES,
    "entity.kml": ErrorKind.UNSAFE_XML,
    "metres_as_degrees.geojson": ErrorKind.METRES_AS_DEGREES,
    "nan.geojson": ErrorKind.NOT_FINITE,
    "not_a_map.pdf": ErrorKind.UNKNOWN_FORMAT,
    "null_empty_point.geojson": ErrorKind.NO_AREA,
    "swapped_axes.geojson": ErrorKind.SWAPPED_AXES,
    "truncated.geojson": ErrorKind.UNREADABLE,
    "two_layers.gpkg": ErrorKind.SEVERAL_LAYERS,
    "utf8_no_prj.zip": ErrorKind.NO_CRS,
    "wkt.csv": ErrorKind.NO_CRS,
    "zip_slip.zip": ErrorKind.UNSAFE_ARCHIVE,
}
REFERENCE = read_boundaries(DIRTY / "bom.geojson").communities.set_index("code")


def test_every_file_of_the_manifest_is_tried_here() -> None:
    assert {entry["file"] for entry in MANIFEST} == {*READ_CLEAN, *REPAIRED, *REFUSED}


@pytest.mark.parametrize("name", READ_CLEAN)
def test_a_sound_file_is_read_at_its_place_with_nothing_to_report(name: str) -> None:
    boundaries = read_boundaries(DIRTY / name)
    expected = next(entry["features"] for entry in MANIFEST if entry["file"] == name)
    communities = boundaries.communities.set_index("code")
    assert len(communities) == expected
    assert boundaries.report == []
    assert communities.crs.to_epsg() == 4326
    assert communities["name"].to_dict() == REFERENCE.loc[communities.index, "name"].to_dict()
    moved = shapely.distance(
        shapely.centroid(communities.geometry.array),
        shapely.centroid(REFERENCE.loc[communities.index].geometry.array),
    )
    # A degree is 111 km: a decimetre whatever the CRS was, but for the file whose vertices were
    # shaken by metres.
    assert np.median(moved) < (5e-5 if name == "small_overlaps_gaps.geojson" else 1e-6)


@pytest.mark.parametrize("name", REPAIRED)
def test_a_mendable_file_is_mended_and_the_repair_told(name: str) -> None:
    boundaries = read_boundaries(DIRTY / name)
    assert REPAIRED[name] in {(repair.feature, repair.kind) for repair in boundaries.report}
    assert len(boundaries.communities) == 53
    assert shapely.is_valid(boundaries.communities.geometry).all()
    assert not boundaries.communities.has_z.any()
    assert all(repair.what for repair in boundaries.report)


@pytest.mark.parametrize("name", REFUSED)
def test_a_hopeless_file_is_refused_with_input_and_mend(name: str) -> None:
    with pytest.raises(BoundaryError) as caught:
        read_boundaries(DIRTY / name)
    error = caught.value
    assert error.kind is REFUSED[name]
    assert name in str(error)
    assert error.mend in str(error)
    assert str(DIRTY) not in str(error)


def test_a_bow_tie_reports_the_area_it_changed() -> None:
    (repair,) = read_boundaries(DIRTY / "bow_tie.geojson").report
    assert repair.area_m2 > 1000


def test_names_in_gbk_and_big5_are_right() -> None:
    for name in ("gbk_no_cpg.zip", "big5.zip"):
        communities = read_boundaries(DIRTY / name).communities.set_index("code")
        assert communities["name"].to_dict() == REFERENCE["name"].to_dict()


def test_the_error_names_each_feature_without_an_area() -> None:
    with pytest.raises(BoundaryError) as caught:
        read_boundaries(DIRTY / "null_empty_point.geojson")
    assert caught.value.places == tuple(
        FeaturePlace(number, f"6300003000{number}") for number in (1, 2, 3)
    )


def test_features_without_an_area_are_left_out_when_asked_and_told() -> None:
    boundaries = read_boundaries(DIRTY / "null_empty_point.geojson", skip_unusable=True)
    assert len(boundaries.communities) == 50
    assert [repair.kind for repair in boundaries.report] == [RepairKind.SKIPPED] * 3


@pytest.mark.parametrize(
    ("name", "crs"),
    [("utf8_no_prj.zip", 4326), ("wkt.csv", 4326), ("metres_as_degrees.geojson", 3826)],
)
def test_the_callers_crs_makes_the_file_readable(name: str, crs: int) -> None:
    communities = read_boundaries(DIRTY / name, crs=crs).communities.set_index("code")
    read, expected = communities.geometry.array, REFERENCE.loc[communities.index].geometry.array
    assert shapely.distance(shapely.centroid(read), shapely.centroid(expected)).max() < 1e-5
    assert communities["name"].to_dict() == REFERENCE["name"].to_dict()


def test_axes_are_swapped_only_when_asked_and_told() -> None:
    boundaries = read_boundaries(DIRTY / "swapped_axes.geojson", swap_axes=True)
    assert [repair.kind for repair in boundaries.report] == [RepairKind.AXES_SWAPPED]
    assert boundaries.communities.total_bounds.tolist() == pytest.approx(REFERENCE.total_bounds)


def test_one_of_several_layers_is_read_by_name() -> None:
    assert len(read_boundaries(DIRTY / "two_layers.gpkg", layer="villages").communities) == 53


def test_several_layers_and_a_wrong_one_are_all_listed() -> None:
    with pytest.raises(BoundaryError, match="villages, towns"):
        read_boundaries(DIRTY / "two_layers.gpkg")
    with pytest.raises(BoundaryError, match="villages, towns"):
        read_boundaries(DIRTY / "two_layers.gpkg", layer="streets")


def test_an_archive_that_points_outside_writes_nothing(tmp_path: Path) -> None:
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    shutil.copy(DIRTY / "zip_slip.zip", inner)
    with pytest.raises(BoundaryError):
        read_boundaries(inner / "zip_slip.zip")
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["zip_slip.zip"]


@pytest.mark.parametrize(
    ("limits", "kind"),
    [
        (Limits(max_bytes=1000), ErrorKind.TOO_MANY_BYTES),
        (Limits(max_features=52), ErrorKind.TOO_MANY_FEATURES),
        (Limits(max_vertices=100), ErrorKind.TOO_MANY_VERTICES),
    ],
)
def test_limits_are_kept(limits: Limits, kind: ErrorKind) -> None:
    with pytest.raises(BoundaryError) as caught:
        read_boundaries(DIRTY / "plain.fgb", limits=limits)
    assert caught.value.kind is kind


@pytest.mark.parametrize("locale", ["en", "zh"])
@pytest.mark.parametrize(
    ("option", "flag"),
    [
        ("layer=", "--layer"),
        ("skip_unusable", "--skip"),
        ("swap_axes", "--swap-axes"),
        ("generate_codes", "--generate-codes"),
    ],
)
def test_a_message_that_names_an_option_names_it_for_the_command_line_too(
    locale: str, option: str, flag: str
) -> None:
    lines = (GIS_TEXTS / locale / "options.ftl").read_text(encoding="utf-8").splitlines()
    naming = [line for line in lines if option in line and not line.startswith("#")]
    assert naming
    assert all(flag in line for line in naming)
