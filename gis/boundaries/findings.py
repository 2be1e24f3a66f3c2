"""What reading a boundary file has to tell: errors, repairs, and both in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from gis.texts import Catalogue, Fact, Locale, own_texts, shortened, shown

_PLACES_SHOWN = 5
_LONGEST_CODE = 40


class ErrorKind(StrEnum):
    """Why a boundary file is refused."""

    NOT_FOUND = "not-found"
    UNKNOWN_FORMAT = "unknown-format"
    SERVER_ERROR = "server-error"
    UNREADABLE = "unreadable"
    SPOILED_TEXT = "spoiled-text"
    UNEQUAL_PARTS = "unequal-parts"
    TOO_MANY_BYTES = "too-many-bytes"
    TOO_MANY_UNPACKED_BYTES = "too-many-unpacked-bytes"
    TOO_MANY_FEATURES = "too-many-features"
    TOO_MANY_VERTICES = "too-many-vertices"
    UNSAFE_ARCHIVE = "unsafe-archive"
    LOCKED_ARCHIVE = "locked-archive"
    UNSAFE_XML = "unsafe-xml"
    UNSAFE_DATABASE = "unsafe-database"
    OTHER_ARCHIVE = "other-archive"
    TOO_DEEP = "too-deep"
    NO_GEOMETRY_COLUMN = "no-geometry-column"
    LONG_ROWS = "long-rows"
    SURFACE_LAYER = "surface-layer"
    ONLY_POINTS = "only-points"
    SEVERAL_LAYERS = "several-layers"
    UNKNOWN_LAYER = "unknown-layer"
    NO_FEATURES = "no-features"
    NO_CRS = "no-crs"
    UNKNOWN_CRS = "unknown-crs"
    UNREAD_CRS = "unread-crs"
    UNKNOWN_DATUM = "unknown-datum"
    UNKNOWN_COLUMN = "unknown-column"
    NO_CODE_COLUMN = "no-code-column"
    NO_COLUMNS = "no-columns"
    BLANK_CODE = "blank-code"
    SPOILED_CODE = "spoiled-code"
    REPEATED_CODE = "repeated-code"
    OVERLAPPING_PARTS = "overlapping-parts"
    NO_COMMUNITY = "no-community"
    UNKNOWN_PARENT = "unknown-parent"
    CELLS_MISSING = "cells-missing"
    NO_AREA = "no-area"
    NOT_FINITE = "not-finite"
    METRES_AS_DEGREES = "metres-as-degrees"
    DEGREES_AS_METRES = "degrees-as-metres"
    WRONG_CRS = "wrong-crs"
    SWAPPED_AXES = "swapped-axes"
    SWAPPED_BY_OPTION = "swapped-by-option"
    OFF_THE_GLOBE = "off-the-globe"
    OFF_THE_PROJECTION = "off-the-projection"
    UNKNOWN_EXTENT = "unknown-extent"
    OUTSIDE_EXTENT = "outside-extent"
    OUTSIDE_REFERENCE = "outside-reference"
    TOO_WIDE = "too-wide"
    FAR_APART = "far-apart"
    TANGLED = "tangled"


class RepairKind(StrEnum):
    """What was mended, dropped or assumed while reading."""

    ENCODING_DETECTED = "encoding-detected"
    ENCODING_OVERRIDDEN = "encoding-overridden"
    INDEX_REBUILT = "index-rebuilt"
    DELETED_LEFT = "deleted-left"
    TEXT_SPOILED = "text-spoiled"
    INCOMPLETE = "incomplete"
    FILE_PASSED_OVER = "file-passed-over"
    LINKS_LEFT = "links-left"
    NUMBERS_AS_TEXT = "numbers-as-text"
    CRS_OVERRIDDEN = "crs-overridden"
    CRS_COARSE = "crs-coarse"
    CRS_SUSPECTED = "crs-suspected"
    AXES_SWAPPED = "axes-swapped"
    AXES_SUSPECTED = "axes-suspected"
    DATUM_CONVERTED = "datum-converted"
    DATUM_ASSUMED = "datum-assumed"
    DATUM_FITS = "datum-fits"
    DATUM_UNCLEAR = "datum-unclear"
    DATUM_SUSPECTED = "datum-suspected"
    READER_WARNING = "reader-warning"
    CODES_TIDIED = "codes-tidied"
    CODE_GENERATED = "code-generated"
    CODE_MAPPED = "code-mapped"
    COMMUNITY_ASSUMED = "community-assumed"
    COMMUNITIES_LOCATED = "communities-located"
    KINDS_UNKNOWN = "kinds-unknown"
    CODES_UNEQUAL = "codes-unequal"
    TWO_CODES = "two-codes"
    CELLS_NOT_THERE = "cells-not-there"
    PARENT_FOUND = "parent-found"
    NO_NAMES = "no-names"
    BLANK_NAME = "blank-name"
    HEIGHTS_DROPPED = "heights-dropped"
    CURVES_STRAIGHTENED = "curves-straightened"
    SURFACES_APART = "surfaces-apart"
    SKIPPED = "skipped"
    SKIPPED_UNCODED = "skipped-uncoded"
    SKIPPED_OUTSIDE = "skipped-outside"
    FAR_AWAY = "far-away"
    RING_CLOSED = "ring-closed"
    RINGS_TURNED = "rings-turned"
    PARTS_DROPPED = "parts-dropped"
    VERTICES_DROPPED = "vertices-dropped"
    SPIKE_CUT = "spike-cut"
    NARROW_SPIKE_CUT = "narrow-spike-cut"
    SPIKE_KEPT = "spike-kept"
    SELF_INTERSECTION = "self-intersection"
    HOLE_IS_PART = "hole-is-part"
    DUPLICATE_DROPPED = "duplicate-dropped"
    SAME_POLYGON = "same-polygon"
    PARTS_REJOINED = "parts-rejoined"
    TOTALS_ONCE = "totals-once"
    TOTALS_ODD = "totals-odd"
    TOTALS_SUMMED = "totals-summed"
    TOTALS_DIFFER = "totals-differ"
    TOTAL_UNREADABLE = "total-unreadable"


@dataclass(frozen=True, slots=True)
class FeaturePlace:
    """Where in the file: the feature's number, counted from 1, and its code if it has one."""

    number: int
    code: str = ""


