"""instructions of the ten programs, counted by callgrind

That they print the same is what the section machine proves. Counts repeat where times do not. Those of an empty program are taken off.
"""

import re

from harness.places import LANGUAGE, PICKET, TEMPORARY
from harness.processes import BenchFailure, run
from harness.rounds import geometric_mean, progress
from report.tables import table
from sections.programs import LANGUAGES, TITLES, Programs


def measure(bench):
    programs = Programs()
    counts, starts = {}, {}
    for name in bench.size(list(TITLES), ["fib", "short-text"]):
        counts[name] = {}
        for language in LANGUAGES:
            progress(f"instructions: {name} in {language}")
            empty = tuple(programs.empty(name, language))
            if empty not in starts:
                starts[empty] = count(empty)
            counts[name][language] = count(programs.command(name, language)) - starts[empty]
    return {"counts": counts}


def stripped(program):
    """A copy without debugging information, which is the same code: Valgrind stumbles over what Swift writes there."""
    copy = TEMPORARY / program.name
    if not copy.exists():
        run(["strip", "--strip-debug", "-o", copy, program])
    return copy


def count(command):
    command = [stripped(word) if word in (PICKET, LANGUAGE) else word for word in command]
    result = run(["valgrind", "--tool=callgrind", f"--callgrind-out-file={TEMPORARY}/callgrind", *command])
    found = re.search(r"Collected : (\d+)", result.errors)
    if not found:
        raise BenchFailure(f"callgrind did not say how many instructions it counted:\n{result.errors[-1000:]}")
    return int(found.group(1))


def tables(data):
    peers = [language for language in LANGUAGES if language != "Picket"]
    rows, shares = [], {peer: [] for peer in peers}
    for name, row in data["counts"].items():
        quotients = {peer: row["Picket"] / row[peer] for peer in peers}
        for peer in peers:
            shares[peer].append(quotients[peer])
        rows.append(
            [TITLES[name], *(f"{row[language] / 1e6:,.0f}" for language in LANGUAGES)]
            + [f"{quotients[peer]:.2f}" for peer in peers])
    rows.append(
        ["**geometric mean**", *("" for _ in LANGUAGES)]
        + [f"**{geometric_mean(shares[peer]):.3f}**" for peer in peers])
    return "Millions of instructions, less those of an empty program.\n\n" + table(
        ["program", *LANGUAGES, *(f"÷ {peer}" for peer in peers)], rows)


def goals(data):
    return []
