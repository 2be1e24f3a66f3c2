"""Templates, styles and scripts: what they name exists, and all of it is ours."""

import re
from pathlib import Path

import pytest

WEB = Path("service/web")
STATIC = WEB / "static"
TEMPLATES = sorted((WEB / "templates").rglob("*.html"))
SOURCES = [
    path
    for path in sorted(STATIC.rglob("*"))
    if path.suffix in {".css", ".js"} and "vendor" not in path.parts
]


@pytest.fixture(scope="module")
def symbols() -> set[str]:
    return set(re.findall(r'<symbol id="([\w-]+)"', (STATIC / "icons.svg").read_text("utf-8")))


def test_every_icon_that_a_template_names_is_in_the_sprite(symbols: set[str]) -> None:
    named = {
        name
        for path in TEMPLATES
        for name in re.findall(r"""\bicon(?:\(|=)["']([\w-]+)["']""", path.read_text("utf-8"))
        if not name.endswith("-")
    }

    assert named - symbols == set()


def test_every_status_and_category_group_has_its_own_picture(symbols: set[str]) -> None:
    statuses = {"late", "due", "in_hand", "to_verify", "done", "rejected"}
    groups = {"01", "02", "03", "04", "05", "11", "12", "13", "14", "19"}

    assert {f"glyph-{status}" for status in statuses} <= symbols
    assert {f"group-{group}" for group in groups} <= symbols


def test_every_static_file_that_a_template_names_exists() -> None:
    named = {
        name
        for path in TEMPLATES
        for name in re.findall(r"""\bstatic\(["']([^"']+)["']\)""", path.read_text("utf-8"))
    }

    assert {name for name in named if not (STATIC / name).is_file()} == set()


def test_every_import_of_a_script_exists() -> None:
    missing = {
        f"{path.name} → {name}"
        for path in SOURCES
        if path.suffix == ".js"
        for name in re.findall(r"""from ["'](\.[^"']+)["']""", path.read_text("utf-8"))
        if not (path.parent / name).is_file()
    }

    assert missing == set()


@pytest.mark.parametrize("path", [*TEMPLATES, *SOURCES], ids=str)
def test_nothing_asks_another_host_or_runs_inline(path: Path) -> None:
    text = path.read_text("utf-8")

    assert not re.search(r"""(?:src|href|url\(|fetch\(|from)\s*[=(]?\s*["']?(?:https?:)?//""", text)
    if path.suffix == ".html":
        assert not re.search(r"""\s(?:on\w+|style)=["']""", text)
        assert not re.search(r"<style", text)
        assert not re.search(r"""<script(?![^>]*(?:src=|application/json))""", text)


def test_tokens_that_styles_use_are_defined() -> None:
    defined = set()
    for name in ("tokens.css", "base.css", "components.css"):
        defined |= set(re.findall(r"(--[\w-]+):", (STATIC / "css" / name).read_text("utf-8")))
    used = {
        f"{path.name}: {token}"
        for path in SOURCES
        if path.suffix == ".css"
        for token in re.findall(r"var\((--[\w-]+)", path.read_text("utf-8"))
        if token not in defined and f"{token}:" not in path.read_text("utf-8")
    }

    assert used == set()
