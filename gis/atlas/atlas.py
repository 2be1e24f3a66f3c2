"""The atlas of a division: a sheet for each cell, one PDF for one or for many."""

import os
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from urllib.parse import quote

import geopandas
import numpy as np
import pandas as pd
import shapely

from gis.atlas.borders import borders_of
from gis.atlas.drawing import District, NeighbourNames, draw_map, polygons, rows_in_view
from gis.atlas.ground import Ground, MapView
from gis.atlas.names import CommunityName, cell_names, community_names
from gis.atlas.people import DivisionNote, Responsible
from gis.atlas.press import print_pdf
from gis.atlas.qr import qr_outlines
from gis.atlas.scales import grid_step_m, largest_scale, scale_bar
from gis.atlas.sheet import (
    BLEED_MM,
    INSET_MM,
    MAP_HEIGHT_MM,
    MAP_WIDTH_MM,
    PERSON_ROW_MM,
    Document,
    Inset,
    Line,
    Note,
    Rings,
    Sheet,
)
from gis.atlas.wording import Wording, bar_marks, number
from gis.codes import CellCode, TypedCodes, community_of, grouped, label_in, short_code
from gis.datums import area_m2, metric_crs
from gis.texts import Locale

_MARGIN_MM = 14.0
_LEAST_MARK_MM = 2.0
_INSET_FINEST_MM = 0.05
_LEAST_CONVERGENCE_DEGREES = 0.05
_CODE_PLACE = "{code}"


class AtlasError(ValueError):
    """An atlas that cannot be printed as asked."""


