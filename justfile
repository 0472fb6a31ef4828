# Tasks of the project; `just` lists them <https://just.systems>.

data := env("DATELINE_DATA", "../shared/data")
score := env("DATELINE_SCORE", "../shared/score")

_default:
    @just --list

# Read an example.
read *ARGS="examples/wire.txt":
    cargo run --release -- read {{ARGS}}

# All tests.
test:
    cargo test --workspace

# Random texts, other ones each time, with all assertions on: what must hold for every text. Prints the least text that fails.
fuzz CASES="4000":
    CARGO_PROFILE_RELEASE_DEBUG_ASSERTIONS=true CARGO_PROFILE_RELEASE_OVERFLOW_CHECKS=true \
        PROPTEST_RNG_SEED=$(date +%s) PROPTEST_CASES={{CASES}} \
        cargo test --release --target-dir target/fuzz -p dateline --test properties

# What CI runs.
ci:
    .ci/run

# Write the transcripts and snapshots anew; read the difference before you commit it.
accept:
    TRYCMD=overwrite cargo test -p dateline-cli --test transcripts
    INSTA_UPDATE=always cargo test --workspace

# How fast each layer is.
bench:
    cargo bench -p dateline -p dateline-tables

# Words a second and peak memory on an archive of news.
speed:
    cargo build --release
    python3 benches/speed.py {{data}}/rawtext/reuters21578.txt

# Documents a second into a record, its size, and how the time of a merger grows.
record *ARGS="":
    cargo build --release
    python3 benches/record.py {{data}}/rawtext/reuters21578.txt {{ARGS}}

# Documents a second into tables, their size, and what ten million would take.
archive *ARGS="":
    cargo build --release
    python3 benches/archive.py {{data}}/rawtext/reuters21578.txt {{ARGS}}

# Kill `dateline archive` at random moments: in the end the files are those of an undisturbed run, byte for byte.
archive-kill-test KILLS="50" DOCUMENTS="3000":
    mkdir -p target
    python3 benches/archive.py {{data}}/rawtext/reuters21578.txt --documents {{DOCUMENTS}} --lines target/archive-kill.jsonl
    cargo build --release
    DATELINE_KILLS={{KILLS}} DATELINE_KILL_DOCUMENTS="$PWD/target/archive-kill.jsonl" DATELINE_KILL_SHARD=100 \
        DATELINE_BIN="$PWD/target/release/dateline" cargo test -p dateline-cli --test archive -- --nocapture killed

# Requests a second and tail latency of `dateline serve`, in quiet and while reports come in. Needs wrk.
serve-load *ARGS="":
    cargo build --release
    python3 benches/serve.py {{ARGS}}

# The API as it is described, against random requests: needs Python and, the first time, a network for schemathesis.
api *ARGS="":
    cargo build --release
    crates/dateline-serve/api.sh {{ARGS}}

# Kill `dateline ingest` at random moments: nothing that it reported is lost, nothing is doubled.
kill-test KILLS="100" DOCUMENTS="2000":
    mkdir -p target
    python3 benches/record.py {{data}}/rawtext/reuters21578.txt --documents {{DOCUMENTS}} --lines target/kill.jsonl
    DATELINE_KILLS={{KILLS}} DATELINE_KILL_DOCUMENTS="$PWD/target/kill.jsonl" \
        cargo test --release -p dateline-cli --test kill -- --nocapture

# The contract, on every text of the development data.
contract:
    cargo build --release
    python3 benches/contract.py --score {{score}} {{data}}

# Incidents across documents, and copies that must count as one source.
stories:
    cargo build --release
    python3 {{score}}/story.py --data {{data}}/ecbplus/ecbplus.jsonl
    python3 {{score}}/story.py --data {{data}}/ecbplus/ecbplus.jsonl --syndicate

# Panels of UCDP's own tables against sums made by other code.
panel:
    cargo build --release
    python3 benches/panel.py {{data}}/event_tables

# The Python package: builds the wheel, and tests it with types.
python:
    crates/dateline-python/check.sh

# The same documents through the program, the package, Spark, Daft and Ray. Needs Java 17.
engines:
    crates/dateline-python/check.sh engines

# The headline figures on hand-coded articles.
gold *ARGS="":
    cargo build --release
    python3 {{score}}/gold.py --data {{data}}/../seed {{ARGS}}
    python3 {{score}}/gold.py --data {{data}}/../gold {{ARGS}}

# The page: types, unit tests, and whether the committed build is what the sources give.
page:
    web/check.sh
