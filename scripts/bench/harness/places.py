"""Where things are: the repository, the programs under test, the folder for everything temporary."""

import os
import shutil
from pathlib import Path

BENCH = Path(__file__).resolve().parent.parent
ROOT = BENCH.parent.parent
# Ignored by git: the peers from PyPI, and the page of a quick run.
WORK = ROOT / ".build-bench"
# Removed when a run ends. It is on the disk of the clone, since a store in memory would not show the cost of a commit.
TEMPORARY = WORK / "run"
# As in the tests: a folder with other programs.
RELEASE = Path(os.environ.get("PICKET_PROGRAMS") or ROOT / ".build" / "release")
PICKET = RELEASE / "picket"
PLATFORM = RELEASE / "picket-platform"
LANGUAGE = RELEASE / "LanguageBenchmark"
HOST = RELEASE / "HostBenchmark"
ROUTE = RELEASE / "EmptyRoute"
VENV = WORK / "venv"
ANSIBLE = VENV / "bin" / "ansible-playbook"
# Debian's own, which starts without the detour through a version manager.
PYTHON = "/usr/bin/python3" if os.access("/usr/bin/python3", os.X_OK) else shutil.which("python3")
LUA = "lua5.4"
TCL = "tclsh8.6"


def clean_folder(name):
    """An empty folder for this run."""
    folder = TEMPORARY / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder
