"""the ten programs beside Lua, Tcl and Python

Times are of whole processes, less the median of the same interpreter with an empty program.
"""

from harness.processes import run
from harness.rounds import geometric_mean, interleaved, median, spread
from report.goals import at_most
from report.tables import table
from sections.programs import LANGUAGES, TITLES, Programs

# Seconds on the clock, and those of the processor, which another program on the machine disturbs less.
FIGURES = ["times", "cpu"]
PEERS = [language for language in LANGUAGES if language != "Picket"]
EXTRA = {"load-run": "parse and run them"}


def measure(bench):
    programs = Programs()
    programs.prove(TITLES)
    rounds = bench.rounds(11, 3)
    data = {figure: {} for figure in FIGURES}
    for name in [*TITLES, *EXTRA]:
        subjects = {}
        for language in LANGUAGES:
            subjects[language] = timing(programs.command(name, language))
            subjects[f"{language}, empty"] = timing(programs.empty(name, language))
        times = interleaved(subjects, rounds, name)
        for figure in FIGURES:
            data[figure][name] = {language: net(times, language, figure) for language in LANGUAGES}
    return {"adds": programs.count, **data}


def timing(command):
    def measure():
        usage = run(command)
        return {"times": usage.seconds * 1000, "cpu": usage.cpu * 1000}
    return measure


def net(times, language, figure):
    start = median(times[f"{language}, empty"][figure])
    # A program whose time is below the noise of its start still took some time.
    return [max(value - start, 0.1) for value in times[language][figure]]


def ratios(times, peer):
    return {name: median(times[name]["Picket"]) / median(times[name][peer]) for name in TITLES}


def mean(times, peer):
    return geometric_mean(ratios(times, peer).values())


def tables(data):
    times = data["times"]
    rows = []
    for name, title in {**TITLES, **EXTRA}.items():
        row = times[name]
        picket = median(row["Picket"])
        rows.append(
            [title, *(spread(row[language], "{:.1f}") for language in LANGUAGES)]
            + [f"{picket / median(row[peer]):.2f}" for peer in PEERS])
    for title, figure in (("**geometric mean of the ten**", "times"), ("the same by CPU time", "cpu")):
        rows.append([title, "", "", "", ""] + [f"**{mean(data[figure], peer):.3f}**" for peer in PEERS])
    head = ["program, ms", *LANGUAGES, "÷ Lua", "÷ Tcl", "÷ Python"]
    rounds = len(times["fib"]["Lua"])
    return (
        f"Median (least–most) of {rounds} interleaved rounds; whole processes, less the median of the "
        "same interpreter with an empty program. Limits, spans and taint are on. The rows of `add` lines have "
        f"{data['adds']:,}. They and the host commands run in `Tests/LanguageBenchmark`, whose commands read their "
        "arguments; the peers call a procedure of their own language, Lua with a table, Python with keywords, Tcl with "
        "names and values. All four printed the same.\n\n" + table(head, rows))


def goals(data):
    times = data["times"]
    by_lua = ratios(times, "Lua")
    worst = max(by_lua, key=by_lua.get)
    return [
        at_most("ten programs ÷ Lua 5.4, geometric mean", 0.45, mean(times, "Lua"), "{:.3f}"),
        at_most("the worst of the ten ÷ Lua", 1.0, by_lua[worst], "{:.2f}", note=TITLES[worst]),
        at_most("ten programs ÷ Tcl 8.6, geometric mean", 0.15, mean(times, "Tcl"), "{:.3f}"),
        at_most("ten programs ÷ Python 3.11, geometric mean", 0.25, mean(times, "Python"), "{:.3f}"),
    ]
