"""What installation compiles is the public work itself, on a district small enough."""

from gis.coverage import check_coverage, snap
from gis.precompile import compile_division, compile_proof, compile_routing, district


def test_the_district_is_a_coverage_and_every_step_on_it_succeeds() -> None:
    communities = snap(district())
    cells = communities.assign(code=communities["code"] + "001", community=communities["code"])
    assert check_coverage(cells, communities).exact
    compile_division()
    compile_proof()
    compile_routing()
