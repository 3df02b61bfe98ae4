"""adding the load set of 450 instances: the vendor's way, Ansible, Picket"""

from harness.load import expect_requests
from harness.places import ANSIBLE, BENCH, PICKET, PYTHON, clean_folder
from harness.processes import expect, run
from harness.rounds import median, progress, spread
from harness.servers import PASSWORD, USER, platform, stored
from report.goals import at_least
from report.tables import table

BASH, PLAYBOOK = "bash, curl and Python", "Ansible `uri` loop"
SEQUENTIAL, PARALLEL = "Picket, sequential", "Picket, `parallel 64`"


def measure(bench):
    instances = bench.size(450, 45)
    # Ansible takes minutes; the others get more rounds, because theirs are short.
    rounds = {BASH: bench.rounds(3, 1), PLAYBOOK: bench.rounds(2, 1), SEQUENTIAL: bench.rounds(9, 3)}
    times = {}
    for index in range(max(rounds.values())):
        for name, command in commands(instances // 15).items():
            if index < rounds.get(name, rounds[SEQUENTIAL]):
                progress(f"job round {index + 1}: {name}")
                times.setdefault(name, []).append(once(name, command, instances))
    return {"instances": instances, "times": times}


def commands(rounds):
    """Given a server, the command of each peer; each logs in first."""
    def picket(script):
        return lambda server: [
            PICKET, "run", BENCH / "runbooks" / script, f"rounds={rounds}", "-k", "--user", USER, "--password-env",
            "BENCH_PASSWORD"]

    return {
        BASH: lambda server: ["bash", BENCH / "peers/load-set.sh", server.url, USER, rounds, PYTHON],
        PLAYBOOK: lambda server: [
            ANSIBLE, BENCH / "peers/load-set.yml", "-e", f"url={server.url} user={USER} rounds={rounds}"],
        SEQUENTIAL: picket("load-set.picket"),
        PARALLEL: picket("load-set-parallel.picket"),
    }


def once(name, command, instances):
    """Seconds from start to end, on a platform of its own whose store is a file."""
    store = clean_folder("job") / "store.sqlite"
    with platform(store) as server:
        variables = {
            **server.variables, "BENCH_PASSWORD": PASSWORD, "ANSIBLE_LOCALHOST_WARNING": "false",
            "ANSIBLE_INVENTORY_UNPARSED_WARNING": "false", "ANSIBLE_HOME": str(store.parent / "ansible")}
        usage = run(command(server), variables=variables)
        if name in (SEQUENTIAL, PARALLEL):
            expect_requests(usage, instances + 1)
        expect(stored(server), instances, f"connections that the platform has after {name}")
    return usage.seconds


SHOWN = {
    BASH: "`scripts/bench/peers/load-set.sh`: curl, a Python that checks, a Python that prints, for each instance",
    PLAYBOOK: "`ansible-playbook scripts/bench/peers/load-set.yml`",
    SEQUENTIAL: "`picket run scripts/bench/runbooks/load-set.picket -k`",
    PARALLEL: "`picket run scripts/bench/runbooks/load-set-parallel.picket -k`",
}


def tables(data):
    times = data["times"]
    rows = [
        [name, SHOWN[name], spread(values, "{:.3f}"), f"{median(values) / median(times[SEQUENTIAL]):.1f}",
         f"{median(values) / median(times[PARALLEL]):.1f}", len(values)]
        for name, values in times.items()]
    return (
        f"{data['instances']} instances, start to end, log-in included, each time on a new local platform (same "
        "machine, HTTPS, a durable store). Afterwards the platform was asked how many it has.\n\n"
        + table(["way", "command", "s", "÷ sequential", "÷ parallel", "rounds"], rows)
        + "\nNot established: how long the real platform takes for an add (it connects to each instance), so how much "
        "of a real job is the client's share; anything over a network with latency, where a sequential client waits a "
        "round trip for each call and one that connects anew waits several; Ansible with facts, pipelining, other "
        "strategies or many forks; the vendor's script on other shells or versions of Python.\n")


def goals(data):
    times = {name: median(values) for name, values in data["times"].items()}
    count = data["instances"]
    return [
        at_least(f"{count} instances: bash ÷ Picket sequential", 30, times[BASH] / times[SEQUENTIAL], "{:.0f}"),
        at_least(f"{count} instances: Ansible ÷ Picket sequential", 100, times[PLAYBOOK] / times[SEQUENTIAL], "{:.0f}"),
    ]
