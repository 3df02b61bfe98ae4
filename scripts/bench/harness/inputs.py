"""Generated inputs."""

from itertools import chain

from harness.places import TEMPORARY

MEGABYTE = 1_000_000


TAGS = "datacenter=lyon,provider=aws"


def add_line(index):
    return f"add pg-{index} host=pg-sales-{index} port=9342 user=datasentinel password=$password tags={TAGS}\n"


def lua_line(index):
    return (
        f'add{{"pg-{index}", host="pg-sales-{index}", port=9342, user="datasentinel", password=password, '
        f'tags="{TAGS}"}}\n')


def tcl_line(index):
    return f"add pg-{index} host pg-sales-{index} port 9342 user datasentinel password $password tags {TAGS}\n"


def python_line(index):
    return (
        f'add("pg-{index}", host="pg-sales-{index}", port=9342, user="datasentinel", password=password, '
        f'tags="{TAGS}")\n')


# The first line of a file of adds, and each further line. A password in clear text would cause a warning per line.
FORMS = {
    "picket": ('secret password = env("BENCH_PASSWORD", "")\n', add_line),
    "lua": ('local password = "sentinel"\n', lua_line),
    "tcl": ("set password sentinel\n", tcl_line),
    "py": ('password = "sentinel"\n', python_line),
}


def add_files(size=10 * MEGABYTE):
    """The same adds in each language, as many as fill `size` bytes of Picket: their number, and a file by suffix."""
    count, length = 0, 0
    while length < size:
        count += 1
        length += len(add_line(count))
    files = {}
    for suffix, (first, form) in FORMS.items():
        files[suffix] = TEMPORARY / f"adds.{suffix}"
        write_lines(files[suffix], chain([first], map(form, range(1, count + 1))))
    return count, files


def runbook(count):
    """A runbook of `count` lines that computes and prints."""
    pair = 'set n = $n + 1\nprint "pg-$n is next"\n'
    path = TEMPORARY / f"lines-{count}.picket"
    write_lines(path, ["let n = 0\nprint $n\n", *(pair for _ in range(count // 2 - 1))])
    return path


def adds_runbook(count):
    """A runbook of `count` adds."""
    path = TEMPORARY / f"adds-{count}.picket"
    first, form = FORMS["picket"]
    write_lines(path, chain([first], map(form, range(1, count + 1))))
    return path


def write_lines(path, lines):
    with open(path, "w") as file:
        file.writelines(lines)
