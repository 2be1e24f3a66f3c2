"""Divide what was read into cells, as somebody has chosen."""

from dataclasses import dataclass

import geopandas

from gis.partition import OPTIONS, divide
from gis.partition.contract import silent
from gis.partition.plan import read_plan
from gis.surroundings import read_buildings, read_lines
from gis.surroundings.around import around, taken
from gis.surroundings.report import Subject
from gis.texts import Told
from service.areas.divisions import NewDivision
from service.areas.loaded import LoadedDivision
from service.areas.strategies import OWN_CELLS, strategy_kept
from service.generations.choices import IMPORTED, CellChoices, DistrictMissingError
from service.generations.layers import read_points, read_specials
from service.generations.readings import Ground, Paths
from service.generations.stages import FileRole


@dataclass(frozen=True)
class District:
    """Of which district a division is."""

    code: str
    name: str
    name_en: str


def district_of(choices: CellChoices, active: LoadedDivision | None) -> District:
    """Return the district that is told, or else that of the division in force.

    Raises
    ------
    DistrictMissingError
        None is told, and none is in force.
    """
    if active is not None:
        info = active.info
        return District(
            choices.district_code or info.district_code,
            choices.district_name or info.district_name,
            choices.district_name_en or info.district_name_en,
        )
    if not choices.district_code or not choices.district_name:
        raise DistrictMissingError(
            field="district_name" if choices.district_code else "district_code"
        )
    return District(choices.district_code, choices.district_name, choices.district_name_en)


def make_division(
    ground: Ground,
    choices: CellChoices,
    paths: Paths,
    active: LoadedDivision | None,
) -> tuple[NewDivision, tuple[Told, ...]]:
    """Divide communities by a strategy, or take the cells that were read.

    What was assumed of buildings and streets is told, and what was left out.

    Squares and hexagons keep the lattice of the division in force.

    Raises
    ------
    DistrictMissingError
        No district is told, and none is in force.
    PartitionError
        The communities cannot be divided so, or the plan does not fit them.
    BoundaryError, SurroundingsError, LayerUnfitError
        A further file is refused.
    """
    district = district_of(choices, active)
    town = Surroundings({}, ())
    if ground.imported is not None:
        made, strategy = ground.imported, OWN_CELLS
    else:
        town = surroundings(choices, paths, ground.communities)
        plan = None
        if FileRole.PLAN in paths:
            plan = read_plan(paths[FileRole.PLAN], OPTIONS, town.options)
        options = town.options.get(choices.strategy, {}) | choices.options
        by_points = choices.strategy == "voronoi" and FileRole.POINTS in paths
        if by_points:
            options["points"] = read_points(paths[FileRole.POINTS])
        special = None
        if FileRole.SPECIAL in paths:
            special = read_specials(paths[FileRole.SPECIAL], ground.communities)
        made = divide(
            ground.communities,
            choices.strategy,
            plan=plan,
            special=special,
            previous=None if active is None else active.cells,
            serial_digits=choices.serial_digits,
            tell=silent,
            **options,
        )
        strategy = strategy_kept(choices.strategy, options, len(plan or ()))
    new = NewDivision(
        name=choices.title,
        name_en=choices.title_en,
        district_code=district.code,
        district_name=district.name,
        district_name_en=district.name_en,
        strategy=strategy,
        illustrative=ground.illustrative,
        source=choices.source,
        communities=made.communities,
        cells=made.cells,
    )
    return new, (*town.told, *made.notes)


@dataclass(frozen=True)
class Surroundings:
    """Buildings and streets.

    Attributes
    ----------
    options
        What was read, as each strategy takes it.
    told
        What was assumed.
    """

    options: dict[str, dict[str, object]]
    told: tuple[Told, ...]


def surroundings(
    choices: CellChoices, paths: Paths, communities: geopandas.GeoDataFrame
) -> Surroundings:
    """Read the files of buildings and streets that are given, around the communities.

    Raises
    ------
    SurroundingsError
        One is refused.
    """
    frames: dict[Subject, geopandas.GeoDataFrame] = {}
    told: tuple[Told, ...] = ()
    extent = around(communities)
    if FileRole.BUILDINGS in paths:
        path, layer = paths[FileRole.BUILDINGS], choices.buildings_layer
        buildings = read_buildings(path, layer=layer, extent=extent)
        frames[Subject.BUILDINGS], told = buildings.frame, buildings.report.told
    if FileRole.STREETS in paths:
        path, layer = paths[FileRole.STREETS], choices.streets_layer
        streets = read_lines(path, layer=layer, extent=extent)
        frames[Subject.STREETS], told = streets.frame, (*told, *streets.report.told)
    if not frames:
        return Surroundings({}, ())
    # Notes of cells are kept as one text, and a district's own language is Chinese.
    return Surroundings(taken(frames, "zh"), told)


def keeps_codes(choices: CellChoices) -> bool:
    """Tell whether the cells keep the codes that they came with."""
    return choices.strategy == IMPORTED and not choices.new_codes
