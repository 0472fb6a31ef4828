#!/usr/bin/env bash
# Builds the wheel, installs it where nothing else is, and tests it from Python: types, tables and, with `engines`, the same documents
# through Spark, Daft and Ray. Needs Python 3.11 or newer and a network; `engines` also Java 17 and 1.5 GB.
set -euo pipefail
cd "$(dirname "$0")"
root=$PWD/../..
venv=$root/target/python
python3 -m venv "$venv"
packages=(maturin mypy pytest 'pandas<3' polars pyarrow)
# All at once, so that what each engine asks of the others' libraries is met.
[ "${1:-}" != engines ] || packages+=(pyspark daft 'ray[data]')
"$venv/bin/pip" install --quiet --upgrade "${packages[@]}"

(cd "$root" && cargo build --release --locked -p dateline-cli)
"$venv/bin/maturin" build --quiet --release --locked --out "$root/target/wheels"
"$venv/bin/pip" install --quiet --force-reinstall --no-deps "$root"/target/wheels/dateline-*.whl

"$venv/bin/mypy"
"$venv/bin/python" -m doctest "$root/docs/PYTHON.md"
"$venv/bin/python" -m mypy.stubtest dateline._dateline
if [ "${1:-}" = engines ]; then
    "$venv/bin/python" -m pytest --quiet tests
else
    "$venv/bin/python" -m pytest --quiet tests --ignore tests/test_engines.py
fi
