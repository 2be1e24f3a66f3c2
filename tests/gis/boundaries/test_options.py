"""How a file is to be read, as one value and by single options."""

from pathlib import Path

import pytest

from gis.boundaries import Reading, read_boundaries, read_cell_file
from gis.checking import check_file

DIRTY = Path(__file__).parents[2] / "data" / "dirty"


def test_a_reading_and_its_options_named_in_the_call_are_the_same() -> None:
    named = read_boundaries(DIRTY / "swapped_axes.geojson", swap_axes=True)
    handed = read_boundaries(DIRTY / "swapped_axes.geojson", Reading(swap_axes=True))
    assert handed.report == named.report
    assert handed.communities.equals(named.communities)


def test_an_option_named_in_the_call_counts_more_than_the_readings() -> None:
    checked = check_file(DIRTY / "swapped_axes.geojson", Reading(swap_axes=False), swap_axes=True)
    assert checked.refusal is None


@pytest.mark.parametrize("way_in", [read_boundaries, read_cell_file, check_file])
def test_an_unknown_option_is_refused_by_its_name(way_in: object) -> None:
    assert callable(way_in)
    with pytest.raises(TypeError, match="colour"):
        way_in(DIRTY / "bom.geojson", colour="red")
