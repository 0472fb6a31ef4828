#!/usr/bin/env bash
# Holds the API to its own description with schemathesis <https://schemathesis.readthedocs.io>: requests made from the document
# that the server gives, valid ones and such as it says are wrong, against the server on loopback and its record of invented
# reports. What is given here goes to `schemathesis run`, as `--max-examples 200`.
set -euo pipefail
cd "$(dirname "$0")/../.."

tools=target/schemathesis
if [ ! -x "$tools/bin/schemathesis" ]; then
    python3 -m venv "$tools"
    "$tools/bin/pip" install --quiet 'schemathesis==4.32.5'
fi

out=$(mktemp -d)
target/release/dateline serve --demo --as Ann --bind 127.0.0.1:0 >"$out/told" &
server=$!
trap 'kill $server; rm -rf "$out"' EXIT
for _ in $(seq 100); do
    address=$(grep -oE 'http://127[^ ]+' "$out/told" || true)
    [ -n "$address" ] && break
    sleep 0.1
done

# /changes never ends: the Rust tests hold it to its description. A page sends X-Dateline with each request.
timeout 900 "$tools/bin/schemathesis" --config-file crates/dateline-serve/schemathesis.toml run \
    "${address}api/v1/openapi.json" --exclude-path /changes \
    --header 'X-Dateline: 1' --seed 1 --max-examples 60 --request-timeout 30 --suppress-health-check all --continue-on-failure "$@"
