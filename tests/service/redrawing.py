"""Second generations of the made district, and the step into them and back."""

from dataclasses import replace
from datetime import date

import geopandas
import pandas
import shapely

from gis.datums import area_m2
from gis.partition import divide
from service.areas.activation import ActivationKind
from service.areas.operations import add_division, prove
from service.database import Transaction
from service.generations.operations import SERVER, Step, Wish, bring_into_force, prepare
from service.people.kinds import Tier
from service.people.models import Responsibility
from tests.service.district import SINCE, District, communities, new_division, redrawn


def drafted(district: District, cells: geopandas.GeoDataFrame, name: str) -> int:
    """Keep other cells of the same communities as a draft."""
    new = replace(new_division(), name=name, cells=cells)
    return district.executor.write(add_division, prove(new))


def merged(codes: tuple[str, ...], into: str) -> geopandas.GeoDataFrame:
    """Return the first generation's cells with some of them made one."""
    cells = new_division().cells
    one = cells["code"].isin(codes)
    whole = (
        cells[one]
        .iloc[[0]]
        .assign(
            code=into,
            geometry=[shapely.orient_polygons(shapely.union_all(cells[one].geometry.array))],
        )
    )
    frame = geopandas.GeoDataFrame(
        pandas.concat([cells[~one], whole]).sort_values("code"), crs=cells.crs
    )
    return frame.assign(area_m2=area_m2(frame.geometry.array)).reset_index(drop=True)


def nested(codes: tuple[str, ...], into: str) -> geopandas.GeoDataFrame:
    """Return cells with some of them made one, and these as its micro-cells."""
    first = new_division().cells
    parts = first[first["code"].isin(codes)]
    micro = parts.assign(
        code=[f"{into}{serial:02}" for serial in range(1, len(parts) + 1)], parent=into
    )
    cells = merged(codes, into).assign(parent=None)
    return geopandas.GeoDataFrame(pandas.concat([cells, micro], ignore_index=True), crs=first.crs)


def resized(district: District, size_m: float) -> int:
    """Keep a draft with cells of another size, under codes that the first one has not."""
    return district.executor.write(add_division, prove(redrawn(f"{size_m:g} m", size_m)))


def _renumbered(cells: geopandas.GeoDataFrame, first: int) -> list[str]:
    return [f"{code[:12]}{int(code[12:]) + first:03}" for code in cells["code"].astype(str)]


def trimmed(district: District, *, degrees: float, first_serial: int = 500) -> int:
    """Keep a draft of which the western edge lies farther east."""
    frame = communities()
    west, south, east, north = frame.geometry.iloc[0].bounds
    narrower = shapely.box(west + degrees, south, east, north)
    frame = frame.set_geometry([narrower, *frame.geometry.iloc[1:]], crs=frame.crs)
    divided = divide(frame, "squares", size_m=500)
    cells = divided.cells.assign(code=_renumbered(divided.cells, first_serial))
    new = replace(
        new_division(), name=f"{degrees} east", communities=divided.communities, cells=cells
    )
    return district.executor.write(add_division, prove(new))


def name_person(district: District, cell: str, number: str, tier: Tier = Tier.COMMUNITY) -> None:
    """Make somebody responsible for a cell since the beginning of the year."""

    def add(tx: Transaction, _command: None) -> None:
        tx.session.add(
            Responsibility(
                cell_code=cell, tier=tier, person_id=district.persons[number], valid_from=SINCE
            )
        )

    district.executor.write(add, None)


def bring(
    district: District, division_id: int, kind: ActivationKind = ActivationKind.ACTIVATE
) -> None:
    """Bring a division into force, with its people and cases."""
    resources = district.resources
    bring_into_force(
        resources.executor,
        resources.divisions,
        district.settings.zone,
        Wish(division_id, SERVER, kind),
    )


def step_to(district: District, division_id: int) -> Step:
    """Prepare the step from the division in force to a draft."""
    resources = district.resources
    wish = Wish(division_id, SERVER)
    return prepare(resources.executor, resources.divisions, district.settings.zone, wish)


def today(district: District) -> date:
    """Return the day that it is in the district."""
    return district.clock().astimezone(district.settings.zone).date()
