"""Tests of the Python module. No test waits for a time: each waits for what happens."""

import asyncio
import threading
import unittest
from datetime import timedelta
from typing import Annotated, Optional

import picket


def library_of(*bodies):
    library = picket.Library()
    for body in bodies:
        library.command()(body)
    return library


class Commands(unittest.TestCase):
    def answer(self, value, script="ask as x\nlet shown = $x.body"):
        def ask():
            return value

        return library_of(ask).compile(script).run().globals["shown"]

    def test_answers_are_values(self):
        for value in (None, True, -1, 2.5, "a\0b", [1, [2]], {"a": {"b": "é"}}):
            self.assertEqual(self.answer(value), value)
        self.assertEqual(self.answer(timedelta(minutes=3)), "3m")
        self.assertEqual(self.answer((1, 2)), [1, 2])
        self.assertEqual(self.answer({"a": timedelta(seconds=2)}), {"a": "2000000us"})

    def test_an_answer_may_be_a_response(self):
        script = "ask as x\nexpect status 404\nlet shown = $x.body.why"
        self.assertEqual(self.answer(picket.Response(404, b'{"why": "gone"}'), script), "gone")

    def test_arguments_have_the_types_of_their_annotations(self):
        seen = {}

        def ask(
            name: str, count: Annotated[int, picket.Range(1, 9)] = 1, *, wet: bool, wait: timedelta, any: object = None,
            key: Annotated[Optional[str], picket.Secret()] = None, absent: Optional[str] = None,
        ):
            seen.update(name=name, count=count, wet=wet, wait=wait, any=any, key=key, absent=absent)

        program = library_of(ask).compile('let l = [1, "x"]\nask web 3 wet=true wait=90s any=$l key="correct horse"')
        program.run()
        self.assertEqual(
            seen, dict(name="web", count=3, wet=True, wait=timedelta(seconds=90), any=[1, "x"], key="correct horse", absent=None))
        with self.assertRaises(picket.ScriptRefused) as refusal:
            library_of(ask).compile("ask web 77 wet=true wait=1s")
        self.assertEqual([problem.code for problem in refusal.exception.problems], ["wrong-argument"])
        self.assertIn("script:1:9", str(refusal.exception))

    def test_names_that_cannot_be_are_refused(self):
        library = library_of()
        with self.assertRaisesRegex(picket.DeclarationError, "no name"):
            library.command("no name")(lambda: None)
        with self.assertRaisesRegex(picket.DeclarationError, "print"):
            library.command("print")(lambda: None)
        with self.assertRaises(picket.DeclarationError):
            library.command("many")(lambda *values: None)

    def test_errors_reach_the_script_and_the_host(self):
        broken = ValueError("broken")

        def trouble(*, how: str):
            if how == "known":
                raise picket.CommandError("quota-exceeded", "no room", {"limit": 3})
            if how == "strange":
                raise picket.CommandError("Not A Code", "no")
            if how == "unwritable":
                return {1, 2}
            if how == "endless":
                return float("nan")
            raise broken

        program = library_of(trouble).compile(
            "for how in [known, strange, unwritable, endless, foreign] {\n"
            "    try { trouble how=$how } catch e { print $e.code, $e.message }\n}\n")
        result = program.run()
        self.assertEqual(result.output[0], "quota-exceeded `trouble`: no room")
        self.assertIn("no value for set", result.output[2])
        self.assertEqual(result.output[4], "command-failed `trouble`: broken")
        self.assertIs(result.errors[-1], broken)

    def test_preludes_and_modules(self):
        library = library_of()
        library.add_prelude("prelude", "def twice(x) { return $x * 2 }")
        library.add_module("m", "def thrice(x) { return $x * 3 }")
        self.assertEqual(library.compile('include "m"\nprint twice(2), thrice(2)').run().output, ["4 6"])


