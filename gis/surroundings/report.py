"""What was read of a file, what was assumed for it, and what was left out."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from gis.boundaries import Repair, describe
from gis.texts import Catalogue, Fact, Locale, Told, own_texts, shortened


class Subject(StrEnum):
    """What a file is read for."""

    BUILDINGS = "buildings"
    ADDRESSES = "addresses"
    STREETS = "streets"
    WATER = "water"


class Remark(Told):
    """One thing that was assumed, chosen or left out.

    Parameters
    ----------
    what
        Which of the texts ``surroundings-remark-…`` says so.
    **facts
        What is set into it.
    """

    def __init__(self, what: str, **facts: Fact) -> None:
        self.what = what
        self.facts: Mapping[str, Fact] = facts

    def __repr__(self) -> str:
        return f"Remark({self.text('en')!r})"

    @property
    def told(self) -> tuple[str, Mapping[str, Fact]]:
        """The text's key and facts."""
        return f"surroundings-remark-{self.what}", self.facts


@dataclass(frozen=True, slots=True)
class Report:
    """What was read, and what has to be said of it.

    Parameters
    ----------
    subject
        What the file was read for.
    path, format, layers, crs
        What was read, and as what.
    features_read, kept
        Features of the file, and of the frame.
    remarks
        What was assumed, chosen or left out.
    repairs
        What the readers of boundaries mended or assumed.
    households
        Their sum; None where none are counted.
    """

    subject: Subject
    path: Path
    format: str
    layers: tuple[str, ...]
    crs: str
    features_read: int
    kept: int
    remarks: tuple[Remark, ...]
    repairs: tuple[Repair, ...]
    households: float | None = None

    @property
    def told(self) -> tuple[Told, ...]:
        """What was read, then each remark."""
        return (Read(self), *self.remarks)


class Read(Told):
    """What was read, as a line.

    Parameters
    ----------
    report
        That of the reading.
    """

    def __init__(self, report: Report) -> None:
        self._report = report

    @property
    def told(self) -> tuple[str, Mapping[str, Fact]]:
        """The text's key and facts."""
        report = self._report
        facts: dict[str, Fact] = {
            "input": report.path.name,
            "format": report.format,
            "layers": ", ".join(map(shortened, report.layers)),
            "crs": report.crs,
            "features": report.features_read,
            "kept": report.kept,
            "households": round(report.households or 0.0),
        }
        return f"surroundings-report-{report.subject}", facts


def report_lines(
    report: Report,
    catalogue: Catalogue | None = None,
    locale: Locale = "en",
    *,
    most: int | None = None,
) -> Iterator[str]:
    """Yield what was read, then a line for each thing that was assumed, left out or mended.

    Parameters
    ----------
    report
        That of a reading.
    catalogue
        Any catalogue that holds gis's texts; without one, gis's own.
    locale
        Language.
    most
        How many repairs of a kind are told each, with the number of the rest; None tells all.

    Yields
    ------
    str
        Lines without line breaks.
    """
    words = catalogue or own_texts()
    head, *remarks = report.told
    yield head.text(locale, words)
    for remark in remarks:
        yield "  " + remark.text(locale, words)
    kinds: dict[str, list[Repair]] = {}
    for repair in report.repairs:
        kinds.setdefault(repair.kind.value, []).append(repair)
    for alike in kinds.values():
        for repair in alike[:most]:
            feature = f"{shortened(repair.feature)}  " if repair.feature else ""
            yield f"  {feature}{describe(repair, words, locale)}"
        if most is not None and len(alike) > most:
            more = str(len(alike) - most)
            yield "  " + words.text(locale, "boundaries-report-more", count=more)