class BoundaryError(ValueError):
    """A boundary file that is refused, with the input, the place and the mend.

    Parameters
    ----------
    kind
        Why.
    path
        The input. Messages show its name only, never the folder it lies in.
    places
        The features at fault; empty where the whole file is.
    facts
        Values that the message of this kind needs.
    """

    def __init__(
        self,
        kind: ErrorKind,
        path: Path,
        *,
        places: Sequence[FeaturePlace] = (),
        facts: Mapping[str, Fact] | None = None,
    ) -> None:
        self.kind = kind
        self.path = path
        self.places = tuple(places)
        self.facts = dict(facts or {})
        super().__init__(kind, path)

    @property
    def key(self) -> str:
        """Return the catalogue key of what is wrong; `mend_key` is that of its remedy."""
        return f"boundaries-error-{self.kind}"

    @property
    def mend_key(self) -> str:
        """Return the catalogue key of what the reader can do about it."""
        return f"boundaries-mend-{self.kind}"

    @property
    def place(self) -> str:
        """Return where, in English."""
        return places_said(self.places, own_texts(), "en")

    @property
    def mend(self) -> str:
        """Return what to do, in English."""
        return own_texts().text("en", self.mend_key, **shown(self.facts))

    def __str__(self) -> str:
        return describe(self)


@dataclass(frozen=True, slots=True)
class Repair:
    """One thing that was mended, dropped or assumed.

    Parameters
    ----------
    feature
        The feature's code, or its number where it has none; empty if it concerns the whole file.
    kind
        What was done.
    area_m2
        By how much the feature's area changed.
    facts
        Values that the text of this kind needs.
    """

    feature: str
    kind: RepairKind
    area_m2: float = 0.0
    facts: Mapping[str, Fact] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """Return the catalogue key of the text."""
        return f"boundaries-repair-{self.kind}"

    @property
    def what(self) -> str:
        """Return what was done, in English."""
        return describe(self)


def describe(
    finding: BoundaryError | Repair, catalogue: Catalogue | None = None, locale: Locale = "en"
) -> str:
    """Put an error or a repair into words.

    Parameters
    ----------
    finding
        What to tell.
    catalogue
        Any catalogue that holds gis's texts; without one, gis's own.
    locale
        Language.

    Returns
    -------
    str
        For an error: input, what is wrong, where, and the mend. For a repair: what was done.
    """
    catalogue = catalogue or own_texts()
    facts = shown(finding.facts)
    wrong = catalogue.text(locale, finding.key, **facts)
    if isinstance(finding, Repair):
        return wrong
    mend = catalogue.text(locale, finding.mend_key, **facts)
    form = "boundaries-error-placed" if finding.places else "boundaries-error-whole"
    places = places_said(finding.places, catalogue, locale)
    return catalogue.text(
        locale, form, input=finding.path.name, wrong=wrong, places=places, mend=mend
    )


def places_said(places: Sequence[FeaturePlace], catalogue: Catalogue, locale: Locale) -> str:
    """Return places in words, the first ones where they are many."""
    # Numbers go in as text: a feature number is a name, not a quantity with digit grouping.
    told = [
        catalogue.text(
            locale,
            "boundaries-place-coded",
            number=str(place.number),
            code=shortened(place.code, _LONGEST_CODE),
        )
        if place.code
        else catalogue.text(locale, "boundaries-place", number=str(place.number))
        for place in places[:_PLACES_SHOWN]
    ]
    joined = catalogue.text(locale, "list-comma").join(told)
    more = len(places) - len(told)
    if more:
        return catalogue.text(locale, "boundaries-places-more", places=joined, more=str(more))
    return joined
