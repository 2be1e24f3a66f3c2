"""Check a boundary file: read it, mend it, close it into a coverage, prove it, tell it all.

`checked` holds what was found, `wording` puts it into words, `report` prints it as lines, `marks`
places it, `repairmap` draws it.
"""

from gis.checking.checked import Checked, check_cell_file, check_file
from gis.checking.marks import Mark, MarkKind, marks_of
from gis.checking.repairmap import repair_map
from gis.checking.report import (
    checked_lines,
    closing_lines,
    done_lines,
    import_lines,
    reason_lines,
    refused_lines,
    verdict_line,
)
from gis.checking.wording import Wording

__all__ = [
    "Checked",
    "Mark",
    "MarkKind",
    "Wording",
    "check_cell_file",
    "check_file",
    "checked_lines",
    "closing_lines",
    "done_lines",
    "import_lines",
    "marks_of",
    "reason_lines",
    "refused_lines",
    "repair_map",
    "verdict_line",
]
