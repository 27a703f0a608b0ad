#!/usr/bin/env bash
# What `npm pack` makes (package.json: prepack), in a folder of its own, as a sandbox may be running from dist: the command
# line and the library in one file each, the library in CommonJS too, for programs that cannot require ES modules (jest),
# and the declarations that src/index.ts reaches, for both kinds of program.
set -euo pipefail
cd "$(dirname "$0")/.."
export PATH="$PWD/node_modules/.bin:$PATH"

rm -rf lib
tsc --declaration --emitDeclarationOnly --outDir lib
bundle=(esbuild --bundle --platform=node --target=node20 --log-level=warning)
"${bundle[@]}" src/cli.ts --format=esm --packages=external --outfile=lib/cli.js
"${bundle[@]}" src/index.ts --format=esm --packages=external --outfile=lib/index.js
# lowdb and nanoid are ES modules only, so they go in.
"${bundle[@]}" src/index.ts --format=cjs --external:express --external:ejs \
  --banner:js='const here = require("node:url").pathToFileURL(__filename).href' --define:import.meta.url=here \
  --outfile=lib/index.cjs

public=$(tsc --ignoreConfig --module nodenext --types '' --listFilesOnly lib/index.d.ts | grep "^$PWD/lib/")
find "$PWD/lib" -name '*.d.ts' | grep -vxF "$public" | xargs rm
find "$PWD/lib" -type d -empty -delete
for file in $public; do
  name="${file%.d.ts}"
  sed -E "s/(['\"]\.[^'\"]*)\.ts(['\"])/\1.cjs\2/g" "$file" >"$name.d.cts"
  sed -i -E "s/(['\"]\.[^'\"]*)\.ts(['\"])/\1.js\2/g" "$file"
done
