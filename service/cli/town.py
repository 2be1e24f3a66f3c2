"""How commands read buildings, addresses, streets and waters: the options they share."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from gis.boundaries import Reading
from gis.boundaries.suspicions import Extent
from gis.surroundings import (
    Addresses,
    Buildings,
    Lines,
    Subject,
    Waters,
    read_addresses,
    read_buildings,
    read_lines,
    read_raster,
    read_water,
    report_lines,
)
from gis.surroundings.classes import CLASSES
from gis.surroundings.floors import DEFAULT_FLOORS
from gis.surroundings.households import FLOOR_AREA_M2
from gis.texts import Locale
from service.cli.reading import MOST_LINES
from service.cli.sharing import sharing
from service.cli.speech import all_words

_LAYER = "Its layer, where the file has several."


@dataclass(frozen=True, slots=True)
class TownReading:
    """How files of a town are read.

    Attributes
    ----------
    reading
        CRS and datum of all of them.
    layers
        The layer of each subject, where one is named.
    households_column, floors_column, floor_area_m2, default_floors
        As `gis.surroundings.read_buildings` takes them.
    classes
        As `gis.surroundings.read_lines` takes them.
    raster, persons_per_household
        As `gis.surroundings.read_buildings` takes them.
    given
        The options that were said on the command line.
    """

    reading: Reading
    layers: Mapping[Subject, str | None]
    households_column: str | None
    floors_column: str | None
    floor_area_m2: float
    default_floors: float
    classes: tuple[str, ...]
    raster: Path | None = None
    persons_per_household: float | None = None
    given: tuple[str, ...] = ()

    def of(self, subject: Subject, extent: Extent | None = None) -> Reading:
        """Return how a subject's file is read."""
        return self.reading.but(layer=self.layers[subject], extent=extent)

    def read_raster(self, extent: Extent | None = None) -> Addresses | None:
        """Read the raster by itself, as points in its pixels; None where there is none."""
        if self.raster is None:
            return None
        persons = self.persons_per_household
        return read_raster(self.raster, persons_per_household=persons, extent=extent)

    def read(
        self, subject: Subject, path: Path, extent: Extent | None = None
    ) -> Buildings | Addresses | Lines | Waters:
        """Read a file for a subject.

        Raises
        ------
        SurroundingsError
            The file is refused.
        """
        reading = self.of(subject, extent)
        match subject:
            case Subject.BUILDINGS:
                return read_buildings(
                    path,
                    reading,
                    households=self.households_column,
                    floors=self.floors_column,
                    raster=self.raster,
                    persons_per_household=self.persons_per_household,
                    floor_area_m2=self.floor_area_m2,
                    default_floors=self.default_floors,
                )
            case Subject.ADDRESSES:
                return read_addresses(path, reading, households=self.households_column)
            case Subject.STREETS:
                return read_lines(path, reading, classes=self.classes)
            case Subject.WATER:
                return read_water(path, reading)


def town_reading_of(
    *,
    households_column: Annotated[
        str | None,
        typer.Option(help="Column of households of buildings or addresses; found if absent."),
    ] = None,
    floors_column: Annotated[
        str | None,
        typer.Option(help="Column of floors, to estimate households by; found if absent."),
    ] = None,
    raster: Annotated[
        Path | None,
        typer.Option(help="GeoTIFF of households, spread over the buildings in each pixel."),
    ] = None,
    persons_per_household: Annotated[
        float | None, typer.Option(help="The raster counts persons, so many in a household.")
    ] = None,
    household_m2: Annotated[
        float, typer.Option(help="Floor of a household in m², where households are estimated.")
    ] = FLOOR_AREA_M2,
    assumed_floors: Annotated[
        float, typer.Option(help="Floors of buildings that tell neither floors nor a height.")
    ] = DEFAULT_FLOORS,
    classes: Annotated[
        str,
        typer.Option(
            help="Classes of lines that part cells, with commas between; streets with their links."
        ),
    ] = ",".join(CLASSES),
    buildings_layer: Annotated[str | None, typer.Option(help=_LAYER)] = None,
    addresses_layer: Annotated[str | None, typer.Option(help=_LAYER)] = None,
    streets_layer: Annotated[str | None, typer.Option(help=_LAYER)] = None,
    water_layer: Annotated[str | None, typer.Option(help=_LAYER)] = None,
    town_crs: Annotated[
        str | None,
        typer.Option(help="CRS of buildings, addresses, streets and water; else as they say."),
    ] = None,
    town_datum: Annotated[
        str, typer.Option(help="Their datum: wgs84, cgcs2000, gcj02 or bd09.")
    ] = "wgs84",
) -> TownReading:
    """Return how files of a town are to be read, as the command line says."""
    layers = {
        Subject.BUILDINGS: buildings_layer,
        Subject.ADDRESSES: addresses_layer,
        Subject.STREETS: streets_layer,
        Subject.WATER: water_layer,
    }
    wanted = tuple(word.strip() for word in classes.split(",") if word.strip())
    said = {
        "--households-column": households_column is not None,
        "--floors-column": floors_column is not None,
        "--raster": raster is not None,
        "--persons-per-household": persons_per_household is not None,
        "--household-m2": household_m2 != FLOOR_AREA_M2,
        "--assumed-floors": assumed_floors != DEFAULT_FLOORS,
        "--classes": wanted != CLASSES,
        **{f"--{subject}-layer": layer is not None for subject, layer in layers.items()},
        "--town-crs": town_crs is not None,
        "--town-datum": town_datum != "wgs84",
    }
    return TownReading(
        Reading(crs=town_crs, datum=town_datum),
        layers,
        households_column,
        floors_column,
        household_m2,
        assumed_floors,
        wanted,
        raster,
        persons_per_household,
        tuple(option for option, is_said in said.items() if is_said),
    )


with_town = sharing("town", town_reading_of)
"""Gives a command the options of `town_reading_of` in the place of its parameter ``town``."""


def tell_town(
    found: Buildings | Addresses | Lines | Waters,
    locale: Locale,
    *,
    most: int | None = MOST_LINES,
) -> None:
    """Tell on standard output what was read, assumed and left out."""
    for line in report_lines(found.report, all_words(), locale, most=most):
        typer.echo(line)
