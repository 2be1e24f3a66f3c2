"""Codes for the new cells of an edit."""

from collections.abc import Iterable

import geopandas

from gis.codes import SERIAL_DIGITS, cell_codes, codes_given, never_used
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
        self._used = {*cells["code"].astype(str), *codes_given(retired)}
        homes = cells["community"].astype(str)
        lengths = (
            len(code) - len(home)
            for code, home in zip(cells["code"].astype(str), homes, strict=True)
            if code.startswith(home) and code[len(home) :].isdigit()
        )
        # Micro-cells have two digits more, which are no part of a serial.
        ordinary = [n for n in lengths if n >= SERIAL_DIGITS]
        self._digits = min(ordinary, default=SERIAL_DIGITS)

    def take(self, community: str, wanted: int) -> list[str]:
        """Return codes of a community and count them as used; see `gis.codes.never_used`.

        Raises
        ------
        EditRefused
            There are not so many left.
        """
        every = cell_codes(community, serial_digits=self._digits)
        codes = never_used(every, self._used, wanted)
        if len(codes) < wanted:
            raise EditRefused(RefusalKind.NO_SERIAL, community=community)
        self._used.update(codes)
        return codes
