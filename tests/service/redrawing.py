"""Second generations of the made district, and the step into them and back."""

from dataclasses import replace
from datetime import date

import geopandas
import pandas
import shapely

from gis.datums import area_m2
from gis.partition import divide
from service.areas.activation import ActivationKind, Inheritance
from service.areas.loaded import LoadedDivision
from service.areas.operations import active_division, add_division, prove
from service.database import Transaction
from service.generations.operations import SERVER, Step, Wish, come_into_force
from service.people.kinds import Tier
from service.people.models import Responsibility
from tests.service.district import SINCE, District, communities, new_division

UNAMBIGUOUS = 0.9


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


def resized(district: District, size_m: float) -> int:
    """Keep a draft with cells of another size, under codes that the first one has not."""
    new = new_division(f"{size_m:g} m", size_m)
    new = replace(new, cells=new.cells.assign(code=_renumbered(new.cells, 500)))
    return district.executor.write(add_division, prove(new))


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
    district.executor.write(come_into_force, step_to(district, division_id, kind))


def step_to(
    district: District, division_id: int, kind: ActivationKind = ActivationKind.ACTIVATE
) -> Step:
    """Prepare the step from the division in force."""
    divisions = district.resources.divisions
    old = divisions.get(district.executor.read(active_division, None).id)
    new = divisions.get(division_id)
    return Step(
        Wish(division_id, SERVER, kind), old, new, inheritances(old, new), district.settings.zone
    )


def inheritances(old: LoadedDivision, new: LoadedDivision) -> tuple[Inheritance, ...]:
    """Work out plainly what the service works out fast."""
    same = old.cells.merge(new.cells, on="code", suffixes=("_old", "_new"))
    kept = {
        row.code
        for row in same.itertuples()
        if shapely.equals(shapely.normalize(row.geometry_old), shapely.normalize(row.geometry_new))
    }
    changed = new.cells[~new.cells["code"].isin(kept)]
    parts = geopandas.overlay(
        changed[["code", "geometry"]],
        old.cells[["code", "geometry"]],
        keep_geom_type=True,
    )
    parts["share"] = area_m2(parts.geometry.array)
    parts["share"] /= parts.groupby("code_1")["share"].transform("sum")
    largest = parts.sort_values(["share", "code_2"]).groupby("code_1").tail(1)
    return tuple(
        Inheritance(row.code_1, row.code_2, row.share, row.share >= UNAMBIGUOUS)
        for row in largest.sort_values("code_1").itertuples()
    )


def today(district: District) -> date:
    """Return the day that it is in the district."""
    return district.clock().astimezone(district.settings.zone).date()
