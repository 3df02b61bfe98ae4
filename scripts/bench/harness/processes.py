"""Runs a program and measures its resources."""

import os
import subprocess
import threading
import time
from dataclasses import dataclass

from harness.places import ROOT, TEMPORARY

LONGEST = 1800


class BenchFailure(Exception):
    """An error that makes every figure worthless: a wrong result, or a program that failed or is missing."""


@dataclass
class Usage:
    seconds: float
    cpu: float
    output: str
    errors: str
    peak: int = 0


def environment(extra=None):
    """A minimal environment without user settings and proxies, which would affect only some peers."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR") if name in os.environ}
    # Picket looks for a configuration here, where there is none.
    return {**kept, "LC_ALL": "C.UTF-8", "XDG_CONFIG_HOME": str(TEMPORARY / "no-configuration"), **(extra or {})}


def run(command, *, variables=None, status=0, memory=False, output=True, limit=LONGEST, folder=ROOT):
    """Runs a command to its end, and fails unless it ended with `status`.

    CPU seconds are those of the process and everything it waited for. With `memory`, GNU time stands between, as a
    child of this process would inherit its peak; `peak` is then in bytes.
    """
    command = [str(word) for word in command]
    peak_file = TEMPORARY / "peak"
    if memory:
        command = ["/usr/bin/time", "--quiet", "--format", "%M", "--output", str(peak_file), *command]
    # The output goes to files, since pipes would need a reader while the clock runs.
    with open(TEMPORARY / "stdout", "w+b") as out, open(TEMPORARY / "stderr", "w+b") as err:
        started = time.perf_counter()
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=out if output else subprocess.DEVNULL, stderr=err,
            env=environment(variables), cwd=folder)
        ended, usage = wait(process, command, limit)
        seconds = time.perf_counter() - started
        out.seek(0)
        err.seek(0)
        result = Usage(
            seconds, usage.ru_utime + usage.ru_stime, out.read().decode(errors="replace"),
            err.read().decode(errors="replace"))
    if ended != status:
        raise BenchFailure(
            f"{' '.join(command)[:400]}\nended with {ended} instead of {status}\n"
            f"{result.output[-1000:]}{result.errors[-2000:]}")
    if memory:
        result.peak = int(peak_file.read_text().split()[-1]) * 1024
    return result


def wait(process, command, limit):
    """Returns the exit status and the resources of the process. One that takes too long is killed and has failed."""
    late = threading.Event()

    def end():
        late.set()
        process.kill()

    timer = threading.Timer(limit, end)
    timer.daemon = True
    timer.start()
    try:
        _, code, usage = os.wait4(process.pid, 0)
    except BaseException:
        process.kill()
        process.wait()
        raise
    finally:
        timer.cancel()
    process.returncode = os.waitstatus_to_exitcode(code)
    if late.is_set():
        raise BenchFailure(f"{' '.join(command)[:400]}\nwas not done after {limit} s")
    return process.returncode, usage


def text_of(command, **options):
    return run(command, **options).output.strip()


def expect(actual, expected, what):
    if actual != expected:
        raise BenchFailure(f"{what}: {str(actual)[:300]!r} instead of {str(expected)[:300]!r}")
