"""The ten programs, and how each language runs them."""

from harness.inputs import add_files
from harness.places import BENCH, LANGUAGE, LUA, PICKET, PYTHON, TCL
from harness.processes import expect, run

PROGRAMS = BENCH / "programs"
# The names in the goals and the table.
TITLES = {
    "for-sum": "for: sum of 10 M",
    "while-sum": "while: sum of 10 M",
    "nested": "nested 3000 × 1000, `%`, if/else",
    "fib": "fib(27), recursive",
    "short-text": '`"$host-$i"` 1 M',
    "long-text": "a 55-byte interpolated string 1 M",
    "list": "list: 5 × (append 200 k, iterate)",
    "map": "map: 200 k inserts, 600 k lookups, built keys",
    "commands": "1 M host commands, 3 named arguments",
    "load": "parse and check 10 MB of `add` lines",
}
LANGUAGES = {"Picket": "picket", "Lua": "lua", "Tcl": "tcl", "Python": "py"}
INTERPRETERS = {"Lua": [LUA], "Tcl": [TCL], "Python": [PYTHON]}


class Programs:
    """Commands for every program in every language."""

    def __init__(self):
        self.count, self.adds = add_files()

    def command(self, name, language):
        suffix = LANGUAGES[language]
        if language != "Picket":
            program = "load" if name == "load-run" else name
            words = [*INTERPRETERS[language], PROGRAMS / f"{program}.{suffix}"]
            return words + {"load": [self.adds[suffix]], "load-run": [self.adds[suffix], "run"]}.get(name, [])
        if name in ("load", "load-run"):
            return [LANGUAGE, "check" if name == "load" else "run", self.adds[suffix]]
        if name == "commands":
            return [LANGUAGE, "run", PROGRAMS / "commands.picket"]
        return [PICKET, "run", PROGRAMS / f"{name}.picket"]

    def empty(self, name, language):
        """The same interpreter with nothing to do. Its time is subtracted from a program's time."""
        if language != "Picket":
            return self.command("empty", language)
        program = LANGUAGE if name in ("commands", "load", "load-run") else PICKET
        return [program, "run", PROGRAMS / "empty.picket"]

    def prove(self, names):
        """Checks that every language prints the same before anything is measured."""
        for name in names:
            expected = run(self.command(name, "Lua")).output
            for language in LANGUAGES:
                expect(run(self.command(name, language)).output, expected, f"{name} in {language} printed")
        for language in LANGUAGES:
            expect(run(self.command("load-run", language)).output, f"{self.count}\n", f"adds that ran in {language}")
