"""The machine and the versions that ran."""

import os
import platform
import subprocess
from pathlib import Path

from harness.places import ANSIBLE, LUA, PICKET, PYTHON, ROOT, TCL, VENV
from harness.processes import text_of


def machine():
    return {
        "processor": f"{model()}, {os.cpu_count()} cores",
        "memory": f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GiB",
        "system": f"{distribution()}, Linux {platform.release()}",
        "versions": versions(),
    }


def commit():
    """The commit that was measured; `+` if the sources differ from it."""
    def git(*words):
        return subprocess.run(["git", "-C", ROOT, *words], capture_output=True, text=True).stdout.strip()
    sources = ["Sources", "Tests/LanguageBenchmark", "Tests/HostBenchmark", "Package.swift"]
    changed = git("status", "--porcelain", "--", *sources)
    return git("rev-parse", "--short", "HEAD") + ("+" if changed else "")


def model():
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return platform.machine()


def distribution():
    for line in Path("/etc/os-release").read_text().splitlines():
        if line.startswith("PRETTY_NAME="):
            return line.split("=", 1)[1].strip('"')
    return platform.system()


def versions():
    found = {
        "Picket": text_of([PICKET, "--version"]),
        "Swift": first(["swift", "--version"]),
        "Lua": first([LUA, "-v"]),
        "Tcl": text_of(["/bin/sh", "-c", f"echo 'puts [info patchlevel]' | {TCL}"]),
        "Python": first([PYTHON, "--version"]),
        "curl": " ".join(first(["curl", "--version"]).split()[:2]),
        "nginx": run_both(["nginx", "-v"]).split(":")[-1].strip(),
        "wrk": run_both(["wrk", "-v"]).split("[")[0].strip(),
        "bash": text_of(["bash", "-c", "echo $BASH_VERSION"]),
        "valgrind": first(["valgrind", "--version"]),
        "SQLite (Python's)": text_of([PYTHON, "-c", "import sqlite3; print(sqlite3.sqlite_version)"]),
        "requests": text_of([VENV / "bin/python", "-c", "import requests; print(requests.__version__)"]),
        "ansible-core": first([ANSIBLE, "--version"]).split("core ")[-1].strip("]"),
    }
    return found


def first(command):
    return run_both(command).splitlines()[0].strip()


def run_both(command):
    """The output of a program about itself, on either stream."""
    result = subprocess.run([str(word) for word in command], capture_output=True, text=True)
    return (result.stdout or result.stderr).strip()
