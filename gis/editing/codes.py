"""Codes for the new cells of an edit."""

from collections.abc import Iterable

import geopandas

from gis.codes import SERIAL_DIGITS, cell_code, max_serial
from gis.editing.refusals import EditRefused, RefusalKind


class NewCodes:
    """Codes that no cell ever had.

    Parameters
    ----------
    cells
        The division's cells.
    retired
        Codes of earlier divisions.
    """

    def __init__(self, cells: geopandas.GeoDataFrame, retired: Iterable[str] = ()) -> None:
        self._used = {*cells["code"].astype(str), *retired}
        homes = cells["community"].astype(str)
        lengths = (
            len(code) - len(home)
            for code, home in zip(cells["code"].astype(str), homes, strict=True)
            if code.startswith(home) and code[len(home) :].isdigit()
        )
        # Micro-cells have two digits more, which are no part of a serial.
        ordinary = [n for n in lengths if n >= SERIAL_DIGITS]
        self._digits = min(ordinary, default=SERIAL_DIGITS)

    def new(self, community: str) -> str:
        """Return a code above all that a community ever used; when there is none, the lowest gap.

        Raises
        ------
        EditRefused
            All serials are used up.
        """
        last = max_serial(self._digits)
        every = [
            str(cell_code(community, serial, serial_digits=self._digits))
            for serial in range(1, last + 1)
        ]
        highest = max((k for k, code in enumerate(every, 1) if code in self._used), default=0)
        for code in (*every[highest:], *every[:highest]):
            if code not in self._used:
                self._used.add(code)
                return code
        raise EditRefused(RefusalKind.NO_SERIAL, community=community)
