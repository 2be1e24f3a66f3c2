"""Codes of communities, cells and micro-cells.

A community's 12-digit statistical code is 6 (county) + 3 (street) + 3 (community or village);
a cell's code adds a 3-digit serial within the community, 001 to 999. Community codes of another
length, such as Taipei's 11 digits, are kept as they are and only get the serial. Outside the
standard a serial may have up to 6 digits. A micro-cell's code is its cell's and two digits more,
01 to 99.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from numbers import Integral
from typing import NewType

CommunityCode = NewType("CommunityCode", str)
CellCode = NewType("CellCode", str)
MicroCode = NewType("MicroCode", str)

SERIAL_DIGITS = 3
MAX_SERIAL = 10**SERIAL_DIGITS - 1
MOST_SERIAL_DIGITS = 6
MICRO_DIGITS = 2
MAX_MICRO_SERIAL = 10**MICRO_DIGITS - 1
COMMUNITY_DIGITS = 12
_OLD_SERIAL_DIGITS = 2
_OLD_CELL_DIGITS = COMMUNITY_DIGITS + _OLD_SERIAL_DIGITS
_MICRO_CODE_DIGITS = COMMUNITY_DIGITS + SERIAL_DIGITS + MICRO_DIGITS
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


@dataclass(frozen=True)
class OldCode:
    """A cell's code in an older system, with a 2-digit serial, and the code it now has.

    Attributes
    ----------
    old
        As the older system wrote it: 14 digits by the standard.
    code
        The same community and serial in today's form: 15 digits.
    """

    old: str
    code: CellCode


def cell_code(community: str, serial: int, *, serial_digits: int = SERIAL_DIGITS) -> CellCode:
    """Form a cell's code from its community and its serial.

    Parameters
    ----------
    community
        Code of the community.
    serial
        From 1.
    serial_digits
        3 by the standard; up to 6 in places that do not follow it.

    Raises
    ------
    CodeError
        The community code is empty, or the serial has too many digits.

    Examples
    --------
    >>> cell_code("440704001016", 3)
    '440704001016003'
    """
    if not community:
        raise CodeError(community, "the community has no code")
    last = max_serial(serial_digits)
    if not 1 <= serial <= last:
        raise CodeError(community, f"serial {serial} is outside 1 to {last}; use larger cells")
    return CellCode(f"{community}{serial:0{serial_digits}d}")


def max_serial(serial_digits: int) -> int:
    """Return the last serial of a number of digits.

    Raises
    ------
    CodeError
        Serials of so many digits are not in use.
    """
    whole = isinstance(serial_digits, Integral)
    if not whole or not SERIAL_DIGITS <= serial_digits <= MOST_SERIAL_DIGITS:
        raise CodeError(
            repr(serial_digits),
            f"serials have a whole number of digits, {SERIAL_DIGITS} (the standard) to"
            f" {MOST_SERIAL_DIGITS}",
        )
    return int(10**serial_digits) - 1


def cell_codes(community: str, *, serial_digits: int = SERIAL_DIGITS) -> list[CellCode]:
    """Return all codes that cells of a community can have, by serial."""
    last = max_serial(serial_digits)
    return [cell_code(community, n, serial_digits=serial_digits) for n in range(1, last + 1)]


def never_used(codes: Sequence[str], used: Collection[str], wanted: int) -> list[str]:
    """Return codes never used, as many as wanted if there are so many.

    Those above all used ones come first, for a gap may be a code of a division that is not known
    here; then the gaps, the lowest first.

    Parameters
    ----------
    codes
        All of a home, by serial.
    used
        Codes that were ever given out.
    """
    highest = max((number for number, code in enumerate(codes, 1) if code in used), default=0)
    above, gaps = codes[highest:], (code for code in codes[:highest] if code not in used)
    return list(islice(chain(above, gaps), wanted))


def codes_given(codes: Iterable[str]) -> frozenset[str]:
    """Return codes that a caller lists.

    Raises
    ------
    CodeError
        They are one text, whose letters are no codes, or no list at all.
    """
    if isinstance(codes, str) or not isinstance(codes, Iterable):
        raise CodeError(str(codes), "this is no list of codes; give a list, even of one")
    return frozenset(str(code) for code in codes)


def micro_code(cell: str, serial: int) -> MicroCode:
    """Form a micro-cell's code from its cell's code and its serial in the cell.

    Raises
    ------
    CodeError
        The cell has no code, or the serial is not in 1 to 99.

    Examples
    --------
    >>> micro_code("440704001016003", 7)
    '44070400101600307'
    """
    if not cell:
        raise CodeError(cell, "the cell has no code")
    if not 1 <= serial <= MAX_MICRO_SERIAL:
        raise CodeError(
            cell, f"micro-cell {serial} is outside 1 to {MAX_MICRO_SERIAL}; use larger micro-cells"
        )
    return MicroCode(f"{cell}{serial:0{MICRO_DIGITS}d}")


def cell_of(micro: str) -> CellCode:
    """Return the cell code in a micro-cell's code."""
    _refuse_bad_micro(micro)
    return CellCode(micro[:-MICRO_DIGITS])


