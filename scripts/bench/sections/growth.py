"""time and memory of 10 to 100,000 connections, 1, 8 and 64 at once"""

from harness import load
from harness.inputs import write_lines
from harness.places import BENCH, PICKET, TEMPORARY
from harness.processes import run
from harness.rounds import interleaved, median, spread
from harness.servers import platform
from report.goals import Goal
from report.tables import table

WIDTHS = [1, 8, 64]


def measure(bench):
    result = {}
    for count in bench.size([10, 100, 1_000, 10_000, 100_000], [10, 100, 1_000, 5_000]):
        fleet = fleet_file(count)
        subjects = {str(width): on_platform(lambda server, width=width: adds(server, count, width)) for width in WIDTHS}
        subjects["64, rows of a CSV file"] = on_platform(lambda server: rows(server, fleet, count))
        result[count] = interleaved(subjects, bench.rounds(3, 1), f"{count} connections")
        fleet.unlink()
    return result


def fleet_file(count):
    path = TEMPORARY / "fleet.csv"
    tags = "application=sales,datacenter=lyon,environment=test"
    lines = (f'pg-{index},pg-sales-1734,"{tags}"\n' for index in range(1, count + 1))
    write_lines(path, ["name,host,tags\n", *lines])
    return path


def on_platform(measure):
    """Runs on its own platform, so that the data of one run do not slow the next."""
    def once():
        with platform() as server:
            figures = measure(server)
            return {"seconds": figures["seconds"], "peak": figures["peak"], "server": server.peak}
    return once


def adds(server, count, width):
    script = "adds.picket" if width == 1 else "adds-parallel.picket"
    parameters = {} if width == 1 else {"width": width}
    figures = load.picket(server, script, count, **parameters)
    return {"seconds": count / figures["rate"], "peak": figures["peak"]}


def rows(server, fleet, count):
    usage = run(
        [PICKET, "run", BENCH / "runbooks/fleet.picket", f"fleet={fleet}", "width=64", "--file-root", "/", "-k",
         "--token-env", "BENCH_TOKEN"],
        variables=server.variables, memory=True)
    load.expect_requests(usage, count)
    return {"seconds": usage.seconds, "peak": usage.peak}


def tables(data):
    names = list(next(iter(data.values())))
    rows = [
        [f"{int(count):,}"] + [
            cell for name in names
            for cell in (spread(subjects[name]["seconds"]), f"{median(subjects[name]['peak']) / 1e6:.1f}")]
        for count, subjects in data.items()]
    head = ["connections"] + [cell for name in names for cell in (f"{name} at once, s", "MB")]
    return (
        "Adds on a new local platform with its store in memory; seconds from start to end, peak memory of the client. "
        "Rows 1, 8 and 64 loop over a range.\n\n" + table(head, rows) + "\n![Time and memory](growth.svg)\n")


def goals(data):
    counts = sorted(data, key=int)
    return [goal for width in map(str, WIDTHS) for goal in of(width, counts, data)] + [
        flat("64, rows of a CSV file", counts, data)]


def of(width, counts, data):
    def cost(count):
        return median(data[count][width]["seconds"]) / int(count)

    before, last = counts[-2], counts[-1]
    ratio = cost(last) / cost(before)
    return [
        Goal(
            f"linear time, {width} at once: one connection at {int(last):,} ÷ at {int(before):,}", "≤ 1.15",
            f"{ratio:.2f}", ratio <= 1.15),
        flat(width, counts, data),
    ]


def flat(name, counts, data):
    before, last = (median(data[count][name]["peak"]) / 1e6 for count in counts[-2:])
    return Goal(
        f"flat memory, {name} at once: {int(counts[-2]):,} → {int(counts[-1]):,}", "≤ 1.2 × and 1 MB",
        f"{before:.1f} → {last:.1f} MB", last <= 1.2 * before + 1)