class UnknownSheetError(AtlasError):
    """A cell code that the division does not hold."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(f"there is no cell {code!r} in this division")


class Atlas:
    """Printed sheets of a division's cells.

    An atlas holds no open files and changes nothing once made: threads may share one.

    Parameters
    ----------
    cells
        Cells with ``code`` and ``geometry``; ``community``, ``area_m2``, ``households`` and
        ``kind`` are used where they exist. EPSG:4326.
    communities
        Communities with ``code``, ``name`` and ``geometry``; see `gis.atlas.names`.
    people
        Persons by cell code. A tier without a person is printed as a gap; with None the table
        stays empty, to be filled by hand.
    division
        Name and first day of the division, for the foot.
    locale
        Language of the sheets.
    illustrative
        Whether the boundaries are made up: every sheet then says so. Also taken from
        ``communities.attrs["illustrative"]`` and ``cells.attrs["illustrative"]``.
    report_url
        Address of a cell's report page, with ``{code}`` where the code goes; printed as a QR
        code. None leaves it out.
    district_name
        The district's name; by default what the sheets' streets and communities tell alone.
    scale
        Denominator of the scale; by default the largest standard one at which a cell fits.
    printed_on
        Date of printing. Nothing here reads a clock.

    Raises
    ------
    AtlasError
        The frames are empty, a code stands twice, or the scale or address cannot be used.
    """

    def __init__(
        self,
        cells: geopandas.GeoDataFrame,
        communities: geopandas.GeoDataFrame,
        *,
        people: Mapping[str, Sequence[Responsible]] | None = None,
        division: DivisionNote | None = None,
        locale: Locale = "zh",
        illustrative: bool = False,
        report_url: str | None = None,
        district_name: str | None = None,
        scale: int | None = None,
        printed_on: date | None = None,
    ) -> None:
        if cells.empty or communities.empty:
            raise AtlasError("an atlas needs at least one cell and one community")
        if scale is not None and not 100 <= scale <= 10_000_000:
            raise AtlasError(f"a scale of 1:{scale} cannot be printed; give 100 to 10 000 000")
        if report_url is not None and _CODE_PLACE not in report_url:
            raise AtlasError(f"the report address {report_url!r} has no {_CODE_PLACE} in it")
        # In the order of codes, the pages lie as a reader looks them up.
        cells = cells.assign(code=cells["code"].astype(str)).sort_values("code")
        self._codes: list[CellCode] = [CellCode(code) for code in cells["code"]]
        self._rows = {str(code): row for row, code in enumerate(self._codes)}
        if len(self._rows) != len(self._codes):
            raise AtlasError("a cell code stands twice")
        self._typed = TypedCodes(self._rows)
        self._people = people
        self._division = division
        self._illustrative = bool(
            illustrative
            or cells.attrs.get("illustrative")
            or communities.attrs.get("illustrative")
            or ("illustrative" in communities.columns and communities["illustrative"].any())
        )
        self._report_url = report_url
        self._scale = scale
        self._printed_on = printed_on

        names = community_names(communities, locale)
        homes = (
            cells["community"].astype(str).tolist()
            if "community" in cells.columns
            else [str(community_of(code)) for code in self._codes]
        )
        self._homes = [names.get(home, CommunityName(home, home, "")) for home in homes]
        self._serials = [
            short_code(code, home) for code, home in zip(self._codes, homes, strict=True)
        ]
        self._labels = [label_in(code, home) for code, home in zip(self._codes, homes, strict=True)]
        self._areas_m2 = (
            cells["area_m2"].to_numpy(dtype=np.float64)
            if "area_m2" in cells.columns
            else area_m2(cells.geometry.array)
        )
        self._households = _optional(cells, "households")
        self._kinds = _optional(cells, "kind")
        self._names = cell_names(cells)

        self._ground = Ground.on(metric_crs(communities))
        self._district = District.of(
            self._ground.project(np.asarray(cells.geometry.array)),
            self._ground.project(np.asarray(communities.geometry.array)),
        )
        self._has_district_name = bool(district_name)
        self._wording = Wording(locale, district_name or _DISTRICT[locale])
        self._inset_frame = _inset_frame(self._district.area)

    @property
    def codes(self) -> tuple[CellCode, ...]:
        """Return the cells' codes in the order of the pages."""
        return tuple(self._codes)

    def page(self, code: str) -> bytes:
        """Return the sheet of one cell as a PDF of one page.

        Its page number is the sheet's place in the atlas of the whole division.

        Raises
        ------
        UnknownSheetError
            The division has no such cell.
        """
        row = self._row(code)
        sheet = self._sheet(row, row + 1, len(self._codes))
        title = self._wording.say(
            "sheet-title", district=self._wording.district_name, code=grouped(self._codes[row])
        )
        return print_pdf(self._document(title), [sheet], self._printed_on)

    def write(
        self,
        path: str | os.PathLike[str],
        codes: Iterable[str] | None = None,
        *,
        progress: Callable[[int, int], None] | None = None,
    ) -> int:
        """Write the sheets of many cells into one PDF.

        The file appears whole or not at all.

        Parameters
        ----------
        path
            Where to write.
        codes
            The cells, in the order wanted; all by default.
        progress
            Called with the sheets laid out so far and their total.

        Returns
        -------
        int
            Number of pages.

        Raises
        ------
        UnknownSheetError
            The division has no such cell; nothing is written.
        AtlasError
            No cell was asked for.
        """
        rows = range(len(self._codes)) if codes is None else [self._row(code) for code in codes]
        if not rows:
            raise AtlasError("an atlas needs at least one cell")

        def sheets() -> Iterator[Sheet]:
            for page, row in enumerate(rows, start=1):
                yield self._sheet(row, page, len(rows))
                if progress is not None:
                    progress(page, len(rows))

        title = self._wording.say("document-title", district=self._wording.district_name)
        pdf = print_pdf(self._document(title), sheets(), self._printed_on)
        _write_whole(Path(path), pdf)
        return len(rows)

    def _row(self, code: str) -> int:
        known = self._typed.meant(str(code))
        if known is None:
            raise UnknownSheetError(str(code))
        return self._rows[known]

    def _document(self, title: str) -> Document:
        return Document(
            title=title,
            words=self._wording.shared(
                illustrative=self._illustrative,
                division=self._division,
                printed_on=self._printed_on.isoformat() if self._printed_on else "",
            ),
            district=self._on_inset_areas(self._district.area),
            district_communities=self._on_inset_lines(self._district.community_lines),
            bleed_mm=BLEED_MM,
        )

    def _report_address(self, code: str) -> str:
        # A city's own code may hold signs that mean something else in an address.
        return str(self._report_url).replace(_CODE_PLACE, quote(code, safe=""))

    def _sheet(self, row: int, page: int, pages: int) -> Sheet:
        say = self._wording.say
        code = self._codes[row]
        persons = self._wording.persons(
            None if self._people is None else self._people.get(code, ())
        )
        west, south, east, north = shapely.bounds(self._district.cells[row]).tolist()
        size_mm = (MAP_WIDTH_MM, MAP_HEIGHT_MM - (len(persons) - 3) * PERSON_ROW_MM)
        room_mm = (size_mm[0] - 2 * _MARGIN_MM, size_mm[1] - 2 * _MARGIN_MM)
        scale = self._scale or largest_scale(east - west, north - south, room_mm)
        view = MapView.about(self._ground, ((west + east) / 2, (south + north) / 2), scale, size_mm)
        cut = max((east - west) / size_mm[0], (north - south) / size_mm[1]) > view.metres_per_mm

        borders = borders_of(row, self._district.cells, self._district.cell_tree)
        bordering = {border.row for border in borders}
        step_m = grid_step_m(scale)
        drawing = draw_map(
            self._district,
            row,
            view,
            serial=self._serials[row],
            names={
                other: NeighbourNames(
                    f"{self._homes[other].label} {self._serials[other]}", self._serials[other]
                )
                for other in rows_in_view(self._district, view)
            },
            bordering=bordering,
            outside_name=say("outside", district=self._wording.district_name),
            step_m=step_m,
        )
        bar = scale_bar(scale)
        superseded = self._division is not None and self._division.valid_to is not None
        qr, qr_modules = (
            qr_outlines(
                self._report_address(code),
                like=self._report_address(self._codes[0]),
            )
            if self._report_url and not superseded
            else ([], 0)
        )
        named = {
            other: (self._homes[other].label, self._serials[other])
            for other in bordering
            if other >= 0
        }
        home = self._homes[row]
        district = self._wording.district_name if self._has_district_name else ""
        households = self._households[row]
        return Sheet(
            place=" · ".join(part for part in (district, home.street, home.full) if part),
            heading=say("heading-named", name=self._names[row])
            if self._names[row]
            else say("heading", serial=self._labels[row]),
            code=grouped(code),
            facts=self._wording.facts(
                float(self._areas_m2[row]),
                scale,
                households=None if households is None else int(float(households)),
                special=self._kinds[row] == "special",
            ),
            scale=number(scale),
            bar_mm=bar.length_mm,
            bar_marks=bar_marks(bar),
            bar_note=f"{say('scale', scale=number(scale))}    "
            + say("scale-bar-note", metres=f"{scale / 100:g}"),
            legend_grid=say("legend-grid", step=number(step_m)),
            drawing=drawing,
            inset=self._inset(row),
            persons=persons,
            qr=qr,
            qr_modules=qr_modules,
            notes=[
                Note(say("borders-heading"), self._wording.borders(borders, named)),
                Note(say("notes-heading"), self._remarks(view, cut=cut)),
            ],
            page=say("footer-page", page=page, pages=pages),
        )

    def _remarks(self, view: MapView, *, cut: bool) -> str:
        say = self._wording.say
        remarks = [say("note-illustrative-why")] if self._illustrative else []
        crs = self._ground.crs
        remarks.append(say("note-crs", crs=self._wording.coordinates(crs, self._ground)))
        convergence = view.convergence_degrees
        if abs(convergence) >= _LEAST_CONVERGENCE_DEGREES:
            # Positive convergence: grid north lies east of true north, so true north lies west.
            remarks.append(
                say(
                    "note-convergence",
                    side="west" if convergence > 0 else "east",
                    degrees=f"{abs(convergence):.1f}",
                )
            )
        if cut:
            remarks.append(say("note-cut"))
        return ("" if self._wording.locale == "zh" else " ").join(remarks)

    def _inset(self, row: int) -> Inset:
        cell = self._inset_frame.on_paper(self._district.cells[[row]])[0]
        west, south, east, north = shapely.bounds(cell).tolist()
        return Inset(
            cell=polygons(shapely.simplify(cell, _INSET_FINEST_MM)),
            middle=[round((west + east) / 2, 2), round((south + north) / 2, 2)],
            ringed=max(east - west, north - south) < _LEAST_MARK_MM,
        )

    def _on_inset_areas(self, area: shapely.Geometry) -> list[Rings]:
        drawn = self._inset_frame.on_paper(np.array([area]))
        return polygons(shapely.simplify(drawn[0], _INSET_FINEST_MM))

    def _on_inset_lines(self, lines: np.ndarray) -> list[Line]:
        drawn = shapely.simplify(self._inset_frame.on_paper(lines), _INSET_FINEST_MM)
        return [shapely.get_coordinates(line).round(2).tolist() for line in drawn]


_DISTRICT = {"zh": "本区", "en": "the district"}


def _inset_frame(area: shapely.Geometry) -> MapView:
    west, south, east, north = shapely.bounds(area).tolist()
    return MapView(
        east_m=(west + east) / 2,
        north_m=(south + north) / 2,
        metres_per_mm=max(
            (east - west) / (INSET_MM[0] - 1.0), (north - south) / (INSET_MM[1] - 1.0)
        ),
        width_mm=INSET_MM[0],
        height_mm=INSET_MM[1],
        convergence_degrees=0.0,
    )


def _optional(frame: geopandas.GeoDataFrame, column: str) -> list[str | None]:
    if column not in frame.columns:
        return [None] * len(frame)
    return [None if pd.isna(value) else str(value) for value in frame[column]]


def _write_whole(path: Path, content: bytes) -> None:
    partial = path.with_name(f".{path.name}.{os.getpid()}-{threading.get_ident()}.part")
    try:
        with partial.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)
