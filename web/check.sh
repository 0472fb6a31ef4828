#!/usr/bin/env bash
# What must hold of the page: types, unit tests, and that the committed build is what the sources give. Needs node and npm.
set -euo pipefail
cd "$(dirname "$0")"

npm ci --no-audit --no-fund
npm run check
npm test
built=$(mktemp -d)
trap 'rm -rf "$built"' EXIT
npm run build -- --outDir "$built" --emptyOutDir
if ! diff -r "$built" dist; then
    echo "web/dist is not what the sources give: run 'npm run build' in web/ and commit it" >&2
    exit 1
fi
script=$(find dist -name '*.js' -exec gzip -9c {} + | wc -c)
echo "script, compressed: $script bytes of at most 250000"
[ "$script" -le 250000 ]
