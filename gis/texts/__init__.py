"""The one catalogue of words: Fluent files per language, looked up by key.

``gis`` ships the words of prints, maps and boundary reports; the service adds its own folders
to the same kind of catalogue. Each folder holds ``zh/*.ftl`` and ``en/*.ftl``.
"""

import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Literal, get_args

from fluent.runtime import FluentBundle, FluentResource, resolver
from fluent.syntax import ast

from gis.texts.listing import LISTED, LONGEST_LISTED, Fact, Several, shortened, shown

__all__ = [
    "GIS_TEXTS",
    "LOCALES",
    "Catalogue",
    "Fact",
    "Locale",
    "MissingTextError",
    "Several",
    "Told",
    "own_texts",
    "shortened",
    "shown",
]

Locale = Literal["zh", "en"]
LOCALES: tuple[Locale, ...] = get_args(Locale)
GIS_TEXTS = Path(__file__).parent

# Fluent forms no text of a longer part, lest strangers' catalogues swell. These catalogues are our
# own, and what is said of a file may be as long as the file likes.
resolver.MAX_PART_LENGTH = sys.maxsize


class MissingTextError(LookupError):
    """A key that the catalogue does not hold, or whose text could not be formed."""

    def __init__(self, locale: str, key: str, why: str) -> None:
        self.locale = locale
        self.key = key
        super().__init__(f"text {key!r} in {locale!r}: {why}")


class Catalogue:
    """Texts by language and key; a language is read when it is first spoken, or by `load`.

    Parameters
    ----------
    folders
        Folders that each hold ``zh/*.ftl`` and ``en/*.ftl``. A key may stand only once.
    instead
        A folder of the same form whose texts stand in place of those of the same key: what one
        place, such as a form, calls by another name.
    thin_spaces
        Whether whole numbers have thin spaces between thousands, as on pages, or commas.
    """

    def __init__(
        self, folders: Iterable[Path], *, instead: Path | None = None, thin_spaces: bool = False
    ) -> None:
        self._folders = list(folders)
        self._instead = instead
        self._thin_spaces = thin_spaces
        self._read: dict[Locale, FluentBundle] = {}

    def load(self) -> "Catalogue":
        """Read all languages now.

        Raises
        ------
        ValueError
            A file cannot be parsed, a key stands twice, or one stands in place of none.
        """
        for locale in LOCALES:
            self._bundle(locale)
        return self

    def _bundle(self, locale: Locale) -> FluentBundle:
        # Reading one takes tenths of a second, and a command speaks only one.
        bundle = self._read.get(locale)
        if bundle is None:
            bundle = self._read[locale] = _bundle(locale, self._folders)
            if self._instead is not None:
                _replace(bundle, locale, self._instead)
        return bundle

    def text(self, locale: Locale, key: str, /, **facts: Fact) -> str:
        """Return the text of a key, its ``{ $facts }`` filled in."""
        bundle = self._bundle(locale)
        if not bundle.has_message(key):
            raise MissingTextError(locale, key, "no such key")
        pattern = bundle.get_message(key).value
        if pattern is None:
            raise MissingTextError(locale, key, "has no value")
        plain = {
            name: self.listed(locale, fact.names) if isinstance(fact, Several) else fact
            for name, fact in facts.items()
        }
        value, errors = bundle.format_pattern(pattern, plain)
        if errors:
            raise MissingTextError(locale, key, "; ".join(str(error) for error in errors))
        return _spaced(str(value), facts.values()) if self._thin_spaces else str(value)

    def listed(self, locale: Locale, names: Sequence[str]) -> str:
        """List codes or names: the first ones where they are many, each cut where it is long."""
        told = [shortened(name, LONGEST_LISTED) for name in names[:LISTED]]
        if len(names) > LISTED:
            joined = self.text(locale, "list-comma").join(told)
            return self.text(locale, "list-more", list=joined, count=str(len(names) - LISTED))
        return self.text(locale, "list-and" if len(told) == 2 else "list-comma").join(told)

    def has(self, locale: Locale, key: str) -> bool:
        """Tell whether a key has a text."""
        return bool(self._bundle(locale).has_message(key))

    def patterns(self, locale: Locale, prefixes: Iterable[str]) -> dict[str, str]:
        """Return the texts whose keys begin with a prefix, facts as ``{name}`` marks.

        For scripts in a browser, which fill the marks themselves.
        """
        prefixes = tuple(prefixes)
        return {
            key: _marked(self._bundle(locale).get_message(key).value)
            for key in sorted(self.keys(locale))
            if key.startswith(prefixes)
        }

    def keys(self, locale: Locale) -> set[str]:
        """Return all keys of a language."""
        return set(self._bundle(locale)._messages)


