"""The plot of growth: time and memory over the number of connections, both axes logarithmic."""

import math
from statistics import median
from xml.sax.saxutils import escape

WIDTH, HEIGHT, LEFT, TOP = 420, 300, 60, 40
GAP = 100
COLORS = ["#1b6ca8", "#d1702a", "#3a8f5c", "#8a4fa3"]
STYLE = "font-family: system-ui, sans-serif; font-size: 12px; fill: #333"


def drawing(data):
    counts = sorted(map(int, data))
    names = list(next(iter(data.values())))
    by_count = {int(count): subjects for count, subjects in data.items()}

    def series(figure, scale):
        return {name: [median(by_count[count][name][figure]) / scale for count in counts] for name in names}

    panels = [
        panel(0, "seconds, start to end", counts, series("seconds", 1)),
        panel(WIDTH + GAP, "peak memory, MB", counts, series("peak", 1e6)),
        legend(names),
    ]
    width, height = LEFT + 2 * WIDTH + GAP + 30, TOP + HEIGHT + 90
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'role="img" aria-label="Time and memory over the number of connections">\n'
        f'<rect width="100%" height="100%" fill="white"/>\n' + "\n".join(panels) + "\n</svg>\n")


def panel(left, title, counts, series):
    values = [value for line in series.values() for value in line]
    low, high = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
    high = max(high, low + 1)
    across = Axis(math.log10(counts[0]), math.log10(counts[-1]), LEFT + left, LEFT + left + WIDTH)
    up = Axis(low, high, TOP + HEIGHT, TOP)
    parts = [label(across.low, TOP - 14, title, "start", "bold")]
    for power in range(low, high + 1):
        y = up.at(10.0**power)
        parts.append(line(across.low, y, across.high, y))
        parts.append(label(across.low - 8, y + 4, f"{10.0 ** power:g}", "end"))
    for count in counts:
        x = across.at(count)
        parts.append(line(x, TOP, x, TOP + HEIGHT))
        parts.append(label(x, TOP + HEIGHT + 18, f"{count:,}", "middle"))
    for color, values in zip(COLORS, series.values()):
        points = [(across.at(count), up.at(value)) for count, value in zip(counts, values)]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        parts.append(f'<polyline points="{path}" fill="none" stroke="{color}" stroke-width="2"/>')
        parts += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{color}"/>' for x, y in points]
    return "\n".join(parts)


class Axis:
    """Powers of ten on a line of the picture."""

    def __init__(self, first, last, low, high):
        self.first, self.last, self.low, self.high = first, last, low, high

    def at(self, value):
        return self.low + (math.log10(value) - self.first) / (self.last - self.first) * (self.high - self.low)


def legend(names):
    parts, x, y = [], LEFT, TOP + HEIGHT + 56
    for color, name in zip(COLORS, names):
        parts.append(f'<rect x="{x}" y="{y - 9}" width="18" height="4" fill="{color}"/>')
        parts.append(label(x + 24, y, f"{name} at once", "start"))
        x += 60 + 8 * (len(name) + 8)
    return "\n".join(parts)


def label(x, y, text, anchor, weight="normal"):
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-weight="{weight}" style="{STYLE}">'
        f"{escape(text)}</text>")


def line(x1, y1, x2, y2):
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="#ddd"/>'
