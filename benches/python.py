"""The Python package: documents a second, and what merging in blocks loses against merging all at once.

    python3 benches/python.py ../shared/data/rawtext/reuters21578.txt --documents 3000

Needs the package (`crates/dateline-python/check.sh` installs it in target/python) with pyarrow, and the program for the comparison.
"""

import argparse
import itertools
import json
import os
import subprocess
import tempfile
import time

import dateline
import pyarrow as pa
from contract import muc4
from speed import documents


def timed(what, work, count):
    start = time.perf_counter()
    done = work()
    seconds = time.perf_counter() - start
    print(f"{what}: {seconds:.1f} s, {count / seconds:,.0f} documents/s")
    return done


def pairs(incidents):
    """Every two accounts that are one incident."""
    return {pair for members in incidents for pair in itertools.combinations(sorted(members), 2)}


def at_once(program, rows):
    """The pairs that `dateline merge` makes of all documents."""
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as lines:
        lines.writelines(json.dumps(row) + "\n" for row in rows)
        lines.flush()
        told = subprocess.run([program, "merge", "--format", "jsonl", lines.name], check=True, capture_output=True).stdout
    whole = [json.loads(line)["members"] for line in told.splitlines()]
    return pairs([(m["source_id"], m["event"]) for m in members if m["event"]] for members in whole)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("archive", help="Reuters-21578, or the folder of MUC-4")
    parser.add_argument("--bin", default="target/release/dateline")
    parser.add_argument("--documents", type=int)
    args = parser.parse_args()
    found = muc4(args.archive) if os.path.isdir(args.archive) else documents(args.archive)
    rows = [{"id": name, "text": text} for name, text in itertools.islice(found, args.documents)]
    table = pa.Table.from_pylist(rows)
    dateline.read("Once, so that the reader is built.")
    for threads in (1, 2):
        timed(f"read_batch, {threads} threads", lambda: dateline.read_batch(table, threads=threads), len(rows))
    read = dateline.read_batch(table, "documents")
    timed("tables_of, all tables of readings", lambda: dateline.tables_of(read), len(rows))
    whole = at_once(args.bin, rows)
    for by in (("month", "type"), ("month", "country", "type")):
        compare(read, by, whole)


def compare(read, by, whole):
    """What merging in blocks finds of what merging all at once finds."""
    print("blocks by", ", ".join(by))
    blocks = timed("blocks", lambda: dateline.blocks(read, by=by).to_pyarrow(), len(read))
    incidents = timed("merge_block", lambda: dateline.merge_block(blocks).to_pyarrow().to_pylist(), len(read))
    sizes = blocks["block"].value_counts().field("counts").to_pylist()
    print(f"{blocks.num_rows} rows in {len(sizes)} blocks, the largest of {max(sizes)}; {len(incidents)} incidents")

    keys = dict(zip(read.to_pyarrow()["document"].to_pylist(), read.to_pyarrow()["source_id"].to_pylist(), strict=True))
    own = pairs([(keys[d], e) for d, e in zip(i["documents"], i["events"], strict=True) if e] for i in incidents)
    same = len(own & whole)
    print(f"two accounts of one incident: {len(whole)} pairs when all are merged at once, {len(own)} in blocks, {same} the same "
          f"(recall {same / max(1, len(whole)):.3f}, precision {same / max(1, len(own)):.3f})")


if __name__ == "__main__":
    main()