@cache
def own_texts() -> Catalogue:
    """Return gis's own texts, read once."""
    return Catalogue([GIS_TEXTS])


class Told:
    """Something found or refused that can be said in words: a key of gis's texts, and facts."""

    @property
    def told(self) -> tuple[str, Mapping[str, Fact]]:
        """The key of the text and the facts that are set into it."""
        raise NotImplementedError

    def text(self, locale: Locale, catalogue: Catalogue | None = None) -> str:
        """Return it in words.

        Parameters
        ----------
        locale
            Language.
        catalogue
            Any catalogue that holds gis's texts; without one, gis's own.
        """
        key, facts = self.told
        return (catalogue or own_texts()).text(locale, key, **shown(facts))


def _marked(pattern: Any) -> str:
    """Write a compiled pattern with ``{name}`` where a fact goes."""
    if isinstance(pattern, str):
        return pattern
    name = type(pattern).__name__
    if name == "TextElement":
        return str(pattern.value)
    if name == "VariableReference":
        return f"{{{pattern.id.name}}}"
    if name == "Pattern":
        return "".join(_marked(element) for element in pattern.elements)
    if name == "Placeable":
        return _marked(pattern.expression)
    if name == "StringLiteral":
        return str(pattern.value)
    raise ValueError(f"a text for scripts holds a {name}: only plain facts may stand in it")


def _bundle(locale: Locale, folders: list[Path]) -> FluentBundle:
    # zh-CN and en-GB decide number and plural forms only. Isolation marks (U+2068/9) would end
    # up in copied codes and in PDF text, so they are off.
    bundle = FluentBundle(["zh-CN" if locale == "zh" else "en-GB"], use_isolating=False)
    for folder in folders:
        for path, resource in _resources(locale, folder):
            for key in _keys(resource):
                if bundle.has_message(key):
                    raise ValueError(f"{path}: key {key!r} stands twice")
            bundle.add_resource(resource)
    return bundle


def _spaced(text: str, facts: Iterable[Fact]) -> str:
    """Set thin spaces between the thousands of numbers, where both languages have commas.

    Fluent takes whole numbers for its own, so that none can bring along how it is written.
    """
    for fact in facts:
        if isinstance(fact, int) and abs(fact) >= 1000:
            written = f"{abs(fact):,}"
            thin = written.replace(",", "\u2009")
            text = re.sub(rf"(?<![\d,]){written}(?![\d,])", thin, text)
    return text


def _replace(bundle: FluentBundle, locale: Locale, folder: Path) -> None:
    for path, resource in _resources(locale, folder):
        for key in _keys(resource):
            if not bundle.has_message(key):
                raise ValueError(f"{path}: there is no key {key!r} to stand in place of")
        bundle.add_resource(resource, allow_overrides=True)


def _resources(locale: Locale, folder: Path) -> Iterator[tuple[Path, Any]]:
    for path in sorted((folder / locale).glob("*.ftl")):
        resource = FluentResource(path.read_text(encoding="utf-8"))
        for entry in resource.body:
            if isinstance(entry, ast.Junk):
                raise ValueError(f"{path}: cannot parse {str(entry.content)[:80]!r}")  # noqa: TRY004
        yield path, resource


def _keys(resource: Any) -> list[str]:
    return [entry.id.name for entry in resource.body if isinstance(entry, ast.Message)]
