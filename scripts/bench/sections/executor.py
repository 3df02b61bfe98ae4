"""adds a second over HTTPS beside wrk, curl and requests, on nginx and on the local platform"""

from harness import load
from harness.rounds import interleaved, median, spread
from harness.servers import nginx, platform
from report.goals import at_least, at_most
from report.tables import table

WIDE = 64


def measure(bench):
    data = {}
    for name, server in (("nginx", nginx), ("local platform", platform)):
        with server() as running:
            data[name] = interleaved(clients(running, bench), bench.rounds(5, 1), name)
    return data


def clients(server, bench):
    seconds = bench.size(3, 1)
    few, many = bench.size(8_000, 500), bench.size(40_000, 2_000)
    return {
        "wrk, 1 connection": lambda: load.wrk(server, 1, seconds),
        "Picket, sequential": lambda: load.picket(server, "adds.picket", few),
        "`curl -K`, one connection": lambda: load.curl(server, bench.size(4_000, 500)),
        "requests session": lambda: load.session(server, bench.size(1_000, 100)),
        "one curl a call": lambda: load.curl_a_call(server, bench.size(100, 20)),
        "wrk, 8 connections": lambda: load.wrk(server, 8, seconds),
        "Picket, `parallel 8`": lambda: load.picket(server, "adds-parallel.picket", many, width=8),
        "wrk, 64 connections": lambda: load.wrk(server, WIDE, seconds),
        "Picket, `parallel 64`": lambda: load.picket(server, "adds-parallel.picket", many, width=WIDE),
        "`curl --parallel`, 64": lambda: load.curl(
            server, bench.size(8_000, 1_000), "--parallel", "--parallel-max", str(WIDE)),
    }


CEILINGS = {
    "Picket, `parallel 8`": "wrk, 8 connections", "Picket, `parallel 64`": "wrk, 64 connections",
    "`curl --parallel`, 64": "wrk, 64 connections", "wrk, 8 connections": "wrk, 8 connections",
    "wrk, 64 connections": "wrk, 64 connections",
}


def rate(clients, name):
    return median(clients[name]["rate"])


def tables(data):
    text = (
        "POST of one connection over HTTPS with keep-alive, each under a new name; nginx with one worker answers a "
        "fixed 201, the local platform keeps its store in memory. wrk has one thread. Start-up counts for Picket and "
        "curl, the import of requests does not. Median (least–most).\n")
    for server, clients in data.items():
        rows = [
            [name, spread(client["rate"], "{:,.0f}"),
             f"{rate(clients, name) / rate(clients, CEILINGS.get(name, 'wrk, 1 connection')):.3f}",
             f"{median(client['cpu']):,.0f}", f"{median(client['peak']) / 1e6:.1f}"]
            for name, client in clients.items()]
        text += f"\n**{server}**\n\n" + table(
            ["client", "requests a second", "÷ wrk", "CPU µs a request", "peak, MB"], rows)
    return text


def goals(data):
    return [goal for server, clients in data.items() for goal in on(server, clients)]


def on(server, clients):
    one, wide = "Picket, sequential", "Picket, `parallel 64`"

    def times(name, peer):
        return rate(clients, name) / rate(clients, peer)

    def cpu(name, peer):
        return median(clients[name]["cpu"]) / median(clients[peer]["cpu"])

    return [
        at_least(f"{server}: sequential adds ÷ wrk, 1 connection", 0.85, times(one, "wrk, 1 connection"), "{:.2f}"),
        at_least(f"{server}: sequential adds ÷ `curl -K`", 1.3, times(one, "`curl -K`, one connection"), "{:.2f}"),
        at_least(f"{server}: sequential adds ÷ one curl a call", 40, times(one, "one curl a call"), "{:.0f}"),
        at_least(f"{server}: `parallel 64` ÷ wrk, 64 connections", 0.60, times(wide, "wrk, 64 connections"), "{:.2f}"),
        at_least(f"{server}: `parallel 64` ÷ `curl --parallel`", 2, times(wide, "`curl --parallel`, 64"), "{:.2f}"),
        at_most(f"{server}: CPU a request ÷ `curl -K`'s", 0.5, cpu(one, "`curl -K`, one connection"), "{:.2f}"),
        at_most(f"{server}: CPU a request, parallel ÷ `curl --parallel`'s", 0.5, cpu(wide, "`curl --parallel`, 64"),
                "{:.2f}"),
        at_most(f"{server}: memory with 64 connections", 16, median(clients[wide]["peak"]) / 1e6, "{:.1f}", " MB"),
    ]
