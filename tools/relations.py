#!/usr/bin/env python3
"""Relations on re3d: who fights, sides with, leads or belongs to whom in reports on Syria and Iraq.

    python3 tools/relations.py --data ../shared/data/re3d [--bin PATH] [--errors N]

re3d annotates a relation in one sentence, between two spans. A relation that the program read is right where it is of a
kind that the gold type may be (`KINDS`) and its two ends overlap the gold ones in any mention; a gold relation is found
where such a one was read. Types that say nothing of how actors stand to each other (places, synonyms, attributes) are left
out. Precision counts the read relations of these kinds whose two ends are annotated entities, since re3d leaves out much.
"""
import argparse, json, os, subprocess
from collections import Counter, defaultdict

KINDS = {
    "FightingAgainst": {"hostile", "opposes"},
    "AlliesOf": {"allied", "supports", "cooperates", "member_of"},
    "InChargeOf": {"controls", "holds_office", "affiliated_with"},
    "BelongsTo": {"member_of", "affiliated_with", "holds_office", "controls"},
    "CommWith": {"negotiates", "cooperates", "opposes", "supports"},
    "Likes": {"supports", "allied", "cooperates"},
    "Dislikes": {"opposes", "hostile"},
}


def rows(path):
    return [json.loads(line) for line in open(path, encoding="utf-8")]


def main():
    args = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    args.add_argument("--data", required=True)
    args.add_argument("--bin", default=os.environ.get("DATELINE", "target/release/dateline"))
    args.add_argument("--errors", type=int, default=0)
    args = args.parse_args()
    docs = {d["_id"]: d["text"] for d in rows(f"{args.data}/documents.jsonl")}
    gold, entities = defaultdict(list), defaultdict(list)
    for r in rows(f"{args.data}/relations.jsonl"):
        if r["type"] in KINDS and r["documentId"] in docs:
            gold[r["documentId"]].append((r["type"], (r["sourceBegin"], r["sourceEnd"]), (r["targetBegin"], r["targetEnd"])))
    for e in rows(f"{args.data}/entities.jsonl"):
        entities[e["documentId"]].append((e["begin"], e["end"]))
    lines = "".join(json.dumps({"id": i, "text": t}) + "\n" for i, t in docs.items())
    made = subprocess.run([args.bin, "read", "--format", "jsonl", "-"], input=lines, text=True, capture_output=True).stdout
    overlap = lambda a, b: a[0] < b[1] and b[0] < a[1]
    found, wanted, right, read, shown = Counter(), Counter(), 0, 0, 0
    for r in map(json.loads, made.splitlines()):
        doc = r["document"]["source_id"]
        spans = {x["id"]: [(m["start"], m["end"]) for m in x["mentions"] if m] for k in ("actors", "places") for x in r[k]}
        ends = [(q["type"], spans.get(q["subject"], []), spans.get(q["object"], [])) for q in r["relations"]]
        at = lambda xs, s: any(overlap(x, s) for x in xs)

        def fits(g, q):
            one = at(q[1], g[1]) and at(q[2], g[2])
            # BelongsTo and InChargeOf run either way in words ("its leader", "leads"); so do relations without direction.
            return q[0] in KINDS[g[0]] and (one or at(q[1], g[2]) and at(q[2], g[1]))

        for g in gold[doc]:
            wanted[g[0]] += 1
            hit = any(fits(g, q) for q in ends)
            found[g[0]] += hit
            if not hit and shown < args.errors:
                shown += 1
                print(g[0], "|", docs[doc][slice(*g[1])], "|", docs[doc][slice(*g[2])])
        kinds = set().union(*KINDS.values())
        for q in ends:
            known = [any(at(q[i], e) for e in entities[doc]) for i in (1, 2)]
            if q[0] in kinds and all(known):
                read += 1
                right += any(fits(g, q) for g in gold[doc])
    for kind in KINDS:
        print(f"{kind:16} recall {found[kind] / max(wanted[kind], 1):.3f} ({found[kind]}/{wanted[kind]})")
    recall, precision = sum(found.values()) / max(sum(wanted.values()), 1), right / max(read, 1)
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    print(f"all  P {precision:.3f} ({right}/{read})  R {recall:.3f} ({sum(found.values())}/{sum(wanted.values())})  F1 {f1:.3f}")


if __name__ == "__main__":
    main()
