#!/usr/bin/env bash
# Runs the tests under other versions of Node.js, whose binaries the npm package `node` brings, and prints what came of it.
# Usage: npm run test:versions [-- --quick] [VERSION …]   (--quick: no tests, and less of what old ones say)
set -uo pipefail
cd "$(dirname "$0")/.."

suites=(test test:slow)
# Versions that lack what the sandbox stands on: they must say so, and nothing else.
refused=(18.20.8 20.11.1 20.18.3 21.7.3 22.0.0 22.1.0)
commands=('start --port 0 --db :memory:' demo 'exec -- true' 'listen --port 0' sign help --version)
if [ "${1:-}" = --quick ]; then
  suites=() versions=() refused=(18.20.8 22.1.0) commands=("${commands[@]:0:2}")
elif [ $# -gt 0 ]; then
  versions=("$@")
else
  versions=(20.19.0 20 22.2.0 22 24 latest)
fi

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
failed=0

binary() { # VERSION: installs it, prints the folder of its binary
  npm install --silent --no-audit --no-fund --prefix "$folder/$1" "node@$1" >/dev/null || return 1
  echo "$folder/$1/node_modules/node/bin"
}

npm run --silent build
for version in "${versions[@]}"; do
  bin=$(binary "$version") || { echo "node@$version cannot be installed"; failed=1; continue; }
  for suite in "${suites[@]}"; do
    if PATH="$bin:$PATH" npm run --silent "$suite" >"$folder/out" 2>&1; then verdict=passed; else verdict=FAILED failed=1; fi
    printf '%-10s %-10s %-7s %s\n' "$("$bin/node" --version)" "$suite" "$verdict" "$(grep '^Tests:' "$folder/out" | tail -1)"
    [ "$verdict" = passed ] || grep -A 20 '●' "$folder/out" | head -60
  done
done
for version in "${refused[@]}"; do
  bin=$(binary "$version") || { echo "node@$version cannot be installed"; failed=1; continue; }
  for command in "${commands[@]}"; do
    # In words of their own, as a command is several.
    said=$(timeout 20 "$bin/node" dist/cli.js $command 2>&1 </dev/null)
    code=$?
    printf '%-10s %-30s %d %s\n' "v$version" "$command" $code "$said"
    # The sentence alone: no second line, so no stack either.
    [[ $code == 1 && $said == "Node.js $version is too old for nicepay-sandbox"* && $said != *$'\n'* ]] || failed=1
  done
done
exit $failed
