"""Tests of what goes wrong in a host: no error becomes a value, and deferred blocks run. No test waits for a time."""

import asyncio
import gc
import math
import unittest
import warnings
from unittest import mock

import picket
from test_picket import library_of


class Mute(Exception):
    def __str__(self):
        raise RuntimeError("no text")


def nested(depth):
    value = 1
    for _ in range(depth):
        value = [value]
    return value


#: What a body raises, and what a script that catches it sees.
RAISED = [
    (Mute(), "command-failed", "Mute"),
    (ValueError("a\0\ud800"), "command-failed", "a\ufffd?"),
    (picket.CommandError("a-b", "m", {"x": math.nan}), "command-failed", "m (Out of range"),
    (picket.CommandError("a-b", "m", {"x": object()}), "command-failed", "m (a script has no value for object)"),
    (picket.CommandError("a-b", "m", [1]), "command-failed", "m (the fields are not an object)"),
    (picket.CommandError("A B", "m"), "command-failed", "m (`A B` is not a code"),
    (picket.CommandError("a\0b", "m"), "command-failed", "m (the code of an error has no zero byte"),
    (picket.CommandError("\ud800", "m"), "command-failed", "m ('utf-8' codec"),
    (picket.CommandError(7, "m"), "command-failed", "m (the code of an error is a str, not int)"),
    (picket.CommandError(None, "m"), "command-failed", "m"),
    (picket.CommandError("a-b", None), "a-b", "None"),
    (picket.DataFileError("m", 5), "command-failed", "m"),
]

#: What a body returns though a script cannot get it.
RETURNED = [
    (nested(3_000), "recursion|nest deeper"),
    (math.nan, "Out of range"),
    (b"bytes", "no value for bytes"),
]

#: The same for a command alone.
RESPONSES = [
    (picket.Response("200"), "the status of a response is an int, not str"),
    (picket.Response(2**32 + 200), "the status of a response cannot be 4294967496"),
    (picket.Response(999), "there is no status 999"),
    (picket.Response(200, "text"), "the body of a response is bytes, not str"),
    (picket.Response(200, b"x", "a\0b"), "the type of a response has no zero byte"),
]


class Calls(unittest.TestCase):
    """Functions in expressions, and readers of data files."""

    def caught(self, library, script):
        result = library.compile(f"try {{ let x = {script}; print went_on }} catch e {{ print $e.code, $e.message }}").run()
        return result.output[0], result.errors

    def test_what_a_function_raises_fails_the_call(self):
        for error, code, message in RAISED:
            with self.subTest(error=repr(error)):
                library = picket.Library()

                @library.function()
                def ask():
                    raise error

                output, errors = self.caught(library, "ask()")
                self.assertTrue(output.startswith(f"{code} `ask`: {message}"), output)
                self.assertEqual(errors == [], message in ("m", "None") and not isinstance(error, picket.DataFileError))

    def test_what_a_function_cannot_return_fails_the_call(self):
        for value, message in [*RETURNED, (picket.Response(200), "no value for Response")]:
            with self.subTest(message=message):
                library = picket.Library()
                library.function("ask")(lambda: value)
                output, errors = self.caught(library, "ask()")
                self.assertRegex(output, f"command-failed `ask`: .*({message})")
                self.assertEqual(len(errors), 1)

    def test_what_a_reader_raises_fails_the_reading(self):
        for error, message in [
            (picket.DataFileError("the file is broken", -1), "the file is broken (lines are counted from 1)"),
            (picket.DataFileError("m", 2**70), "m (the line of an error cannot be 1180591620717411303424)"),
            (picket.DataFileError("m", "3"), "m (the line of an error is an int, not str)"),
            (picket.DataFileError(None, 3), "line 3: None"),
            (picket.DataFileError(Mute(), 3), "(no text)"),
            (picket.CommandError("a-b", "m", {"x": math.nan}), "m (Out of range"),
            (Mute(), "Mute"),
        ]:
            with self.subTest(error=repr(error)):
                library = picket.Library()

                @library.files
                def read(_):
                    raise error

                output, _ = self.caught(library, 'json("a")')
                self.assertIn(message, output)

    def test_a_catch_sees_the_fields_of_every_error(self):
        library = picket.Library()

        @library.function()
        def ask():
            raise picket.DataFileError("m", 5)

        self.assertEqual(library.compile("try { print ask() } catch e { print $e.fields }").run().output, ["{}"])

    def test_what_leaves_a_callback_is_no_value(self):
        library = picket.Library()
        library.function("ask")(lambda: 1)
        program = library.compile("print ask()")
        with mock.patch.multiple(picket, _json=None, _refuse=None), mock.patch("sys.unraisablehook", lambda _: None):
            result = program.run(check=False)
        self.assertEqual(result.problems[-1].message, "`ask`: the host's function failed")