class Hooks(unittest.TestCase):
    def test_functions_stand_in_expressions(self):
        library = picket.Library()
        broken = ValueError("broken")

        @library.function()
        def price(item: str, factor: float = 1, *, pause: timedelta = timedelta(0)) -> float:
            "The price of an item."
            if item == "gold":
                raise picket.CommandError("no-item", "there is none", {"known": ["nuts"]})
            if item == "lead":
                raise broken
            return {"price": 2.5 * factor, "pause": pause}

        program = library.compile(
            "let x = price(nuts, 2, pause = 3s)\nprint price(nuts).price + 1, $x.price, $x.pause\n"
            "try { let y = price(gold) } catch e { print $e.code, $e.fields.known[0] }\n"
            "try { let y = price(lead) } catch e { print $e.message }\n")
        del library
        result = program.run()
        self.assertEqual(result.output[:2], ["3.5 5.0 3000000us", "no-item nuts"])
        self.assertIn("broken", result.output[2])
        self.assertEqual(result.errors, [broken])

    def test_a_function_that_no_script_could_call_is_refused(self):
        with self.assertRaisesRegex(picket.DeclarationError, "len"):
            picket.Library().function("len")(lambda: None)

    def test_an_interrupt_in_a_function_ends_the_script_first(self):
        library = picket.Library()
        closed = []

        @library.function()
        def stop():
            raise KeyboardInterrupt

        @library.command()
        def close():
            closed.append(True)

        with self.assertRaises(KeyboardInterrupt):
            library.compile("defer { close }\nlet x = stop()\nsleep 1h").run()
        self.assertEqual(closed, [True])

    def test_the_host_reads_data_files(self):
        library = picket.Library()
        asked = []

        @library.files
        def read(file: picket.DataFile) -> object:
            asked.append(file)
            if file.path == "broken":
                raise picket.DataFileError("a quote is missing", 3)
            return [{"name": "ada"}]

        result = library.compile(
            'print csv("fleet", separator = ";", types = true)[0].name\ntry { print json(broken) } catch e { print $e.message }'
        ).run()
        self.assertEqual(result.output[0], "ada")
        self.assertIn("line 3: a quote is missing", result.output[1])
        self.assertEqual(asked[0], picket.DataFile("fleet", "csv", ";", True))
        self.assertEqual(library_of().compile("print json(x)").run(check=False).problems[0].code, "no-files")

    def test_a_host_may_extend_a_limit(self):
        reached = []

        def extend(limit: picket.LimitReached) -> float:
            reached.append(limit.limit)
            return 0 if len(reached) > 3 else 10_000

        options = picket.Options(limits=picket.Limits(steps=10_000), on_limit=extend)
        result = library_of().compile("while true { }").run(options=options, check=False)
        self.assertEqual((result.problems[-1].code, reached), ("step-limit", ["steps"] * 4))
        options = picket.Options(deadline=1, clock=picket.Clock(), on_limit=extend)
        self.assertEqual(library_of().compile("print 1").run(options=options).output, ["1"])

    def test_events_are_told_in_order_without_secrets(self):
        seen = []
        options = picket.Options(secrets=["correct horse"], on_event=seen.append)
        program = library_of().compile('step "a" { print "a correct horse" }\ncheck 1 == 2', "e.picket")
        program.run(options=options, check=False)
        self.assertEqual([event["type"] for event in seen], ["step-started", "output", "step-ended", "failure"])
        self.assertEqual((seen[0]["name"], seen[0]["line"], seen[1]["text"]), ("a", 1, "a •••"))
        seen.clear()
        program.run(options=picket.Options(on_event=seen.append, events=picket.EventKind.STEPS), check=False)
        self.assertEqual([event["type"] for event in seen], ["step-started", "step-ended"])
        with self.assertRaises(picket.RunFailed) as failure:
            program.run(options=picket.Options(on_event=seen.append, limits=picket.Limits(events=2)))
        self.assertEqual(failure.exception.code, "event-limit")


