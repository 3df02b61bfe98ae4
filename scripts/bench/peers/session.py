"""Adds connections over a requests session: `session.py URL PREFIX COUNT`, the token in BENCH_TOKEN.

Prints the seconds and the seconds of CPU that the loop took, without the import of requests.
"""

import os
import sys
import time

import requests
import urllib3

urllib3.disable_warnings()
url, prefix, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
body = {
    "host": "pg-sales-1734", "port": 9342, "user": "datasentinel", "password": "sentinel",
    "tags": "application=sales,datacenter=lyon,environment=test",
}
session = requests.Session()
session.verify = False
session.trust_env = False
session.headers["user-token"] = os.environ["BENCH_TOKEN"]
started, cpu = time.perf_counter(), time.process_time()
for index in range(1, count + 1):
    answer = session.post(f"{url}/{prefix}-{index}", json=body)
    if answer.status_code != 201:
        sys.exit(f"{answer.status_code} {answer.text}")
print(time.perf_counter() - started, time.process_time() - cpu)
