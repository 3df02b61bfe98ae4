#!/usr/bin/env bash
# Adds the load set as the vendor's toolkit does: for each connection a curl, a Python that checks
# whether the answer is an error, and a Python that prints it. `load-set.sh URL USER ROUNDS PYTHON`, the password in
# BENCH_PASSWORD.
set -euo pipefail

url=$1 user=$2 rounds=$3 python=$4
hosts=(pg-rh-2855 pg-sales-2837 pg-sales-2410 pg-crm-2357 pg-crm-2031 pg-crm-1827 pg-sales-1155 pg-sales-0249
    pg-sales-1734 pg-sales-3420 pg-crm-2429 pg-crm-1523 pg-crm-0926 pg-customer-2815 pg-rh-0109)

token=$(curl -sk -u "$user:$BENCH_PASSWORD" -X POST "$url/ds-api/user-token" |
    "$python" -c 'import json, sys; print(json.load(sys.stdin)["user-token"])')
check='
import json, sys
answer = json.load(sys.stdin)
if "error" in answer or len(answer) != 1:
    sys.exit(str(answer))
print(answer["status"])
'
for ((round = 1; round <= rounds; round++)); do
    for ((index = 0; index < ${#hosts[@]}; index++)); do
        body="{\"host\": \"${hosts[index]}\", \"port\": 9342, \"user\": \"datasentinel\", \"password\": \"sentinel\", \"tags\": \"datacenter=paris,provider=on-premises\"}"
        answer=$(curl -sk -H "user-token: $token" -H 'Content-Type: application/json' -X POST -d "$body" \
            "$url/ds-api/pool/pg-instances/${round}_pg_$((index + 1))")
        status=$("$python" -c "$check" <<<"$answer")
        [ "$status" = "Connection created and connected!" ]
        "$python" -m json.tool <<<"$answer"
    done
done
