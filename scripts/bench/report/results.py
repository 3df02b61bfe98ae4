"""The measured figures, in a file beside the page that is made from them."""

import datetime
import json
import re


class Results:
    def __init__(self, folder):
        self.page = folder / "RESULTS.md"
        self.plot = folder / "growth.svg"
        self.file = folder / "results.json"
        known = json.loads(self.file.read_text()) if self.file.exists() else {"machine": {}, "sections": {}}
        self.machine = known["machine"]
        self.sections = known["sections"]

    def put(self, name, data, quick, commit):
        """Stores a section's figures at once, so that a later failure loses nothing."""
        now = datetime.datetime.now(datetime.timezone.utc)
        self.sections[name] = {"date": f"{now:%Y-%m-%d %H:%M} UTC", "commit": commit, "quick": quick, "data": data}
        rounded = json.loads(
            json.dumps({"machine": self.machine, "sections": self.sections}), parse_float=significant)
        self.machine, self.sections = rounded["machine"], rounded["sections"]
        self.file.write_text(compact(json.dumps(rounded, indent=1, ensure_ascii=False)) + "\n")


def compact(text):
    """A list of figures is one line."""
    return re.sub(r"\[[-\s\d.,e+]+\]", lambda found: " ".join(found.group().split()), text)


def significant(text):
    """Six digits: more is noise, and makes the file hard to read."""
    return float(f"{float(text):.6g}")