def micro_serial_of(micro: str) -> int:
    """Return the serial within its cell in a micro-cell's code."""
    _refuse_bad_micro(micro)
    return int(micro[-MICRO_DIGITS:])


def serial_in(code: str, home: str) -> int:
    """Return the serial of a cell in its community, or of a micro-cell in its cell.

    0 where the code is not formed so: a city may have its own.

    Examples
    --------
    >>> serial_in("440704001016003", "440704001016")
    3
    >>> serial_in("WG-07", "440704001016")
    0
    """
    rest = code.removeprefix(home) if home else code
    formed = rest != code and _is_digits(rest) and len(rest) <= MOST_SERIAL_DIGITS
    return int(rest) if formed else 0


def short_code(code: str, home: str) -> str:
    """Return what tells a cell from the others of its community: its code without theirs.

    Examples
    --------
    >>> short_code("440704001016003", "440704001016")
    '003'
    >>> short_code("WG-07", "440704001016")
    'WG-07'
    """
    return (code.removeprefix(home) if home else code) or code


def label_in(code: str, home: str) -> str:
    """Return what a cell is called within its community: its serial, or its own code."""
    return str(serial_in(code, home) or short_code(code, home))


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
    >>> grouped("44070400101600307")
    '440704 001 016 003 07'
    """
    if not _is_digits(code):
        return code
    if len(code) == _MICRO_CODE_DIGITS:
        return f"{grouped(code[:-MICRO_DIGITS])} {code[-MICRO_DIGITS:]}"
    if len(code) in _GROUPS:
        return " ".join([code[:6], *(code[i : i + 3] for i in range(6, len(code), 3))])
    if len(code) > COMMUNITY_DIGITS:
        return f"{code[:-SERIAL_DIGITS]} {code[-SERIAL_DIGITS:]}"
    return code


def without_blanks(text: str) -> str:
    """Return a code as `grouped` takes it, of whatever signs: all blanks in it are left out."""
    return "".join(text.split())


class TypedCodes:
    """Known codes, found as people type them.

    A text means the code that is written just so; else the one code that is the same without
    blanks, for digits are printed in groups, and a city's own code may hold blanks itself.

    Parameters
    ----------
    codes
        All codes that may be meant.

    Examples
    --------
    >>> TypedCodes(["440704001016003"]).meant("440704 001 016 003")
    '440704001016003'
    >>> TypedCodes(["WG 7"]).meant("WG7")
    'WG 7'
    """

    def __init__(self, codes: Iterable[str]) -> None:
        self._codes = frozenset(codes)
        self._by_bare: dict[str, str | None] = {}
        for code in self._codes:
            bare = without_blanks(code)
            # Two codes that differ in their blanks alone are each found as they are only.
            self._by_bare[bare] = None if bare in self._by_bare else code

    def meant(self, text: str) -> str | None:
        """Return the code that a text means, or ``None`` where it is none or may be two."""
        return text if text in self._codes else self._by_bare.get(without_blanks(text))


def parse_cell_code(
    text: str,
    *,
    community_digits: int = COMMUNITY_DIGITS,
    serial_digits: int = SERIAL_DIGITS,
) -> CellCode:
    """Read a cell code as a person types it, spaces allowed.

    Parameters
    ----------
    text
        Such as ``440704 001 016 003``.
    community_digits
        Digits of the district's community codes; 12 by the standard, 11 in Taipei.
    serial_digits
        Digits of the serials; 3 by the standard.

    Raises
    ------
    CodeError
        The text is no cell code. Old 14-digit codes (2-digit serial) and micro-cells' codes are
        told apart.
    """
    code = _digits(text, "a cell code")
    expected = community_digits + serial_digits
    if len(code) == expected:
        _refuse_bad_serial(code, serial_digits)
        return CellCode(code)
    if len(code) == _OLD_CELL_DIGITS and community_digits == COMMUNITY_DIGITS:
        raise CodeError(
            text,
            "14 digits are an older code with a 2-digit serial; give the 15-digit code of the "
            "present division",
        )
    if len(code) == expected + MICRO_DIGITS:
        raise CodeError(
            text, f"{len(code)} digits are a micro-cell's code; its first {expected} are the cell's"
        )
    raise CodeError(text, f"a cell code has {expected} digits, this has {len(code)}")


def parse_micro_code(
    text: str,
    *,
    community_digits: int = COMMUNITY_DIGITS,
    serial_digits: int = SERIAL_DIGITS,
) -> MicroCode:
    """Read a micro-cell's code as a person types it, spaces allowed.

    Parameters
    ----------
    text
        Such as ``440704 001 016 003 07``.
    community_digits, serial_digits
        As for `parse_cell_code`.

    Raises
    ------
    CodeError
        The text is no code of a micro-cell.
    """
    code = _digits(text, "a micro-cell's code")
    expected = community_digits + serial_digits + MICRO_DIGITS
    if len(code) != expected:
        raise CodeError(text, f"a micro-cell's code has {expected} digits, this has {len(code)}")
    _refuse_bad_micro(code)
    _refuse_bad_serial(code[:-MICRO_DIGITS], serial_digits)
    return MicroCode(code)


def from_old_code(text: str, *, community_digits: int = COMMUNITY_DIGITS) -> OldCode:
    """Read a cell code of an older system, whose serial has two digits.

    Parameters
    ----------
    text
        14 digits by the standard, spaces allowed.
    community_digits
        Digits of the district's community codes.

    Raises
    ------
    CodeError
        The text is no such code.

    Examples
    --------
    >>> from_old_code("33010601200302").code
    '330106012003002'
    """
    code = _digits(text, "an older cell code")
    expected = community_digits + _OLD_SERIAL_DIGITS
    if len(code) != expected:
        raise CodeError(text, f"an older cell code has {expected} digits, this has {len(code)}")
    serial = int(code[-_OLD_SERIAL_DIGITS:])
    if serial == 0:
        raise CodeError(text, "an older cell code ends in a serial of two digits, 01 to 99")
    return OldCode(code, cell_code(code[:-_OLD_SERIAL_DIGITS], serial))


def from_old_codes(
    texts: Iterable[str], *, community_digits: int = COMMUNITY_DIGITS
) -> tuple[OldCode, ...]:
    """Read all cell codes of an older system: the mapping to keep with the import.

    Raises
    ------
    CodeError
        One is no such code, or stands twice.
    """
    codes: dict[str, OldCode] = {}
    for text in texts:
        read = from_old_code(text, community_digits=community_digits)
        if read.old in codes:
            raise CodeError(text, "the older cell code stands twice; give each cell one code")
        codes[read.old] = read
    return tuple(codes.values())


def _refuse_bad_serial(code: str, serial_digits: int = SERIAL_DIGITS) -> None:
    serial = code[-serial_digits:]
    if len(code) <= serial_digits or not _is_digits(serial) or int(serial) == 0:
        count = "three" if serial_digits == SERIAL_DIGITS else str(serial_digits)
        first, last = f"{1:0{serial_digits}d}", max_serial(serial_digits)
        raise CodeError(code, f"a cell code ends in a serial of {count} digits, {first} to {last}")


def _refuse_bad_micro(code: str) -> None:
    serial = code[-MICRO_DIGITS:]
    if len(code) <= MICRO_DIGITS or not _is_digits(serial) or int(serial) == 0:
        raise CodeError(code, "a micro-cell's code ends in a serial of two digits, 01 to 99")


def _digits(text: str, what: str) -> str:
    code = without_blanks(text)
    if not _is_digits(code):
        raise CodeError(text, f"{what} has digits only")
    return code


def _is_digits(text: str) -> bool:
    return text.isascii() and text.isdigit()
