"""Read a boundary file as it was asked for, and keep what was found for whoever looks later."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import folium
import geopandas

import gis
from gis.boundaries import (
    Boundaries,
    BoundaryError,
    CellFile,
    ErrorKind,
    read_boundaries,
    read_cell_file,
)
from gis.checking import Checked, check_cell_file, check_file, checked_lines, repair_map
from gis.coverage import CoverageError
from gis.coverage.closing_findings import Hole, NeighboursRefused
from gis.datums import area_m2
from gis.partition import Division, PartitionError
from gis.partition.imported import Imported, imported
from gis.texts import LOCALES, Catalogue, Locale
from service.generations.choices import Holds, ReadingChoices
from service.generations.findings import BothLines, Found, Refused
from service.generations.refusals import refused
from service.generations.stages import FileRole

Paths = Mapping[FileRole, Path]


@dataclass(frozen=True)
class Ground:
    """What a division is made of: communities to be divided, or the cells already."""

    communities: geopandas.GeoDataFrame
    """An exact coverage."""
    imported: Division | None
    illustrative: bool


@dataclass(frozen=True)
class ReadingTold:
    """What came of reading a file."""

    found: Found
    ground: Ground | None
    refusal: Refused | None
    checked: Checked | None
    cells: Imported | None

    def map(self, locale: Locale, catalogue: Catalogue) -> folium.Map | None:
        """Draw what was found; nothing where nothing of a file can be drawn."""
        if self.cells is not None:
            division = self.cells.division
            return gis.web_map(division.cells, division.communities, locale=locale)
        if self.checked is None:
            return None
        if self.checked.boundaries is None and self.checked.sketch is None:
            return None
        return repair_map(self.checked, catalogue, locale)


def read_file(paths: Paths, choices: ReadingChoices, catalogue: Catalogue) -> ReadingTold:
    """Read a file and close it into an exact coverage; a refusal is an answer, not an error."""
    if choices.holds is Holds.CELLS:
        return _cells(paths, choices, catalogue)
    checked = check_file(
        paths[FileRole.BOUNDARIES],
        choices.reading(paths.get(FileRole.REFERENCE)),
        tolerance_m=choices.tolerance_m,
    )
    lines = _report(checked, catalogue)
    if checked.refusal is not None or checked.closing is None:
        return ReadingTold(
            _found(checked.boundaries, lines, fine=False, refusal=checked.refusal),
            None,
            _refused(checked.refusal, lines, catalogue),
            checked,
            None,
        )
    communities = checked.closing.communities
    found = _found(
        checked.boundaries,
        lines,
        fine=True,
        communities=communities,
        moved_m2=checked.moved_m2,
        repairs=len(checked.closing.closures),
        holes=checked.closing.holes,
    )
    return ReadingTold(found, Ground(communities, None, found.illustrative), None, checked, None)


def _cells(paths: Paths, choices: ReadingChoices, catalogue: Catalogue) -> ReadingTold:
    path = paths[FileRole.BOUNDARIES]
    reading = choices.reading(paths.get(FileRole.REFERENCE))
    file: CellFile | None = None
    try:
        file = read_cell_file(path, reading)
        outlines = paths.get(FileRole.COMMUNITIES)
        given = None
        if outlines is not None:
            given = read_boundaries(outlines, datum=choices.datum).communities
        done = imported(file, given, tolerance_m=choices.tolerance_m)
    except (BoundaryError, CoverageError, PartitionError) as refusal:
        if file is None:  # what can be read of it all the same, to show where
            checked = check_cell_file(path, reading, tolerance_m=choices.tolerance_m)
        else:
            checked = Checked(path, file, None, refusal, choices.tolerance_m)
        lines = _report(checked, catalogue)
        found = _found(checked.boundaries, lines, fine=False, refusal=refusal)
        return ReadingTold(found, None, _refused(refusal, lines, catalogue), checked, None)
    checked = Checked(path, file, done.closing, None, choices.tolerance_m, imported=done)
    cells = done.division.cells
    micro = int(cells["parent"].notna().sum()) if "parent" in cells else 0
    found = _found(
        file,
        _report(checked, catalogue),
        fine=True,
        communities=done.division.communities,
        moved_m2=checked.moved_m2,
        repairs=len(done.closing.closures) + len(done.fitted),
        holes=done.closing.holes,
        cells=len(cells) - micro,
        micro_cells=micro,
    )
    ground = Ground(done.division.communities, done.division, found.illustrative)
    return ReadingTold(found, ground, None, checked, done)


def _report(checked: Checked, catalogue: Catalogue) -> BothLines:
    return {locale: list(checked_lines(checked, catalogue, locale)) for locale in LOCALES}


def _refused(refusal: Exception | None, lines: BothLines, catalogue: Catalogue) -> Refused:
    if isinstance(refusal, CoverageError) and not isinstance(refusal, NeighboursRefused):
        # The report says it in both languages, before its verdict.
        return Refused({locale: lines[locale][-2] for locale in LOCALES})
    told = None if refusal is None else refused(refusal, catalogue)
    assert told is not None, f"a refusal without words: {refusal!r}"
    return told


def _found(
    read: Boundaries | CellFile | None,
    lines: dict[str, list[str]],
    *,
    fine: bool,
    communities: geopandas.GeoDataFrame | None = None,
    moved_m2: float = 0.0,
    repairs: int = 0,
    holes: Sequence[Hole] = (),
    cells: int = 0,
    micro_cells: int = 0,
    refusal: Exception | None = None,
) -> Found:
    layers = columns = ""
    if isinstance(refusal, BoundaryError):
        layers = str(refusal.facts.get("layers", ""))
        columns = str(refusal.facts.get("columns", ""))
        if refusal.kind not in (ErrorKind.NO_CODE_COLUMN, ErrorKind.UNKNOWN_COLUMN):
            columns = ""
    count = 0 if communities is None else len(communities)
    return Found(
        fine=fine,
        lines=lines,
        format="" if read is None else read.format.value,
        crs="" if read is None else read.crs,
        layer="" if read is None else read.layer,
        columns={}
        if read is None
        else {
            "code": read.columns.code or "",
            "name": read.columns.name or "",
            "parent": read.columns.parent or "",
        },
        features=0 if read is None else read.features_read,
        communities=count,
        cells=cells,
        micro_cells=micro_cells,
        area_m2=0.0 if communities is None else float(area_m2(communities.geometry.array).sum()),
        moved_m2=moved_m2,
        holes=len(holes),
        holes_m2=sum(hole.area_m2 for hole in holes),
        repairs=repairs + (0 if read is None else len(read.report)),
        illustrative=read is not None and read.illustrative,
        layer_names=_names(layers),
        column_names=_names(columns),
    )


def _names(said: str) -> tuple[str, ...]:
    return tuple(name for name in said.split(", ") if name and name != "-")
