"""parse, check and format of large scripts, and runs of up to a million lines"""

import shutil

from harness.inputs import add_files, adds_runbook, runbook
from harness.load import expect_requests
from harness.places import LANGUAGE, LUA, PICKET
from harness.processes import expect, run
from harness.rounds import interleaved, median, spread
from harness.servers import nginx, platform
from report.goals import Goal, at_most
from report.tables import table
from sections.programs import PROGRAMS

MB = 1e6


def measure(bench):
    return {"load": load(bench), "lines": lines(bench), "adds": adds(bench)}


def load(bench):
    count, files = add_files()
    commands = {
        "Lua, load": [LUA, PROGRAMS / "load.lua", files["lua"]],
        "Lua, empty": [LUA, PROGRAMS / "empty.lua"],
        "Picket, parse and check": [LANGUAGE, "check", files["picket"]],
        "host, empty": [LANGUAGE, "run", PROGRAMS / "empty.picket"],
        "`picket check`": [PICKET, "check", files["picket"]],
        "picket, empty": [PICKET, "run", PROGRAMS / "empty.picket"],
    }
    subjects = {name: timing(command) for name, command in commands.items()}
    subjects["`picket fmt`"] = formatting(files["picket"])
    times = interleaved(subjects, bench.rounds(9, 3), "load")
    return {"adds": count, "bytes": {name: path.stat().st_size for name, path in files.items()}, "times": times}


def timing(command):
    def measure():
        usage = run(command, memory=True)
        return {"ms": usage.seconds * 1000, "peak": usage.peak}
    return measure


def formatting(path):
    """Formats a copy, which is overwritten."""
    def measure():
        copy = path.with_name(f"copy-of-{path.name}")
        shutil.copy(path, copy)
        figures = timing([PICKET, "fmt", copy])()
        copy.unlink()
        return figures
    return measure


def lines(bench):
    """A runbook of so many lines: run, checked, formatted."""
    result = {}
    for count in bench.size([10_000, 100_000, 1_000_000], [1_000, 10_000, 100_000]):
        path = runbook(count)
        subjects = {
            "run": timing([PICKET, "run", path]), "check": timing([PICKET, "check", path]),
            "fmt": formatting(path),
        }
        expect(run([PICKET, "run", path]).output.splitlines()[-1], f"pg-{count // 2 - 1} is next", "the last line")
        result[count] = interleaved(subjects, bench.rounds(3, 1), f"{count} lines")
        path.unlink()
    return result


def adds(bench):
    """A runbook of so many adds, sent one after the other."""
    result = {}
    for count in bench.size([1_000, 10_000, 100_000], [100, 1_000]):
        path = adds_runbook(count)

        def measure(server):
            usage = run(
                [PICKET, "run", path, "-k", "--token-env", "BENCH_TOKEN"], variables=server.variables, memory=True)
            expect_requests(usage, count)
            return {"ms": usage.seconds * 1000, "peak": usage.peak}

        def on_platform():
            # It is a new platform each time, since a name can be added only once.
            with platform() as server:
                return measure(server)

        with nginx() as server:
            result[count] = interleaved(
                {"nginx": lambda: measure(server), "local platform": on_platform}, bench.rounds(3, 1), f"{count} adds")
        path.unlink()
    return result


NET = {
    "Lua, load": "Lua, empty", "Picket, parse and check": "host, empty", "`picket check`": "picket, empty",
    "`picket fmt`": "picket, empty",
}


def net(times):
    return {name: median(times[name]["ms"]) - median(times[empty]["ms"]) for name, empty in NET.items()}


def seconds(figures):
    return spread([value / 1000 for value in figures["ms"]])


def tables(data):
    load, times = data["load"], net(data["load"]["times"])
    megabytes = load["bytes"]["picket"] / MB
    rows = [
        [name, f"{time:.1f}", f"{megabytes / time * 1000:.0f}" if name != "Lua, load" else "",
         f"{time / times['Lua, load']:.2f}", f"{median(load['times'][name]['peak']) / MB:.0f}"]
        for name, time in times.items()]
    text = (
        f"{load['adds']:,} lines of `add` ({megabytes:.1f} MB; {load['bytes']['lua'] / MB:.1f} MB in Lua). Medians, "
        "less the start of the same program with nothing to do.\n\n"
        + table(["10 MB of adds", "ms", "MB/s", "÷ Lua's load", "peak, MB"], rows))
    rows = []
    for count, subjects in data["lines"].items():
        row = [f"{int(count):,}"]
        for name in ("run", "check", "fmt"):
            row += [seconds(subjects[name]), f"{median(subjects[name]['peak']) / MB:.0f}"]
        rows.append(row)
    text += "\nA runbook that computes and prints, to a file:\n\n" + table(
        ["lines", "`run`, s", "peak, MB", "`check`, s", "peak, MB", "`fmt`, s", "peak, MB"], rows)
    rows = [
        [f"{int(count):,}"] + [
            cell for name in ("nginx", "local platform")
            for cell in (seconds(subjects[name]), f"{median(subjects[name]['peak']) / MB:.0f}")]
        for count, subjects in data["adds"].items()]
    return text + "\nA runbook of adds, one request each:\n\n" + table(
        ["adds", "nginx, s", "peak, MB", "local platform, s", "peak, MB"], rows)


def goals(data):
    times = net(data["load"]["times"])
    megabytes = data["load"]["bytes"]["picket"] / MB
    found = [
        at_most("parse and check of 10 MB ÷ Lua's load", 0.20, times["Picket, parse and check"] / times["Lua, load"],
                "{:.2f}", note=f"{megabytes / times['Picket, parse and check'] * 1000:.0f} MB/s; stretch 200"),
        at_most("`picket check` of 10 MB ÷ Lua's load", 0.20, times["`picket check`"] / times["Lua, load"], "{:.2f}"),
    ]
    counts = list(data["lines"])
    peaks = [median(data["lines"][count]["run"]["peak"]) / MB for count in counts]
    size = max(map(int, counts))
    found.append(Goal(
        f"flat memory for a runbook of {size:,} lines", "≤ 1.2 × that of a tenth",
        f"{peaks[-1]:.0f} MB; {peaks[-2]:.0f} MB", peaks[-1] <= 1.2 * peaks[-2]))
    for name in ("check", "fmt"):
        took = median(data["lines"][counts[-1]][name]["ms"]) / 1000
        found.append(at_most(f"`picket {name}` of {size:,} lines, in seconds", 5, took, "{:.2f}", " s"))
    return found
