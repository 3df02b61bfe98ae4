"""The sections: each has `measure(bench)`, `tables(data)` in Markdown and `goals(data)`."""

from sections import executor, front, growth, hosts, instructions, job, machine, platform, start

ALL = {
    "machine": machine, "front": front, "executor": executor, "start": start, "job": job, "growth": growth,
    "platform": platform, "hosts": hosts,
}
BY_REQUEST = {"instructions": instructions}
