#!/usr/bin/env python3
"""How far `dateline export --profile acled` agrees with ACLED's own coders.

Each note of a table of ACLED's is given to the program as a report of its own; the row made of it is compared with the
coders' row, column by column. The note is the coders' summary, so this measures the coding rules and not the finding of
events in the press. Sides and numbers are compared where the sub-event type is right, sides without direction.

    python3 tools/exports.py --data ../shared/data/acled_notes/acled_dev.csv [--notes 2000] [--errors 10]
"""
import argparse
import collections
import csv
import json
import math
import subprocess
import tempfile

INTER = {
    "1": "State forces", "2": "Rebel group", "3": "Political militia", "4": "Identity militia",
    "5": "Rioters", "6": "Protesters", "7": "Civilians", "8": "External/Other forces",
}


def whole(cell):
    """"3.0" is 3."""
    return str(int(float(cell))) if cell else ""


def pair(*values):
    return tuple(sorted(v for v in values if v))


def actor(name):
    """An actor without its country and years."""
    return (name or "").split(" (")[0].lower()


def rows_of(program, notes):
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl") as reports:
        for note in notes:
            text = note["notes"].split(" [size=")[0]
            line = {"id": note["event_id_cnty"], "text": text, "published": note["event_date"]}
            reports.write(json.dumps(line) + "\n")
        reports.flush()
        command = [program, "export", "--profile", "acled", "--format", "jsonl", "--merge", "strict", reports.name]
        out = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    rows = collections.defaultdict(list)
    for row in map(json.loads, out.splitlines()):
        # Notes that were taken for one event say nothing about a single one.
        if len(row["source"]) == 1:
            rows[row["source"][0]].append(row)
    return rows


def compared(note, rows):
    """Pairs of what the program and the coders wrote, by column."""
    same = [r for r in rows if r["sub_event_type"] == note["sub_event_type"]]
    row = (same or rows)[0]
    yield "sub_event_type", row["sub_event_type"], note["sub_event_type"]
    yield "event_type", row["event_type"], note["event_type"]
    yield "country", row["country"], note["country"]
    if not same:
        return
    yield "interaction", pair(row["inter1"], row["inter2"]), pair(*(INTER.get(whole(note[c])) for c in ("inter1", "inter2")))
    yield "actors", pair(*(actor(row[c]) for c in ("actor1", "actor2"))), pair(*(actor(note[c]) for c in ("actor1", "actor2")))
    yield "fatalities", row["fatalities"], int(float(note["fatalities"]))
    yield "event_date", row["event_date"], note["event_date"]
    yield "geo_precision", row["geo_precision"], whole(note["geo_precision"])
    if row["latitude"] is not None:
        lat, lon = float(note["latitude"]), float(note["longitude"])
        east = (row["longitude"] - lon) * math.cos(math.radians(lat))
        yield "within 25 km", math.hypot(row["latitude"] - lat, east) * 111.32 <= 25, True


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--data", required=True)
    arguments.add_argument("--program", default="target/release/dateline")
    arguments.add_argument("--notes", type=int, default=2000)
    arguments.add_argument("--errors", type=int, default=0)
    args = arguments.parse_args()
    with open(args.data, newline="") as table:
        notes = list(csv.DictReader(table))[: args.notes]
    rows = rows_of(args.program, notes)
    asked, right = collections.Counter(), collections.Counter()
    wrong = collections.defaultdict(collections.Counter)
    for note in notes:
        for column, ours, theirs in compared(note, rows[note["event_id_cnty"]]) if rows[note["event_id_cnty"]] else ():
            asked[column] += 1
            right[column] += ours == theirs
            if ours != theirs:
                wrong[column][f"{ours} for {theirs}"] += 1
    print(f"{len(notes)} notes, {asked['event_type']} with a row of their own")
    for column in asked:
        print(f"{column:16} {right[column] / asked[column]:.3f} of {asked[column]}")
        for error, count in wrong[column].most_common(args.errors):
            print(f"    {count:4} {error}")


if __name__ == "__main__":
    main()
