"""Runs scripts that ask a service for customers: one after the other, and many at once."""

import asyncio
import threading
from datetime import timedelta
from typing import Annotated

import picket

CREDITS = {"ada": 30, "grace": 50, "alan": 40}
library = picket.Library()


@library.command(secret_fields=["token"])
def login(user: str, *, password: Annotated[str, picket.Secret()]) -> dict[str, str]:
    "Logs a user in."
    if len(password) < 8:
        raise picket.CommandError("weak-password", "the password is too short", {"minimum": 8})
    return {"user": user, "token": f"token-of-{user}"}


@library.command()
async def lookup(name: str, *, patience: timedelta = timedelta(seconds=1)) -> dict[str, object]:
    "Asks the service for a customer."
    # The service takes its time.
    await asyncio.sleep(3600 if name == "slow" else len(name) / 1000)
    if name not in CREDITS:
        raise LookupError(f"there is no customer {name}")
    return {"name": name, "credit": CREDITS[name], "patience": patience.total_seconds()}


def one_after_the_other() -> None:
    program = library.compile(
        "param user\n"
        "login $user password=$(env(\"PASSWORD\")) as session\n"
        "print $session.body.user, entered\n"
        "print $session.body.token\n"
        "let user_count = 1\n",
        "login.picket")
    options = picket.Options(secret_environment={"PASSWORD": "correct horse"}, deadline=5)
    result = program.run({"user": "ada"}, options)
    print(result.output, result.globals["user_count"], result.usage.commands)
    try:
        program.run({"user": "eve"}, picket.Options(environment={"PASSWORD": "1234567"}))
    except picket.RunFailed as failure:
        print(failure.code, failure, sep="\n")
    try:
        library.compile("pirnt 1\nlogin ada\n", "mistakes.picket")
    except picket.ScriptRefused as refusal:
        print([problem.code for problem in refusal.problems])


async def many_at_once() -> None:
    credits = library.compile(
        "for name in [ada, grace, alan] parallel 3 {\n"
        "    lookup $name patience=2s as customer\n"
        "    print \"$name has ${customer.body.credit} after ${customer.body.patience}\"\n"
        "}\n",
        "credits.picket")
    impatient = library.compile(
        "try { within 20ms { lookup slow } } catch e { print $e.code }\n"
        "try { lookup nobody } catch e { print $e.message }\n",
        "impatient.picket")
    for result in await asyncio.gather(credits.run_async(), impatient.run_async()):
        print(result.output)

    # A deadline, and a task that is cancelled: deferred blocks run in both.
    lines: list[str] = []
    endless = library.compile("defer { print closed }\nprint opened\nlookup slow\n", "endless.picket")
    try:
        await endless.run_async(options=picket.Options(deadline=0.5, on_print=lines.append))
    except picket.RunFailed as failure:
        print(failure.code, lines)
    lines = []
    opened = asyncio.Event()

    def show(line: str) -> None:
        lines.append(line)
        opened.set()

    task = asyncio.create_task(endless.run_async(options=picket.Options(on_print=show)))
    await opened.wait()
    task.cancel()
    try:
        await task
    except asyncio.CancelledError:
        print("cancelled", lines)


def ended_by_a_thread() -> None:
    interruption = picket.Interruption()
    program = library.compile("print waiting\nsleep 1h\n", "sleeper.picket")
    options = picket.Options(
        interruption=interruption, on_print=lambda _: threading.Thread(target=interruption.interrupt).start())
    result = program.run(options=options, check=False)
    print(result.outcome.name, result.problems[-1].code)


one_after_the_other()
asyncio.run(many_at_once())
ended_by_a_thread()
