#!/usr/bin/env python3
"""Coreference of persons, organisations and places on GUM, by the CoNLL score.

    python3 tools/coref.py --data ../shared/data/ud_gum/en_gum-ud-dev.conllu [--bin PATH] [--genres news,speech]

The program reads each document's text; its actors and places are the clusters. The gold clusters are GUM's entities of
the types person, organization and place, singletons left out as OntoNotes does, so that the figure is that of links.
A predicted mention is a gold one where it holds the gold head (GUM's minimal span) and lies in its sentence's words with
an overlap of at least half: the two annotation styles differ in what they count as part of a noun phrase.
MUC (Vilain et al. 1995), B-cubed (Bagga and Baldwin 1998) and CEAF-e (Luo 2005) are averaged as CoNLL 2012 did. With
`--given` a mention counts on either side only where both have it: that is resolution apart from finding mentions.
"""
import argparse, json, os, re, subprocess
from collections import defaultdict

TYPES = {"person", "organization", "place"}


def documents(path):
    """(id, text, mentions): mentions are (start, end, head start, head end, cluster) in code points."""
    for part in open(path, encoding="utf-8").read().split("# newdoc id = ")[1:]:
        name, text, out, stack = part.split("\n", 1)[0].strip(), "", [], []
        for sentence in part.split("\n\n"):
            words = []
            rows = [l.split("\t") for l in sentence.split("\n") if l and l[0].isdigit()]
            fused = {}
            for r in rows:
                if "-" in r[0]:
                    a, b = map(int, r[0].split("-"))
                    fused.update({i: (a, b) for i in range(a, b + 1)})
            inside = None
            for r in rows:
                if "." in r[0]:
                    continue
                if "-" in r[0]:
                    inside = (len(text), len(text) + len(r[1]))
                    text += r[1] + ("" if "SpaceAfter=No" in r[9] else " ")
                    part_at = inside[0]
                    continue
                i = int(r[0])
                if i in fused:
                    span = (part_at, min(part_at + len(r[1]), inside[1]))
                    part_at = span[1]
                else:
                    span = (len(text), len(text) + len(r[1]))
                    text += r[1] + ("" if "SpaceAfter=No" in r[9] else " ")
                words.append(span)
                entity = re.search(r"Entity=([^|]*)", r[9])
                for open_, close in re.findall(r"\(([^()]+)|([^()]*)\)", entity.group(1)) if entity else ():
                    if open_:
                        f = open_.split("-")
                        stack.append((f[0], f[1], f[5] if len(f) > 5 else "1", len(words) - 1, len(out)))
                        out.append(None)
                        last = True
                    else:
                        key = close.split("-")[0]
                        at = next((j for j in reversed(range(len(stack))) if not key or stack[j][0] == key), None)
                        if at is None:
                            continue
                        cluster, kind, least, first, slot = stack.pop(at)
                        head = least.split(",")[0]
                        h = words[first + int(head) - 1] if head.isdigit() and first + int(head) <= len(words) else words[-1]
                        if kind in TYPES:
                            out[slot] = (words[first][0], words[-1][1], *h, cluster)
            text = text.rstrip(" ") + "\n"
            stack = []
        yield name, text, [m for m in out if m]


def align(gold, pred):
    """{pred index: gold index}, one to one, best overlap first."""
    pairs = []
    for i, g in enumerate(gold):
        for j, p in enumerate(pred):
            if p[0] <= g[2] and g[3] <= p[1]:
                both = min(g[1], p[1]) - max(g[0], p[0])
                either = max(g[1], p[1]) - min(g[0], p[0])
                if both * 2 >= either or (p[0], p[1]) == (g[2], g[3]):
                    pairs.append((both / either, -i, -j))
    out, taken = {}, set()
    for _, i, j in sorted(pairs, reverse=True):
        if -j not in out and -i not in taken:
            out[-j] = -i
            taken.add(-i)
    return out


def clusters(mentions, keys):
    by = defaultdict(set)
    for m, k in zip(mentions, keys):
        by[m[4]].add(k)
    return [c for c in by.values() if len(c) > 1]


