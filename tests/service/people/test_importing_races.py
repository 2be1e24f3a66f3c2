"""Two people import a register at the same time."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from service.database import Executor
from service.people.operations import ImportReport, PeopleFile, import_people
from tests.service.conftest import YINQUAN, people_csv


def test_the_second_of_two_imports_at_once_finds_what_the_first_one_left(
    executor: Executor,
) -> None:
    register = PeopleFile.read(people_csv((YINQUAN + "001", YINQUAN + "002")))
    begin = Barrier(2)

    def take(_at: int) -> ImportReport:
        begin.wait()
        return executor.write(import_people, register)

    with ThreadPoolExecutor(2) as clerks:
        changed = sorted(report.changed for report in clerks.map(take, range(2)))
    assert changed[0] == 0 < changed[1]
