"""How often SQLite commits on this disk, with the table and the pragmas of the platform's store.

`commits.py FILE SECONDS ROWS`: each commit holds so many rows. Prints rows a second.
"""

import sqlite3
import sys
import time
from itertools import count

path, seconds, rows = sys.argv[1], float(sys.argv[2]), int(sys.argv[3])
database = sqlite3.connect(path, isolation_level=None)
database.execute("PRAGMA locking_mode = EXCLUSIVE")
database.execute("PRAGMA journal_mode = WAL")
database.execute("PRAGMA synchronous = FULL")
database.execute(
    "CREATE TABLE connection (name TEXT PRIMARY KEY, host TEXT NOT NULL, port INTEGER NOT NULL, user TEXT NOT NULL, "
    "password TEXT NOT NULL, tags TEXT NOT NULL, enabled INTEGER NOT NULL) STRICT")
names = count(1)


def commit(rows):
    database.execute("BEGIN IMMEDIATE")
    for _ in range(rows):
        database.execute(
            "INSERT OR REPLACE INTO connection VALUES (?, ?, ?, ?, ?, ?, ?)",
            (f"pg-{next(names)}", "pg-sales-1734", 9342, "datasentinel", "sentinel",
             "application=sales,datacenter=lyon,environment=test", 1))
    database.execute("COMMIT")


# From here on the log has its final size, as on a platform that has run for a while. A growing file syncs slowly.
commit(20_000)
database.execute("PRAGMA wal_checkpoint")
commits = 0
started = time.perf_counter()
while time.perf_counter() - started < seconds:
    commit(rows)
    commits += 1
print(rows * commits / (time.perf_counter() - started))
