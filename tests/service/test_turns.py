"""Writers of several processes take turns on SQLite."""

import threading
from pathlib import Path

from sqlalchemy import text

from service.database import Executor, Transaction, open_engine, utc_now


def test_a_write_that_waited_for_another_process_is_dated_after_it(tmp_path: Path) -> None:
    address = f"sqlite:///{tmp_path / 'turns.db'}"
    # As two processes have it: each its own engine, so that only the file holds them apart.
    one, other = Executor(open_engine(address)), Executor(open_engine(address))
    begun, waits = threading.Event(), threading.Event()
    dated = []

    def later(tx: Transaction, _command: None) -> None:
        tx.session.execute(text("CREATE TABLE two (one)"))
        dated.append(tx.now)

    def wait_and_write() -> None:
        begun.wait()
        waits.set()
        other.write(later, None)

    def first(tx: Transaction, _command: None) -> None:
        tx.session.execute(text("CREATE TABLE one (one)"))
        begun.set()
        waits.wait()
        second.join(0.2)  # it cannot end before this one does
        dated.append(utc_now())

    second = threading.Thread(target=wait_and_write)
    second.start()
    one.write(first, None)
    second.join()
    assert dated == sorted(dated)
    for executor in (one, other):
        executor.engine.dispose()
