"""Cells drawn by households or along streets: the options that commands share, and their files."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import geopandas as gpd
import typer

from gis.surroundings import Subject
from gis.surroundings.around import around, taken
from gis.texts import Locale
from service.cli.reading import refuse_idle
from service.cli.sharing import sharing
from service.cli.speech import misuse, words
from service.cli.town import TownReading, tell_town

DRAWN = ("households", "streets")
"""Strategies that take files of a town."""

Numbers = Mapping[str, float | int | None]


@dataclass(frozen=True, slots=True)
class Drawing:
    """What cells are drawn by.

    Attributes
    ----------
    files
        The file of each subject, where one is given.
    numbers
        Ranges and seed by the names of the strategies' options.
    """

    files: Mapping[Subject, Path]
    numbers: Numbers

    def refuse_misuse(self, strategy: str, town: TownReading, *, planned: bool) -> None:
        """Refuse what a strategy cannot use, and what it lacks, before a file is read.

        Parameters
        ----------
        strategy
            That of all communities without one of their own.
        town
            How files of a town are read.
        planned
            Whether a plan may give communities other strategies.
        """
        if Subject.BUILDINGS in self.files and Subject.ADDRESSES in self.files:
            raise misuse(
                "cli-use-one", options=words("cli-use-or").join(("--buildings", "--addresses"))
            )
        by_raster = strategy == "households" or planned
        if town.raster is not None and Subject.ADDRESSES in self.files:
            refuse_idle("with", "--addresses", {"--raster": town.raster})
        idle: dict[str, object] = {}
        if not self.files and not (town.raster is not None and by_raster):
            idle |= dict.fromkeys(town.given, True)
        if not by_raster:
            idle["--raster"] = town.raster
        if not planned:
            numbers, subjects = _OPTIONS.get(strategy, ()), _SUBJECTS.get(strategy, ())
            idle |= {_flag(name): one for name, one in self.numbers.items() if name not in numbers}
            idle |= {f"--{one}": path for one, path in self.files.items() if one not in subjects}
        named = [option for option, value in idle.items() if value is not None]
        if named:
            option = words("cli-use-and").join(named)
            raise misuse("cli-use-takes-no", strategy=strategy, option=option)
        if strategy in DRAWN and not any(one in self.files for one in _NEEDED[strategy]):
            if strategy == "households" and town.raster is not None:
                return
            needed = words("cli-use-or").join(f"--{one}" for one in _NEEDED[strategy])
            raise misuse("cli-use-needs", strategy=strategy, options=needed)

    def refuse_all(self, option: str, town: TownReading) -> None:
        """Refuse all that is given, beside an option that leaves nothing to draw."""
        files = {f"--{one}": path for one, path in self.files.items()}
        numbers = {_flag(name): value for name, value in self.numbers.items()}
        refuse_idle("with", option, {**files, **numbers, **dict.fromkeys(town.given, True)})

    def reads(self, town: TownReading) -> bool:
        """Tell whether there is a file of a town to be read."""
        return bool(self.files) or town.raster is not None

    def options(self, strategy: str) -> dict[str, object]:
        """Return the numbers that are given for a strategy."""
        names = _OPTIONS.get(strategy, ())
        return {
            name: value
            for name, value in self.numbers.items()
            if name in names and value is not None
        }

    def read(
        self, communities: gpd.GeoDataFrame, town: TownReading, locale: Locale
    ) -> dict[str, dict[str, object]]:
        """Read the files around the communities, tell what was assumed; return the frames.

        By strategy, as its options.

        Raises
        ------
        SurroundingsError
            A file is refused.
        """
        extent = around(communities)
        frames = {}
        for subject, path in self.files.items():
            found = town.read(subject, path, extent)
            tell_town(found, locale)
            frames[subject] = found.frame
        if Subject.BUILDINGS not in self.files:
            points = town.read_raster(extent)
            if points is not None:
                tell_town(points, locale)
                frames[Subject.ADDRESSES] = points.frame
        return taken(frames, locale)


def drawing_of(
    *,
    buildings: Annotated[
        Path | None,
        typer.Option(
            help="Buildings, of a format of FILE or OpenStreetMap (.osm.pbf): for households and"
            " streets. No cell cuts one."
        ),
    ] = None,
    addresses: Annotated[
        Path | None, typer.Option(help="Addresses instead of buildings; CSV with lon, lat too.")
    ] = None,
    streets: Annotated[
        Path | None, typer.Option(help="Streets, along which cells of households and streets run.")
    ] = None,
    water: Annotated[
        Path | None, typer.Option(help="Rivers, canals and lakes, along which cells run as well.")
    ] = None,
    minimum: Annotated[
        float | None, typer.Option(help="Fewest households of a cell; 300 by the standard.")
    ] = None,
    maximum: Annotated[
        float | None, typer.Option(help="Most households of a cell; 500 by the standard.")
    ] = None,
    minimum_m2: Annotated[
        float | None, typer.Option(help="Smallest cell of streets in m²; 20000 if absent.")
    ] = None,
    maximum_m2: Annotated[
        float | None, typer.Option(help="Largest cell of streets in m²; 60000 if absent.")
    ] = None,
    seed: Annotated[
        int | None, typer.Option(help="Another number draws another division as good; else 0.")
    ] = None,
) -> Drawing:
    """Return what cells are drawn by, as the command line says."""
    files = {
        Subject.BUILDINGS: buildings,
        Subject.ADDRESSES: addresses,
        Subject.STREETS: streets,
        Subject.WATER: water,
    }
    numbers: Numbers = {
        "minimum": minimum,
        "maximum": maximum,
        "minimum_m2": minimum_m2,
        "maximum_m2": maximum_m2,
        "seed": seed,
    }
    return Drawing({one: path for one, path in files.items() if path is not None}, numbers)


with_drawing = sharing("drawing", drawing_of)
"""Gives a command the options of `drawing_of` in the place of its parameter ``drawing``."""

_OPTIONS: dict[str, tuple[str, ...]] = {
    "households": ("minimum", "maximum", "seed"),
    "streets": ("minimum_m2", "maximum_m2", "seed"),
}
_SUBJECTS: dict[str, tuple[Subject, ...]] = {
    "households": tuple(Subject),
    "streets": (Subject.BUILDINGS, Subject.STREETS, Subject.WATER),
}
_NEEDED: dict[str, tuple[Subject, ...]] = {
    "households": (Subject.BUILDINGS, Subject.ADDRESSES),
    "streets": (Subject.STREETS, Subject.WATER),
}


def _flag(name: str) -> str:
    return "--" + name.replace("_", "-")
