"""Codes of communities and cells.

A community's 12-digit statistical code is 6 (county) + 3 (street) + 3 (community or village);
a cell's code adds a 3-digit serial within the community, 001 to 999. Community codes of another
length, such as Taipei's 11 digits, are kept as they are and only get the serial.
"""

import re
from typing import NewType

CommunityCode = NewType("CommunityCode", str)
CellCode = NewType("CellCode", str)

SERIAL_DIGITS = 3
MAX_SERIAL = 10**SERIAL_DIGITS - 1
COMMUNITY_DIGITS = 12
_OLD_CELL_DIGITS = 14
_GROUPS = (6, 9, 12, 15)


class CodeError(ValueError):
    """A code that cannot be formed or read.

    Attributes
    ----------
    code
        The text or code in question.
    why
        What is wrong with it, and the mend, in English.
    """

    def __init__(self, code: str, why: str) -> None:
        self.code = code
        self.why = why
        super().__init__(f"code {code!r}: {why}")


def cell_code(community: str, serial: int) -> CellCode:
    """Form a cell's code from its community and its serial.

    Raises
    ------
    CodeError
        The community code is empty, or the serial is not in 1 to 999.

    Examples
    --------
    >>> cell_code("440704001016", 3)
    '440704001016003'
    """
    if not community:
        raise CodeError(community, "the community has no code")
    if not 1 <= serial <= MAX_SERIAL:
        raise CodeError(
            community, f"serial {serial} is outside 1 to {MAX_SERIAL}; use larger cells"
        )
    return CellCode(f"{community}{serial:0{SERIAL_DIGITS}d}")


def community_of(code: str) -> CommunityCode:
    """Return the community code in a cell code."""
    _refuse_bad_serial(code)
    return CommunityCode(code[:-SERIAL_DIGITS])


def serial_of(code: str) -> int:
    """Return the serial in a cell code."""
    _refuse_bad_serial(code)
    return int(code[-SERIAL_DIGITS:])


def grouped(code: str) -> str:
    """Set a code in groups for reading; copying it should drop the spaces.

    Examples
    --------
    >>> grouped("440704001016003")
    '440704 001 016 003'
    >>> grouped("63000010002001")
    '63000010002 001'
    """
    if not _is_digits(code):
        return code
    if len(code) in _GROUPS:
        return " ".join([code[:6], *(code[i : i + 3] for i in range(6, len(code), 3))])
    if len(code) > COMMUNITY_DIGITS:
        return f"{code[:-SERIAL_DIGITS]} {code[-SERIAL_DIGITS:]}"
    return code


def parse_cell_code(text: str, *, community_digits: int = COMMUNITY_DIGITS) -> CellCode:
    """Read a cell code as a person types it, spaces allowed.

    Parameters
    ----------
    text
        Such as ``440704 001 016 003``.
    community_digits
        Digits of the district's community codes; 12 by the standard, 11 in Taipei.

    Raises
    ------
    CodeError
        The text is no cell code. Old 14-digit codes (2-digit serial) are told apart.
    """
    code = re.sub(r"\s", "", text)
    if not _is_digits(code):
        raise CodeError(text, "a cell code has digits only")
    expected = community_digits + SERIAL_DIGITS
    if len(code) == expected:
        _refuse_bad_serial(code)
        return CellCode(code)
    if len(code) == _OLD_CELL_DIGITS and community_digits == COMMUNITY_DIGITS:
        raise CodeError(
            text,
            "14 digits are an older code with a 2-digit serial; give the 15-digit code of the "
            "present division",
        )
    raise CodeError(text, f"a cell code has {expected} digits, this has {len(code)}")


def _refuse_bad_serial(code: str) -> None:
    serial = code[-SERIAL_DIGITS:]
    if len(code) <= SERIAL_DIGITS or not _is_digits(serial) or int(serial) == 0:
        raise CodeError(code, "a cell code ends in a serial of three digits, 001 to 999")


def _is_digits(text: str) -> bool:
    return text.isascii() and text.isdigit()