def muc(xs, ys):
    of = {m: i for i, y in enumerate(ys) for m in y}
    num = sum(len(x) - len({of.get(m, ("", m)) for m in x}) for x in xs)
    return num, sum(len(x) - 1 for x in xs)


def bcubed(xs, ys):
    of = {m: y for y in ys for m in y}
    return sum(len(x & of.get(m, set())) / len(x) for x in xs for m in x), sum(len(x) for x in xs)


def ceafe(gold, pred):
    """The best one-to-one match of clusters by 2|both| / (|a| + |b|): greedy, then improved by swaps."""
    sims = [(2 * len(g & p) / (len(g) + len(p)), i, j) for i, g in enumerate(gold) for j, p in enumerate(pred) if g & p]
    total, a, b = 0.0, set(), set()
    for s, i, j in sorted(sims, reverse=True):
        if i not in a and j not in b:
            total, _, _ = total + s, a.add(i), b.add(j)
    return total


def main():
    args = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    args.add_argument("--data", required=True)
    args.add_argument("--bin", default=os.environ.get("DATELINE", "target/release/dateline"))
    args.add_argument("--genres", default="")
    args.add_argument("--given", action="store_true")
    args.add_argument("--errors", type=int, default=0)
    args = args.parse_args()
    genres = set(filter(None, args.genres.split(",")))
    docs = [d for d in documents(args.data) if not genres or d[0].split("_")[1] in genres]
    lines = "".join(json.dumps({"id": n, "text": t}) + "\n" for n, t, _ in docs)
    made = subprocess.run([args.bin, "read", "--format", "jsonl", "-"], input=lines, text=True, capture_output=True).stdout
    readings = {r["document"]["source_id"]: r for r in map(json.loads, made.splitlines()) if "document" in r}
    t, shown = defaultdict(float), 0
    for name, text, gold in docs:
        r = readings.get(name, {"actors": [], "places": []})
        pred = [(m["start"], m["end"], 0, 0, x["id"]) for k in ("actors", "places") for x in r[k] for m in x["mentions"] if m]
        pred = sorted(set(pred))
        pairs = align(gold, pred)
        keys = [pairs.get(j, ("extra", j)) for j in range(len(pred))]
        if args.given:
            both = set(pairs.values())
            g = clusters(*zip(*[(m, i) for i, m in enumerate(gold) if i in both])) if both else []
            p = clusters(*zip(*[(m, k) for m, k in zip(pred, keys) if k in both])) if both else []
        else:
            g, p = clusters(gold, range(len(gold))), clusters(pred, keys)
            # What GUM has no entity of these types for is no error of the links.
            p = [c for c in ({m for m in c if not isinstance(m, tuple)} for c in p) if len(c) > 1]
        for n, (num, den) in {"muc.p": muc(p, g), "muc.r": muc(g, p), "b3.p": bcubed(p, g), "b3.r": bcubed(g, p)}.items():
            t[n + ".n"] += num
            t[n + ".d"] += den
        t["ceafe"] += ceafe(g, p)
        t["g"] += len(g)
        t["p"] += len(p)
        t["found"] += len(pairs)
        t["mentions"] += len(gold)
        if shown < args.errors:
            where = {i: pred[j][4] for j, i in pairs.items()}
            for c in g:
                got = {where.get(i) for i in c}
                if len(got) > 1 and shown < args.errors:
                    shown += 1
                    print(name, [(text[gold[i][0]:gold[i][1]][:40], where.get(i)) for i in sorted(c)])
    f = lambda p, r: 2 * p * r / (p + r) if p + r else 0.0
    rate = lambda n: t[n + ".n"] / t[n + ".d"] if t[n + ".d"] else 0.0
    scores = {"MUC": (rate("muc.p"), rate("muc.r")), "B3": (rate("b3.p"), rate("b3.r")),
              "CEAF-e": (t["ceafe"] / max(t["p"], 1), t["ceafe"] / max(t["g"], 1))}
    for n, (p, r) in scores.items():
        print(f"{n:8} P {p:.3f}  R {r:.3f}  F1 {f(p, r):.3f}")
    print(f"CoNLL F1 {sum(f(p, r) for p, r in scores.values()) / 3:.3f}   mentions found {t['found']:.0f}/{t['mentions']:.0f}")


if __name__ == "__main__":
    main()
