"""What came of a file, as it is told later in whichever language: findings and refusals."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field

from gis.texts import LOCALES, Catalogue, Fact, Locale
from service.generations.kept import fields_kept

BothLines = dict[str, list[str]]
"""Lines of text by language."""


@dataclass(frozen=True)
class Refused:
    """Why a file, or what was chosen for it, does not do; in each language."""

    text: dict[str, str]
    field: str = ""
    """The field of the form by which it can be mended, where there is one."""
    value: str = ""
    """What would mend it there, where that is known."""

    @classmethod
    def by_key(
        cls,
        catalogue: Catalogue,
        key: str,
        facts: Mapping[str, Fact] | None = None,
        field: str = "",
        value: str = "",
    ) -> "Refused":
        """Put a text of the catalogue into every language."""
        facts = facts or {}
        return cls(
            {locale: catalogue.text(locale, key, **facts) for locale in LOCALES}, field, value
        )

    def to_json(self) -> dict[str, object]:
        """Return it as the database keeps it."""
        return asdict(self)

    @classmethod
    def from_json(cls, kept: Mapping[str, object]) -> "Refused":
        """Read what `to_json` wrote."""
        return cls(**fields_kept(cls, kept))

    def in_words(self, locale: Locale) -> str:
        """Return the text."""
        return self.text[locale]


@dataclass(frozen=True)
class Found:
    """What reading and closing a file found."""

    fine: bool
    lines: BothLines
    """The whole report, line by line."""
    format: str = ""
    crs: str = ""
    layer: str = ""
    columns: dict[str, str] = field(default_factory=dict)
    """The columns that were taken: ``code``, ``name``, ``parent``; empty where there is none."""
    features: int = 0
    communities: int = 0
    cells: int = 0
    """Of a file of cells."""
    micro_cells: int = 0
    area_m2: float = 0.0
    moved_m2: float = 0.0
    holes: int = 0
    """Places between communities that belong to none, and stay so."""
    holes_m2: float = 0.0
    repairs: int = 0
    illustrative: bool = False
    layer_names: tuple[str, ...] = ()
    """To choose from, where the file has several."""
    column_names: tuple[str, ...] = ()
    """To choose from, where none looks like the code's."""

    def to_json(self) -> dict[str, object]:
        """Return it as the database keeps it."""
        return asdict(self)

    @classmethod
    def from_json(cls, kept: Mapping[str, object]) -> "Found":
        """Read what `to_json` wrote."""
        return cls(**fields_kept(cls, kept))
