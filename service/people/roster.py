"""Who answers for which cell, straight from a people file: for prints without a service."""

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from gis.atlas import Responsible
from gis.texts import Locale
from service.database import Executor, open_engine
from service.migrations import upgrade
from service.people.duties import CellsOn, responsible_for_cells
from service.people.importing import PeopleFile, import_people
from service.people.rules import TierPerson


def responsible_of_file(
    path: Path, cells: list[tuple[str, str]], on: date, locale: Locale
) -> dict[str, list[Responsible]]:
    """Return the persons of cells as a people file has them, phones included.

    Parameters
    ----------
    path
        A people file, as the service imports it.
    cells
        Pairs of cell code and community code.
    on
        The day whose persons are asked for.

    Raises
    ------
    ImportRefusedError, NotASpreadsheetError
        As on import: all faults by sheet, row and column.
    """
    with TemporaryDirectory(prefix="gridward-people-") as folder:
        url = f"sqlite:///{Path(folder) / 'people.db'}"
        upgrade(url)
        engine = open_engine(url)
        try:
            executor = Executor(engine)
            executor.write(import_people, PeopleFile.read(path.read_bytes()))
            persons = executor.read(responsible_for_cells, CellsOn(tuple(cells), on))
        finally:
            engine.dispose()
    return {
        code: [responsible(tier, locale, with_phone=True) for tier in told.tiers]
        for code, told in persons.items()
    }


def responsible(tier: TierPerson, locale: Locale, *, with_phone: bool) -> Responsible:
    """Return a tier's person, or its gap, as a sheet prints it."""
    organisation = tier.organisation_en if locale == "en" else ""
    return Responsible(
        tier=tier.tier.value,
        organisation=organisation or tier.organisation,
        name=tier.name or None,
        phone=(tier.phone or None) if with_phone else None,
    )
