"""What a request about a draft in the making carries: options as fields, and files."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, File, Form, UploadFile

from service.errors.domain import DomainError
from service.generations.choices import CellChoices, Holds, ReadingChoices
from service.generations.job_files import GivenFile
from service.generations.stages import MAKING_FILES, READING_FILES, FileRole

_Text = Annotated[str, Form()]
_Upload = Annotated[UploadFile | None, File()]
_Roles = Annotated[list[str] | None, Form()]
Fields = Mapping[str, str]


class FileMissingError(DomainError):
    """A request without the file that it is about."""

    key = "drafting-file-missing"


@dataclass(frozen=True)
class ReadingForm:
    """How a file is to be read, as it was typed."""

    fields: Fields
    files: tuple[GivenFile, ...]
    leave_out: tuple[FileRole, ...] = ()
    """Files given before that are no longer meant."""

    @property
    def choices(self) -> ReadingChoices:
        """The choices.

        Raises
        ------
        DomainError
            A field does not do.
        """
        return ReadingChoices.of(self.fields)


@dataclass(frozen=True)
class CellsForm:
    """How a file is to be divided, as it was typed."""

    fields: Fields
    files: tuple[GivenFile, ...]
    leave_out: tuple[FileRole, ...] = ()
    """Files given before that are no longer meant."""

    def choices(self, holds: Holds, kept: Collection[FileRole] = ()) -> CellChoices:
        """Return the choices for a file.

        Parameters
        ----------
        holds
            What the file holds.
        kept
            Files that were given before.

        Raises
        ------
        DomainError
            A field does not do.
        """
        given = {one.role for one in self.files} | set(kept)
        points = FileRole.POINTS in given and self.fields.get("strategy") == "voronoi"
        return CellChoices.of(self.fields, holds, points=points, files=given)


def reading_form(
    holds: _Text = "communities",
    crs: _Text = "",
    layer: _Text = "",
    datum: _Text = "wgs84",
    code: _Text = "",
    name: _Text = "",
    parent: _Text = "",
    swap_axes: _Text = "",
    skip: _Text = "",
    generate_codes: _Text = "",
    extent: _Text = "",
    tolerance: _Text = "",
    file: _Upload = None,
    reference: _Upload = None,
    communities: _Upload = None,
    leave_out: _Roles = None,
) -> ReadingForm:
    """Take the options of ``boundaries check``, by the same names."""
    fields = {
        "holds": holds,
        "crs": crs,
        "layer": layer,
        "datum": datum,
        "code": code,
        "name": name,
        "parent": parent,
        "swap_axes": swap_axes,
        "skip": skip,
        "generate_codes": generate_codes,
        "extent": extent,
        "tolerance": tolerance,
    }
    files = {
        FileRole.BOUNDARIES: file,
        FileRole.REFERENCE: reference,
        FileRole.COMMUNITIES: communities,
    }
    return ReadingForm(fields, _given(files), _roles(leave_out, READING_FILES))


def cells_form(
    title: _Text = "",
    title_en: _Text = "",
    source: _Text = "",
    district_code: _Text = "",
    district_name: _Text = "",
    district_name_en: _Text = "",
    strategy: _Text = "squares",
    size: _Text = "",
    count: _Text = "",
    h3: _Text = "",
    minimum: _Text = "",
    maximum: _Text = "",
    buildings_layer: _Text = "",
    streets_layer: _Text = "",
    serial_digits: _Text = "",
    new_codes: _Text = "",
    plan: _Upload = None,
    special: _Upload = None,
    points: _Upload = None,
    buildings: _Upload = None,
    streets: _Upload = None,
    leave_out: _Roles = None,
) -> CellsForm:
    """Take the options of ``division draft``, by the same names."""
    fields = {
        "title": title,
        "title_en": title_en,
        "source": source,
        "district_code": district_code,
        "district_name": district_name,
        "district_name_en": district_name_en,
        "strategy": strategy,
        "size": size,
        "count": count,
        "h3": h3,
        "minimum": minimum,
        "maximum": maximum,
        "buildings_layer": buildings_layer,
        "streets_layer": streets_layer,
        "serial_digits": serial_digits,
        "new_codes": new_codes,
    }
    files = {
        FileRole.PLAN: plan,
        FileRole.SPECIAL: special,
        FileRole.POINTS: points,
        FileRole.BUILDINGS: buildings,
        FileRole.STREETS: streets,
    }
    return CellsForm(fields, _given(files), _roles(leave_out, MAKING_FILES))


ReadingFormDep = Annotated[ReadingForm, Depends(reading_form)]
CellsFormDep = Annotated[CellsForm, Depends(cells_form)]


def _given(files: Mapping[FileRole, UploadFile | None]) -> tuple[GivenFile, ...]:
    # A field of a form that was left empty comes as a file without a name.
    return tuple(
        GivenFile(role, file.filename, file.file)
        for role, file in files.items()
        if file is not None and file.filename
    )


def _roles(named: list[str] | None, known: tuple[FileRole, ...]) -> tuple[FileRole, ...]:
    # The boundaries themselves are never left out: another file takes their place.
    return tuple(
        role for role in known if role is not FileRole.BOUNDARIES and role.value in (named or ())
    )
