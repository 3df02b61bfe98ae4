#!/usr/bin/env bash
# Adds connections with a curl each, as shell scripts do: `curl-a-call.sh URL PREFIX COUNT`, the token in BENCH_TOKEN.
set -euo pipefail

body='{"host":"pg-sales-1734","port":9342,"user":"datasentinel","password":"sentinel","tags":"application=sales,datacenter=lyon,environment=test"}'
for ((index = 1; index <= $3; index++)); do
    status=$(curl -sk -o /dev/null -w '%{http_code}' -H "user-token: $BENCH_TOKEN" -H 'Content-Type: application/json' \
        -d "$body" "$1/$2-$index")
    [ "$status" = 201 ] || { echo "$2-$index was answered $status" >&2; exit 1; }
done
