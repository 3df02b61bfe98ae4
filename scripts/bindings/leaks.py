"""Prints the errors of a valgrind report in XML that the library of Picket takes part in; the status tells whether there are any.

The Python interpreter has leaks of its own, so that its process cannot be checked as a whole. Values that were not written are not
counted here, because a library without names cannot be told from the one case in memcheck.supp; the archive is checked for them.
"""

import sys
import xml.etree.ElementTree as ElementTree

ignored = {"Leak_StillReachable", "Leak_PossiblyLost", "UninitCondition", "UninitValue"}
found = 0
for error in ElementTree.parse(sys.argv[1]).iter("error"):
    objects = [frame.findtext("obj") or "" for frame in error.iter("frame")]
    if error.findtext("kind") not in ignored and any("libpicket" in name for name in objects):
        found += 1
        print(ElementTree.tostring(error, encoding="unicode"))
sys.exit(found > 0)
