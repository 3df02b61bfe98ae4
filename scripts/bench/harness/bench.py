"""The options of a section."""

from dataclasses import dataclass


@dataclass
class Bench:
    quick: bool = False

    def rounds(self, full, quick):
        return quick if self.quick else full

    # A count of requests, names or lines.
    size = rounds
