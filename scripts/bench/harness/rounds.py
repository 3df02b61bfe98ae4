"""Rounds of measurements and their results."""

import math
import statistics
import sys


def interleaved(subjects, rounds, name=""):
    """Measures every subject once a round, A B A B, so that a slow phase of the machine affects all of them.

    `subjects` maps names to functions that give a dictionary of figures; the result maps each name to a dictionary of
    the lists of its figures.
    """
    results = {}
    for index in range(rounds):
        for subject, measure in subjects.items():
            progress(f"{name} round {index + 1}/{rounds}: {subject}")
            for figure, value in measure().items():
                results.setdefault(subject, {}).setdefault(figure, []).append(value)
    progress("")
    return results


def progress(text):
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\033[K{text[:100]}")
        sys.stderr.flush()


def say(text):
    progress("")
    print(f"bench: {text}", file=sys.stderr, flush=True)


median = statistics.median


def geometric_mean(values):
    return math.exp(sum(math.log(value) for value in values) / len(values))


def spread(values, form="{:.3g}"):
    """`median (least–most)`"""
    if len(values) == 1:
        return form.format(values[0])
    return f"{form.format(median(values))} ({form.format(min(values))}–{form.format(max(values))})"
