"""The Python package: documents a second, and what merging in blocks loses against merging all at once.

    python3 benches/python.py ../shared/data/rawtext/reuters21578.txt --documents 3000 [--dated]

Archives know the day of publication of nearly all that they hold; these two say it in their own ways, and with `--dated` it is given.

Needs the package (`crates/dateline-python/check.sh` installs it in target/python) with pyarrow, and the program for the comparison.
"""

import argparse
import itertools
import json
import os
import re
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


MONTHS = {name: number for number, name in enumerate("JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC".split(), start=1)}


def days(archive):
    """The days of publication of an archive's documents, by their ids: of Reuters' header lines, of the datelines of MUC-4."""
    if os.path.isdir(archive):
        heads = ((name, text[:300]) for name, text in muc4(archive))
    else:
        with open(archive, encoding="utf-8", errors="replace") as file:
            heads = [line[4:].split(" | ", 1) for line in file if line.startswith("### ")]
    found = {}
    for name, head in heads:
        day = re.search(r"\b(\d{1,2})[ -]([A-Z]{3})[ -](?:19)?(\d\d)\b", head)
        if day and day[2] in MONTHS:
            found[name.strip()] = f"19{day[3]}-{MONTHS[day[2]]:02}-{int(day[1]):02}"
    return found


def at_once(program, rows):
    """The pairs that `dateline merge` makes of all documents."""
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as lines:
        lines.writelines(json.dumps({k: v for k, v in row.items() if v is not None}) + "\n" for row in rows)
        lines.flush()
        told = subprocess.run([program, "merge", "--format", "jsonl", lines.name], check=True, capture_output=True).stdout
    whole = [json.loads(line)["members"] for line in told.splitlines()]
    return pairs([(m["source_id"], m["event"]) for m in members if m["event"]] for members in whole)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("archive", help="Reuters-21578, or the folder of MUC-4")
    parser.add_argument("--bin", default="target/release/dateline")
    parser.add_argument("--documents", type=int)
    parser.add_argument("--dated", action="store_true", help="give the days of publication")
    args = parser.parse_args()
    found = muc4(args.archive) if os.path.isdir(args.archive) else documents(args.archive)
    published = days(args.archive) if args.dated else {}
    rows = [{"id": name, "text": text, "published": published.get(name)} for name, text in itertools.islice(found, args.documents)]
    print(f"{len(rows)} documents, {sum(row['published'] is not None for row in rows)} of them dated")
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
    words = timed("word_counts", lambda: dateline.Words(dateline.word_counts(read)), len(read))
    blocks = timed("blocks", lambda: dateline.blocks(read, words, by=by).to_pyarrow(), len(read))
    parts = timed("merge_block", lambda: dateline.merge_block(blocks), len(read))
    incidents = timed("settle", lambda: dateline.settle(parts).to_pyarrow().to_pylist(), len(read))
    sizes = blocks["block"].value_counts().field("counts").to_pylist()
    print(f"{blocks.num_rows} rows in {len(sizes)} blocks, the largest of {max(sizes)}; {len(incidents)} incidents")

    keys = dict(zip(read.to_pyarrow()["document"].to_pylist(), read.to_pyarrow()["source_id"].to_pylist(), strict=True))
    own = pairs([(keys[d], e) for d, e in zip(i["documents"], i["events"], strict=True) if e] for i in incidents)
    same = len(own & whole)
    print(f"two accounts of one incident: {len(whole)} pairs when all are merged at once, {len(own)} in blocks, {same} the same "
          f"(recall {same / max(1, len(whole)):.3f}, precision {same / max(1, len(own)):.3f})")


if __name__ == "__main__":
    main()
