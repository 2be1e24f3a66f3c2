"""Tell the encoding of texts that do not say it: GBK and Big5 are everyday in the field."""

import codecs
import re
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

# Hong Kong's supplement holds all of Big5, and 埗, 鰂 and 衞 besides.
_CANDIDATES = ("utf-8", "gb18030", "big5hkscs")
_TEXTS_WEIGHED = 5_000
_SAMPLE_BYTES = 1_000_000
# Some damaged texts are no reason to read all others wrong.
_FITTING_SHARE = 0.8
# The longer mark first: UTF-32 begins like UTF-16.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# No encoding here has these bytes within a character.
_BETWEEN_WORDS = re.compile(rb"[\x00-\x2f]+")
_FOREIGN_BYTES = re.compile(rb"[\x80-\xff]+")
# An accented letter stands among plain ones, small among small ones: ã in São, Ã in SÃO. The second
# byte of a Chinese character may be a plain letter too, but any.
# Programs that know capitals of ASCII alone leave PEñAROL: with a plain letter on either side that
# belongs to no Chinese character itself, size tells nothing. A single byte before a space or a
# stop, as in Nº 3, begins no Chinese character.
_ACCENTED = re.compile(
    rb"(?<![\x80-\xff])(?:[\xdf-\xf6\xf8-\xff](?![\x80-\xffA-Z@\[-`{-~])"
    rb"|[\xc0-\xd6\xd8-\xde](?![\x80-\xff@\[-`{-~])"
    rb"|(?:(?<=^[A-Za-z])|(?<=[\x00-\x7f][A-Za-z]))"
    rb"(?:[\x8a-\x9e\xc0-\xd6\xd8-\xf6\xf8-\xff](?=[A-Za-z])"
    rb"|[\xc0-\xde]{2}(?=[A-Z])|[\xdf-\xff]{2}(?=[a-z]))"
    rb"|[\x80-\xff](?=[\x00-\x2f:-?]|$))"
)
_SAID = {
    "gb18030": "GBK (GB18030)",
    "big5hkscs": "Big5",
    "utf-8": "UTF-8",
    "cp1252": "Latin-1",
    "charmap": "Latin-1",
}
# Both double-byte codes often accept the same bytes. Everyday characters sit in rows B0-D7 of GBK
# with a high second byte, and in rows A4-C6 of Big5 with any: the fuller one it is.
_EVERYDAY = {"gb18030": (0xB0, 0xD7, 0xA1), "big5hkscs": (0xA4, 0xC6, 0x40)}
_WESTERN = {"iso8859-1", "iso8859-15", "cp1252"}
_CHINESE = {"gbk": "gb18030", "gb2312": "gb18030", "cp936": "gb18030"}
_CHINESE |= dict.fromkeys(("big5", "cp950"), "big5hkscs")


@dataclass(frozen=True, slots=True)
class TableEncoding:
    """In what a .dbf is to be read; `declared` is what its .cpg says, "" where there is none."""

    encoding: str
    declared: str


def said(encoding: str) -> str:
    """Return an encoding's name as a person knows it."""
    return _SAID.get(encoding, encoding.upper())


