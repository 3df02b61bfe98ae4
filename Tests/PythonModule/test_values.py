"""Tests of numbers and names that C cannot hold: each is refused, and none becomes another one."""

import math
import unittest
from datetime import timedelta
from typing import Annotated

import picket
from test_picket import library_of


class Numbers(unittest.TestCase):
    def run_with(self, script="print 1", **options):
        return library_of().compile(script).run(options=picket.Options(**options)).output

    def test_a_duration_has_bounds(self):
        def answer(duration):
            library = picket.Library()
            library.command("ask")(lambda: duration)
            library.function("compute")(lambda: duration)
            caught = "catch e { print $e.message }\n"
            script = f"try {{ ask as x; print $x.body }} {caught}try {{ print compute() }} {caught}"
            return [line.removeprefix("`ask`: ").removeprefix("`compute`: ") for line in library.compile(script).run().output]

        self.assertEqual(answer(timedelta(days=100 * 365)), ["876000h", "876000h"])
        for years in (300, 600, 1_200):
            for message in answer(timedelta(days=years * 365)):
                self.assertIn("a duration is at most 292 years, not ", message)
        for days in (-5, -300 * 365, -600 * 365):
            self.assertEqual(answer(timedelta(days=days)), ["a duration is not negative"] * 2)

    def test_a_limit_is_not_cut(self):
        for limits in (picket.Limits(steps=2**64 + 5), picket.Limits(events=2**63), picket.Limits(memory=-(2**64))):
            with self.assertRaisesRegex(ValueError, "the limit `.*` cannot be "):
                self.run_with(limits=limits)
        with self.assertRaisesRegex(TypeError, "the limit `depth` is an int, not float"):
            self.run_with(limits=picket.Limits(depth=1.5))
        self.assertEqual(self.run_with(limits=picket.Limits(steps=2**63 - 1)), ["1"])

    def test_times_are_numbers(self):
        for seconds in (math.inf, 1e300):
            self.assertEqual(self.run_with("defer { print 2 }\nprint 1", deadline=seconds, grace=seconds), ["1", "2"])
        for seconds in (-1, -1e11, -math.inf):
            with self.assertRaisesRegex(ValueError, "a duration is not negative"):
                self.run_with(deadline=seconds)
        with self.assertRaisesRegex(ValueError, "not nan"):
            self.run_with(grace=math.nan)
        with self.assertRaisesRegex(ValueError, "the time of a clock cannot be "):
            picket.Clock(1e300)

    def test_a_limit_may_grow_without_end(self):
        for more in (math.inf, 2**70):
            options = dict(limits=picket.Limits(steps=10), on_limit=lambda _: more)
            self.assertEqual(self.run_with("for i in 1..3000 { }\nprint end", **options), ["end"])

    def test_seeds_and_events_are_not_cut(self):
        for seed in (-1, 2**64):
            with self.assertRaisesRegex(ValueError, "the seed cannot be "):
                self.run_with(seed=seed)
        self.assertEqual(self.run_with(seed=2**64 - 1), ["1"])
        with self.assertRaisesRegex(ValueError, "the kinds of events cannot be 4294967297"):
            self.run_with(on_event=print, events=2**32 + 1)

    def test_bounds_are_not_cut(self):
        def declare(bounds):
            def ask(n: Annotated[int, bounds]):
                return n

            return library_of(ask)

        self.assertEqual(declare(picket.Range(0, 1)).compile("ask 1 as x\nprint $x.body").run().output, ["1"])
        with self.assertRaises(picket.ScriptRefused):
            declare(picket.Range(0, 1)).compile("ask 2")
        with self.assertRaisesRegex(picket.DeclarationError, "the bounds of `n` allow only 0"):
            declare(picket.Range(0, 0))
        with self.assertRaisesRegex(picket.DeclarationError, "a bound of `n` cannot be "):
            declare(picket.Range(0, 2**70))


class Names(unittest.TestCase):
    def test_a_name_with_a_zero_byte_is_refused(self):
        library = library_of()
        program = library.compile("param p = 1\nprint $p")
        for what, use in {
            "command": lambda: library.command("a\0b")(lambda: 1),
            "field": lambda: library.command("a", secret_fields=["a\0b"])(lambda: 1),
            "function": lambda: library.function("a\0b")(lambda: 1),
            "prelude": lambda: library.add_prelude("a\0b", ""),
            "module": lambda: library.add_module("a\0b", ""),
            "script": lambda: library.compile("", "a\0b"),
            "parameter": lambda: program.run({"p\0q": 99}),
            "variable": lambda: program.run(options=picket.Options(environment={"A\0B": "x"})),
        }.items():
            with self.subTest(what=what), self.assertRaisesRegex(ValueError, f"the .* of a {what} has no zero byte"):
                use()
        with self.assertRaisesRegex(picket.ScriptRefused, "unknown command `a`"):
            library.compile("a")

    def test_a_name_is_a_text(self):
        with self.assertRaisesRegex(TypeError, "the name of a parameter is a str, not int"):
            library_of().compile("print 1").run({5: 1})

    def test_a_sentence_is_shown_whole(self):
        interruption = picket.Interruption()
        interruption.interrupt("a\0b \ud800")
        result = library_of().compile("print 1").run(options=picket.Options(interruption=interruption), check=False)
        self.assertIn("a\ufffdb ?", result.problems[-1].message)


if __name__ == "__main__":
    unittest.main()
