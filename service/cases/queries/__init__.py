"""Read cases: one of them, lists of them, their marks on the map."""

from service.cases.queries.ground import OpenPlace, open_places
from service.cases.queries.lists import PAGE_SIZE, CaseFilter, FindCases, find_cases, list_cases
from service.cases.queries.marks import CellCases, MapCases, cell_cases, map_cases
from service.cases.queries.outside import OutsideCase, outside_cases, outside_numbers, outside_total
from service.cases.queries.single import (
    CaseFor,
    PhotoFor,
    Track,
    case_view,
    is_number,
    photo_for,
    subject_of,
    tracked,
)

__all__ = [
    "PAGE_SIZE",
    "CaseFilter",
    "CaseFor",
    "CellCases",
    "FindCases",
    "MapCases",
    "OpenPlace",
    "OutsideCase",
    "PhotoFor",
    "Track",
    "case_view",
    "cell_cases",
    "find_cases",
    "is_number",
    "list_cases",
    "map_cases",
    "open_places",
    "outside_cases",
    "outside_numbers",
    "outside_total",
    "photo_for",
    "subject_of",
    "tracked",
]
