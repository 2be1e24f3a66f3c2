"""A file of buildings, addresses, streets or waters that is refused, with place and mend."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from gis.boundaries import BoundaryError, FeaturePlace
from gis.boundaries.findings import places_said
from gis.texts import Catalogue, Fact, Locale, Several, Told, own_texts, shown

FORMATS_SAID = (
    "OpenStreetMap (.osm.pbf, .osm), GeoPackage, FlatGeobuf, GeoParquet, Shapefile (also zipped), "
    "GeoJSON, TopoJSON, Esri JSON, KML, KMZ, CSV"
)


class SurroundingsError(Told, ValueError):
    """A file that is refused.

    Parameters
    ----------
    what
        Which of the texts ``surroundings-error-…`` or ``boundaries-error-…`` says why.
    path
        The input. Messages show its name only.
    places
        The features at fault; empty where the whole file is.
    **facts
        What is set into the texts.
    """

    def __init__(
        self, what: str, path: Path, *, places: Sequence[FeaturePlace] = (), **facts: Fact
    ) -> None:
        self.what = what
        self.path = path
        self.places = tuple(places)
        self.facts: Mapping[str, Fact] = facts
        super().__init__(what, path)

    @classmethod
    def of(cls, fault: BoundaryError) -> "SurroundingsError":
        """Return what the readers of boundaries refuse, in words of this kind of file."""
        facts = dict(fault.facts)
        if "formats" in facts:
            facts["formats"] = FORMATS_SAID
        return cls(fault.kind.value, fault.path, places=fault.places, **facts)

    @classmethod
    def of_layers(cls, path: Path, names: Sequence[str]) -> "SurroundingsError":
        """Return that no name tells which layer is meant."""
        return cls("several-layers", path, layers=Several.of(names))

    @property
    def told(self) -> tuple[str, Mapping[str, Fact]]:
        """The key of why, and its facts."""
        return _key("error", self.what), self.facts

    def text(self, locale: Locale, catalogue: Catalogue | None = None) -> str:
        """Return it in words: input, why, where, and the mend."""
        words = catalogue or own_texts()
        key, facts = self.told
        plain = shown(facts)
        form = "boundaries-error-placed" if self.places else "boundaries-error-whole"
        return words.text(
            locale,
            form,
            input=self.path.name,
            wrong=words.text(locale, key, **plain),
            places=places_said(self.places, words, locale),
            mend=words.text(locale, _key("mend", self.what), **plain),
        )

    def __str__(self) -> str:
        return self.text("en")


@contextmanager
def retold() -> Iterator[None]:
    """Turn refusals of the readers of boundaries into this package's own."""
    try:
        yield
    except BoundaryError as fault:
        raise SurroundingsError.of(fault) from fault


def _key(part: str, what: str) -> str:
    own = f"surroundings-{part}-{what}"
    return own if own_texts().has("en", own) else f"boundaries-{part}-{what}"
