"""The documentation names only places that exist."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DOCUMENTS = sorted(
    path.relative_to(ROOT).as_posix()
    for pattern in ("*.md", "docs/**/*.md", "data/boundaries/*.md")
    for path in ROOT.glob(pattern)
)
_PLACE = re.compile(r"`((?:gis|service|data|docs|tests|benchmarks)/[\w./-]*)")


def test_a_place_is_found_in_a_text() -> None:
    assert _PLACE.findall("`gis/router/` (`bulk.py`), `service/database.py: Executor`") == [
        "gis/router/",
        "service/database.py",
    ]


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_place_that_a_document_names_exists(document: str) -> None:
    named = _PLACE.findall((ROOT / document).read_text(encoding="utf-8"))
    missing = [place for place in named if not (ROOT / place).exists()]
    assert missing == []
    folders = [place for place in named if place.endswith("/")]
    assert [place for place in folders if not (ROOT / place).is_dir()] == []


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_link_and_picture_of_a_document_resolves(document: str) -> None:
    text = (ROOT / document).read_text(encoding="utf-8")
    targets = re.findall(r"\]\(([^)#\s]+)", text) + re.findall(r'src="([^"]+)"', text)
    relative = [target for target in targets if not target.startswith(("http:", "https:"))]
    home = (ROOT / document).parent
    assert [target for target in relative if not (home / target).exists()] == []


def test_every_dependency_has_its_reason() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    told = (ROOT / "docs/dependencies.md").read_text(encoding="utf-8").lower()
    wanted = [
        *project["build-system"]["requires"],
        *project["project"]["dependencies"],
        *project["project"]["optional-dependencies"]["dev"],
    ]
    names = [re.split(r"[\[><=]", line)[0].lower() for line in wanted]
    assert [name for name in names if name not in told] == []
