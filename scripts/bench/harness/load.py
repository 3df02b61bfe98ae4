"""The clients that send adds to a server: each adds connections with new names and returns the requests per second."""

import re
from itertools import count as counter

from harness.places import BENCH, PICKET, TEMPORARY, VENV
from harness.processes import BenchFailure, expect, run

BODY = (
    '{\\"host\\":\\"pg-sales-1734\\",\\"port\\":9342,\\"user\\":\\"datasentinel\\",\\"password\\":\\"sentinel\\",'
    '\\"tags\\":\\"application=sales,datacenter=lyon,environment=test\\"}')
prefixes = (f"run{number}" for number in counter())


def figures(usage, count, seconds=None):
    return {
        "rate": count / (seconds or usage.seconds), "cpu": usage.cpu / count * 1e6, "peak": usage.peak}


def wrk(server, connections, seconds, *, path=None):
    """Sends adds with one thread of wrk, or with `path`, reads of it."""
    prefix = "-" if path else next(prefixes)
    usage = run([
        "wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "10s", "-s", BENCH / "peers/adds.lua",
        path or server.connections, "--", prefix, server.token or "-"], memory=True)
    if "Non-2xx" in usage.output or "Socket errors" in usage.output:
        raise BenchFailure(f"wrk was answered with errors by {server.name}:\n{usage.output}")
    done, took = re.search(r"(\d+) requests in ([\d.]+)s", usage.output).groups()
    return figures(usage, int(done), float(took))


def picket(server, script, count, **parameters):
    """A run of one of the runbooks, its start included."""
    words = [f"{name}={value}" for name, value in parameters.items()]
    usage = run(
        [PICKET, "run", BENCH / "runbooks" / script, f"count={count}", f"prefix={next(prefixes)}", *words, "-k",
         "--token-env", "BENCH_TOKEN"],
        variables=server.variables, memory=True)
    expect_requests(usage, count)
    return figures(usage, count)


def expect_requests(usage, count):
    """The summary on standard error says how many requests were sent."""
    found = re.search(r"ok: 1 script, (\d+) requests?", usage.errors)
    expect(int(found.group(1)) if found else usage.errors, count, "requests that Picket sent")


def curl_entry(server, name):
    return "\n".join([
        f'url = "{server.connections}/{name}"', f'header = "user-token: {server.token}"',
        'header = "Content-Type: application/json"', f'data = "{BODY}"', 'output = "/dev/null"',
        'write-out = "%{http_code}\\n"', "insecure", "silent", "show-error"])


def curl(server, count, *options):
    """One curl for all adds, its start included."""
    prefix = next(prefixes)
    entries = TEMPORARY / "adds.curl"
    entries.write_text("\nnext\n".join(curl_entry(server, f"{prefix}-{index}") for index in range(1, count + 1)) + "\n")
    usage = run(["curl", *options, "-K", entries], memory=True)
    expect(usage.output.split(), ["201"] * count, "statuses that curl got")
    return figures(usage, count)


def curl_a_call(server, count):
    usage = run(
        ["bash", BENCH / "peers/curl-a-call.sh", server.connections, next(prefixes), count],
        variables=server.variables, memory=True)
    return figures(usage, count)


def session(server, count):
    """The loop alone, without the import of requests."""
    usage = run(
        [VENV / "bin/python", BENCH / "peers/session.py", server.connections, next(prefixes), count],
        variables=server.variables, memory=True)
    seconds, cpu = map(float, usage.output.split())
    return {"rate": count / seconds, "cpu": cpu / count * 1e6, "peak": usage.peak}
