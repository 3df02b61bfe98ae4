"""One run of the benchmarks at a time."""

import fcntl
import shutil
from contextlib import contextmanager

from harness.places import TEMPORARY, WORK
from harness.processes import BenchFailure


@contextmanager
def only_run():
    """Two runs at once would measure each other."""
    WORK.mkdir(exist_ok=True)
    with open(WORK / "lock", "w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BenchFailure("another run is under way in this clone") from None
        shutil.rmtree(TEMPORARY, ignore_errors=True)
        TEMPORARY.mkdir()
        try:
            yield
        finally:
            shutil.rmtree(TEMPORARY)
