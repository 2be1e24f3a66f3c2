"""Names of cells and micro-cells in the standard's form, such as 东山弄社区第二网格."""

from gis.texts import Locale, own_texts

_NUMERALS = "零一二三四五六七八九"
_PLACES = ("", "十", "百", "千")
_MYRIAD = 10_000


def cell_name(community: str, serial: int, locale: Locale, *, micro: int | None = None) -> str:
    """Return a cell's name in the standard's form.

    Parameters
    ----------
    community
        Name of the community.
    serial
        The cell's serial in the community.
    locale
        Language.
    micro
        Serial of a micro-cell in the cell, to name that.

    Examples
    --------
    >>> cell_name("东山弄社区", 2, "zh")
    '东山弄社区第二网格'
    >>> cell_name("Dongshannong", 12, "en", micro=3)
    'Dongshannong, cell 12, micro-cell 3'
    """
    facts = {"community": community, "serial": str(serial), "ordinal": chinese_numeral(serial)}
    if micro is None:
        return own_texts().text(locale, "codes-cell-name", **facts)
    facts |= {"micro": str(micro), "micro_ordinal": chinese_numeral(micro)}
    return own_texts().text(locale, "codes-micro-cell-name", **facts)


def chinese_numeral(number: int) -> str:
    """Write a whole number from 1 to 999,999 in Chinese numerals.

    Raises
    ------
    ValueError
        The number is outside.

    Examples
    --------
    >>> [chinese_numeral(n) for n in (2, 10, 12, 20, 105, 110, 999)]
    ['二', '十', '十二', '二十', '一百零五', '一百一十', '九百九十九']
    """
    if not 1 <= number < 100 * _MYRIAD:
        raise ValueError(f"{number} has no Chinese numeral here; give 1 to 999,999")
    myriads, rest = divmod(number, _MYRIAD)
    if not myriads:
        return _below_myriad(rest)
    gap = _NUMERALS[0] if 0 < rest < _MYRIAD // 10 else ""
    # Behind a larger place ten is 一十; at the very front it is 十.
    tail = _below_myriad(rest, leading=False) if rest else ""
    return f"{_below_myriad(myriads)}万{gap}{tail}"


def _below_myriad(number: int, *, leading: bool = True) -> str:
    digits = [int(digit) for digit in str(number)]
    written = ""
    for i, digit in enumerate(digits):
        if digit:
            if i and not digits[i - 1]:
                written += _NUMERALS[0]
            written += _NUMERALS[digit] + _PLACES[len(digits) - 1 - i]
    if leading and written.startswith("一十"):
        return written[1:]
    return written
