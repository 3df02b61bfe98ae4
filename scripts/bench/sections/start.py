"""start to end of an empty script, and of one add over HTTPS"""

from itertools import count

from harness.load import BODY, expect_requests
from harness.places import BENCH, LUA, PICKET, PYTHON
from harness.processes import expect, run
from harness.rounds import interleaved, median, spread
from harness.servers import PASSWORD, USER, nginx, platform
from report.goals import at_most
from report.tables import table

names = count()


def measure(bench):
    rounds = bench.rounds(101, 11)
    data = {"empty": interleaved(empty(), rounds, "empty script")}
    for name, server in (("nginx", nginx), ("local platform", platform)):
        with server() as running:
            data[name] = interleaved(one_add(running), rounds, name)
    return data


def empty():
    commands = {
        "`true`": ["true"], "`lua5.4 -e ''`": [LUA, "-e", ""],
        "`picket run` of an empty script": [PICKET, "run", BENCH / "programs/empty.picket"],
        "`picket --version`": [PICKET, "--version"],
        "`python3 -c ''`": [PYTHON, "-c", ""], "`bash -c ''`": ["bash", "-c", ""],
    }
    return {name: (lambda command=command: {"ms": run(command).seconds * 1000}) for name, command in commands.items()}


def one_add(server):
    add = BENCH / "runbooks/one-add.picket"

    def curl():
        usage = run([
            "curl", "-sk", "-o", "/dev/null", "-w", "%{http_code}", "-H", f"user-token: {server.token}", "-H",
            "Content-Type: application/json", "-d", BODY.replace('\\"', '"'),
            f"{server.connections}/one-{next(names)}"])
        expect(usage.output, "201", "the status that curl got")
        return {"ms": usage.seconds * 1000}

    def picket(requests, *options):
        usage = run([PICKET, "run", add, f"name=one-{next(names)}", "-k", *options], variables=server.variables)
        expect_requests(usage, requests)
        return {"ms": usage.seconds * 1000}

    def log_in():
        usage = run(["curl", "-sk", "-u", f"{USER}:{PASSWORD}", "-X", "POST", f"{server.url}/ds-api/user-token"])
        return usage.seconds

    def two_curls():
        return {"ms": log_in() * 1000 + curl()["ms"]}

    return {
        "`curl -k`": curl,
        "Picket with a token": lambda: picket(1, "--token-env", "BENCH_TOKEN"),
        "two `curl -k`: log in, add": two_curls,
        "Picket that logs in first": lambda: picket(2, "--user", USER, "--password-env", "BENCH_PASSWORD"),
    }


def tables(data):
    text = (
        "Milliseconds from start to end of the process, median (least–most); starting a process costs what `true` "
        "costs.\n")
    lua = median(data["empty"]["`lua5.4 -e ''`"]["ms"])
    rows = [
        [name, spread(value["ms"], "{:.2f}"), f"{median(value['ms']) / lua:.2f}"]
        for name, value in data["empty"].items()]
    text += "\n" + table(["nothing to do", "ms", "÷ Lua"], rows)
    for server in ("nginx", "local platform"):
        curl = median(data[server]["`curl -k`"]["ms"])
        rows = [
            [name, spread(value["ms"], "{:.2f}"), f"{median(value['ms']) / curl:.2f}"]
            for name, value in data[server].items()]
        text += "\n" + table([f"one add over HTTPS, {server}", "ms", "÷ `curl -k`"], rows)
    return text


def goals(data):
    lua = median(data["empty"]["`lua5.4 -e ''`"]["ms"])
    found = [at_most(
        "`picket run` of an empty script", 2 * lua + 3,
        median(data["empty"]["`picket run` of an empty script"]["ms"]), "{:.2f}", " ms",
        wanted=f"≤ 2 × Lua's {lua:.2f} ms + 3 ms")]
    for server in ("nginx", "local platform"):
        times = {name: median(value["ms"]) for name, value in data[server].items()}
        found.append(at_most(
            f"{server}: one add, start to answer ÷ `curl -k`", 0.6, times["Picket with a token"] / times["`curl -k`"],
            "{:.2f}"))
    return found
