"""The names that `import gis` promises, in whatever order their homes are imported."""

import inspect
import pydoc
import subprocess
import sys

import pytest

import gis

DIVIDE = """
cells = gis.partition(
    geopandas.GeoDataFrame(
        {"code": ["440704001001"]}, geometry=[shapely.box(113, 22.5, 113.002, 22.502)], crs=4326
    ),
    size_m=100,
)
assert len(cells) == 4, len(cells)
assert gis.partition.divide is not None
"""


@pytest.mark.parametrize(
    "imports",
    [
        "import gis",
        "import gis, gis.partition",
        "from gis.partition import divide; import gis",
        "import gis; gis.check_coverage; gis.partition; import gis.partition.squares",
    ],
)
def test_partition_can_be_called_however_it_was_imported(imports: str) -> None:
    script = f"import geopandas, shapely\n{imports}\n{DIVIDE}"
    subprocess.run([sys.executable, "-c", script], check=True)


@pytest.mark.parametrize("name", gis.__all__)
def test_every_public_name_is_there(name: str) -> None:
    assert getattr(gis, name) is not None


def test_help_on_partition_tells_how_to_call_it() -> None:
    told = pydoc.plain(pydoc.render_doc(gis.partition))
    assert "squares(size_m=100)" in told
    assert "it is approximate" in told
    assert list(inspect.signature(gis.partition).parameters)[:2] == ["communities", "strategy"]
