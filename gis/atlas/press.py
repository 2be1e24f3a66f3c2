"""Set a document with Typst and return the PDF."""

import json
from collections.abc import Iterable
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

import typst

from gis.atlas.lettering import FONT_FOLDER
from gis.atlas.sheet import Document, Sheet

_TEMPLATE = Path(__file__).with_name("atlas.typ")
_NO_DATE = datetime(1970, 1, 1, tzinfo=UTC)


def print_pdf(document: Document, sheets: Iterable[Sheet], printed_on: date | None) -> bytes:
    """Set all sheets of a document.

    Names go to the template as data, never as markup, so whatever stands in them is printed
    as it is.

    Parameters
    ----------
    document
        What the sheets share.
    sheets
        The page models; each is let go as soon as it is taken.
    printed_on
        The PDF's creation date; the same date and document give the same bytes.
    """
    stamp = (
        _NO_DATE
        if printed_on is None
        else datetime(printed_on.year, printed_on.month, printed_on.day, tzinfo=UTC)
    )
    # Sheet by sheet: the page models of a whole district would slow the garbage collector down.
    pages = ",".join(map(_json, sheets))
    data = f'{_json(document)[:-1]},"sheets":[{pages}]}}'
    # A compiler belongs to one call, which keeps threads apart; the fonts are shared.
    compiler = typst.Compiler(
        _template(),
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"document": data},
    )
    pdf = compiler.compile(format="pdf", timestamp=stamp, pdf_tags=False)
    if not isinstance(pdf, bytes):
        raise TypeError("the template did not give one PDF")
    return pdf


def _json(model: Document | Sheet) -> str:
    return json.dumps(model, default=vars, ensure_ascii=False, separators=(",", ":"))


@cache
def _template() -> bytes:
    return _TEMPLATE.read_bytes()


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[str(FONT_FOLDER)],
    )
