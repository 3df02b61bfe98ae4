"""The sections: each has `measure(bench)`, `tables(data)` in Markdown and `goals(data)`."""

from sections import executor, front, growth, instructions, job, machine, platform, start

ALL = {
    "machine": machine, "front": front, "executor": executor, "start": start, "job": job, "growth": growth,
    "platform": platform,
}
BY_REQUEST = {"instructions": instructions}
