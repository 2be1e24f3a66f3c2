"""Tell the encoding of a .dbf that does not say it: GBK and Big5 are everyday in the field."""

import struct
from pathlib import Path

_CANDIDATES = ("utf-8", "gb18030", "big5")
_RECORDS_READ = 5_000


def undeclared_encoding(shapefile: Path) -> str | None:
    """Return the encoding of a Shapefile's texts, or None where nothing needs to be detected.

    Parameters
    ----------
    shapefile
        The .shp; its .dbf is read unless a .cpg declares the encoding.

    Returns
    -------
    str or None
        ``utf-8``, ``gb18030`` or ``big5``; None if declared, plain ASCII, or none of them.
    """
    dbf = shapefile.with_suffix(".dbf")
    if shapefile.with_suffix(".cpg").is_file() or not dbf.is_file():
        return None
    foreign = [text for text in _texts(dbf) if not text.isascii()]
    if not foreign:
        return None
    fitting = [name for name in _CANDIDATES if all(_decodes(text, name) for text in foreign)]
    if not fitting:
        return None
    if fitting[0] == "utf-8" or len(fitting) == 1:
        return fitting[0]
    # Both double-byte codes often accept the same bytes. Everyday characters sit in rows B0-D7
    # of GBK with a high second byte, and in rows A4-C6 of Big5 with any: the fuller one it is.
    everyday = {"gb18030": (0xB0, 0xD7, 0xA1), "big5": (0xA4, 0xC6, 0x40)}
    shares = {name: sum(_pairs(text, *everyday[name]) for text in foreign) for name in everyday}
    return max(everyday, key=lambda name: shares[name])


def _texts(dbf: Path) -> list[bytes]:
    """Return the field names and text values of a dBASE table, as they are stored."""
    data = dbf.read_bytes()
    if len(data) < 33:
        return []
    records, header_size, record_size = struct.unpack_from("<IHH", data, 4)
    texts, spans, at = [], [], 1
    for start in range(32, min(header_size, len(data)) - 32, 32):
        if data[start] == 0x0D:
            break
        texts.append(data[start : start + 11].split(b"\0")[0])
        length = data[start + 16]
        if data[start + 11 : start + 12] == b"C":
            spans.append((at, at + length))
        at += length
    for number in range(min(records, _RECORDS_READ)):
        start = header_size + number * record_size
        record = data[start : start + record_size]
        texts.extend(record[begin:end].rstrip(b" \0") for begin, end in spans)
    return texts


def _decodes(text: bytes, encoding: str) -> bool:
    # A field that is full may end in the middle of a character.
    for cut in range(4):
        try:
            text[: len(text) - cut].decode(encoding)
        except UnicodeDecodeError:
            continue
        return True
    return False


def _pairs(text: bytes, first: int, last: int, second: int) -> int:
    found = at = 0
    while at < len(text) - 1:
        if text[at] < 0x80:
            at += 1
            continue
        found += first <= text[at] <= last and text[at + 1] >= second
        at += 2
    return found