class Runs(unittest.TestCase):
    def test_a_failure_is_raised_with_its_text(self):
        program = library_of().compile("print 1\nfail \"no\"", "f.picket")
        with self.assertRaises(picket.RunFailed) as failure:
            program.run()
        self.assertEqual(failure.exception.code, "failed")
        self.assertIn("f.picket:2:1", str(failure.exception))
        self.assertEqual(program.run(check=False).outcome, picket.Outcome.FAILURE)
        with self.assertRaisesRegex(picket.RunFailed, "exit status 3"):
            library_of().compile("exit 3").run()

    def test_limits_parameters_and_variables(self):
        options = picket.Options(limits=picket.Limits(steps=100))
        with self.assertRaises(picket.RunFailed) as failure:
            library_of().compile("while true { }").run(options=options)
        self.assertEqual(failure.exception.code, "step-limit")
        program = library_of().compile('param a\nprint $a, env("B")\nprint env("C")')
        options = picket.Options(environment={"B": "b"}, secret_environment={"C": "very secret"})
        self.assertEqual(program.parameters, ["a"])
        self.assertEqual(program.run({"a": [1]}, options).output, ["[1] b", "•••"])
        self.assertEqual(program.run({"z": 1}, check=False).outcome, picket.Outcome.REFUSED)

    def test_a_thread_ends_a_run_that_waits(self):
        interruption = picket.Interruption()
        options = picket.Options(
            interruption=interruption, on_print=lambda _: threading.Thread(target=interruption.interrupt).start())
        result = library_of().compile("print opened\nsleep 1h").run(options=options, check=False)
        self.assertEqual(result.problems[-1].code, "interrupted")

    def test_a_thread_ends_a_run_that_computes(self):
        interruption = picket.Interruption()

        def begin():
            threading.Thread(target=interruption.interrupt).start()

        options = picket.Options(interruption=interruption, limits=picket.Limits(steps=10**15))
        result = library_of(begin).compile("begin\nwhile true { }").run(options=options, check=False)
        self.assertEqual(result.problems[-1].code, "interrupted")

    def test_an_interrupt_of_python_ends_the_script_first(self):
        closed = []

        def stop():
            raise KeyboardInterrupt

        def close():
            closed.append(True)

        with self.assertRaises(KeyboardInterrupt):
            library_of(stop, close).compile("defer { close }\nstop").run()
        self.assertEqual(closed, [True])

    def test_a_program_is_kept_by_its_run(self):
        run = library_of().compile("print 1").run
        self.assertEqual([run().output for _ in range(3)], [["1"]] * 3)


    def test_a_clock_replaces_that_of_the_system(self):
        clock = picket.Clock(seconds_since_1970=86_400)

        def show(_):
            clock.advance(3_600)

        options = picket.Options(clock=clock, on_print=show)
        result = library_of().compile("print now()\nsleep 1h\nlet time = now()").run(options=options)
        self.assertEqual(result.globals["time"], "1970-01-02T01:00:00.000Z")
        self.assertEqual(result.usage.seconds, 3_600)


class AsynchronousRuns(unittest.IsolatedAsyncioTestCase):
    async def test_commands_run_at_once(self):
        begun = []
        everyone = asyncio.Event()

        async def ask(name: str):
            begun.append(name)
            if len(begun) == 3:
                everyone.set()
            await everyone.wait()
            return name

        result = await library_of(ask).compile("for n in [a, b, c] parallel 3 { ask $n as x; print $x.body }").run_async()
        self.assertEqual(result.output, ["a", "b", "c"])

    async def test_a_synchronous_run_refuses_a_coroutine(self):
        async def ask():
            return 1

        result = library_of(ask).compile("try { ask } catch e { print $e.message }").run()
        self.assertIn("asynchronous", result.output[0])

    async def test_a_time_limit_cancels_the_task(self):
        cancelled = []
        clock = picket.Clock()

        async def slow():
            clock.advance(2)
            try:
                await asyncio.Event().wait()
            except asyncio.CancelledError:
                cancelled.append(True)
                raise

        program = library_of(slow).compile("try { within 1s { slow } } catch e { print $e.code }")
        result = await program.run_async(options=picket.Options(clock=clock))
        self.assertEqual((result.output, cancelled), (["no-response"], [True]))

    async def test_a_cancelled_task_ends_the_script_and_runs_deferred_blocks(self):
        entered = asyncio.Event()
        closed = []

        async def slow():
            entered.set()
            await asyncio.Event().wait()

        async def close():
            await asyncio.sleep(0)
            closed.append(True)

        task = asyncio.create_task(library_of(slow, close).compile("defer { close }\nslow").run_async())
        await entered.wait()
        task.cancel()
        with self.assertRaises(asyncio.CancelledError):
            await task
        self.assertEqual(closed, [True])

    async def test_a_command_that_does_not_end_is_abandoned_by_name(self):
        never = asyncio.Event()
        clock = picket.Clock()

        async def stubborn():
            clock.advance(60)
            while not never.is_set():
                try:
                    await never.wait()
                except asyncio.CancelledError:
                    clock.advance(5)

        options = picket.Options(deadline=60, grace=5, clock=clock)
        result = await library_of(stubborn).compile("stubborn").run_async(options=options, check=False)
        self.assertEqual(result.abandoned, ["stubborn"])
        never.set()
        await asyncio.sleep(0)

    async def test_many_runs_of_one_program(self):
        async def ask(n: int):
            await asyncio.sleep(0)
            return n + 1

        program = library_of(ask).compile("param n\nask $n as x\nlet y = $x.body")
        results = await asyncio.gather(*(program.run_async({"n": n}) for n in range(64)))
        self.assertEqual([result.globals["y"] for result in results], list(range(1, 65)))


if __name__ == "__main__":
    unittest.main()
