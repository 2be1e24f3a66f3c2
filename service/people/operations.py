"""What can be done with organisations, persons, pairings and responsibilities."""

from service.errors.domain import SheetFault
from service.people.board import (
    DepartmentName,
    DivisionOn,
    Gap,
    Pair,
    PairingBoard,
    gaps,
    pairing_board,
)
from service.people.carrying import (
    CarriedOver,
    Proposing,
    carry_responsibilities,
    forget_proposals,
    propose_carrying,
)
from service.people.carrying_lists import (
    CarryingPage,
    CarryingsWanted,
    CarryingTold,
    PersonTold,
    Waiting,
    carryings,
    organisations_of,
    successors,
    waiting_divisions,
)
from service.people.confirming import (
    ConfirmSome,
    ConfirmUnambiguous,
    Decide,
    confirm_some,
    confirm_unambiguous,
    decide_carrying,
)
from service.people.duties import (
    CellOn,
    CellsOn,
    PersonOn,
    Reach,
    UnknownPersonError,
    person_id_of,
    reach_of_person,
    responsible_for,
    responsible_for_cells,
)
from service.people.importing import ImportRefusedError, ImportReport, PeopleFile, import_people
from service.people.passing import GroundPassed, Passing, ground_passed
from service.people.rules import CellPersons, TierPerson
from service.people.sheets import NotASpreadsheetError, SpreadsheetTooLargeError
from service.people.template import template_workbook

__all__ = [
    "CarriedOver",
    "CarryingPage",
    "CarryingTold",
    "CarryingsWanted",
    "CellOn",
    "CellPersons",
    "CellsOn",
    "ConfirmSome",
    "ConfirmUnambiguous",
    "Decide",
    "DepartmentName",
    "DivisionOn",
    "Gap",
    "GroundPassed",
    "ImportRefusedError",
    "ImportReport",
    "NotASpreadsheetError",
    "Pair",
    "PairingBoard",
    "Passing",
    "PeopleFile",
    "PersonOn",
    "PersonTold",
    "Proposing",
    "Reach",
    "SheetFault",
    "SpreadsheetTooLargeError",
    "TierPerson",
    "UnknownPersonError",
    "Waiting",
    "carry_responsibilities",
    "carryings",
    "confirm_some",
    "confirm_unambiguous",
    "decide_carrying",
    "forget_proposals",
    "gaps",
    "ground_passed",
    "import_people",
    "organisations_of",
    "pairing_board",
    "person_id_of",
    "propose_carrying",
    "reach_of_person",
    "responsible_for",
    "responsible_for_cells",
    "successors",
    "template_workbook",
    "waiting_divisions",
]
