"""Where the open cases on some ground are kept now."""

from typing import NamedTuple

from sqlalchemy import Select, select

from service.cases.models import Case
from service.cases.queries.scope import OPEN
from service.database import Transaction

_E7 = 10_000_000


class OpenPlace(NamedTuple):
    """The place of an open case in degrees, and the cell in which it is kept."""

    lon: float
    lat: float
    cell_code: str


def open_places(
    tx: Transaction, bounds: tuple[float, float, float, float]
) -> tuple[OpenPlace, ...]:
    """Return the open cases within a box (west, south, east, north in degrees)."""
    rows = tx.session.execute(places_query(bounds))
    return tuple(OpenPlace(lon / _E7, lat / _E7, cell) for lon, lat, cell in rows)


def places_query(bounds: tuple[float, float, float, float]) -> Select[int, int, str]:
    """Return the query of the open cases within a box."""
    west, south, east, north = (round(degrees * _E7) for degrees in bounds)
    return select(Case.lon_e7, Case.lat_e7, Case.cell_code).where(
        Case.lon_e7.between(west, east), Case.lat_e7.between(south, north), Case.state.in_(OPEN)
    )
