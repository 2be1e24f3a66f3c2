"""The colours: readable in the light and in the dark."""

import re
from pathlib import Path

import pytest

CSS = Path("service/web/static/css")
READABLE = 4.5
"""Least contrast of text by WCAG 2.2, 1.4.3."""
STATES = ("late", "due", "in-hand", "to-verify", "done", "rejected")
PAIRS = [
    *((ink, ground) for ink in ("ink", "ink-2", "ink-3") for ground in ("paper", "surface")),
    ("ink-2", "sunken"),
    ("accent", "surface"),
    ("accent", "paper"),
    ("accent", "accent-soft"),
    ("accent-ink", "accent"),
    *((state, f"{state}-soft") for state in STATES),
    *((state, "surface") for state in STATES),
    ("map-label", "map-cell"),
]


def tokens(*names: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for name in names:
        text = (CSS / name).read_text(encoding="utf-8")
        found |= dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6});", text))
    return found


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    r, g, b = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("files", [("tokens.css",), ("tokens.css", "tokens-dark.css")])
def test_text_is_readable_on_every_ground_it_stands_on(files: tuple[str, ...]) -> None:
    colours = tokens(*files)

    faint = {
        f"{ink} on {ground}": round(contrast(colours[ink], colours[ground]), 2)
        for ink, ground in PAIRS
        if contrast(colours[ink], colours[ground]) < READABLE
    }

    assert faint == {}


def test_the_dark_has_every_colour_of_the_light() -> None:
    assert tokens("tokens.css").keys() == tokens("tokens-dark.css").keys()
