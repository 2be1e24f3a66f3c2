"""The printed face: where it lies, and how wide a text will be."""

import threading
from functools import cache, lru_cache
from pathlib import Path

import pylopdf_fonts_zh_cn
from PIL import ImageFont

FONT_FOLDER = Path(pylopdf_fonts_zh_cn.sans_path()).parent
"""Holds Noto Sans SC and Noto Serif SC (OFL), regular weight only."""

MM_PER_PT = 25.4 / 72
_UNITS = 1000
_lock = threading.Lock()


def width_mm(text: str, size_pt: float) -> float:
    """Return the width of a line of text set in Noto Sans SC."""
    return sum(map(_advance, text)) / _UNITS * size_pt * MM_PER_PT


@cache
def _face() -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(pylopdf_fonts_zh_cn.sans_path()), _UNITS)


@lru_cache(maxsize=20_000)
def _advance(character: str) -> float:
    with _lock:  # a FreeType face is not for two threads at once
        return float(_face().getlength(character))