def decoded(data: bytes) -> tuple[str, str | None]:
    """Decode a text file.

    Returns
    -------
    text
        Without a byte order mark.
    encoding
        What was detected; None for UTF-8, which needs no word.

    Raises
    ------
    UnicodeDecodeError
        A byte is not in the encoding that a byte order mark, or nearly all other texts, tell.
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            return data.decode(name), None if name == "utf-8-sig" else name
    if data[:2].count(0) == 1:  # UTF-16 without a mark: every text here begins with ASCII
        name = "utf-16-be" if data[0] == 0 else "utf-16-le"
        return data.decode(name), name
    try:
        return data.decode("utf-8"), None
    except UnicodeDecodeError as fault:
        words = _sample(data, fault.start)
        chosen = _likely([word for word in words if not word.isascii()], cut=False)
        return data.decode(chosen), chosen


def _sample(data: bytes, first_wrong: int) -> list[bytes]:
    """Return words of a text: its first ones, and those from where it is no UTF-8."""
    words = _BETWEEN_WORDS.split(data[:_SAMPLE_BYTES])
    if first_wrong >= _SAMPLE_BYTES:
        words += _BETWEEN_WORDS.split(data[first_wrong : first_wrong + _SAMPLE_BYTES])
    return words


def entry_name(raw_name: str, is_utf8: bool) -> str:
    """Return an archive entry's name, which old packers write in the system's own encoding."""
    if is_utf8 or raw_name.isascii():
        return raw_name
    try:
        data = raw_name.encode("cp437")
    except UnicodeEncodeError:
        return raw_name
    chosen = _best([data], cut=False)
    return raw_name if chosen is None else data.decode(chosen, errors="replace")


def table_encoding(shapefile: Path) -> TableEncoding | None:
    """Return the encoding of a Shapefile's texts, or None where none has to be chosen.

    Parameters
    ----------
    shapefile
        The .shp, with its .dbf and .cpg beside it.

    Returns
    -------
    TableEncoding or None
        By the .cpg's word if the texts keep it, else ``utf-8``, ``gb18030`` or ``big5hkscs`` by the
        texts themselves, and ``cp1252`` for what is none of these; None for plain ASCII.
    """
    dbf, cpg = shapefile.with_suffix(".dbf"), shapefile.with_suffix(".cpg")
    if not dbf.is_file():
        return None
    foreign = list(islice((t for t in _texts(dbf) if not t.isascii()), _TEXTS_WEIGHED))
    if not foreign:
        return None
    declared = cpg.read_bytes()[:64].decode("ascii", "ignore").strip() if cpg.is_file() else ""
    word = _codec(declared)
    likely = _likely(foreign, cut=True)
    kept = word is not None and sum(_decodes(text, word, cut=True) for text in foreign)
    if word is None or kept < len(foreign) or _refuted(word, likely, foreign):
        return TableEncoding(likely, declared)
    return TableEncoding(word, declared)


def kept_text(data: bytes, encoding: str) -> tuple[str, bool]:
    """Decode what may end in the middle of a character, as full fields of a .dbf do.

    Returns
    -------
    text
        Up to there; with marks in place of bytes that are not in the encoding.
    whole
        Whether all before its end is in the encoding.
    """
    try:
        return codecs.getincrementaldecoder(encoding)().decode(data), True
    except UnicodeDecodeError:
        return data.decode(encoding, errors="replace"), False


def contradicts(chosen: TableEncoding) -> bool:
    """Tell whether the texts are not in the encoding that is declared for them."""
    return bool(chosen.declared) and _codec(chosen.declared) != chosen.encoding


def _codec(declared: str) -> str | None:
    """Return Python's name of what a .cpg says, as "936", "ANSI 936" or "UTF-8"."""
    code_page = re.fullmatch(r"(?:ANSI|OEM|CP)?\s*(\d+)", declared, re.IGNORECASE)
    name = {"65001": "utf-8"}.get(code_page[1], f"cp{code_page[1]}") if code_page else declared
    try:
        found = codecs.lookup(name).name
        "a".encode(found)  # Python's codecs hold some that make no text, as hex and zlib
    except (LookupError, ValueError):
        return None
    return _CHINESE.get(found, found)


def _refuted(word: str, likely: str, foreign: Sequence[bytes]) -> bool:
    """Tell whether texts are in another encoding than their .cpg says, though that takes them.

    A codec of single bytes takes whatever there is, and GBK nearly all Chinese in UTF-8 or Big5.
    """
    if likely == word or likely == "cp1252":
        return False
    if likely == "utf-8":
        return True
    if word in _EVERYDAY:
        counts = {name: _everyday(foreign, name) for name in _EVERYDAY}
        return counts[likely] > 2 * counts[word]
    if word in _WESTERN:
        return True  # else the texts would have accents, and `likely` would be that
    single = sum(_decodes(bytes([byte]), word, cut=False) for byte in range(0x80, 0x100)) > 64
    runs = [len(run) for text in foreign for run in _FOREIGN_BYTES.findall(text)]
    even = sum(length % 2 == 0 for length in runs)
    return single and even >= _FITTING_SHARE * len(runs)


