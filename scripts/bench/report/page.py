"""RESULTS.md: each goal with its figure, then the tables of the sections."""

from report import plot
from report.tables import table
from sections import ALL, BY_REQUEST

TITLES = {
    "machine": "Machine", "instructions": "Machine, in instructions", "front": "Front end", "executor": "Executor",
    "start": "Start-up", "job": "The whole job", "growth": "Growth", "platform": "Platform", "hosts": "Hosts",
}


def write(results):
    known = {**ALL, **BY_REQUEST}
    found = [name for name in TITLES if name in results.sections]
    text = [head(results), goals(found, known, results)]
    for name in found:
        section = results.sections[name]
        text.append(f"## {TITLES[name]}\n\n{stamp(section)}\n\n{known[name].tables(section['data'])}")
    results.page.write_text("\n".join(text))
    if "growth" in found:
        results.plot.write_text(plot.drawing(results.sections["growth"]["data"]))


def head(results):
    machine = results.machine
    rows = [[name, machine[name]] for name in ("processor", "memory", "system")] + list(machine["versions"].items())
    return (
        "# What was measured\n\n"
        "`scripts/bench/run` writes this page from `results.json`; `scripts/bench/run --help` says how to measure "
        "parts of it. Rounds of all peers are interleaved; a figure is the median, with the least and the most beside "
        "it. Only ratios within one table mean anything elsewhere: servers and clients share this machine.\n\n"
        + table(["machine", ""], rows))


def goals(found, known, results):
    rows = []
    for name in found:
        for goal in known[name].goals(results.sections[name]["data"]):
            rows.append([
                goal.text, goal.wanted, f"**{goal.figure}**", "met" if goal.is_met else "**not met**", goal.note])
    met = sum(row[3] == "met" for row in rows)
    return f"## Goals: {met} of {len(rows)} met\n\n" + table(["goal", "wanted", "figure", "", "note"], rows)


def stamp(section):
    rounds = "; **quick: few rounds, small sizes**" if section["quick"] else ""
    return f"Measured {section['date']} on commit {section['commit']}{rounds}."
