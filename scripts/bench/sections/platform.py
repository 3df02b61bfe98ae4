"""the local platform's adds and shows a second, beside SQLite's commits and an empty Hummingbird route"""

from harness import load
from harness.places import BENCH, PYTHON, clean_folder
from harness.processes import run
from harness.rounds import interleaved, median, spread
from harness.servers import empty_route, platform

from report.tables import table

CONNECTIONS = [1, 8, 64]


def measure(bench):
    seconds = bench.size(3, 1)
    folder = clean_folder("platform")
    with platform(folder / "store.sqlite") as server, empty_route() as route:
        shown = f"{server.connections}/shown"
        load.run([
            "curl", "-sfk", "-o", "/dev/null", "-H", f"user-token: {server.token}", "-d",
            load.BODY.replace('\\"', '"'), shown])
        # The store's log grows at first, but not on a platform that has run for a while.
        load.wrk(server, 64, seconds)
        subjects = {}
        for wide in CONNECTIONS:
            subjects[f"adds, {wide}"] = rate(server, wide, seconds)
            subjects[f"shows, {wide}"] = rate(server, wide, seconds, shown)
            subjects[f"liveness, {wide}"] = rate(server, wide, seconds, f"{server.url}/ds-api/")
            subjects[f"empty route, {wide}"] = rate(route, wide, seconds, f"{route.url}/ds-api/")
            subjects[f"SQLite, {wide}"] = commits(folder, seconds, wide)
        return interleaved(subjects, bench.rounds(5, 1), "platform")


def rate(server, connections, seconds, path=None):
    def once():
        figures = load.wrk(server, connections, seconds, path=path)
        return {"rate": figures["rate"]}
    return once


def commits(folder, seconds, rows):
    def once():
        file = clean_folder("commits") / "store.sqlite"
        return {"rate": float(run([PYTHON, BENCH / "peers/commits.py", file, seconds, rows]).output)}
    return once


def tables(data):
    names = ["adds", "SQLite", "shows", "liveness", "empty route"]
    rows = []
    for wide in CONNECTIONS:
        value = {name: data[f"{name}, {wide}"]["rate"] for name in names}
        rows.append(
            [wide, *(spread(value[name], "{:,.0f}") for name in names)]
            + [f"{median(value['adds']) / median(value['SQLite']):.2f}",
               f"{median(value['shows']) / median(value['empty route']):.2f}"])
    return (
        "Requests a second that wrk gets over HTTPS, the store in a file: an add is answered when its commit is on "
        "disk (WAL, `synchronous=FULL`). *SQLite*: rows a second that Python's sqlite3 inserts on the same disk, same "
        "pragmas and the same table, as many rows a commit as there are connections. *Empty route*: Hummingbird with "
        "nothing but an answer, same certificate.\n\n"
        + table(["connections", "adds", "SQLite rows", "shows", "liveness", "empty route", "adds ÷ SQLite",
                 "shows ÷ empty route"], rows))


def goals(data):
    """No bound was set: the table compares."""
    return []
