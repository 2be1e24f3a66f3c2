"""What stands and runs in the communities, as commands are told of it: buildings, streets."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from gis.surroundings import CLASSES, Estimate, Surveyed, read_addresses, read_buildings, read_lines
from gis.texts import Locale, own_texts
from service.cli.reading import sharing
from service.cli.speech import misuse

_BY_AREA = "streets"
_BY_HOUSEHOLDS = "households"


@dataclass(frozen=True)
class Town:
    """Files of buildings, addresses and lines, and how households are found."""

    buildings: Path | None
    buildings_layer: str | None
    addresses: Path | None
    addresses_layer: str | None
    streets: Path | None
    streets_layer: str | None
    estimate: Estimate
    classes: tuple[str, ...]
    minimum: float | None
    maximum: float | None
    seed: int | None

    @property
    def files(self) -> tuple[Path | None, ...]:
        """All that are read."""
        raster = self.estimate.raster
        return (
            self.buildings,
            self.addresses,
            self.streets,
            None if raster is None else Path(raster),
        )

    def asked(self, strategy: str) -> dict[str, object]:
        """Return what is asked of a strategy's cells.

        Raises
        ------
        typer.Exit
            A strategy that takes no such thing is chosen.
        """
        unit = "_m2" if strategy == _BY_AREA else ""
        given = {
            "minimum" + unit: self.minimum,
            "maximum" + unit: self.maximum,
            "seed": self.seed,
        }
        return {name: value for name, value in given.items() if value is not None}

    def frames(self, locale: Locale) -> dict[str, dict[str, object]]:
        """Read the files, tell what was assumed, and return the options for both strategies."""
        buildings = addresses = lines = None
        if self.buildings is not None:
            buildings = _told(
                read_buildings(self.buildings, self.estimate, layer=self.buildings_layer), locale
            )
        if self.addresses is not None:
            addresses = _told(
                read_addresses(
                    self.addresses, self.estimate.households, layer=self.addresses_layer
                ),
                locale,
            )
        if self.streets is not None:
            lines = _told(read_lines(self.streets, self.classes, layer=self.streets_layer), locale)
        by_households = {"buildings": buildings, "points": addresses, "streets": lines}
        by_area = {"lines": lines, "buildings": buildings}
        return {
            _BY_HOUSEHOLDS: {"locale": locale, **_there(by_households)},
            _BY_AREA: {"locale": locale, **_there(by_area)},
        }

    def refuse_idle(self, strategy: str, *, planned: bool) -> None:
        """Refuse options of the town where no strategy that is chosen takes any.

        Raises
        ------
        typer.Exit
            As such.
        """
        if strategy in (_BY_HOUSEHOLDS, _BY_AREA) or planned:
            return
        given = {
            "--buildings": self.buildings,
            "--addresses": self.addresses,
            "--streets": self.streets,
            "--minimum": self.minimum,
            "--maximum": self.maximum,
            "--seed": self.seed,
        }
        for option, value in given.items():
            if value is not None:
                raise misuse("cli-use-takes-no", strategy=strategy, option=option)


def town_of(
    *,
    buildings: Annotated[
        Path | None,
        typer.Option(help="Footprints, for households and streets; or an .osm.pbf extract."),
    ] = None,
    buildings_layer: Annotated[
        str | None, typer.Option(help="Layer of the buildings' file, where it has several.")
    ] = None,
    addresses: Annotated[
        Path | None, typer.Option(help="Points instead of buildings, for households.")
    ] = None,
    addresses_layer: Annotated[
        str | None, typer.Option(help="Layer of the addresses' file, where it has several.")
    ] = None,
    streets: Annotated[
        Path | None,
        typer.Option(help="Streets, waters, railways that part cells; or an .osm.pbf extract."),
    ] = None,
    streets_layer: Annotated[
        str | None, typer.Option(help="Layer of the streets' file, where it has several.")
    ] = None,
    classes: Annotated[
        str, typer.Option(help="Classes of lines that part cells, with commas between.")
    ] = ",".join(CLASSES),
    households_column: Annotated[
        str | None, typer.Option(help="Column of households; found if absent.")
    ] = None,
    floors_column: Annotated[
        str | None, typer.Option(help="Column of floors; found if absent.")
    ] = None,
    raster: Annotated[
        Path | None, typer.Option(help="Raster of households, shared out to the buildings.")
    ] = None,
    household_m2: Annotated[
        float, typer.Option(min=1.0, help="Floor area of a household, where no column tells them.")
    ] = Estimate.floor_area_m2,
    assumed_floors: Annotated[
        float, typer.Option(min=0.0, help="Floors of buildings that tell none.")
    ] = Estimate.assumed_floors,
    minimum: Annotated[
        float | None, typer.Option(help="Least households of a cell, 300; m² with streets, 20000.")
    ] = None,
    maximum: Annotated[
        float | None, typer.Option(help="Most households of a cell, 500; m² with streets, 60000.")
    ] = None,
    seed: Annotated[
        int | None, typer.Option(help="Another number draws another division, as good.")
    ] = None,
) -> Town:
    """Return what was told of the town."""
    return Town(
        buildings,
        buildings_layer,
        addresses,
        addresses_layer,
        streets,
        streets_layer,
        Estimate(households_column, floors_column, household_m2, assumed_floors, raster),
        tuple(word.strip() for word in classes.split(",") if word.strip()),
        minimum,
        maximum,
        seed,
    )


def with_town(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options of `town_of` in the place of its parameter ``town``."""
    return sharing(command, "town", town_of)


def _told(found: Surveyed, locale: Locale) -> object:
    """Tell what was read and assumed; return the frame."""
    head = own_texts().text(
        locale, "surroundings-read", name=found.path.name, count=len(found.frame), crs=found.crs
    )
    typer.echo(head)
    for assumption in found.report:
        typer.echo(f"  {assumption.text(locale)}")
    return found.frame


def _there(options: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in options.items() if value is not None}
