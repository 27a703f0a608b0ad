#!/usr/bin/env bash
# Runs a command beside two busy loops, which end with it or by themselves. Usage: bash test/beside-load.sh npm test
set -uo pipefail
loops=()
for _ in 1 2; do
  node -e 'const end = Date.now() + 600_000; while (Date.now() < end);' &
  loops+=($!)
done
trap 'kill "${loops[@]}" 2>/dev/null' EXIT
"$@"
