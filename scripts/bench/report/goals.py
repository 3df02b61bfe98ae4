"""A goal, the figure that was measured, and whether it is met."""

from dataclasses import dataclass


@dataclass
class Goal:
    text: str
    wanted: str
    figure: str
    is_met: bool
    note: str = ""


def at_most(text, bound, value, form, unit="", note="", wanted=None):
    return Goal(text, wanted or f"≤ {bound:g}{unit}", form.format(value) + unit, value <= bound, note)


def at_least(text, bound, value, form, unit="", note="", wanted=None):
    return Goal(text, wanted or f"≥ {bound:g}{unit}", form.format(value) + unit, value >= bound, note)
