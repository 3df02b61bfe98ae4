"""what a host pays for its scripts, beside Lua's C interface"""

import re
import subprocess

from harness.places import BENCH, HOST, WORK
from harness.processes import BenchFailure
from harness.rounds import median, say, spread
from report.goals import at_most
from report.tables import table

# The names of HostBenchmark, with unit and goal.
FIGURES = {
    "a run of `print 1`, synchronous": ("µs", 3),
    "a run of `print 1`, asynchronous": ("µs", 8),
    "new library, check and run of `print 1`": ("µs", 40),
    "1,000 commands": ("µs", None),
    "1,000 commands with events": ("µs", 400),
    "1,000 asynchronous commands": ("µs", 1_500),
    "1,000 asynchronous commands, 16 at once": ("µs", None),
    "memory of a live run": ("KB", 16),
    "longest pause of a task beside 2 computing scripts": ("ms", 20),
    "longest pause of a task beside 16 computing scripts": ("ms", 20),
    "longest pause of a task beside 64 computing scripts": ("ms", 20),
}
SCALE = {"µs": 1e6, "ms": 1e3, "KB": 1}


def measure(bench):
    programs = {"Picket": HOST, "Lua": lua_host()}
    rounds = bench.rounds(5, 1)
    data = {name: {figure: [] for figure in FIGURES} for name in programs}
    for number in range(rounds):
        say(f"hosts: round {number + 1} of {rounds}")
        order = list(programs.items())
        for name, program in order if number % 2 else order[::-1]:
            for figure, value in figures(program).items():
                data[name][figure].append(value)
    return data


def lua_host():
    program = WORK / "lua-host"
    subprocess.run(
        ["clang", "-O2", "-I/usr/include/lua5.4", "-o", program, BENCH / "peers/lua-host.c", "-llua5.4", "-lm"],
        check=True)
    return program


def figures(program):
    output = subprocess.run([program], check=True, capture_output=True, text=True).stdout
    found = {}
    for line in output.splitlines():
        match = re.fullmatch(r"(.+): ([0-9.e+-]+) (seconds|KB)", line)
        if not match or match[1] not in FIGURES:
            raise BenchFailure(f"{program.name} printed a line that is no figure: {line}")
        found[match[1]] = float(match[2]) * SCALE[FIGURES[match[1]][0]]
    return found


def tables(data):
    rows = []
    for figure, (unit, goal) in FIGURES.items():
        picket, lua = data["Picket"][figure], data["Lua"][figure]
        rows.append(
            [f"{figure}, {unit}", spread(picket, "{:.2f}"), spread(lua, "{:.2f}") if lua else "",
             f"{median(picket) / median(lua):.2f}" if lua else "", f"≤ {goal:,}" if goal else ""])
    return (
        f"Median (least–most) of {len(data['Picket']['1,000 commands'])} interleaved rounds; each figure of a round is "
        "the shortest of five series. Picket: `Tests/HostBenchmark`. Lua: `peers/lua-host.c`, with its standard "
        "libraries; its run is a call in the same state, its asynchronous command a coroutine that yields, its events "
        "a hook at calls and returns, its live run a state of its own. Picket's run has limits, spans, taint and a heap "
        "of its own; Lua's has none of them, and a Lua host has no pause to measure, because a call that computes gives "
        "nobody else the thread.\n\n"
        + table(["figure", "Picket", "Lua", "÷ Lua", "goal"], rows))


def goals(data):
    return [
        at_most(f"a host's scripts: {figure}, {unit}", goal, median(data["Picket"][figure]), "{:.2f}")
        for figure, (unit, goal) in FIGURES.items() if goal]