class Commands(unittest.IsolatedAsyncioTestCase):
    """Each body is tried as a function and as a coroutine function, behind a deferred block that must run."""

    async def both(self, body, script="ask"):
        for is_asynchronous in (False, True):
            closed = []

            async def wait(x=None):
                await asyncio.sleep(0)
                return body()

            library = picket.Library()
            library.command("ask")(wait if is_asynchronous else body)
            library.command("close")(lambda: closed.append(True))
            program = library.compile("defer { close }\n" + script)
            result = await program.run_async(check=False) if is_asynchronous else program.run(check=False)
            self.assertEqual(closed, [True])
            yield result

    async def test_what_a_body_raises_fails_the_command(self):
        for error, code, message in RAISED:

            def ask():
                raise error

            async for result in self.both(ask):
                with self.subTest(error=repr(error)):
                    problem = result.problems[-1]
                    self.assertEqual(problem.code, code)
                    self.assertTrue(problem.message.startswith(f"`ask`: {message}"), problem.message)

    async def test_what_a_body_cannot_return_fails_the_command(self):
        for value, message in RETURNED + RESPONSES:
            async for result in self.both(lambda: value):
                with self.subTest(message=message):
                    self.assertEqual(result.problems[-1].code, "command-failed")
                    self.assertRegex(result.problems[-1].message, message)
                    self.assertEqual(len(result.errors), 1)

    async def test_an_argument_that_python_cannot_hold_fails_the_command(self):
        # One that is nested deeper than Python's stack allows.
        with mock.patch.object(picket._Run, "_argument", side_effect=RecursionError("too deep")):
            async for result in self.both(lambda x=None: None, "ask 1"):
                self.assertEqual(result.problems[-1].message, "`ask`: too deep")

    async def test_an_interrupt_in_a_command_ends_an_asynchronous_script_first(self):
        closed = []

        def stop():
            raise KeyboardInterrupt

        async def close():
            await asyncio.sleep(0)
            closed.append(True)

        with self.assertRaises(KeyboardInterrupt):
            await library_of(stop, close).compile("defer { close }\nstop").run_async()
        self.assertEqual(closed, [True])

    async def test_a_coroutine_that_nobody_awaits_leaves_nothing(self):
        async def work():
            pass

        library = picket.Library()
        library.command("ask")(lambda: work())
        library.function("compute")(work)
        with warnings.catch_warnings(record=True) as seen:
            warnings.simplefilter("always")
            for script in ("ask", "print compute()"):
                result = library.compile(script).run(check=False)
                self.assertIn("no value for coroutine", result.problems[-1].message)
            gc.collect()
        self.assertEqual(seen, [])

    async def test_a_command_that_is_cancelled_before_it_begins_leaves_nothing(self):
        begun = []

        async def work(n: int):
            begun.append(n)

        program = library_of(work).compile("for n in 1..5 parallel 5 { if $n == 3 { fail x }; work $n }")
        with warnings.catch_warnings(record=True) as seen:
            warnings.simplefilter("always")
            result = await program.run_async(check=False)
            await asyncio.sleep(0)
            gc.collect()
        self.assertEqual((result.problems[-1].code, begun, [str(warning.message) for warning in seen]), ("failed", [], []))


class Listeners(unittest.IsolatedAsyncioTestCase):
    """What `on_print` and `on_event` raise."""

    async def ended(self, script, **listeners):
        """Runs a script in both ways. Yields what was raised, and the commands that were executed."""
        for is_asynchronous in (False, True):
            seen = []
            library = picket.Library()
            library.command("note")(lambda what: seen.append(what))
            program = library.compile(script)
            options = picket.Options(**listeners)
            try:
                await program.run_async(options=options) if is_asynchronous else program.run(options=options)
                self.fail("nothing was raised")
            except (ArithmeticError, OSError, KeyboardInterrupt) as error:
                yield error, seen

    async def test_an_error_ends_the_script_first(self):
        for listener in ("on_print", "on_event"):

            def fail(_):
                raise ZeroDivisionError

            async for error, seen in self.ended("defer { note closed }\nprint 1\nsleep 1h\nnote on", **{listener: fail}):
                with self.subTest(listener=listener):
                    self.assertIs(type(error), ZeroDivisionError)
                    self.assertEqual(seen, ["closed"])

    async def test_a_command_that_had_not_begun_is_executed_only_in_a_deferred_block(self):
        def fail(_):
            raise ZeroDivisionError

        for script, executed in [
            ("print 1\nnote on", []),
            ("defer { note closed; note twice }\nprint 1\nnote on", ["closed", "twice"]),
            ("defer { note closed; note twice }\nprint 1", ["closed", "twice"]),
            ("for n in 1..3 parallel 3 { print 1; note $n }", []),
            ("for n in 1..3 parallel 3 { defer { note $n }; print 1; sleep 1h }", [1, 2, 3]),
            ("for n in 1..3 parallel 3 { defer { note $n }; if $n == 3 { print 1 } }", [1, 2, 3]),
        ]:
            async for _, seen in self.ended(script, on_print=fail):
                with self.subTest(script=script):
                    self.assertEqual(seen, executed)

    async def test_the_first_error_counts_and_no_line_is_lost(self):
        lines = []

        def show(line):
            lines.append(line)
            raise BrokenPipeError(line)

        async for error, seen in self.ended("defer { print 3; note closed; print 4 }\nprint 1\nprint 2\nsleep 1h", on_print=show):
            self.assertEqual((str(error), seen, lines), ("1", ["closed"], ["1", "2", "3", "4"]))
            lines.clear()

    async def test_an_error_at_the_last_line_is_raised(self):
        def show(line):
            raise BrokenPipeError(line)

        async for error, seen in self.ended("note on\nprint 1", on_print=show):
            self.assertEqual((str(error), seen), ("1", ["on"]))

    async def test_a_second_interrupt_skips_deferred_blocks(self):
        def show(_):
            raise KeyboardInterrupt

        script = "defer { note closed }\ndefer { print 2; sleep 1h }\nprint 1\nsleep 1h"
        async for _, seen in self.ended(script, on_print=show):
            self.assertEqual(seen, [])


if __name__ == "__main__":
    unittest.main()
