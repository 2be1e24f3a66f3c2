"""Both languages say the same things, and every text can be formed."""

from pathlib import Path

import pytest
from fluent.syntax import FluentParser, ast
from fluent.syntax.visitor import Visitor

from gis.texts import GIS_TEXTS, LOCALES, Catalogue, Locale, own_texts
from service.web.i18n import catalogue, page_catalogue

_FOLDERS = (GIS_TEXTS, Path(__file__).parents[2] / "service" / "web" / "i18n")


class _Facts(Visitor):  # type: ignore[misc]  # the library is untyped
    def __init__(self) -> None:
        self.names: set[str] = set()
        self.messages: set[str] = set()

    def visit_VariableReference(self, node: ast.VariableReference) -> None:  # noqa: N802
        self.names.add(node.id.name)

    def visit_MessageReference(self, node: ast.MessageReference) -> None:  # noqa: N802
        self.messages.add(node.id.name)


def _facts(locale: Locale) -> dict[str, set[str]]:
    """Return what each text is formed from, the texts named in it included."""
    found: dict[str, _Facts] = {}
    for folder in _FOLDERS:
        for path in sorted((folder / locale).glob("*.ftl")):
            for entry in FluentParser().parse(path.read_text(encoding="utf-8")).body:
                if isinstance(entry, ast.Message):
                    facts = _Facts()
                    facts.visit(entry)
                    found[entry.id.name] = facts
    return {
        key: facts.names.union(*(found[message].names for message in facts.messages))
        for key, facts in found.items()
    }


def test_both_languages_hold_the_same_keys() -> None:
    assert catalogue().keys("zh") ^ catalogue().keys("en") == set()


def test_every_key_stands_in_the_catalogue() -> None:
    assert set(_facts("zh")) == catalogue().keys("zh")


@pytest.mark.parametrize("locale", LOCALES)
def test_every_text_can_be_formed_from_its_facts(locale: Locale) -> None:
    for key, facts in _facts(locale).items():
        for words in (catalogue(), page_catalogue()):
            assert words.text(locale, key, **dict.fromkeys(facts, 1)).strip(), key


@pytest.mark.parametrize("locale", LOCALES)
def test_facts_of_any_length_can_be_set_into_every_text(locale: Locale) -> None:
    long = "字" * 3_000
    words = own_texts()
    facts = _facts(locale)
    for key in words.keys(locale):
        told = words.text(locale, key, **dict.fromkeys(facts[key], long))
        assert told.strip(), key


@pytest.mark.parametrize("locale", LOCALES)
def test_who_fills_in_a_form_reads_its_fields_and_no_options(locale: Locale) -> None:
    words = page_catalogue()
    read = [key for key in words.keys(locale) if key.startswith(("boundaries-", "checking-"))]
    facts = _facts(locale)
    for key in read:
        if key != "checking-all-lines":  # said by the command line alone
            said = words.text(locale, key, **dict.fromkeys(facts[key], 1))
            assert "--" not in said, key
            assert "swap_axes" not in said, key
    field = words.text(locale, "drafting-crs")
    assert f"“{field}”" in words.text(locale, "boundaries-mend-no-crs")
    assert "--crs" in catalogue().text(locale, "boundaries-mend-no-crs")


def test_a_text_in_place_of_none_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "en"
    folder.mkdir()
    (folder / "one.ftl").write_text("option-nonsense = nothing\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"one\.ftl.*option-nonsense"):
        Catalogue([GIS_TEXTS], instead=tmp_path).text("en", "option-crs")


def test_pages_set_thin_spaces_between_the_thousands_of_numbers_and_nowhere_else() -> None:
    told = page_catalogue().text("en", "people-carrying-counted", count=2_296, cells=1_179)
    assert told == "2\u2009296 responsibilities in 1\u2009179 cells"
    assert catalogue().text("en", "people-carrying-counted", count=2_296, cells=999) == (
        "2,296 responsibilities in 999 cells"
    )


@pytest.mark.parametrize("strategy", ["squares", "hexagons", "voronoi", "imported"])
def test_two_sizes_are_refused_in_words_of_the_form_and_not_in_names_of_fields(
    strategy: str,
) -> None:
    told = page_catalogue().text("zh", "drafting-sizes-unfit-detail", strategy=strategy)
    assert not any(word in told for word in ("count", "points", "size", strategy))
