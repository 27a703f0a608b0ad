#!/usr/bin/env bash
# Takes the README at its word: clones what is committed, runs its start command with nothing else installed, asks the
# sandbox for its health, runs the demo against a fresh one, and stops.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
clone=$(mktemp -d)
started=
end() {
  if [ -n "$started" ]; then
    # npm and the sandbox under it make a group of their own; all of it ends.
    kill -- "-$started" 2>/dev/null || true
    wait "$started" 2>/dev/null || true
  fi
  rm -rf "$clone"
}
trap end EXIT

git clone --quiet "$root" "$clone"
cd "$clone"
command=$(awk '/^```sh$/ { getline; print; exit }' README.md)
[ "$command" = 'npm ci && npm start' ]

export NICEPAY_SANDBOX_PORT=0
setsid bash -c "$command" >"$clone/started.log" 2>&1 &
started=$!
for _ in $(seq 1 600); do
  url=$(sed -n 's/^ *base URL *//p' "$clone/started.log")
  [ -z "$url" ] || break
  kill -0 "$started" 2>/dev/null || { cat "$clone/started.log"; exit 1; }
  sleep 0.2
done
cat "$clone/started.log"
curl -sf "$url/_sandbox/health"
printf '\n'
npm run --silent demo | tail -n 1