def _likely(foreign: Sequence[bytes], *, cut: bool) -> str:
    """Return the encoding that nearly all texts keep, else what most of them keep.

    Texts may be `cut` within a character.
    """
    if _is_utf8(foreign, cut=cut):
        return "utf-8"
    # Tables appended to each other may be in two encodings: accents in UTF-8 look like Chinese.
    others = [text for text in foreign if not _decodes(text, "utf-8", cut=False)]
    runs = sum(len(_FOREIGN_BYTES.findall(text)) for text in others)
    accented = sum(len(_ACCENTED.findall(text)) for text in others)
    if runs and accented >= _FITTING_SHARE * runs:
        return "cp1252" if 2 * len(others) > len(foreign) else "utf-8"
    return _best(foreign, cut=cut) or _best(foreign, cut=cut, least_share=0) or _CANDIDATES[0]


def _is_utf8(foreign: Sequence[bytes], *, cut: bool) -> bool:
    """Tell whether nearly all texts are UTF-8: other texts seldom look so, and never for long."""
    fitting = [text for text in foreign if _decodes(text, "utf-8", cut=cut)]
    if not fitting or len(fitting) < _FITTING_SHARE * len(foreign):
        return False
    # 路 in GBK is a middle dot in UTF-8: one such text alone proves nothing.
    signs = "".join(text.decode("utf-8", "ignore") for text in fitting)
    return any(sign.isalpha() for sign in signs if not sign.isascii())


def _best(
    foreign: Sequence[bytes], *, cut: bool, least_share: float = _FITTING_SHARE
) -> str | None:
    fits = {name: sum(_decodes(text, name, cut=cut) for text in foreign) for name in _CANDIDATES}
    most = max(fits.values(), default=0)
    if most == 0 or most < least_share * len(foreign):
        return None
    fitting = [name for name in _CANDIDATES if fits[name] == most]
    if fitting[0] == "utf-8" or len(fitting) == 1:
        return fitting[0]
    return max(_EVERYDAY, key=lambda name: _everyday(foreign, name))


def _everyday(foreign: Sequence[bytes], name: str) -> int:
    """Count the everyday characters that texts have in a double-byte code."""
    return sum(_pairs(text, *_EVERYDAY[name]) for text in foreign)


def _texts(dbf: Path) -> Iterator[bytes]:
    """Give the field names and text values of a dBASE table, as they are stored."""
    data = dbf.read_bytes()
    if len(data) < 33:
        return
    records, header_size, record_size = struct.unpack_from("<IHH", data, 4)
    spans, at = [], 1
    for start in range(32, min(header_size, len(data)) - 32, 32):
        if data[start] == 0x0D:
            break
        yield data[start : start + 11].split(b"\0")[0]
        length = data[start + 16]
        if data[start + 11 : start + 12] == b"C":
            spans.append((at, at + length))
        at += length
    for number in range(records):
        start = header_size + number * record_size
        record = data[start : start + record_size]
        if not record:
            break
        yield from (record[begin:end].rstrip(b" \0") for begin, end in spans)


def _decodes(text: bytes, encoding: str, *, cut: bool) -> bool:
    try:
        codecs.getincrementaldecoder(encoding)().decode(text, final=not cut)
    except UnicodeDecodeError:
        return False
    return True


def _pairs(text: bytes, first: int, last: int, second: int) -> int:
    found = at = 0
    while at < len(text) - 1:
        if text[at] < 0x80:
            at += 1
            continue
        found += first <= text[at] <= last and text[at + 1] >= second
        at += 2
    return found
